import type { CalendarSettings, RetailPattern } from './calendar-settings.ts';
import { type DayNumber, dayNumberOf, modulo, partsOf, weekdayOf } from './civil-date.ts';
import type { UnitScale, YearlyUnit } from './period.ts';

const WEEKS_PER_QUARTER = 13;

/** Weeks of the three periods of a quarter. */
const QUARTERS: Readonly<Record<Exclude<RetailPattern, 'none'>, readonly [number, number, number]>> = {
  '4-4-5': [4, 4, 5],
  '4-5-4': [4, 5, 4],
  '5-4-4': [5, 4, 4],
};

/** Weeks before each of the twelve periods of a retail year. A 53rd week falls into the last one. */
function weeksBefore(pattern: Exclude<RetailPattern, 'none'>): readonly number[] {
  const [first, second] = QUARTERS[pattern];
  return [0, 1, 2, 3].flatMap((quarter) => {
    const start = quarter * WEEKS_PER_QUARTER;
    return [start, start + first, start + first + second];
  });
}

/**
 * First day of the retail year that starts around the given calendar year's start month.
 *
 * The year before ends on the `retailWeekEnd` nearest to the last day of the month before the start month
 * (`nearest`), or on the last one within that month (`last`). With February, Saturday and `nearest` this is the
 * National Retail Federation's rule, by which 2006, 2012, 2017 and 2023 have 53 weeks.
 */
export function retailYearStart(year: number, settings: CalendarSettings): DayNumber {
  const monthEnd = dayNumberOf({ year, month: settings.fiscalYearStartMonth, day: 1 }) - 1;
  const sinceWeekEnd = modulo(weekdayOf(monthEnd) - settings.retailWeekEnd, 7);
  const lastWeekEnd = monthEnd - sinceWeekEnd;
  const isLaterOneNearer = settings.retailYearEnd === 'nearest' && sinceWeekEnd > 3;
  return (isLaterOneNearer ? lastWeekEnd + 7 : lastWeekEnd) + 1;
}

/** Calendar year around whose start month the retail year with this day begins. */
function retailYearOf(day: DayNumber, settings: CalendarSettings): number {
  const latest = partsOf(day).year + 1;
  if (retailYearStart(latest, settings) <= day) return latest;
  return retailYearStart(latest - 1, settings) <= day ? latest - 1 : latest - 2;
}

/** 52 or 53. */
export function weeksInRetailYear(year: number, settings: CalendarSettings): number {
  return (retailYearStart(year + 1, settings) - retailYearStart(year, settings)) / 7;
}

/** Cuts retail years where the given weeks begin; a 53rd week belongs to the last part. */
function partsOfRetailYear(starts: readonly number[], settings: CalendarSettings): UnitScale {
  return {
    indexOf(day) {
      const year = retailYearOf(day, settings);
      const week = Math.floor((day - retailYearStart(year, settings)) / 7);
      return year * starts.length + starts.findLastIndex((start) => start <= week);
    },
    startOf(index) {
      const year = Math.floor(index / starts.length);
      return retailYearStart(year, settings) + 7 * (starts[modulo(index, starts.length)] ?? 0);
    },
  };
}

/** Scales of the retail months ("periods"), quarters, halves and years. */
export function retailScale(
  unit: YearlyUnit,
  pattern: Exclude<RetailPattern, 'none'>,
  settings: CalendarSettings,
): UnitScale {
  switch (unit) {
    case 'month':
      return partsOfRetailYear(weeksBefore(pattern), settings);
    case 'quarter':
      return partsOfRetailYear([0, 13, 26, 39], settings);
    case 'half':
      return partsOfRetailYear([0, 26], settings);
    case 'year':
      return partsOfRetailYear([0], settings);
  }
}
