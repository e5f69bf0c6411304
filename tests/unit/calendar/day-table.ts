import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import type { PeriodSystem, PeriodUnit } from '#shared/calendar/period.ts';

/**
 * An independent calendar: a table of days made with the platform's own UTC dates, in which a unit is a run of
 * neighbouring days with the same name. It shares no arithmetic with the code under test.
 */
const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2012, 0, 1);
const LAST = Date.UTC(2036, 11, 31);

export const DAYS: readonly string[] = Array.from({ length: (LAST - FIRST) / DAY_MS + 1 }, (_, index) =>
  new Date(FIRST + index * DAY_MS).toISOString().slice(0, 10),
);

export function nextDay(date: string): string {
  return new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10);
}

/** Steps back day by day to the first day of the week. */
function weekName(date: Date, weekStart: number): string {
  const day = new Date(date);
  while (day.getUTCDay() !== weekStart) day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

/** Months are counted from the first month of the fiscal year that the day is in. */
function yearAndMonth(date: Date, firstMonth: number): { readonly year: number; readonly month: number } {
  const shifted = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (firstMonth - 1), 1));
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() };
}

function unitName(day: string, unit: PeriodUnit, system: PeriodSystem, settings: CalendarSettings): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (unit === 'day') return day;
  if (unit === 'week') return weekName(date, system === 'iso' ? 1 : settings.weekStart);
  const { year, month } = yearAndMonth(date, system === 'fiscal' ? settings.fiscalYearStartMonth : 1);
  const length = { month: 1, quarter: 3, half: 6, year: 12 }[unit];
  return `${year}/${Math.floor(month / length)}`;
}

/** First days of all units in the table; the first unit may be cut off by the start of the table. */
export function unitStarts(unit: PeriodUnit, system: PeriodSystem, settings: CalendarSettings): readonly string[] {
  const names = DAYS.map((day) => unitName(day, unit, system, settings));
  return DAYS.filter((_, index) => index > 0 && names[index] !== names[index - 1]);
}

/** Half-open dates of `count` units from the one that is `offset` units after the unit with this day. */
export function unitsAround(
  starts: readonly string[],
  today: string,
  offset: number,
  count = 1,
): { readonly from: string; readonly to: string } {
  const current = starts.findLastIndex((start) => start <= today);
  return { from: starts[current + offset] ?? '', to: starts[current + offset + count] ?? '' };
}
