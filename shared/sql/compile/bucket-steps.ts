import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import type { DimensionUse, PlanGrain } from '#shared/schemas/plan-parts.ts';
import { type Fragment, raw, sql } from './fragment.ts';
import { PlanRefusal } from './refusal.ts';
import { bucketStart } from './time-bucket.ts';

const STEP: Readonly<Record<PlanGrain, readonly [unit: string, count: number]>> = {
  hour: ['hour', 1],
  day: ['day', 1],
  week: ['day', 7],
  month: ['month', 1],
  quarter: ['month', 3],
  half: ['month', 6],
  year: ['month', 12],
};

/** SQL of the start of the bucket `count` places before the one that starts at `column`. */
export function bucketsBefore(column: string, { grain }: DimensionUse, count: number): string {
  if (grain === null) throw new PlanRefusal('no-time', 'It needs a time dimension cut into units.');
  const [unit, size] = STEP[grain];
  const start = `DATEADD('${unit}', -${String(size * count)}, ${column})`;
  return grain === 'hour' ? start : `CAST(${start} AS DATE)`;
}

/** SQL of the larger unit in which a running total begins anew. */
export function restartBucket(
  column: string,
  grain: PlanGrain,
  { system }: DimensionUse,
  calendar: CalendarSettings,
): string {
  return bucketStart(raw(column), { grain, system, part: null }, calendar).text;
}

/** SQL of how many units lie between the one that starts at `start` and the one that holds a date. */
export function bucketsBetween(start: Fragment, date: Fragment, grain: PlanGrain): Fragment {
  const [unit, size] = STEP[grain];
  const between = sql`DATEDIFF('${unit}', ${start}, ${date})`;
  return size === 1 ? between : sql`FLOOR(${between} / ${String(size)})`;
}
