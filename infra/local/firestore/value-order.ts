import { compareNames, compareText } from './name-order.ts';
import type { Fields, Timestamp, Value } from './protocol.ts';

/**
 * Firestore's order of types, lowest first.
 * https://firebase.google.com/docs/firestore/manage-data/data-types#value_type_ordering
 */
const TYPE_RANK = {
  nullValue: 0,
  booleanValue: 1,
  integerValue: 2,
  doubleValue: 2,
  timestampValue: 3,
  stringValue: 4,
  bytesValue: 5,
  referenceValue: 6,
  geoPointValue: 7,
  arrayValue: 8,
  mapValue: 10,
} as const satisfies Record<Value['valueType'], number>;
const VECTOR_RANK = 9;

/** Values of one rank compare with each other; a range filter matches only its own rank. */
export function rankOf(value: Value): number {
  return vectorOf(value) === null ? TYPE_RANK[value.valueType] : VECTOR_RANK;
}

/** The elements of a vector embedding (a map marked `__type__: __vector__`), null for any other value. */
export function vectorOf(value: Value): readonly Value[] | null {
  if (value.valueType !== 'mapValue') return null;
  const { fields } = value.mapValue;
  if (!Object.hasOwn(fields, '__type__') || !Object.hasOwn(fields, 'value')) return null;
  const mark = fields['__type__'];
  const elements = fields['value'];
  if (mark?.valueType !== 'stringValue' || mark.stringValue !== '__vector__') return null;
  return elements?.valueType === 'arrayValue' ? elements.arrayValue.values : null;
}

export function isNaNValue(value: Value): boolean {
  return value.valueType === 'doubleValue' && Number.isNaN(value.doubleValue);
}

export function isNumber(value: Value): boolean {
  return value.valueType === 'integerValue' || value.valueType === 'doubleValue';
}

/** A number as a double; 64-bit integers beyond 2^53 are rounded. NaN for what is not a number. */
export function toNumber(value: Value): number {
  if (value.valueType === 'integerValue') return Number(value.integerValue);
  return value.valueType === 'doubleValue' ? value.doubleValue : Number.NaN;
}

/** Negative, zero or positive, as for Array.sort. 1 and 1.0 are equal, and so are 0.0 and -0.0. */
export function compareValues(left: Value, right: Value): number {
  const rank = rankOf(left) - rankOf(right);
  return rank === 0 ? compareSameRank(left, right) : rank;
}

type Comparer = (left: Value, right: Value) => number;

const COMPARERS: Readonly<Record<Value['valueType'], Comparer>> = {
  nullValue: () => 0,
  booleanValue: (left, right) => Number(booleanOf(left)) - Number(booleanOf(right)),
  integerValue: compareNumbers,
  doubleValue: compareNumbers,
  timestampValue: (left, right) => compareTimestamps(timestampOf(left), timestampOf(right)),
  stringValue: (left, right) => compareText(textOf(left), textOf(right)),
  bytesValue: (left, right) => Buffer.compare(bytesOf(left), bytesOf(right)),
  referenceValue: (left, right) => compareNames(referenceOf(left), referenceOf(right)),
  geoPointValue: compareGeoPoints,
  arrayValue: (left, right) => compareLists(listOf(left), listOf(right)),
  mapValue: compareMaps,
};

function compareSameRank(left: Value, right: Value): number {
  return COMPARERS[left.valueType](left, right);
}

const booleanOf = (value: Value): boolean => value.valueType === 'booleanValue' && value.booleanValue;
const textOf = (value: Value): string => (value.valueType === 'stringValue' ? value.stringValue : '');
const bytesOf = (value: Value): Buffer => (value.valueType === 'bytesValue' ? value.bytesValue : Buffer.alloc(0));
const referenceOf = (value: Value): string => (value.valueType === 'referenceValue' ? value.referenceValue : '');
const timestampOf = (value: Value): Timestamp =>
  value.valueType === 'timestampValue' ? value.timestampValue : { seconds: '0', nanos: 0 };
const listOf = (value: Value): readonly Value[] => (value.valueType === 'arrayValue' ? value.arrayValue.values : []);
const fieldsOf = (value: Value): Fields => (value.valueType === 'mapValue' ? value.mapValue.fields : {});

function compareNumbers(left: Value, right: Value): number {
  const a = toNumber(left);
  const b = toNumber(right);
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  if (a !== b) return a < b ? -1 : 1;
  return Number.isSafeInteger(a) || !Number.isFinite(a) ? 0 : compareExactly(left, right);
}

/** Doubles that large are whole, so BigInt tells integers apart that round to the same double. */
function compareExactly(left: Value, right: Value): number {
  if (left.valueType !== 'integerValue' && right.valueType !== 'integerValue') return 0;
  const a = exactInteger(left);
  const b = exactInteger(right);
  return a < b ? -1 : Number(a > b);
}

function exactInteger(value: Value): bigint {
  return value.valueType === 'integerValue' ? BigInt(value.integerValue) : BigInt(Math.trunc(toNumber(value)));
}

export function compareTimestamps(left: Timestamp, right: Timestamp): number {
  return Number(left.seconds) - Number(right.seconds) || left.nanos - right.nanos;
}

function compareGeoPoints(left: Value, right: Value): number {
  if (left.valueType !== 'geoPointValue' || right.valueType !== 'geoPointValue') return 0;
  const { geoPointValue: a } = left;
  const { geoPointValue: b } = right;
  return a.latitude - b.latitude || a.longitude - b.longitude;
}

function compareLists(left: readonly Value[], right: readonly Value[]): number {
  for (const [index, element] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareValues(element, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareMaps(left: Value, right: Value): number {
  const a = vectorOf(left);
  const b = vectorOf(right);
  if (a !== null && b !== null) return a.length - b.length || compareLists(a, b);
  return compareFields(fieldsOf(left), fieldsOf(right));
}

function compareFields(left: Fields, right: Fields): number {
  const leftKeys = Object.keys(left).sort(compareText);
  const rightKeys = Object.keys(right).sort(compareText);
  for (const [index, key] of leftKeys.entries()) {
    const otherKey = rightKeys[index];
    const value = left[key];
    const other = otherKey === undefined ? undefined : right[otherKey];
    if (otherKey === undefined || value === undefined || other === undefined) return 1;
    const order = compareText(key, otherKey) || compareValues(value, other);
    if (order !== 0) return order;
  }
  return leftKeys.length - rightKeys.length;
}

/** Equal for filters and array transforms. NaN equals NaN here; filters treat NaN before they ask. */
export function equalValues(left: Value, right: Value): boolean {
  return compareValues(left, right) === 0;
}
