import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';

const DAY_MS = 86_400_000;

function toText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export function addDays(date: string, days: number): string {
  return toText(Date.parse(date) + days * DAY_MS);
}

export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** The same day of a later month, or the last day of a shorter one. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return toText(Date.UTC(year, month - 1 + months, Math.min(day, lastDay)));
}

const WEEKS_OF_QUARTER: Readonly<Record<string, readonly number[]>> = {
  '4-4-5': [4, 4, 5],
  '4-5-4': [4, 5, 4],
  '5-4-4': [5, 4, 4],
};

/** First day of the retail year that begins around a month: the day after the week end nearest to the month's eve. */
function retailYearStart(year: number, calendar: CalendarSettings): string {
  const eve = toText(Date.UTC(year, calendar.fiscalYearStartMonth - 1, 0));
  const near = [0, -1, 1, -2, 2, -3, 3].map((days) => addDays(eve, days));
  const isWeekEnd = (date: string): boolean => new Date(date).getUTCDay() === calendar.retailWeekEnd;
  return addDays(near.find(isWeekEnd) ?? eve, 1);
}

/** First days of the retail units of one year, walked week by week. */
function retailStarts(year: number, grain: string, calendar: CalendarSettings): readonly string[] {
  const weeks = WEEKS_OF_QUARTER[calendar.retailPattern] ?? [];
  const starts: string[] = [];
  let day = retailYearStart(year, calendar);
  for (let month = 0; month < 12; month += 1) {
    const size = { month: 1, quarter: 3, half: 6, year: 12 }[grain];
    if (size !== undefined && month % size === 0) starts.push(day);
    day = addDays(day, 7 * (weeks[month % 3] ?? 0));
  }
  return starts;
}

function retailUnits(grain: string, calendar: CalendarSettings): readonly string[] {
  return [2023, 2024, 2025, 2026, 2027].flatMap((year) => retailStarts(year, grain, calendar));
}

function startOfMonths(date: string, months: number, offset: number): string {
  const [year = 0, month = 0] = date.split('-').map(Number);
  const since = year * 12 + month - 1 - offset;
  const first = Math.floor(since / months) * months + offset;
  return toText(Date.UTC(Math.floor(first / 12), first % 12, 1));
}

const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, half: 6, year: 12 };

export function isRetail(grain: string, system: string, calendar: CalendarSettings): boolean {
  return system === 'fiscal' && calendar.retailPattern !== 'none' && MONTHS[grain] !== undefined;
}

function weekStartOf(system: string, calendar: CalendarSettings): number {
  if (system === 'iso') return 1;
  const isWhole = system === 'fiscal' && calendar.retailPattern !== 'none';
  return isWhole ? (calendar.retailWeekEnd + 1) % 7 : calendar.weekStart;
}

/** First day of the unit with this date. */
export function bucketOf(date: string, grain: string, system: string, calendar: CalendarSettings): string {
  if (grain === 'day') return date;
  if (grain === 'week') {
    let day = date;
    while (new Date(day).getUTCDay() !== weekStartOf(system, calendar)) day = addDays(day, -1);
    return day;
  }
  if (isRetail(grain, system, calendar)) {
    return retailUnits(grain, calendar).findLast((start) => start <= date) ?? '';
  }
  const months = MONTHS[grain];
  if (months === undefined) throw new Error(`There is no unit ${grain}.`);
  return startOfMonths(date, months, system === 'fiscal' ? calendar.fiscalYearStartMonth - 1 : 0);
}

/** Start of the unit `count` units later. */
export function bucketAfter(
  start: string,
  count: number,
  { grain, system }: { readonly grain: string; readonly system: string },
  calendar: CalendarSettings,
): string {
  if (grain === 'day') return addDays(start, count);
  if (grain === 'week') return addDays(start, 7 * count);
  if (!isRetail(grain, system, calendar)) return addMonths(start, (MONTHS[grain] ?? 0) * count);
  const units = retailUnits(grain, calendar);
  return units[units.indexOf(start) + count] ?? '';
}

/** Number of a recurring part of a date, as people count it. */
export function partOf(date: string, part: string, system: string, calendar: CalendarSettings): number {
  const weekday = new Date(date).getUTCDay();
  if (part === 'day-of-week') return weekday === 0 ? 7 : weekday;
  if (part === 'day-of-month') return Number(date.slice(8));
  if (part === 'week-of-year') return weekNumber(date, system, calendar);
  const unit = part === 'month-of-year' ? 'month' : 'quarter';
  const start = bucketOf(date, 'year', system, calendar);
  const own = bucketOf(date, unit, system, calendar);
  for (let number = 1, at = start; number <= 12; number += 1) {
    if (at === own) return number;
    at = bucketAfter(at, 1, { grain: unit, system }, calendar);
  }
  throw new Error(`${date} lies in no ${unit} of its year.`);
}

/** Counts from the first week of which the year has four days to the one with the date; that may be of the year before or after. */
function weekNumber(date: string, system: string, calendar: CalendarSettings): number {
  const unit = { grain: 'week', system } as const;
  const own = bucketOf(date, 'week', system, calendar);
  const year = bucketOf(addDays(own, 3), 'year', system, calendar);
  let at = bucketOf(addDays(year, 3), 'week', system, calendar);
  for (let number = 1; number <= 53; number += 1) {
    if (at === own) return number;
    at = bucketAfter(at, 1, unit, calendar);
  }
  throw new Error(`${date} lies in no week of its year.`);
}
