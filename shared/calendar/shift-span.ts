import type { CalendarSettings } from './calendar-settings.ts';
import { addMonths, FIRST_DAY, LAST_DAY } from './civil-date.ts';
import type { Span } from './period.ts';
import { wholeUnits } from './period-label.ts';
import { isYearlyUnit, scaleOf, UNITS_PER_YEAR, weekNumberOf, yearNameOffset } from './unit-scale.ts';

/** Moves an elapsed part by whole units of what it is a part of, keeping its length in days as far as the unit has them. */
function movePart(span: Span, unit: NonNullable<Span['partOf']>, by: number, settings: CalendarSettings): Span {
  const scale = scaleOf(unit, span.system, settings);
  const index = scale.indexOf(span.from) + by;
  const from = scale.startOf(index);
  return { ...span, from, to: Math.min(from + (span.to - span.from), scale.startOf(index + 1)) };
}

/**
 * The span of the same length directly before: as many whole units, or for a part of a unit the same part of the unit
 * before, or else as many days. A span without a beginning has none before it and is returned as it is.
 */
export function spanBefore(span: Span, settings: CalendarSettings): Span {
  if (span.from <= FIRST_DAY) return span;
  if (span.partOf !== null) return movePart(span, span.partOf, -1, settings);
  const units = wholeUnits(span, settings);
  if (units === null) return { ...span, from: 2 * span.from - span.to, to: span.from };
  const scale = scaleOf(span.grain, span.system, settings);
  return { ...span, from: scale.startOf(2 * units.first - units.last - 1), to: span.from };
}

/** Weeks keep their number; week 53 becomes week 52 of a year that has no 53rd. */
function weeksYearsBefore(span: Span, years: number, settings: CalendarSettings): Span {
  if (span.system !== 'fiscal' || settings.retailPattern === 'none') {
    return { ...span, from: span.from - 364 * years, to: span.to - 364 * years };
  }
  const { year, week } = weekNumberOf(span.from, 'fiscal', settings);
  const scale = scaleOf('year', 'fiscal', settings);
  const index = year - yearNameOffset('fiscal', settings) - years;
  const lastWeek = scale.startOf(index + 1) - 7;
  const from = Math.min(scale.startOf(index) + 7 * (week - 1), lastWeek);
  return { ...span, from, to: from + (span.to - span.from) };
}

/** The same dates in an earlier year; 29 February becomes the 28th where there is none. */
function datesYearsBefore(span: Span, years: number): Span {
  return {
    ...span,
    from: span.from <= FIRST_DAY ? span.from : addMonths(span.from, -12 * years),
    to: span.to >= LAST_DAY ? span.to : addMonths(span.to - 1, -12 * years) + 1,
  };
}

/**
 * The same period `years` earlier: the same quarter, month or fiscal period by its number, the same dates otherwise.
 * Calendar weeks go back 52 weeks a year, so that weekdays stay aligned.
 */
export function spanYearsBefore(span: Span, years: number, settings: CalendarSettings): Span {
  const units = wholeUnits(span, settings);
  if (units === null) return partYearsBefore(span, years, settings);
  if (span.grain === 'week') return weeksYearsBefore(span, years, settings);
  if (!isYearlyUnit(span.grain)) return datesYearsBefore(span, years);
  const scale = scaleOf(span.grain, span.system, settings);
  const by = years * UNITS_PER_YEAR[span.grain];
  return { ...span, from: scale.startOf(units.first - by), to: scale.startOf(units.last + 1 - by) };
}

/** Elapsed parts of retail units keep their place in the unit; all else keeps its dates. */
function partYearsBefore(span: Span, years: number, settings: CalendarSettings): Span {
  const isRetail = span.system === 'fiscal' && settings.retailPattern !== 'none';
  const { partOf } = span;
  return isRetail && partOf !== null && isYearlyUnit(partOf)
    ? movePart(span, partOf, -years * UNITS_PER_YEAR[partOf], settings)
    : datesYearsBefore(span, years);
}
