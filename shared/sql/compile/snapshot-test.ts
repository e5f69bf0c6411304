import type { Condition } from '#shared/schemas/plan-condition.ts';
import { printCondition } from './condition.ts';
import { elementInScan, type Scan } from './field.ts';
import { type Fragment, identifier, joinFragments, localName, raw, sql } from './fragment.ts';
import { ownElement, type RowElement } from './model-index.ts';
import type { QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
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
  const [order, ...more] = group.leaves[0]?.aggregate.over ?? [];
  if (order === undefined) return [];
  if (more.length > 0) throw new PlanRefusal('unsupported', 'A balance over several dates cannot be computed yet.');
  const { builder } = context;
  const over = ownElement(context.index, order.dimension);
  const buckets = bucketsOf(context, scan, over, variant);
  const step = builder.reserve(`${group.table}_snapshot${variant.suffix}`);
  const inner = openScan(context, group);
  const columns = scanDimensions(context, inner, variant, buckets);
  const moment = inner.scope.print(over.expression, over.table);
  const latest = `SNAPSHOT_${over.name.toUpperCase()}`;
  const pick = sql`${order.direction === 'ascending' ? 'MAX' : 'MIN'}(${moment}) AS ${identifier(latest)}`;
  const list = [...columns.map(({ column, value }) => sql`${value} AS ${identifier(column)}`), pick];
  const tests = [...periodTests(context, inner, variant.span), ...dateTests(context, inner, over)];
  const groupBy = columns.length === 0 ? '' : `\nGROUP BY ${columns.map((_, place) => String(place + 1)).join(', ')}`;
  builder.add(step, sql`${selectText(list, inner.scope.fromClause(), tests)}${groupBy}`, {
    from: [group.table],
    inputGrain: inner.scope.rowGrain,
    grain: columns.map(({ column }) => column),
    joins: inner.scope.joins,
    measures: [],
  });
  builder.rule(
    `${group.leaves.map(({ column }) => column).join(', ')}: only the ${order.direction === 'ascending' ? 'latest' : 'earliest'} ${over.label.toLowerCase()} counts, the same one for every group.`,
  );
  const alias = joinSnapshot(scan, step, scanDimensions(context, scan, variant, buckets));
  return [sql`${scan.scope.print(over.expression, over.table)} = ${alias}.${identifier(latest)}`];
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
function bucketsOf(context: QueryContext, scan: Scan, over: RowElement, variant: Variant): QueryContext['dimensions'] {
  return context.dimensions.filter((dimension) => {
    const element = elementInScan(scan, dimension.use.dimension, dimension.use.via);
    const path = scan.scope.pathTo(element.table, dimension.use.via) ?? [];
    const isLookedUp = isReadOffDate({ path }, over.expression);
    return element.id === over.id || (isLookedUp && variant.shift === null);
  });
}

/** Conditions of the query on the snapshot's date, which decide which snapshot is the latest. */
function dateTests({ query }: QueryContext, scan: Scan, over: RowElement): readonly Fragment[] {
  if (query.where === null) return [];
  const isOnDate = (condition: Condition): boolean =>
    'field' in condition && elementInScan(scan, condition.field, condition.via).id === over.id;
  return conjuncts(query.where)
    .filter(isOnDate)
    .map((condition) => printCondition(condition, scan));
}
