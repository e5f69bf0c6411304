import type { Calculation } from '#shared/schemas/plan-parts.ts';
import type { StepJoin } from './derived-column.ts';
import { identifier } from './fragment.ts';
import type { QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { isApart, timelineJoins, timelineOf } from './timeline.ts';

export function unknownColumn(name: string): PlanRefusal {
  return new PlanRefusal('invalid', `The result has no column ${name.toLowerCase()}.`);
}

/** A calculation that is one expression over the rows of the grouped result. */
export type WindowCalculation = Exclude<
  Calculation,
  { kind: 'change' | 'share-distinct' | 'running-distinct' | 'moving-distinct' }
>;

export function calculationText(context: QueryContext, calculation: WindowCalculation): string {
  const of = columnText(calculation.of);
  switch (calculation.kind) {
    case 'share':
      return `${of} / NULLIF(SUM(${of}) OVER (${partitionBy(context, calculation.within)}), 0)`;
    case 'ratio':
      return `${of} / NULLIF(${columnText(calculation.to)}, 0)`;
    case 'difference':
      return `${of} - ${columnText(calculation.minus)}`;
    case 'rank': {
      const order = `ORDER BY ${of} ${calculation.direction === 'ascending' ? 'ASC' : 'DESC'} NULLS LAST`;
      return `RANK() OVER (${[partitionBy(context, calculation.within), order].filter(Boolean).join(' ')})`;
    }
    case 'running-total': {
      const { partition, order } = timelineOf(context, calculation.restartAt);
      return `SUM(${of}) OVER (${partition}ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
    }
    case 'moving-average':
    case 'moving-total':
      return movingText(context, calculation, of);
  }
}

function columnText(alias: string): string {
  return identifier(alias.toUpperCase());
}

type Moving = Extract<Calculation, { kind: 'moving-average' | 'moving-total' }>;

/** Null where one of the buckets is missing, instead of reaching further back. */
function movingText(context: QueryContext, { kind, buckets }: Moving, of: string): string {
  const timeline = timelineOf(context, null);
  const back = buckets - 1;
  const over = `OVER (${timeline.partition}ORDER BY ${timeline.order}`;
  const isWhole = isApart(context, timeline, back, over);
  const name = kind === 'moving-average' ? 'AVG' : 'SUM';
  return `CASE WHEN ${isWhole} THEN ${name}(${of}) ${over} ROWS BETWEEN ${String(back)} PRECEDING AND CURRENT ROW) END`;
}

function partitionBy({ dimensions }: QueryContext, within: readonly string[]): string {
  const columns = within.map((alias) => {
    const known = dimensions.find(({ column }) => column === alias.toUpperCase());
    if (known === undefined) throw unknownColumn(alias);
    return identifier(known.column);
  });
  return columns.length === 0 ? '' : `PARTITION BY ${columns.join(', ')}`;
}

/** What the calculation needs to be joined besides: the units of a retail calendar that it runs along. */
export function calculationJoins(
  context: QueryContext,
  calculation: WindowCalculation,
): ((step: string) => readonly StepJoin[]) | null {
  switch (calculation.kind) {
    case 'running-total':
      return timelineJoins(context, calculation.restartAt);
    case 'moving-average':
    case 'moving-total':
      return timelineJoins(context, null);
    default:
      return null;
  }
}
