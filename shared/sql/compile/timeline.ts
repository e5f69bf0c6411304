import type { DimensionUse, PlanGrain } from '#shared/schemas/plan-parts.ts';
import { restartBucket } from './bucket-steps.ts';
import { identifier } from './fragment.ts';
import type { QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';

/** The one time dimension that a calculation runs along; all other dimensions are kept apart. */
export interface Timeline {
  readonly use: DimensionUse;
  /** SQL of the time dimension's column. */
  readonly order: string;
  /** Which of the dimensions it is. */
  readonly timePlace: number;
  /** SQL of the unit in which the calculation begins anew, for a column of the time dimension; null when in none. */
  readonly restart: ((column: string) => string) | null;
  /** Empty, or `PARTITION BY …` with a blank after it. */
  readonly partition: string;
}

/** Refuses with `no-time` unless exactly one dimension is a time cut into units. */
export function timelineOf({ dimensions, index }: QueryContext, restartAt: PlanGrain | null): Timeline {
  const times = dimensions.filter(({ use }) => use.grain !== null);
  const [time, ...more] = times;
  if (time === undefined || more.length > 0) {
    throw new PlanRefusal('no-time', 'It needs one time dimension, such as the month, to run along.');
  }
  const { use } = time;
  const order = identifier(time.column);
  const { calendar } = index.model;
  const restart = restartAt === null ? null : (column: string) => restartBucket(column, restartAt, use, calendar);
  const others = dimensions.filter((dimension) => dimension !== time).map(({ column }) => identifier(column));
  const partition = [...others, ...(restart === null ? [] : [restart(order)])];
  return {
    use,
    order,
    timePlace: dimensions.indexOf(time),
    restart,
    partition: partition.length === 0 ? '' : `PARTITION BY ${partition.join(', ')} `,
  };
}
