import type { Figure, Leaf } from './figure.ts';
import { sql } from './fragment.ts';
import type { QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { openScan, rowTests, scanDimensions, selectText } from './scan-rows.ts';

/** Column of a step of things that holds the dimension of the query at this place. */
export const keyColumn = (place: number): string => `THING_KEY_${String(place + 1)}`;

/** The distinct count that a figure is; refused where it is none. */
export function countedLeaf(of: string, figure: Figure | undefined): Leaf {
  const leaf = figure?.node.kind === 'leaf' ? figure.node.leaf : null;
  if (leaf?.aggregate.function === 'count_distinct' && leaf.aggregate.of !== null) return leaf;
  throw new PlanRefusal('invalid', `${figure?.label ?? of} is no distinct count, so nothing is counted only once.`);
}

/** Writes a step with one row for each thing and group in which it occurs, column THING, and gives its name. */
export function writeThings(context: QueryContext, leaf: Leaf): string {
  const group = { table: leaf.aggregate.table, leaves: [leaf] };
  const variant = { suffix: '', span: context.query.period, shift: null } as const;
  const scan = openScan(context, group);
  const dimensions = scanDimensions(context, scan, variant);
  const { of, filter, table } = leaf.aggregate;
  if (of === null) throw new PlanRefusal('invalid', 'It counts rows, not things.');
  const thing = scan.scope.print(of, table);
  const tests = [
    ...rowTests(context, scan, group, variant),
    ...(filter === null ? [] : [sql`(${scan.scope.print(filter, table)})`]),
    sql`${thing} IS NOT NULL`,
  ];
  const columns = [
    ...dimensions.map(({ value }, place) => sql`${value} AS ${keyColumn(place)}`),
    sql`${thing} AS THING`,
  ];
  const step = context.builder.reserve(`${leaf.column.toLowerCase()}_seen`);
  const body = selectText(columns, scan.scope.fromClause(), tests);
  context.builder.add(step, sql`${body}\nGROUP BY ${columns.map((_, place) => String(place + 1)).join(', ')}`, {
    from: [group.table],
    inputGrain: scan.scope.rowGrain,
    grain: [...dimensions.map((_, place) => keyColumn(place)), 'THING'],
    joins: scan.scope.joins,
    measures: [],
  });
  return step;
}
