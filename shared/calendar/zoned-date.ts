import { AppError } from '#shared/errors/app-error.ts';
import { type CivilDate, dayNumberOf, toCivilDate, toDayNumber } from './civil-date.ts';
import type { Period } from './period.ts';

const MS_PER_DAY = 86_400_000;

/** Formats an instant as local date and time fields; `en-US` with fixed fields is used as data, never shown. */
function formatterFor(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch (cause) {
    throw new AppError('invalid_request', 'The time zone must be an IANA name such as Europe/Berlin.', { cause });
  }
}

/** Milliseconds that local time is ahead of UTC at an instant, to the second. */
function offsetAt(instantMs: number, formatter: Intl.DateTimeFormat): number {
  const fields = new Map(formatter.formatToParts(instantMs).map(({ type, value }) => [type, value]));
  const field = (name: Intl.DateTimeFormatPartTypes) => Number(fields.get(name));
  const day = dayNumberOf({ year: field('year'), month: field('month'), day: field('day') });
  const seconds = field('hour') * 3600 + field('minute') * 60 + field('second');
  return day * MS_PER_DAY + seconds * 1000 - Math.floor(instantMs / 1000) * 1000;
}

/** The date on which an instant (epoch milliseconds) falls in a time zone. Throws `invalid_request` for an unknown zone. */
export function dateInZone(instantMs: number, timeZone: string): CivilDate {
  return toCivilDate(Math.floor(clockAt(instantMs, timeZone) / MS_PER_DAY));
}

/**
 * The first instant (epoch milliseconds) of a date in a time zone. Where clocks skip midnight it is the first instant
 * after the gap; where midnight comes twice it is the earlier one.
 */
export function startOfDateInZone(date: CivilDate, timeZone: string): number {
  return instantOfClock(toDayNumber(date) * MS_PER_DAY, timeZone);
}

/**
 * The instant (epoch milliseconds) at which the clocks of a zone show a time, given as the milliseconds that UTC would have
 * it at. The first instant after the gap when no clock shows it; the earlier one when it comes twice.
 */
export function instantOfClock(clockMs: number, timeZone: string): number {
  const formatter = formatterFor(timeZone);
  // Offsets a day before and after cover any single change of clocks around that time.
  const offsets = [clockMs - MS_PER_DAY, clockMs + MS_PER_DAY].map((at) => offsetAt(at, formatter));
  const candidates = offsets.map((offset) => clockMs - offset).sort((left, right) => left - right);
  const exact = candidates.find((at) => at + offsetAt(at, formatter) === clockMs);
  return exact ?? firstInstantAfterGap(clockMs, candidates, formatter);
}

/** What the clocks of a zone show at an instant, as the milliseconds at which UTC would show it. */
export function clockAt(instantMs: number, timeZone: string): number {
  return instantMs + offsetAt(instantMs, formatterFor(timeZone));
}

/** Whether a name is that of an IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    // An offset such as +01:00 is taken by Intl and by no warehouse.
    return /^[A-Za-z]/.test(name) && formatterFor(name).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Bisects for the moment at which local time jumps over a time. */
function firstInstantAfterGap(clockMs: number, around: readonly number[], formatter: Intl.DateTimeFormat): number {
  let before = Math.min(...around) - 1000;
  let after = Math.max(...around) + 1000;
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000;
    if (middle + offsetAt(middle, formatter) >= clockMs) after = middle;
    else before = middle;
  }
  return after;
}

/** First instant of a period and first instant after it, epoch milliseconds, for columns that hold instants. */
export function instantsOf(period: Period, timeZone: string): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: startOfDateInZone(period.from, timeZone), toMs: startOfDateInZone(period.to, timeZone) };
}
