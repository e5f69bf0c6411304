import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import type { RowExpression } from '#shared/semantic/expression.ts';
import { printCondition } from './condition.ts';
import { dimensionValue, type ScanDimension, type Shift } from './dimension-value.ts';
import { elementInScan, type Scan } from './field.ts';
import type { Leaf } from './figure.ts';
import { type Fragment, indent, joinFragments, raw, sql } from './fragment.ts';
import { pathsBetween } from './find-path.ts';
import { periodTest, type Span } from './period-test.ts';
import type { QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { TableScope } from './table-scope.ts';

/** Aggregates that read the same rows of one table, so that one step computes them all. */
export interface LeafGroup {
  readonly table: string;
  readonly leaves: readonly Leaf[];
}

/** Groups aggregates by all that decides which rows they see. */
export function groupLeaves(leaves: readonly Leaf[]): readonly LeafGroup[] {
  const groups = Map.groupBy(leaves, ({ aggregate, where, timeDimension, usingRelationships }) =>
    JSON.stringify([aggregate.table, aggregate.over, where, timeDimension, usingRelationships]),
  );
  return [...groups.values()].flatMap((members) => {
    const table = members[0]?.aggregate.table;
    return table === undefined ? [] : [{ table, leaves: members }];
  });
}

/** Which stretch of time a step looks at, and under which name. */
export interface Variant {
  readonly suffix: '' | '_before';
  readonly span: Span | null;
  readonly shift: Shift | null;
}

export function selectText(columns: readonly Fragment[], from: Fragment, tests: readonly Fragment[]): Fragment {
  const where = tests.length === 0 ? raw('') : sql`\nWHERE ${joinFragments(tests, '\n  AND ')}`;
  return sql`SELECT\n${indent(joinFragments(columns, ',\n'))}\n${from}${where}`;
}

export function openScan(context: QueryContext, { table, leaves }: LeafGroup): Scan {
  const { index, builder, nested, attributes } = context;
  return {
    scope: new TableScope(index, table, [leaves[0]?.usingRelationships ?? []], attributes),
    builder,
    calendar: index.model.calendar,
    nested,
    period: datesOf(context),
    timeDimension: leaves[0]?.timeDimension ?? null,
  };
}

/** First and last day that the query looks at; null when it looks at all. */
export function datesOf({ query: { period, comparison } }: Pick<QueryContext, 'query'>): Scan['period'] {
  if (period === null) return null;
  const spans = comparison === null ? [period] : [period, comparison.period];
  const [from = period.from] = spans.map((span) => span.from).sort();
  const to =
    spans
      .map((span) => span.to)
      .sort()
      .at(-1) ?? period.to;
  return { from, to, timeDimension: period.timeDimension };
}

/** The dimensions as the scan sees them; for an earlier period with its dates moved onto the later one. */
export function scanDimensions(
  context: QueryContext,
  scan: Scan,
  { shift }: Variant,
  dimensions = context.dimensions,
): readonly ScanDimension[] {
  const { period } = context.query;
  if (shift === null || period === null) return dimensions.map((dimension) => dimensionValue(scan, dimension));
  const moved = elementInScan(scan, period.timeDimension, []);
  return dimensions.map((dimension) => {
    const written = dimensionValue(scan, dimension, { element: moved.id, shift });
    if (dimension.use.part === null && isReadOffDate(written, moved.expression)) {
      throw new PlanRefusal(
        'unsupported',
        `${written.element.label} belongs to a date, so two periods cannot be set side by side by it; ask by day, month or year.`,
      );
    }
    return written;
  });
}

/** Whether a dimension lies in a table that is reached through a date column. */
export function isReadOffDate({ path }: Pick<ScanDimension, 'path'>, date: RowExpression): boolean {
  const first = path[0];
  return (
    first?.join.kind === 'equi' &&
    date.kind === 'column' &&
    first.leftTable === date.table &&
    first.join.columns.some(({ left }) => left === date.column)
  );
}

/** Period, conditions of the query and of the metric, and the model's default filters. */
export function rowTests(context: QueryContext, scan: Scan, group: LeafGroup, variant: Variant): readonly Fragment[] {
  const { query } = context;
  const where = group.leaves[0]?.where ?? null;
  return [
    ...periodTests(context, scan, variant.span),
    ...(query.where === null ? [] : conjuncts(query.where).map((part) => printCondition(part, scan))),
    ...(where === null ? [] : conjuncts(where).map((part) => printCondition(part, scan))),
    ...defaultTests(context, scan),
  ];
}

type Condition = NonNullable<QueryContext['query']['where']>;

export function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? condition.conditions.flatMap(conjuncts) : [condition];
}

export function periodTests({ query }: QueryContext, scan: Scan, span: Span | null): readonly Fragment[] {
  if (span === null || query.period === null) return [];
  const element = elementInScan(scan, query.period.timeDimension, []);
  const isOwn = query.period.timeDimension === METRIC_TIME;
  if (isOwn && scan.timeDimension === null) throw new PlanRefusal('no-time', `${scan.scope.root.label} has no date.`);
  return [periodTest(scan, span, element)];
}

/** Default filters on the table and on all that it leads to; a row without a joined row is kept. */
function defaultTests({ defaultFilters, index, query, builder }: QueryContext, scan: Scan): readonly Fragment[] {
  const { scope } = scan;
  return defaultFilters
    .filter(
      ({ name, table }) =>
        !query.liftedFilters.includes(name) && pathsBetween(index, scope.root.name, table).length > 0,
    )
    .map((filter) => {
      builder.assume(filter.description === '' ? `Default filter: ${filter.name}.` : filter.description);
      const test = scope.print(filter.expression, filter.table);
      return filter.table === scope.root.name ? sql`(${test})` : sql`COALESCE(${test}, TRUE)`;
    });
}
