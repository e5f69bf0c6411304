import { toCivilDate, toDayNumber } from './civil-date.ts';
import type { Period, PeriodContext, Span } from './period.ts';
import { labelOf } from './period-label.ts';

/**
 * True when nothing more is expected to happen in the period: its last day is over, and the data (when its end is
 * known) reaches that day.
 */
export function isComplete(period: { readonly to: string }, context: PeriodContext): boolean {
  const covered = context.dataThrough === undefined ? Infinity : toDayNumber(context.dataThrough) + 1;
  return toDayNumber(period.to) <= Math.min(toDayNumber(context.today), covered);
}

/** Dates and label of a span. */
export function toPeriod(span: Span, context: PeriodContext): Period {
  const dates = { from: toCivilDate(span.from), to: toCivilDate(span.to) };
  return {
    ...dates,
    grain: span.grain,
    system: span.system,
    partOf: span.partOf,
    label: labelOf(span, context.settings),
    complete: isComplete(dates, context),
  };
}

/** The span of a period; the inverse of `toPeriod`. */
export function toSpan(period: Period): Span {
  return {
    from: toDayNumber(period.from),
    to: toDayNumber(period.to),
    grain: period.grain,
    system: period.system,
    partOf: period.partOf,
  };
}
