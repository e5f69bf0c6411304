import { AppError } from '#shared/errors/app-error.ts';

/** A calendar date without time or zone, `YYYY-MM-DD`, proleptic Gregorian, years 0001 to 9999. */
export type CivilDate = string;

/** Whole days since 1970-01-01; negative before it. All calendar arithmetic runs on these integers. */
export type DayNumber = number;

export interface DateParts {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Remainder that is never negative, as calendars need it. */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
}

/** True for a date that exists: 2024-02-29 does, 2026-02-29 does not. */
export function isRealDate({ year, month, day }: DateParts): boolean {
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/**
 * Day number of a date that exists. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
 * days_from_civil: years start in March so that the leap day comes last, eras are 400 years of 146,097 days.
 */
export function dayNumberOf({ year, month, day }: DateParts): DayNumber {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Year, month and day of a day number. Source: as `dayNumberOf`, civil_from_days. */
export function partsOf(day: DayNumber): DateParts {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** Throws `invalid_request` unless the text is a real date in `YYYY-MM-DD`. */
export function toDayNumber(date: CivilDate): DayNumber {
  const match = DATE.exec(date);
  const parts = { year: Number(match?.[1]), month: Number(match?.[2]), day: Number(match?.[3]) };
  if (!isRealDate(parts)) {
    throw new AppError('invalid_request', 'A date must be a real day written YYYY-MM-DD.');
  }
  return dayNumberOf(parts);
}

/** The date of a day number; days outside years 0001 to 9999 are held at the nearest end of that range. */
export function toCivilDate(day: DayNumber): CivilDate {
  const { year, month, day: dayOfMonth } = partsOf(Math.min(Math.max(day, FIRST_DAY), LAST_DAY));
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

/** 0 is Sunday, 6 is Saturday. */
export function weekdayOf(day: DayNumber): number {
  return modulo(day + 4, 7);
}

/** The same day of the month, `months` later (or earlier); the 31st becomes the month's last day where there is none. */
export function addMonths(day: DayNumber, months: number): DayNumber {
  const parts = partsOf(day);
  const index = parts.year * 12 + parts.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = modulo(index, 12) + 1;
  return dayNumberOf({ year, month, day: Math.min(parts.day, daysInMonth(year, month)) });
}

/** Start of a period that has no beginning: 0001-01-01. */
export const FIRST_DAY: DayNumber = dayNumberOf({ year: 1, month: 1, day: 1 });
/** Exclusive end of a period that has no end: 9999-12-31. */
export const LAST_DAY: DayNumber = dayNumberOf({ year: 9999, month: 12, day: 31 });
