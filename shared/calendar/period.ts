import type { CalendarSettings } from './calendar-settings.ts';
import type { CivilDate, DayNumber } from './civil-date.ts';

/** Units of which every year has the same number. */
export type YearlyUnit = 'month' | 'quarter' | 'half' | 'year';

export type PeriodUnit = 'day' | 'week' | YearlyUnit;

/** Which rules cut time into units: the Gregorian calendar, the organisation's fiscal calendar, or ISO 8601 (weeks). */
export type PeriodSystem = 'calendar' | 'fiscal' | 'iso';

/** A span of absolute dates. Half-open: `from` is in it, `to` is not. */
export interface Period {
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** The unit the period was asked in; it is a whole number of these unless `partOf` is set or the unit is `day`. */
  readonly grain: PeriodUnit;
  readonly system: PeriodSystem;
  /** For "year to date" and kin: the unit of which this is the elapsed part; null otherwise. */
  readonly partOf: PeriodUnit | null;
  /** English, e.g. `October 2026`, `Q3 2026`, `1–14 November 2026`, `FY2026 Q3`. */
  readonly label: string;
  /** True when data is expected for every day of it: it ended before today, and not after the data does. */
  readonly complete: boolean;
}

/** What a relative period is relative to. */
export interface PeriodContext {
  readonly today: CivilDate;
  readonly settings: CalendarSettings;
  /** Last day the data covers, if known. */
  readonly dataThrough?: CivilDate | undefined;
}

/** A period in day numbers, before it is labelled. Half-open like `Period`. */
export interface Span {
  readonly from: DayNumber;
  readonly to: DayNumber;
  readonly grain: PeriodUnit;
  readonly system: PeriodSystem;
  readonly partOf: PeriodUnit | null;
}

/**
 * Time cut without gaps into numbered units. `startOf(indexOf(day)) <= day < startOf(indexOf(day) + 1)`.
 *
 * Years are numbered by the calendar year in which they start, quarters `year * 4 + 0…3`, months `year * 12 + 0…11`.
 */
export interface UnitScale {
  indexOf(day: DayNumber): number;
  startOf(index: number): DayNumber;
}
