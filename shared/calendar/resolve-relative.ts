import { addMonths, type DayNumber, modulo, toDayNumber, weekdayOf } from './civil-date.ts';
import type { PeriodContext, PeriodUnit, Span } from './period.ts';
import type { PeriodExpression } from './period-expression.ts';
import { span } from './resolve-named.ts';
import { scaleOf, UNITS_PER_YEAR } from './unit-scale.ts';

type Expression<Kind extends PeriodExpression['kind']> = Extract<PeriodExpression, { kind: Kind }>;

const SUNDAY = 0;
const SATURDAY = 6;

/** The day `count` units earlier, by days for days and weeks and by calendar months for the others. */
export function unitsEarlier(day: DayNumber, unit: PeriodUnit, count: number): DayNumber {
  if (unit === 'day') return day - count;
  if (unit === 'week') return day - 7 * count;
  return addMonths(day, (-12 / UNITS_PER_YEAR[unit]) * count);
}

export function resolveRelative({ unit, system, offset }: Expression<'relative'>, context: PeriodContext): Span {
  const scale = scaleOf(unit, system, context.settings);
  const index = scale.indexOf(toDayNumber(context.today)) + offset;
  return span(scale.startOf(index), scale.startOf(index + 1), unit, system);
}

export function resolveRun(run: Expression<'run'>, context: PeriodContext): Span {
  const scale = scaleOf(run.unit, run.system, context.settings);
  const current = scale.indexOf(toDayNumber(context.today));
  const first = run.direction === 'last' ? current - run.count : current + 1;
  return span(scale.startOf(first), scale.startOf(first + run.count), run.unit, run.system);
}

/** Ends with today, which counts as one of the days. */
export function resolveRolling({ unit, count }: Expression<'rolling'>, context: PeriodContext): Span {
  const end = toDayNumber(context.today) + 1;
  return span(unitsEarlier(end, unit, count), end, 'day');
}

/** The part of the current unit up to and including today, or as many days of an earlier unit. */
export function resolveToDate({ unit, system, offset }: Expression<'to-date'>, context: PeriodContext): Span {
  const scale = scaleOf(unit, system, context.settings);
  const today = toDayNumber(context.today);
  const current = scale.indexOf(today);
  const from = scale.startOf(current + offset);
  const elapsed = today + 1 - scale.startOf(current);
  const isYears = unit === 'year' && (system !== 'fiscal' || context.settings.retailPattern === 'none');
  const to = isYears ? addMonths(today, 12 * offset) + 1 : from + elapsed;
  return { from, to: Math.min(to, scale.startOf(current + offset + 1)), grain: 'day', system, partOf: unit };
}

export function resolveWeekday({ weekday, offset }: Expression<'weekday'>, context: PeriodContext): Span {
  const today = toDayNumber(context.today);
  const from = weekdayNear(today, weekday, offset, context);
  return span(from, from + 1, 'day');
}

function weekdayNear(today: DayNumber, weekday: number, offset: -1 | 0 | 1, { settings }: PeriodContext): DayNumber {
  if (offset === -1) return today - 1 - modulo(weekdayOf(today - 1) - weekday, 7);
  if (offset === 1) return today + 1 + modulo(weekday - weekdayOf(today + 1), 7);
  const weekStart = today - modulo(weekdayOf(today) - settings.weekStart, 7);
  return weekStart + modulo(weekday - settings.weekStart, 7);
}

export function resolveWeekend({ offset }: Expression<'weekend'>, context: PeriodContext): Span {
  const today = toDayNumber(context.today);
  const isSunday = weekdayOf(today) === SUNDAY;
  const thisSaturday = isSunday ? today - 1 : today + modulo(SATURDAY - weekdayOf(today), 7);
  const from = thisSaturday + 7 * offset;
  return span(from, from + 2, 'day');
}
