import type { CivilDate } from './civil-date.ts';

/** Weeks per period of a quarter in a retail (52/53-week) fiscal year; `none` means fiscal months are calendar months. */
export type RetailPattern = 'none' | '4-4-5' | '4-5-4' | '5-4-4';

export interface Holiday {
  readonly date: CivilDate;
  readonly name: string;
}

/** Everything about an organisation's calendar that a period depends on, besides today's date. */
export interface CalendarSettings {
  /** Month in which the fiscal year starts, 1 to 12. In a retail calendar the month whose beginning the year starts nearest to. */
  readonly fiscalYearStartMonth: number;
  /** Whether FY2026 is the fiscal year that begins in 2026 (as in NRF's retail calendar) or the one that ends in it. */
  readonly fiscalYearNamedBy: 'start' | 'end';
  readonly retailPattern: RetailPattern;
  /** Last day of the retail week, 0 Sunday to 6 Saturday. Ignored without a retail pattern. */
  readonly retailWeekEnd: number;
  /** The retail year ends on the `retailWeekEnd` nearest to, or the last one within, the month before the start month. */
  readonly retailYearEnd: 'nearest' | 'last';
  /** First day of the calendar week, 0 Sunday to 6 Saturday. 1 gives ISO 8601 weeks. */
  readonly weekStart: number;
  /** IANA name, e.g. `Europe/Berlin`; decides on which date an instant falls. */
  readonly timeZone: string;
  readonly holidays: readonly Holiday[];
}

/** Calendar years as fiscal years, ISO weeks, UTC. */
export const DEFAULT_CALENDAR: CalendarSettings = {
  fiscalYearStartMonth: 1,
  fiscalYearNamedBy: 'start',
  retailPattern: 'none',
  retailWeekEnd: 6,
  retailYearEnd: 'nearest',
  weekStart: 1,
  timeZone: 'UTC',
  holidays: [],
};
