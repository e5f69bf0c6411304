import type { Random } from '#tests/differential/random.ts';

export const ROOT = 'projects/differential/databases/(default)/documents';
const below = (random: Random, limit: number): number => random.int(0, limit - 1);

const FIELDS = ['a', 'b', 'c', 'tags', 'deep.x'];
const OPERATORS = [
  'EQUAL',
  'EQUAL',
  'LESS_THAN',
  'LESS_THAN_OR_EQUAL',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUAL',
  'NOT_EQUAL',
];
const LIST_OPERATORS = ['IN', 'IN', 'ARRAY_CONTAINS_ANY', 'NOT_IN'];
const UNARY_OPERATORS = ['IS_NAN', 'IS_NULL', 'IS_NOT_NAN', 'IS_NOT_NULL'];

const text = (stringValue: string) => ({ stringValue });
const SCALARS: readonly object[] = [
  { nullValue: 'NULL_VALUE' },
  { booleanValue: false },
  { booleanValue: true },
  ...[-3, 0, 1, 2, 7].map((value) => ({ integerValue: String(value) })),
  { integerValue: '9007199254740993' },
  ...[-0.5, 0, 1, 1.5, 9_007_199_254_740_992, Number.NaN, Number.POSITIVE_INFINITY].map((doubleValue) => ({
    doubleValue,
  })),
  { timestampValue: { seconds: '1700000000', nanos: 5_000 } },
  { timestampValue: { seconds: '1600000000', nanos: 0 } },
  ...['', 'a', 'ab', 'b', 'é', '\uffee', '😀', 'Z'].map(text),
  { bytesValue: Buffer.from('a') },
  { bytesValue: Buffer.from([255]) },
  { referenceValue: `${ROOT}/cities/d3` },
  { geoPointValue: { latitude: 1, longitude: 2 } },
  { geoPointValue: { latitude: 1, longitude: -2 } },
];

export function randomValue(random: Random, depth = 0): object {
  const kind = below(random, 12);
  if (depth < 2 && kind === 0) return { arrayValue: { values: randomList(random, 3, depth + 1) } };
  if (depth < 2 && kind === 1) {
    const fields = {
      x: randomValue(random, depth + 1),
      ...(random.chance(0.5) ? { y: randomValue(random, depth + 1) } : {}),
    };
    return { mapValue: { fields } };
  }
  if (depth === 0 && kind === 2) return vector(Array.from({ length: 1 + below(random, 3) }, () => below(random, 3)));
  return random.pick(SCALARS);
}

function vector(elements: readonly number[]): object {
  const value = { arrayValue: { values: elements.map((doubleValue) => ({ doubleValue })) } };
  return { mapValue: { fields: { __type__: text('__vector__'), value } } };
}

/** No arrays in it, which an array may not hold. */
function randomList(random: Random, most: number, depth = 2): object[] {
  return Array.from({ length: below(random, most + 1) }, () => {
    const value = randomValue(random, depth);
    return 'arrayValue' in value ? text('a') : value;
  });
}

/** Documents of two collections, one of them nested, with few distinct values so that filters find some. */
export function randomDocuments(
  random: Random,
  count: number,
): readonly { name: string; fields: Record<string, object> }[] {
  return Array.from({ length: count }, (_, index) => {
    const fields: Record<string, object> = {};
    for (const field of ['a', 'b', 'c']) if (random.chance(0.8)) fields[field] = randomValue(random);
    if (random.chance(0.7)) fields['tags'] = { arrayValue: { values: randomList(random, 4) } };
    if (random.chance(0.6)) fields['deep'] = { mapValue: { fields: { x: randomValue(random, 1) } } };
    const collection = random.pick(['cities', 'cities', 'cities/d1/cities', 'towns/t/cities']);
    return { name: `${ROOT}/${collection}/d${index}`, fields };
  });
}

function randomFieldFilter(random: Random): object {
  const field = { fieldPath: random.pick(FIELDS) };
  const kind = below(random, 10);
  if (kind === 0) return { unaryFilter: { op: random.pick(UNARY_OPERATORS), field } };
  if (kind === 1) return { fieldFilter: { field, op: 'ARRAY_CONTAINS', value: randomValue(random, 2) } };
  if (kind <= 3) {
    const values = [randomValue(random, 2), ...randomList(random, 3)];
    return { fieldFilter: { field, op: random.pick(LIST_OPERATORS), value: { arrayValue: { values } } } };
  }
  if (kind === 4) {
    const value = { referenceValue: `${ROOT}/cities/d${below(random, 60)}` };
    return { fieldFilter: { field: { fieldPath: '__name__' }, op: random.pick(OPERATORS), value } };
  }
  return { fieldFilter: { field, op: random.pick(OPERATORS), value: randomValue(random) } };
}

function randomFilter(random: Random, depth = 0): object {
  if (depth >= 2 || random.chance(0.45)) return randomFieldFilter(random);
  const filters = Array.from({ length: 1 + below(random, 3) }, () => randomFilter(random, depth + 1));
  return { compositeFilter: { op: random.pick(['AND', 'AND', 'OR']), filters } };
}

function randomCursor(random: Random, fields: readonly string[]): object {
  const count = 1 + below(random, Math.max(fields.length, 1));
  const values = fields.slice(0, count).map((field) => {
    if (field === '__name__') return { referenceValue: `${ROOT}/cities/d${below(random, 60)}` };
    return randomValue(random);
  });
  return { values, before: random.chance(0.5) };
}

/** A StructuredQuery as the protocol takes it: mostly valid, sometimes one that Firestore must refuse. */
export function randomQuery(random: Random): object {
  const ordered = random.chance(0.5) ? [...new Set([random.pick(FIELDS), random.pick([...FIELDS, '__name__'])])] : [];
  const fields = ordered.slice(0, 1 + below(random, 2));
  const orderBy = fields.map((fieldPath) => ({
    field: { fieldPath },
    direction: random.pick(['ASCENDING', 'DESCENDING']),
  }));
  const cursors = fields.length > 0;
  return {
    from: [{ collectionId: 'cities', allDescendants: random.chance(0.25) }],
    ...(random.chance(0.85) ? { where: randomFilter(random) } : {}),
    orderBy,
    ...(cursors && random.chance(0.4) ? { startAt: randomCursor(random, fields) } : {}),
    ...(cursors && random.chance(0.3) ? { endAt: randomCursor(random, fields) } : {}),
    ...(random.chance(0.4) ? { limit: { value: below(random, 12) + 1 } } : {}),
    ...(random.chance(0.15) ? { offset: below(random, 5) } : {}),
  };
}
