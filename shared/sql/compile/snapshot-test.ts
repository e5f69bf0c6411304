import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { SnapshotOrder } from '#shared/semantic/expression.ts';
import { printCondition } from './condition.ts';
import { elementInScan, type Scan } from './field.ts';
import { type Fragment, identifier, joinFragments, localName, raw, sql } from './fragment.ts';
import { ownElement, type RowElement } from './model-index.ts';
import type { QueryContext } from './query-context.ts';
import {
  conjuncts,
  isReadOffDate,
  type LeafGroup,
  openScan,
  periodTests,
  scanDimensions,
  selectText,
  type Variant,
} from './scan-rows.ts';

/**
 * For a semi-additive metric: the row must be of the latest (or earliest) snapshot of its stretch of time.
 *
 * The snapshot is that of the whole table within the period and the asked units of time, whatever else the query
 * filters or splits by. So the parts add up to the total, and a filter never brings back an older, larger balance.
 */
export function snapshotTest(
  context: QueryContext,
  scan: Scan,
  group: LeafGroup,
  variant: Variant,
): readonly Fragment[] {
  const orders = (group.leaves[0]?.aggregate.over ?? []).map((order): SnapshotKey => ({
    order,
    over: ownElement(context.index, order.dimension),
  }));
  if (orders.length === 0) return [];
  const { builder } = context;
  const buckets = bucketsOf(context, scan, orders, variant);
  const step = builder.reserve(`${group.table}_snapshot${variant.suffix}`);
  const inner = openScan(context, group);
  const columns = scanDimensions(context, inner, variant, buckets);
  const tests = [...periodTests(context, inner, variant.span), ...dateTests(context, inner, orders)];
  builder.add(step, snapshotText(inner, columns, orders, tests), {
    from: [group.table],
    inputGrain: inner.scope.rowGrain,
    grain: columns.map(({ column }) => column),
    joins: inner.scope.joins,
    measures: [],
  });
  builder.rule(snapshotRule(group, orders));
  const alias = joinSnapshot(scan, step, scanDimensions(context, scan, variant, buckets));
  return orders.map(
    ({ over }) => sql`${scan.scope.print(over.expression, over.table)} = ${alias}.${identifier(snapshotColumn(over))}`,
  );
}

/** A dimension that a balance cannot be added over, and which end of it counts. */
interface SnapshotKey {
  readonly order: SnapshotOrder;
  readonly over: RowElement;
}

function snapshotColumn(over: RowElement): string {
  return `SNAPSHOT_${over.name.toUpperCase()}`;
}

function snapshotRule({ leaves }: LeafGroup, orders: readonly SnapshotKey[]): string {
  const ends = orders.map(
    ({ order, over }) => `${order.direction === 'ascending' ? 'latest' : 'earliest'} ${over.label.toLowerCase()}`,
  );
  const columns = leaves.map(({ column }) => column).join(', ');
  return `${columns}: only the ${ends.join(', then the ')} counts, the same one for every group.`;
}

/** One row per unit of time: its latest date, or the latest combination where several dates make a snapshot. */
function snapshotText(
  inner: Scan,
  columns: readonly { readonly column: string; readonly value: Fragment }[],
  orders: readonly SnapshotKey[],
  tests: readonly Fragment[],
): Fragment {
  const units = columns.map(({ column, value }) => sql`${value} AS ${identifier(column)}`);
  const moments = orders.map(({ order, over }) => ({
    value: inner.scope.print(over.expression, over.table),
    name: identifier(snapshotColumn(over)),
    isLatest: order.direction === 'ascending',
  }));
  const [only, ...more] = moments;
  if (only !== undefined && more.length === 0) {
    const pick = sql`${only.isLatest ? 'MAX' : 'MIN'}(${only.value}) AS ${only.name}`;
    const groupBy = columns.length === 0 ? '' : `\nGROUP BY ${columns.map((_, place) => String(place + 1)).join(', ')}`;
    return sql`${selectText([...units, pick], inner.scope.fromClause(), tests)}${groupBy}`;
  }
  const list = [...units, ...moments.map(({ value, name }) => sql`${value} AS ${name}`)];
  const keys = moments.map(({ value, isLatest }) => sql`${value} ${isLatest ? 'DESC' : 'ASC'} NULLS LAST`);
  const values = columns.map(({ value }) => value);
  const partition = values.length === 0 ? raw('') : sql`PARTITION BY ${joinFragments(values, ', ')} `;
  const qualify = sql`\nQUALIFY ROW_NUMBER() OVER (${partition}ORDER BY ${joinFragments(keys, ', ')}) = 1`;
  return sql`${selectText(list, inner.scope.fromClause(), tests)}${qualify}`;
}

function joinSnapshot(
  scan: Scan,
  step: string,
  dimensions: readonly { readonly column: string; readonly value: Fragment }[],
): string {
  const because =
    dimensions.length === 0 ? 'exactly one row' : `one row per ${dimensions.map(({ column }) => column).join(', ')}`;
  return scan.scope.joinStep(raw(localName(step)), step, because, (alias) =>
    dimensions.length === 0
      ? raw('TRUE')
      : joinFragments(
          dimensions.map(({ column, value }) => sql`(${value} IS NOT DISTINCT FROM ${alias}.${identifier(column)})`),
          ' AND ',
        ),
  );
}

/** The dimensions that a snapshot's date decides: units of that date, and what is looked up by it. */
function bucketsOf(
  context: QueryContext,
  scan: Scan,
  orders: readonly SnapshotKey[],
  variant: Variant,
): QueryContext['dimensions'] {
  return context.dimensions.filter((dimension) => {
    const element = elementInScan(scan, dimension.use.dimension, dimension.use.via);
    const path = scan.scope.pathTo(element.table, dimension.use.via) ?? [];
    return orders.some(({ over }) => {
      const isLookedUp = isReadOffDate({ path }, over.expression);
      return element.id === over.id || (isLookedUp && variant.shift === null);
    });
  });
}

/** Conditions of the query on the snapshot's dates, which decide which snapshot is the latest. */
function dateTests({ query }: QueryContext, scan: Scan, orders: readonly SnapshotKey[]): readonly Fragment[] {
  if (query.where === null) return [];
  const dates = new Set(orders.map(({ over }) => over.id));
  const isOnDate = (condition: Condition): boolean =>
    'field' in condition && dates.has(elementInScan(scan, condition.field, condition.via).id);
  return conjuncts(query.where)
    .filter(isOnDate)
    .map((condition) => printCondition(condition, scan));
}
