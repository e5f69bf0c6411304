import type { Calculation } from '#shared/schemas/plan-parts.ts';
import type { StepJoin } from './derived-column.ts';
import { countedLeaf, keyColumn, writeThings } from './distinct-things.ts';
import type { Figure } from './figure.ts';
import { type Fragment, identifier, indent, joinFragments, localName, raw, sql } from './fragment.ts';
import type { QueryContext } from './query-context.ts';
import { restartJoins, startBefore, type Timeline, timelineOf } from './timeline.ts';

export type DistinctCalculation = Extract<Calculation, { kind: 'running-distinct' | 'moving-distinct' }>;

export interface DistinctOverTime {
  readonly value: Fragment;
  /** Joins the counts to the step that has the rows of the result. */
  readonly joins: (step: string) => readonly StepJoin[];
}

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
  const leaf = countedLeaf(calculation.of, figure);
  const timeline = timelineOf(context, calculation.kind === 'running-distinct' ? calculation.restartAt : null);
  const seen = writeThings(context, leaf);
  const found = context.builder.reserve(calculation.kind === 'running-distinct' ? `${seen}_first` : `${seen}_window`);
  context.builder.rule('Over several units of time each distinct thing counts once, so their counts are not added up.');
  return calculation.kind === 'running-distinct'
    ? runningCount(context, timeline, seen, found)
    : movingCount(context, timeline, { seen, found, buckets: calculation.buckets });
}

function runningCount(
  context: QueryContext,
  { order, partition, restart, timePlace, restartAt }: Timeline,
  seen: string,
  found: string,
): DistinctOverTime {
  const { builder, dimensions } = context;
  const time = keyColumn(timePlace);
  const others = dimensions.flatMap((_, place) => (place === timePlace ? [] : [keyColumn(place)]));
  const again = restart === null ? [] : [restart(time)];
  const units = restartJoins(context, restartAt, localName(seen), time).map(({ clause }) => clause);
  const from = joinFragments([raw(localName(seen)), ...units], '\n');
  const first = sql`SELECT ${[...others, 'THING', `MIN(${time}) AS FIRST_TIME`].join(', ')}\nFROM ${from}\nGROUP BY ${[...others, 'THING', ...again].join(', ')}`;
  const keys = dimensions.map((_, place) => keyColumn(place));
  const firsts = keys.map((key) => (key === time ? `FIRST_TIME AS ${key}` : key));
  const places = keys.map((_, place) => String(place + 1)).join(', ');
  builder.add(
    found,
    sql`SELECT ${firsts.join(', ')}, COUNT(*) AS THINGS_FOUND\nFROM (\n${indent(first)}\n) AS first_times\nGROUP BY ${places}`,
    { from: [seen], inputGrain: 'one row per thing', grain: keys, joins: [], measures: ['THINGS_FOUND (count)'] },
  );
  const counted = `COALESCE(${localName(found)}.THINGS_FOUND, 0)`;
  const value = `SUM(${counted}) OVER (${partition}ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  return {
    value: raw(value),
    joins: (step) => [joinCounts(dimensions, step, found), ...restartJoins(context, restartAt, localName(step), order)],
  };
}

interface MovingWindow {
  readonly seen: string;
  readonly found: string;
  readonly buckets: number;
}

function movingCount(context: QueryContext, timeline: Timeline, window: MovingWindow): DistinctOverTime {
  const { dimensions } = context;
  const found = localName(window.found);
  const isWhole = `${found}.WINDOW_START >= MIN(${timeline.order}) OVER ()`;
  return {
    value: raw(`CASE WHEN ${isWhole} THEN COALESCE(${found}.THINGS_FOUND, 0) END`),
    joins: (step) => {
      writeWindow(context, timeline, window, step);
      return [joinCounts(dimensions, step, window.found)];
    },
  };
}

/** One row per row of the result, with the things of its unit and of those before it. */
function writeWindow(
  context: QueryContext,
  timeline: Timeline,
  { seen, found, buckets }: MovingWindow,
  step: string,
): void {
  const { builder, dimensions } = context;
  const time = `${localName(step)}.${timeline.order}`;
  const { start, clauses } = startBefore(context, timeline, { count: buckets - 1, time, prefix: found });
  const near = dimensions.map(({ column }, place) => {
    const thing = `${localName(seen)}.${keyColumn(place)}`;
    return place === timeline.timePlace
      ? `${thing} <= ${time}\n  AND ${thing} >= ${start}`
      : `(${localName(step)}.${identifier(column)} IS NOT DISTINCT FROM ${thing})`;
  });
  const keys = dimensions.map(({ column }, place) => `${localName(step)}.${identifier(column)} AS ${keyColumn(place)}`);
  const places = dimensions.map((_, place) => String(place + 1)).join(', ');
  const list = [
    ...keys,
    `MIN(${start}) AS WINDOW_START`,
    `COUNT(DISTINCT ${localName(seen)}.THING) AS THINGS_FOUND`,
  ].join(', ');
  const from = [
    `FROM ${localName(step)}`,
    ...clauses,
    `LEFT JOIN ${localName(seen)}\n  ON ${near.join('\n  AND ')}`,
  ].join('\n');
  builder.add(found, raw(`SELECT ${list}\n${from}\nGROUP BY ${places}`), {
    from: [step, seen],
    inputGrain: `rows of ${step} with the things of their window`,
    grain: dimensions.map((_, place) => keyColumn(place)),
    joins: [],
    measures: ['THINGS_FOUND (count_distinct)'],
  });
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
