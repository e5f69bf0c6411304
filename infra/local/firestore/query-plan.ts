import { NAME_FIELD, parseFieldPath, type FieldPath } from './field-path.ts';
import { invalidArgument } from './firestore-failure.ts';
import { inequalityFields } from './filter-fields.ts';
import type { Cursor, Direction, FieldReference, Filter, FindNearest, StructuredQuery } from './protocol.ts';
import { compileFilter, type Predicate } from './query-filter.ts';
import { checkFilter, checkSimplified } from './filter-rules.ts';
import { simplifyFilter } from './simplify-filter.ts';
import { checkCollectionId, checkParent } from './resource-name.ts';
import { compareText } from './name-order.ts';

export interface Order {
  /** As the query spells it. */
  readonly field: string;
  /** null orders by the document's name. */
  readonly path: FieldPath | null;
  readonly sign: 1 | -1;
}

/** A query that has been checked, with everything said that Firestore implies. */
export interface QueryPlan {
  readonly database: string;
  /** Whether documents of this collection (a full path) are looked at. */
  readonly accepts: (collection: string) => boolean;
  /** Collection the query names; empty for all kinds. */
  readonly collectionId: string;
  readonly allDescendants: boolean;
  /** The simplified filter; null matches all. */
  readonly where: Filter | null;
  readonly matches: Predicate;
  /** Explicit and implied orders; the last is always the name. */
  readonly orders: readonly Order[];
  readonly startAt: Cursor | null;
  readonly endAt: Cursor | null;
  readonly offset: number;
  readonly limit: number | null;
  /** Fields to give back; null for all. */
  readonly select: readonly string[] | null;
  readonly findNearest: FindNearest | null;
}

/** Checks a query as Firestore does, throwing INVALID_ARGUMENT, and makes its implications explicit. */
export function planQuery(parent: string, query: StructuredQuery): QueryPlan {
  const database = checkParent(parent);
  const { collectionId, allDescendants } = checkFrom(query.from);
  const where = planFilter(query.where);
  const orders = planOrders(query.orderBy, where);
  checkCursor(query.startAt, orders, database);
  checkCursor(query.endAt, orders, database);
  checkCounts(query);
  return {
    database,
    accepts: collectionTest(parent, collectionId, allDescendants),
    collectionId,
    allDescendants,
    where,
    matches: predicateOf(where),
    orders,
    startAt: query.startAt,
    endAt: query.endAt,
    offset: query.offset,
    limit: query.limit?.value ?? null,
    select: query.select === null ? null : query.select.fields.map(({ fieldPath }) => fieldPath),
    findNearest: query.findNearest,
  };
}

function planFilter(filter: Filter | null): QueryPlan['where'] {
  if (filter === null) return null;
  checkFilter(filter);
  const where = simplifyFilter(filter);
  checkSimplified(where);
  return where;
}

function predicateOf(where: QueryPlan['where']): Predicate {
  return where === null ? () => true : compileFilter(where);
}

function checkFrom([from, ...others]: StructuredQuery['from']): StructuredQuery['from'][number] {
  if (others.length > 0) throw invalidArgument('A query can only have a single "from" collection.');
  const { collectionId, allDescendants } = from ?? { collectionId: '', allDescendants: true };
  if (collectionId !== '') checkCollectionId(collectionId);
  else if (!allDescendants) throw invalidArgument('A query without a collection must include all descendants.');
  return { collectionId, allDescendants };
}

function collectionTest(
  parent: string,
  collectionId: string,
  allDescendants: boolean,
): (collection: string) => boolean {
  const direct = `${parent}/${collectionId}`;
  if (!allDescendants) return (collection) => collection === direct;
  const prefix = `${parent}/`;
  if (collectionId === '') return (collection) => collection.startsWith(prefix);
  const suffix = `/${collectionId}`;
  return (collection) => collection.startsWith(prefix) && collection.endsWith(suffix);
}

function signOf(direction: Direction): 1 | -1 {
  return direction === 'DESCENDING' ? -1 : 1;
}

/** Fields that a filter orders by without saying so. */
function impliedFields(where: QueryPlan['where']): readonly string[] {
  return where === null ? [] : inequalityFields(where);
}

/** https://firebase.google.com/docs/firestore/query-data/order-limit-data: inequality fields, then the name. */
function planOrders(orderBy: StructuredQuery['orderBy'], where: QueryPlan['where']): readonly Order[] {
  const orders = orderBy.map(({ field, direction }) => toOrder(nameOf(field), signOf(direction)));
  if (new Set(orders.map(({ field }) => field)).size < orders.length) {
    throw invalidArgument('Order by cannot contain duplicate fields.');
  }
  const sign = orders.at(-1)?.sign ?? 1;
  const named = new Set(orders.map(({ field }) => field));
  const implied = impliedFields(where).filter((field) => field !== NAME_FIELD && !named.has(field));
  orders.push(...implied.sort(compareText).map((field) => toOrder(field, sign)));
  if (!named.has(NAME_FIELD)) orders.push(toOrder(NAME_FIELD, sign));
  if (orders.at(-1)?.path !== null) throw invalidArgument('order by clause cannot contain more fields after the key');
  return orders;
}

function toOrder(field: string, sign: 1 | -1): Order {
  return { field, path: field === NAME_FIELD ? null : parseFieldPath(field), sign };
}

function nameOf(field: FieldReference | null): string {
  if (field === null || field.fieldPath === '') throw invalidArgument('The order has no field.');
  return field.fieldPath;
}

function checkCursor(cursor: Cursor | null, orders: readonly Order[], database: string): void {
  if (cursor === null) return;
  if (cursor.values.length > orders.length) {
    throw invalidArgument('Cursor has too many values.');
  }
  for (const [index, value] of cursor.values.entries()) {
    if (orders[index]?.path !== null) continue;
    if (value.valueType !== 'referenceValue') throw invalidArgument('Cursor value of __name__ must be a reference.');
    if (!value.referenceValue.startsWith(`${database}/documents/`)) {
      throw invalidArgument('Cursor value of __name__ is in another database.');
    }
  }
}

function checkCounts(query: StructuredQuery): void {
  if (query.offset < 0) throw invalidArgument('The offset must not be negative.');
  if (query.limit !== null && query.limit.value < 0) throw invalidArgument('The limit must not be negative.');
}
