import { dayNumberOf, partsOf, weekdayOf, type DayNumber } from '#shared/calendar/civil-date.ts';
import type { DateRow } from './rows.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const FISCAL_START = 2;
const THURSDAY = 4;

/** 1 for Monday to 7 for Sunday. */
export function isoWeekday(day: DayNumber): number {
  return ((weekdayOf(day) + 6) % 7) + 1;
}

/** ISO 8601 week: that of the year in which its Thursday lies. */
function isoWeek(day: DayNumber): number {
  const thursday = day + THURSDAY - isoWeekday(day);
  const { year } = partsOf(thursday);
  return Math.floor((thursday - dayNumberOf({ year, month: 1, day: 1 })) / 7) + 1;
}

/** The nth weekday of a month, n from 1. */
function nthWeekday(year: number, month: number, weekday: number, nth: number): DayNumber {
  const first = dayNumberOf({ year, month, day: 1 });
  return first + ((weekday - isoWeekday(first) + 7) % 7) + (nth - 1) * 7;
}

/** The holiday on a day, or null. */
export function holidayOf(day: DayNumber): string | null {
  const { year, month, day: dayOfMonth } = partsOf(day);
  const fixed: Readonly<Record<string, string>> = {
    '1-1': 'New Year’s Day',
    '12-25': 'Christmas Day',
    '12-26': 'Boxing Day',
    '5-1': 'Labour Day',
  };
  const known = fixed[`${month}-${dayOfMonth}`];
  if (known !== undefined) return known;
  const thanksgiving = nthWeekday(year, 11, THURSDAY, 4);
  if (day === thanksgiving) return 'Thanksgiving';
  return day === thanksgiving + 1 ? 'Black Friday' : null;
}

/** One row a day from the first day of the history's first year to the last of the as-of year. */
export function makeDateRows(from: DayNumber, to: DayNumber): DateRow[] {
  const first = dayNumberOf({ year: partsOf(from).year, month: 1, day: 1 });
  const last = dayNumberOf({ year: partsOf(to).year, month: 12, day: 31 });
  return Array.from({ length: last - first + 1 }, (_, at) => makeDateRow(first + at));
}

function makeDateRow(day: DayNumber): DateRow {
  const { year, month } = partsOf(day);
  const weekday = isoWeekday(day);
  const fiscalMonth = (month - FISCAL_START + 12) % 12;
  return {
    day,
    year,
    quarter: Math.ceil(month / 3),
    month,
    monthName: MONTHS[month - 1] ?? '',
    week: isoWeek(day),
    dayOfWeek: weekday,
    dayName: DAYS[weekday - 1] ?? '',
    fiscalYear: month >= FISCAL_START ? year : year - 1,
    fiscalQuarter: Math.floor(fiscalMonth / 3) + 1,
    holiday: holidayOf(day),
  };
}
