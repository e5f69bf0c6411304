import type { DimensionUse, PlanGrain } from '#shared/schemas/plan-parts.ts';
import { restartBucket } from './bucket-steps.ts';
import { identifier } from './fragment.ts';
import type { DimensionColumn, QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';

/** The one time dimension that a calculation runs along; all other dimensions are kept apart. */
export interface Timeline {
  readonly use: DimensionUse;
  /** SQL of the time dimension's column. */
  readonly order: string;
  readonly others: readonly DimensionColumn[];
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
  const order = identifier(time.column);
  const others = dimensions.filter((dimension) => dimension !== time);
  const restart = restartAt === null ? [] : [restartBucket(order, restartAt, time.use, index.model.calendar)];
  const partition = [...others.map(({ column }) => identifier(column)), ...restart];
  return {
    use: time.use,
    order,
    others,
    partition: partition.length === 0 ? '' : `PARTITION BY ${partition.join(', ')} `,
  };
}
