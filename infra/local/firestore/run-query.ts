import type { DocumentView, StoredDocument } from './stored-document.ts';
import { valueAt } from './field-path.ts';
import { compareIds, compareNames } from './name-order.ts';
import type { Cursor, Value } from './protocol.ts';
import type { Order, QueryPlan } from './query-plan.ts';
import { compareValues } from './value-order.ts';

interface Candidate {
  readonly document: StoredDocument;
  /** Values of all orders but the name, in order. */
  readonly keys: readonly Value[];
}

/** The documents a query finds, in its order, between its cursors, after its offset, up to its limit. */
export function runQuery(plan: QueryPlan, view: DocumentView): readonly StoredDocument[] {
  const fieldOrders = plan.orders.filter((order) => order.path !== null);
  const candidates: Candidate[] = [];
  for (const document of view.documentsIn(plan.accepts)) {
    if (!plan.matches(document)) continue;
    const keys = keysOf(document, fieldOrders);
    if (keys !== null) candidates.push({ document, keys });
  }
  const found = candidates.filter((candidate) => isInside(candidate, plan)).sort(comparer(plan.orders));
  const end = plan.limit === null ? undefined : plan.offset + plan.limit;
  return found.slice(plan.offset, end).map(({ document }) => document);
}

/** Whether the query, without its limit and offset, has this document: for listeners. */
export function hasDocument(plan: QueryPlan, document: StoredDocument): boolean {
  if (!plan.accepts(document.collection) || !plan.matches(document)) return false;
  const keys = keysOf(
    document,
    plan.orders.filter((order) => order.path !== null),
  );
  return keys !== null && isInside({ document, keys }, plan);
}

/** null when a field is missing: ordering by a field leaves out the documents without it. */
function keysOf({ fields }: StoredDocument, orders: readonly Order[]): readonly Value[] | null {
  const keys: Value[] = [];
  for (const { path } of orders) {
    const value = path === null ? undefined : valueAt(fields, path);
    if (value === undefined) return null;
    keys.push(value);
  }
  return keys;
}

function comparer(orders: readonly Order[]): (left: Candidate, right: Candidate) => number {
  return (left, right) => {
    let key = 0;
    for (const { path, sign } of orders) {
      const order = path === null ? compareDocuments(left.document, right.document) : compareKeys(left, right, key);
      if (order !== 0) return order * sign;
      if (path !== null) key += 1;
    }
    return 0;
  };
}

function compareKeys(left: Candidate, right: Candidate, index: number): number {
  const a = left.keys[index];
  const b = right.keys[index];
  return a === undefined || b === undefined ? 0 : compareValues(a, b);
}

function compareDocuments(left: StoredDocument, right: StoredDocument): number {
  return left.collection === right.collection ? compareIds(left.id, right.id) : compareNames(left.name, right.name);
}

function isInside(candidate: Candidate, { startAt, endAt, orders }: QueryPlan): boolean {
  if (startAt !== null) {
    const order = compareToCursor(candidate, startAt, orders);
    if (startAt.before ? order < 0 : order <= 0) return false;
  }
  if (endAt === null) return true;
  const order = compareToCursor(candidate, endAt, orders);
  return endAt.before ? order < 0 : order <= 0;
}

/** Where the document is: before (negative), at (0) or after the cursor, in the query's order. */
function compareToCursor({ document, keys }: Candidate, cursor: Cursor, orders: readonly Order[]): number {
  let key = 0;
  for (const [index, value] of cursor.values.entries()) {
    const order = orders[index];
    if (order === undefined) return 0;
    const own: Value | undefined =
      order.path === null ? { valueType: 'referenceValue', referenceValue: document.name } : keys[key];
    if (order.path !== null) key += 1;
    const position = own === undefined ? 0 : compareValues(own, value) * order.sign;
    if (position !== 0) return position;
  }
  return 0;
}
