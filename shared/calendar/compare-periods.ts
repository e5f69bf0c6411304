import { addMonths, toDayNumber } from './civil-date.ts';
import type { Period, PeriodContext, Span } from './period.ts';
import { spanBefore, spanYearsBefore } from './shift-span.ts';
import { toPeriod, toSpan } from './to-period.ts';

/** The period of the same length directly before: September for October, the same days of 2025 for 2026 to date. */
export function previousPeriod(period: Period, context: PeriodContext): Period {
  return toPeriod(spanBefore(toSpan(period), context.settings), context);
}

/** The same period of an earlier year; see `spanYearsBefore` for weeks and 29 February. */
export function samePeriodLastYear(period: Period, context: PeriodContext, years = 1): Period {
  return toPeriod(spanYearsBefore(toSpan(period), years, context.settings), context);
}

/** Where the earlier period must end to be as long as the elapsed part of the later one. */
function cutBaseline(current: Span, end: number, baseline: Span): number {
  const months = [12, 24, 36, 48, 60].find((count) => addMonths(current.from, -count) === baseline.from);
  const isCalendarYearsApart = months !== undefined && current.system !== 'fiscal' && current.grain !== 'week';
  const to = isCalendarYearsApart ? addMonths(end - 1, -months) + 1 : baseline.from + (end - current.from);
  return Math.min(to, baseline.to);
}

/**
 * Cuts an incomplete period and the one it is compared with to the same elapsed days, so that 14 days of November are
 * not compared with 31 days of October. Periods whole years apart are cut at the same date, others after the same
 * number of days. Complete periods, and those of which nothing has elapsed, come back unchanged.
 */
export function alignElapsed(
  period: Period,
  baseline: Period,
  context: PeriodContext,
): { readonly period: Period; readonly baseline: Period } {
  const current = toSpan(period);
  const lastDay = context.dataThrough ?? null;
  const end = lastDay === null ? toDayNumber(context.today) : toDayNumber(lastDay) + 1;
  if (end >= current.to || end <= current.from) return { period, baseline };

  const past = toSpan(baseline);
  const partOf = current.partOf ?? current.grain;
  return {
    period: toPeriod({ ...current, to: end, partOf }, context),
    baseline: toPeriod({ ...past, to: cutBaseline(current, end, past), partOf }, context),
  };
}
