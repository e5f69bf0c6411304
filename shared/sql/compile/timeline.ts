import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import type { DimensionUse, PlanGrain } from '#shared/schemas/plan-parts.ts';
import { bucketsBefore, restartBucket } from './bucket-steps.ts';
import type { StepJoin } from './derived-column.ts';
import { identifier, localName, sql } from './fragment.ts';
import type { DimensionColumn, QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { daysNeeded, retailUnit, retailUnits } from './retail-units.ts';
import { datesOf } from './scan-rows.ts';

/** The one time dimension that a calculation runs along; all other dimensions are kept apart. */
export interface Timeline {
  readonly use: DimensionUse;
  /** SQL of the time dimension's column. */
  readonly order: string;
  /** Which of the dimensions it is. */
  readonly timePlace: number;
  /** SQL of the unit in which the calculation begins anew, for a column of the time dimension; null when in none. */
  readonly restart: ((column: string) => string) | null;
  readonly restartAt: PlanGrain | null;
  /** Empty, or `PARTITION BY …` with a blank after it. */
  readonly partition: string;
}

/** Refuses with `no-time` unless exactly one dimension is a time cut into units. */
function timeOf({ dimensions }: QueryContext): DimensionColumn {
  const [time, ...more] = dimensions.filter(({ use }) => use.grain !== null);
  if (time !== undefined && more.length === 0) return time;
  throw new PlanRefusal('no-time', 'It needs one time dimension, such as the month, to run along.');
}

export function timelineOf(context: QueryContext, restartAt: PlanGrain | null): Timeline {
  const { dimensions } = context;
  const time = timeOf(context);
  const order = identifier(time.column);
  const restart = restartAt === null ? null : restartOf(context, time, restartAt);
  const others = dimensions.filter((dimension) => dimension !== time).map(({ column }) => identifier(column));
  const partition = [...others, ...(restart === null ? [] : [restart(order)])];
  return {
    use: time.use,
    order,
    timePlace: dimensions.indexOf(time),
    restart,
    restartAt,
    partition: partition.length === 0 ? '' : `PARTITION BY ${partition.join(', ')} `,
  };
}

function restartOf(context: QueryContext, { use }: DimensionColumn, grain: PlanGrain): (column: string) => string {
  const { calendar } = context.index.model;
  const bucketing = { grain, system: use.system, part: null };
  if (retailUnit(bucketing, calendar) === null) return (column) => restartBucket(column, grain, use, calendar);
  const step = unitsFor(context, use, bucketing);
  return () => `${localName(step)}.UNIT_START`;
}

/**
 * SQL of whether the row `count` rows before is that of the unit `count` units before; `over` is the window, without
 * its closing parenthesis.
 */
export function isApart(context: QueryContext, { use, order }: Timeline, count: number, over: string): string {
  if (retailUnit(use, context.index.model.calendar) === null) {
    return `LAG(${order}, ${String(count)}) ${over}) = ${bucketsBefore(order, use, count)}`;
  }
  const place = `${localName(unitsFor(context, use, use))}.UNIT_PLACE`;
  return `LAG(${place}, ${String(count)}) ${over}) = ${place} - ${String(count)}`;
}

export interface EarlierUnit {
  /** How many units before. */
  readonly count: number;
  /** SQL of the time before which it lies. */
  readonly time: string;
  /** Begins the aliases that are needed, so that they are unique in their SELECT. */
  readonly prefix: string;
}

/** SQL of the start of an earlier unit, and what must be joined to tell it. */
export function startBefore(
  context: QueryContext,
  { use }: Timeline,
  { count, time, prefix }: EarlierUnit,
): { readonly start: string; readonly clauses: readonly string[] } {
  if (retailUnit(use, context.index.model.calendar) === null) {
    return { start: bucketsBefore(time, use, count), clauses: [] };
  }
  const units = localName(unitsFor(context, use, use));
  const [here, before] = [localName(`${prefix}_unit`), localName(`${prefix}_earlier_unit`)];
  return {
    start: `${before}.UNIT_START`,
    clauses: [
      `LEFT JOIN ${units} AS ${here}\n  ON ${here}.UNIT_START = ${time}`,
      `LEFT JOIN ${units} AS ${before}\n  ON ${before}.UNIT_PLACE = ${here}.UNIT_PLACE - ${String(count)}`,
    ],
  };
}

/** The retail units in which a calculation begins anew, to be joined to a step by its time column; none without. */
export function restartJoins(
  context: QueryContext,
  grain: PlanGrain | null,
  step: string,
  column: string,
): readonly StepJoin[] {
  const { use } = timeOf(context);
  const bucketing = { grain, system: use.system, part: null };
  if (retailUnit(bucketing, context.index.model.calendar) === null) return [];
  return [unitJoin(unitsFor(context, use, bucketing), `${step}.${column}`)];
}

function unitJoin(to: string, day: string): StepJoin {
  return {
    clause: sql`LEFT JOIN ${localName(to)}\n  ON ${day} >= ${localName(to)}.UNIT_START AND ${day} < ${localName(to)}.UNIT_END`,
    proof: {
      to,
      relationship: null,
      cardinality: 'many_to_one',
      because: 'fiscal units do not overlap, so at most one holds a date',
    },
  };
}

/** The units of a retail calendar that a calculation needs to look at, to be joined to the step with its rows. */
export function timelineJoins(
  context: QueryContext,
  restartAt: PlanGrain | null,
): ((step: string) => readonly StepJoin[]) | null {
  const { use, column } = timeOf(context);
  const { calendar } = context.index.model;
  const restart = { grain: restartAt, system: use.system, part: null };
  const needed = [use, restart].filter((bucketing) => retailUnit(bucketing, calendar) !== null);
  if (needed.length === 0) return null;
  const units = [...new Set(needed.map((bucketing) => unitsFor(context, use, bucketing)))];
  return (step) => units.map((to) => unitJoin(to, `${localName(step)}.${identifier(column)}`));
}

type Bucketing = Parameters<typeof retailUnit>[0];

/** Name of the step with the retail units that a bucketing of the time dimension needs. */
function unitsFor(context: QueryContext, { dimension }: DimensionUse, bucketing: Bucketing): string {
  const { calendar } = context.index.model;
  const unit = retailUnit(bucketing, calendar);
  if (unit === null) throw new PlanRefusal('invalid', 'These units need no look-up.');
  const dates = dimension === METRIC_TIME ? [METRIC_TIME] : [dimension];
  return retailUnits(context.builder, unit, calendar, daysNeeded(datesOf(context), dates));
}
