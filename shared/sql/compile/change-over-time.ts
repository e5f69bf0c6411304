import type { Calculation } from '#shared/schemas/plan-parts.ts';
import type { DerivedColumn, StepJoin } from './derived-column.ts';
import { type Fragment, identifier, joinFragments, localName, raw, sql } from './fragment.ts';
import type { QueryContext } from './query-context.ts';
import { isApart, startBefore, type Timeline, timelineJoins, timelineOf } from './timeline.ts';

type Change = Extract<Calculation, { kind: 'change' }>;

/**
 * The change against the unit of time `lag` units before, at the same values of the other dimensions; null where that
 * unit has no row, instead of the change against an older one.
 */
export function changeOverTime(context: QueryContext, calculation: Change): Pick<DerivedColumn, 'value' | 'joins'> {
  const timeline = timelineOf(context, null);
  const of = identifier(calculation.of.toUpperCase());
  if (calculation.lag > 1) return changeFromStep(context, calculation, timeline);
  const over = `OVER (${timeline.partition}ORDER BY ${timeline.order}`;
  const change = changeText(calculation, of, `LAG(${of}, 1) ${over})`);
  const value = raw(`CASE WHEN ${isApart(context, timeline, 1, over)} THEN ${change} END`);
  return { value, joins: timelineJoins(context, null) };
}

function changeText({ as }: Change, of: string, before: string): string {
  return as === 'difference' ? `${of} - ${before}` : `(${of} - ${before}) / NULLIF(ABS(${before}), 0)`;
}

/** Units in between may have no row, so the earlier one is looked up by its date rather than by its place. */
function changeFromStep(
  context: QueryContext,
  calculation: Change,
  timeline: Timeline,
): Pick<DerivedColumn, 'value' | 'joins'> {
  const earlier = localName(context.builder.reserve(`${calculation.alias}_before`));
  const of = identifier(calculation.of.toUpperCase());
  const joins = (step: string): readonly StepJoin[] => [earlierRows(context, timeline, { calculation, earlier, step })];
  return { value: raw(changeText(calculation, of, `${earlier}.BEFORE_VALUE`)), joins };
}

interface EarlierRows {
  readonly calculation: Change;
  readonly earlier: string;
  readonly step: string;
}

const keyColumn = (place: number): string => `BEFORE_KEY_${String(place + 1)}`;

/** The rows of the step by the date of the row that they come before: each is joined at most once. */
function earlierRows(context: QueryContext, timeline: Timeline, { calculation, earlier, step }: EarlierRows): StepJoin {
  const { dimensions } = context;
  const own = localName(step);
  const { start, clauses } = startBefore(context, timeline, {
    count: calculation.lag,
    time: `${own}.${timeline.order}`,
    prefix: calculation.alias,
  });
  const renamed = [
    ...dimensions.map(({ column }, place) => `${identifier(column)} AS ${keyColumn(place)}`),
    `${identifier(calculation.of.toUpperCase())} AS BEFORE_VALUE`,
  ];
  const equal = dimensions.map(({ column }, place): Fragment => {
    const value = place === timeline.timePlace ? start : `${own}.${identifier(column)}`;
    const isSame = place === timeline.timePlace ? '=' : 'IS NOT DISTINCT FROM';
    return raw(`(${value} ${isSame} ${earlier}.${keyColumn(place)})`);
  });
  const rows = sql`LEFT JOIN (SELECT ${renamed.join(', ')} FROM ${own}) AS ${earlier}\n  ON ${joinFragments(equal, '\n  AND ')}`;
  return {
    clause: joinFragments([...clauses.map(raw), rows], '\n'),
    proof: {
      to: step,
      relationship: null,
      cardinality: 'one_to_one',
      because: `one row per ${dimensions.map(({ column }) => column).join(', ')}, of one earlier unit each`,
    },
  };
}
