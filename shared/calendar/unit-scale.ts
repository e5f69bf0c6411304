import type { CalendarSettings } from './calendar-settings.ts';
import { type DayNumber, dayNumberOf, modulo, partsOf } from './civil-date.ts';
import type { PeriodSystem, PeriodUnit, UnitScale, YearlyUnit } from './period.ts';
import { retailScale } from './retail-calendar.ts';

/** How many of each unit a year has, in every system. */
export const UNITS_PER_YEAR: Readonly<Record<YearlyUnit, number>> = { month: 12, quarter: 4, half: 2, year: 1 };

export function isYearlyUnit(unit: PeriodUnit): unit is YearlyUnit {
  return unit !== 'day' && unit !== 'week';
}

const DAYS: UnitScale = { indexOf: (day) => day, startOf: (index) => index };

function weeks(weekStart: number): UnitScale {
  // Day 0, 1 January 1970, was a Thursday.
  const anchor = weekStart - 4;
  return { indexOf: (day) => Math.floor((day - anchor) / 7), startOf: (index) => anchor + 7 * index };
}

function monthRuns(length: number, firstMonth: number): UnitScale {
  const offset = firstMonth - 1;
  return {
    indexOf(day) {
      const { year, month } = partsOf(day);
      return Math.floor((year * 12 + month - 1 - offset) / length);
    },
    startOf(index) {
      const months = index * length + offset;
      return dayNumberOf({ year: Math.floor(months / 12), month: modulo(months, 12) + 1, day: 1 });
    },
  };
}

function weekStartOf(system: PeriodSystem, settings: CalendarSettings): number {
  if (system === 'iso') return 1;
  const isRetail = system === 'fiscal' && settings.retailPattern !== 'none';
  return isRetail ? (settings.retailWeekEnd + 1) % 7 : settings.weekStart;
}

/** The scale of a unit under a system of rules. */
export function scaleOf(unit: PeriodUnit, system: PeriodSystem, settings: CalendarSettings): UnitScale {
  if (unit === 'day') return DAYS;
  if (unit === 'week') return weeks(weekStartOf(system, settings));
  if (system !== 'fiscal') return monthRuns(12 / UNITS_PER_YEAR[unit], 1);
  return settings.retailPattern === 'none'
    ? monthRuns(12 / UNITS_PER_YEAR[unit], settings.fiscalYearStartMonth)
    : retailScale(unit, settings.retailPattern, settings);
}

/** What must be added to the calendar year in which a year of this system starts to get the year it is called by. */
export function yearNameOffset(system: PeriodSystem, settings: CalendarSettings): number {
  const isNamedByEnd = settings.fiscalYearNamedBy === 'end' && settings.fiscalYearStartMonth !== 1;
  return system === 'fiscal' && isNamedByEnd ? 1 : 0;
}

/**
 * First day of week 1 of a year: the week that has at least four of its days in that year (ISO 8601's rule, applied
 * to any first day of the week). A retail year starts on its week 1.
 */
export function firstWeekOf(yearName: number, system: PeriodSystem, settings: CalendarSettings): DayNumber {
  const yearStart = scaleOf('year', system, settings).startOf(yearName - yearNameOffset(system, settings));
  const scale = scaleOf('week', system, settings);
  return scale.startOf(scale.indexOf(yearStart + 3));
}

/** Year and number of the week with this day; the year may differ from the day's own around New Year. */
export function weekNumberOf(
  day: DayNumber,
  system: PeriodSystem,
  settings: CalendarSettings,
): { readonly year: number; readonly week: number } {
  const scale = scaleOf('week', system, settings);
  const start = scale.startOf(scale.indexOf(day));
  const year = scaleOf('year', system, settings).indexOf(start + 3) + yearNameOffset(system, settings);
  return { year, week: (start - firstWeekOf(year, system, settings)) / 7 + 1 };
}
