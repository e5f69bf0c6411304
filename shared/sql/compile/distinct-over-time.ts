import type { Calculation } from '#shared/schemas/plan-parts.ts';
import { bucketsBefore } from './bucket-steps.ts';
import type { StepJoin } from './derived-column.ts';
import type { Figure, Leaf } from './figure.ts';
import { type Fragment, identifier, joinFragments, localName, raw, sql } from './fragment.ts';
import type { QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { retailUnit } from './retail-units.ts';
import { openScan, rowTests, scanDimensions, selectText } from './scan-rows.ts';
import { type Timeline, timelineOf } from './timeline.ts';

export type DistinctCalculation = Extract<Calculation, { kind: 'running-distinct' | 'moving-distinct' }>;

export interface DistinctOverTime {
  readonly value: Fragment;
  /** Joins the counts to the step that has the rows of the result. */
  readonly joins: (step: string) => readonly StepJoin[];
}

const keyColumn = (place: number): string => `THING_KEY_${String(place + 1)}`;

/**
 * Counts different things over several units of time, each once.
 *
 * Counts of single units overlap and cannot be added, so the things themselves are kept: for "to date" a thing counts
 * in the unit in which it first occurs, for a moving window it is looked for in all units of the window.
 */
export function distinctOverTime(
  context: QueryContext,
  calculation: DistinctCalculation,
  figure: Figure | undefined,
): DistinctOverTime {
  const leaf = countedLeaf(calculation, figure);
  refuseRetail(context, calculation);
  const timeline = timelineOf(context, calculation.kind === 'running-distinct' ? calculation.restartAt : null);
  const seen = writeSeen(context, leaf);
  const found = context.builder.reserve(calculation.kind === 'running-distinct' ? `${seen}_first` : `${seen}_window`);
  context.builder.rule('Over several units of time each distinct thing counts once, so their counts are not added up.');
  return calculation.kind === 'running-distinct'
    ? runningCount(context, timeline, seen, found)
    : movingCount(context, timeline, { seen, found, buckets: calculation.buckets });
}

function countedLeaf({ of }: DistinctCalculation, figure: Figure | undefined): Leaf {
  const leaf = figure?.node.kind === 'leaf' ? figure.node.leaf : null;
  if (leaf?.aggregate.function === 'count_distinct' && leaf.aggregate.of !== null) return leaf;
  throw new PlanRefusal('invalid', `${figure?.label ?? of} is no distinct count, so nothing is counted only once.`);
}

function refuseRetail({ index, dimensions }: QueryContext, calculation: DistinctCalculation): void {
  const { calendar } = index.model;
  const restartAt = calculation.kind === 'running-distinct' ? calculation.restartAt : null;
  const units = dimensions.flatMap(({ use }) => [use, { grain: restartAt, system: use.system, part: null }]);
  if (units.every((unit) => retailUnit(unit, calendar) === null)) return;
  throw new PlanRefusal(
    'unsupported',
    'Distinct things are not counted across fiscal units of whole weeks; ask by week.',
  );
}

/** One row for each thing and group in which it occurs. */
function writeSeen(context: QueryContext, leaf: Leaf): string {
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

function runningCount(
  { builder, dimensions }: QueryContext,
  { order, partition, restart, timePlace }: Timeline,
  seen: string,
  found: string,
): DistinctOverTime {
  const time = keyColumn(timePlace);
  const others = dimensions.flatMap((_, place) => (place === timePlace ? [] : [keyColumn(place)]));
  const again = restart === null ? [] : [restart(time)];
  const first = sql`SELECT ${[...others, 'THING', `MIN(${time}) AS FIRST_TIME`].join(', ')}\n  FROM ${localName(seen)}\n  GROUP BY ${[...others, 'THING', ...again].join(', ')}`;
  const keys = dimensions.map((_, place) => keyColumn(place));
  const firsts = keys.map((key) => (key === time ? `FIRST_TIME AS ${key}` : key));
  const places = keys.map((_, place) => String(place + 1)).join(', ');
  builder.add(
    found,
    sql`SELECT ${firsts.join(', ')}, COUNT(*) AS THINGS_FOUND\nFROM (\n  ${first}\n) AS first_times\nGROUP BY ${places}`,
    { from: [seen], inputGrain: 'one row per thing', grain: keys, joins: [], measures: ['THINGS_FOUND (count)'] },
  );
  const counted = `COALESCE(${localName(found)}.THINGS_FOUND, 0)`;
  const value = `SUM(${counted}) OVER (${partition}ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  return { value: raw(value), joins: (step) => [joinCounts(dimensions, step, found)] };
}

function movingCount(
  { builder, dimensions }: QueryContext,
  { order, use, timePlace }: Timeline,
  { seen, found, buckets }: { readonly seen: string; readonly found: string; readonly buckets: number },
): DistinctOverTime {
  const before = bucketsBefore(order, use, buckets - 1);
  const value = raw(
    `CASE WHEN ${before} >= MIN(${order}) OVER () THEN COALESCE(${localName(found)}.THINGS_FOUND, 0) END`,
  );
  const joins = (step: string): readonly StepJoin[] => {
    const time = `${localName(step)}.${order}`;
    const near = dimensions.map(({ column }, place) =>
      place === timePlace
        ? `${localName(seen)}.${keyColumn(place)} <= ${time}\n  AND ${localName(seen)}.${keyColumn(place)} >= ${bucketsBefore(time, use, buckets - 1)}`
        : `(${localName(step)}.${identifier(column)} IS NOT DISTINCT FROM ${localName(seen)}.${keyColumn(place)})`,
    );
    const keys = dimensions.map(
      ({ column }, place) => `${localName(step)}.${identifier(column)} AS ${keyColumn(place)}`,
    );
    const places = dimensions.map((_, place) => String(place + 1)).join(', ');
    builder.add(
      found,
      sql`SELECT ${keys.join(', ')}, COUNT(DISTINCT ${localName(seen)}.THING) AS THINGS_FOUND\nFROM ${localName(step)}\nLEFT JOIN ${localName(seen)}\n  ON ${near.join('\n  AND ')}\nGROUP BY ${places}`,
      {
        from: [step, seen],
        inputGrain: `rows of ${step} with the things of their window`,
        grain: dimensions.map((_, place) => keyColumn(place)),
        joins: [],
        measures: ['THINGS_FOUND (count_distinct)'],
      },
    );
    return [joinCounts(dimensions, step, found)];
  };
  return { value, joins };
}

function joinCounts(dimensions: QueryContext['dimensions'], step: string, found: string): StepJoin {
  const equal = dimensions.map(
    ({ column }, place) =>
      sql`(${localName(step)}.${identifier(column)} IS NOT DISTINCT FROM ${localName(found)}.${keyColumn(place)})`,
  );
  return {
    clause: sql`LEFT JOIN ${localName(found)}\n  ON ${joinFragments(equal, '\n  AND ')}`,
    proof: {
      to: found,
      relationship: null,
      cardinality: 'one_to_one',
      because: `both have one row per ${dimensions.map(({ column }) => column).join(', ')}`,
    },
  };
}
