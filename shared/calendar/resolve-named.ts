import { AppError } from '#shared/errors/app-error.ts';
import { type DayNumber, dayNumberOf, isRealDate, partsOf, toDayNumber } from './civil-date.ts';
import type { PeriodContext, PeriodSystem, Span } from './period.ts';
import type { NamedDay, PeriodExpression, YearPart, YearReference } from './period-expression.ts';
import { MONTH_NAMES } from './period-label.ts';
import { firstWeekOf, scaleOf, UNITS_PER_YEAR, weekNumberOf, yearNameOffset } from './unit-scale.ts';

/** A leap day is at most eight years away (1896 to 1904). */
const YEARS_TO_SEARCH = 8;

export function span(from: DayNumber, to: DayNumber, grain: Span['grain'], system: PeriodSystem = 'calendar'): Span {
  return { from, to, grain, system, partOf: null };
}

/** Name of the year of a system that today belongs to. */
function currentYear(system: PeriodSystem, context: PeriodContext): number {
  const index = scaleOf('year', system, context.settings).indexOf(toDayNumber(context.today));
  return index + yearNameOffset(system, context.settings);
}

function yearNamed(yearName: number, system: PeriodSystem, { settings }: PeriodContext): Span {
  const scale = scaleOf('year', system, settings);
  const index = yearName - yearNameOffset(system, settings);
  return span(scale.startOf(index), scale.startOf(index + 1), 'year', system);
}

function weekNamed(part: YearPart, yearName: number, { settings }: PeriodContext): Span {
  const from = firstWeekOf(yearName, part.system, settings) + 7 * (part.number - 1);
  if (weekNumberOf(from, part.system, settings).year !== yearName) {
    throw new AppError('invalid_request', `There is no week ${part.number} in ${yearName}.`);
  }
  return span(from, from + 7, 'week', part.system);
}

function partNamed(part: YearPart, yearName: number, context: PeriodContext): Span {
  if (part.unit === 'week') return weekNamed(part, yearName, context);
  const perYear = UNITS_PER_YEAR[part.unit];
  if (part.number < 1 || part.number > perYear) {
    throw new AppError('invalid_request', `A year has ${perYear} ${part.unit}s: there is no ${part.number}th.`);
  }
  const scale = scaleOf(part.unit, part.system, context.settings);
  const index = (yearName - yearNameOffset(part.system, context.settings)) * perYear + part.number - 1;
  return span(scale.startOf(index), scale.startOf(index + 1), part.unit, part.system);
}

/** Finds the most recent year whose part has begun by today. */
function latestBegun(current: number, spanIn: (year: number) => Span | null, today: DayNumber): Span | null {
  for (let year = current + 1; year >= current - YEARS_TO_SEARCH; year -= 1) {
    const found = spanIn(year);
    if (found !== null && found.from <= today) return found;
  }
  return null;
}

function inYear(
  reference: YearReference,
  system: PeriodSystem,
  spanIn: (year: number) => Span | null,
  context: PeriodContext,
): Span | null {
  const current = currentYear(system, context);
  switch (reference.kind) {
    case 'named':
      return spanIn(reference.year);
    case 'relative':
      return spanIn(current + reference.offset);
    case 'latest':
      return latestBegun(current, spanIn, toDayNumber(context.today));
  }
}

/** Week 53 exists in some years only; for "the latest" a year without it is passed over. */
function weekIfAny(part: YearPart, year: number, context: PeriodContext): Span | null {
  const from = firstWeekOf(year, part.system, context.settings) + 7 * (part.number - 1);
  const exists = weekNumberOf(from, part.system, context.settings).year === year;
  return exists || part.year.kind !== 'latest' ? partNamed(part, year, context) : null;
}

/** Throws `invalid_request` when there is no such part, e.g. week 53 of a year with 52. */
export function resolveYearPart(part: YearPart, context: PeriodContext): Span {
  const spanIn = (year: number) =>
    part.unit === 'week' ? weekIfAny(part, year, context) : partNamed(part, year, context);
  const found = inYear(part.year, part.system, spanIn, context);
  if (found === null) throw new AppError('invalid_request', `There is no ${part.unit} ${part.number}.`);
  return found;
}

/** Throws `invalid_request` when the day does not exist, e.g. 30 February. */
export function resolveNamedDay({ month, day, year }: NamedDay, context: PeriodContext): Span {
  const dayIn = (inYearNumber: number): Span | null => {
    const parts = { year: inYearNumber, month, day };
    if (!isRealDate(parts)) return null;
    const from = dayNumberOf(parts);
    return span(from, from + 1, 'day');
  };
  const found = inYear(year, 'calendar', dayIn, context);
  if (found === null) {
    throw new AppError('invalid_request', `There is no ${day} ${MONTH_NAMES[month - 1] ?? 'such month'} in that year.`);
  }
  return found;
}

export function resolveYear(year: number, system: PeriodSystem, context: PeriodContext): Span {
  return yearNamed(year, system, context);
}

/** Throws `invalid_request` when the calendar has no such holiday in that year. */
export function resolveHoliday(
  { name, year }: Extract<PeriodExpression, { kind: 'holiday' }>,
  context: PeriodContext,
): Span {
  const wanted = name.toLowerCase();
  const days = context.settings.holidays
    .filter((holiday) => holiday.name.toLowerCase() === wanted)
    .map((holiday) => toDayNumber(holiday.date));
  const dayIn = (inYearNumber: number): Span | null => {
    const from = days.find((day) => partsOf(day).year === inYearNumber);
    return from === undefined ? null : span(from, from + 1, 'day');
  };
  const found = inYear(year, 'calendar', dayIn, context);
  if (found === null) throw new AppError('invalid_request', `The calendar has no ${name} in that year.`);
  return found;
}
