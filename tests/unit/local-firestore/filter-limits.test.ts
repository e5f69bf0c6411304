import { expect, it } from 'vitest';
import { planQuery } from '#infra/local/firestore/query-plan.ts';
import type { FieldOperator, Filter, Value } from '#infra/local/firestore/protocol.ts';

const ROOT = 'projects/p/databases/(default)/documents';
const NULL: Value = { valueType: 'nullValue', nullValue: 'NULL_VALUE' };
const NAN: Value = { valueType: 'doubleValue', doubleValue: Number.NaN };
const DOCUMENT: Value = { valueType: 'referenceValue', referenceValue: `${ROOT}/cities/one` };

const whole = (value: number): Value => ({ valueType: 'integerValue', integerValue: String(value) });
const upTo = (count: number): Value[] => Array.from({ length: count }, (_, index) => whole(index));

function field(fieldPath: string, op: FieldOperator, value: Value | Value[]): Filter {
  const operand: Value = Array.isArray(value) ? { valueType: 'arrayValue', arrayValue: { values: value } } : value;
  return { filterType: 'fieldFilter', fieldFilter: { field: { fieldPath }, op, value: operand } };
}

const all = (...filters: Filter[]): Filter => ({
  filterType: 'compositeFilter',
  compositeFilter: { op: 'AND', filters },
});
const any = (...filters: Filter[]): Filter => ({
  filterType: 'compositeFilter',
  compositeFilter: { op: 'OR', filters },
});

function plan(where: Filter, ...orders: string[]) {
  const orderBy = orders.map((fieldPath) => ({ field: { fieldPath }, direction: 'ASCENDING' as const }));
  const from = [{ collectionId: 'cities', allDescendants: false }];
  const rest = { select: null, startAt: null, endAt: null, offset: 0, limit: null, findNearest: null };
  return planQuery(ROOT, { from, where, orderBy, ...rest });
}

const one = whole(1);
const sixOfA = field('a', 'IN', upTo(6));
const contains = (value: Value): Filter => field('b', 'ARRAY_CONTAINS', value);

// Each outcome was measured on Google's own emulator; where it is installed the differential test compares more.
it.each<[string, Filter]>([
  ['thirty disjunctions', field('a', 'IN', upTo(30))],
  ['repeated values of a list', all(sixOfA, field('b', 'IN', [one, one, one, one, one, one]))],
  ['null and NaN, which are one value that nothing has', all(sixOfA, field('b', 'IN', [NULL, NAN, ...upTo(4)]))],
  ['one list twice', all(sixOfA, sixOfA)],
  ['thirty-one times the same choice', any(...Array.from({ length: 31 }, () => field('a', 'EQUAL', one)))],
  ['the same array filter twice side by side', all(contains(one), contains(one))],
  ['a document by its name', all(field('__name__', 'EQUAL', DOCUMENT), field('a', 'GREATER_THAN', NULL))],
])('a filter may have %s', (_, where) => {
  expect(() => plan(where)).not.toThrow();
});

it.each<[string, Filter, RegExp]>([
  ['a 31st disjunction', any(field('a', 'IN', upTo(30)), field('b', 'EQUAL', one)), /31 disjunctions/u],
  ['36 of two lists', all(sixOfA, field('b', 'IN', upTo(6))), /36 disjunctions/u],
  ['36 with null among them', all(sixOfA, field('b', 'IN', [NULL, ...upTo(5)])), /36 disjunctions/u],
  ['36 beside what never holds', all(sixOfA, field('b', 'IN', upTo(6)), field('c', 'EQUAL', NULL)), /36 disj/u],
  [
    '1 and 1.0',
    all(field('a', 'IN', upTo(16)), field('b', 'IN', [one, { valueType: 'doubleValue', doubleValue: 1 }])),
    /32/u,
  ],
  ['two array filters', all(contains(one), contains(whole(2))), /ARRAY_CONTAINS/u],
  ['the same array filter in two places', all(contains(one), any(contains(one), field('a', 'EQUAL', one))), /ARRAY/u],
  [
    'a name beside a bound, though the whole never holds',
    all(field('__name__', 'EQUAL', DOCUMENT), field('c', 'EQUAL', NULL), field('a', 'GREATER_THAN', one)),
    /Equality on key/u,
  ],
])('a filter may not have %s', (_, where, message) => {
  expect(() => plan(where)).toThrow(message);
});

it('orders by the bounds of a conjunction that never holds, but not by a comparison that never holds', () => {
  const never = field('a', 'GREATER_THAN', NULL);
  const bound = field('b', 'GREATER_THAN', one);

  const orders = plan(any(all(never, bound), never, field('c', 'EQUAL', one))).orders.map(({ field }) => field);

  expect(orders).toEqual(['b', '__name__']);
});
