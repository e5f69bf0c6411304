import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import type { CivilDate } from '#shared/calendar/civil-date.ts';
import { clockAt, instantOfClock, startOfDateInZone } from '#shared/calendar/zoned-date.ts';
import { type InstantType, instantTypeOf } from '#shared/semantic/data-type.ts';
import { bind, type Fragment, sql, textLiteral } from './fragment.ts';
import type { RowElement } from './model-index.ts';
import { PlanRefusal } from './refusal.ts';

/**
 * What the values of a time need to become dates of the calendar.
 *
 * `none`: they are civil dates and times already, as every DATE is. `instant`: they are points in time, whose date the
 * calendar's zone decides. `clock`: they were read off the clocks of another zone.
 */
type Conversion =
  | { readonly kind: 'none' }
  | { readonly kind: 'instant'; readonly type: InstantType }
  | { readonly kind: 'clock'; readonly zone: string };

type TimeElement = Pick<RowElement, 'type' | 'dataType' | 'timeZone' | 'label'>;
type Zone = Pick<CalendarSettings, 'timeZone'>;

function conversionOf({ type, dataType, timeZone: zone }: TimeElement, calendar: Zone): Conversion {
  if (type !== 'timestamp') return { kind: 'none' };
  const instant = instantTypeOf(dataType);
  if (instant !== null) return { kind: 'instant', type: instant };
  return zone === null || zone === calendar.timeZone ? { kind: 'none' } : { kind: 'clock', zone };
}

/** Whether the calendar's zone decides on which date a value of the element falls. */
export function isZoned(element: TimeElement, calendar: Zone): boolean {
  return conversionOf(element, calendar).kind !== 'none';
}

/** A value as the clocks of the calendar's zone show it, to be cut into units; as it is when it needs no conversion. */
export function localTime(value: Fragment, element: TimeElement, calendar: Zone): Fragment {
  const conversion = conversionOf(element, calendar);
  const zone = textLiteral(calendar.timeZone);
  switch (conversion.kind) {
    case 'none':
      return value;
    case 'instant':
      return sql`CAST(CONVERT_TIMEZONE(${zone}, ${value}) AS TIMESTAMP_NTZ)`;
    case 'clock':
      return sql`CONVERT_TIMEZONE(${textLiteral(conversion.zone)}, ${zone}, ${value})`;
  }
}

/**
 * The first moment of a date, bound, in the column's own terms: the bound is converted and the column is not, so that
 * Snowflake can skip partitions. A day of the calendar's zone may have 23 or 25 hours.
 */
export function startOfDate(date: CivilDate, element: TimeElement, calendar: Zone): Fragment {
  const conversion = conversionOf(element, calendar);
  if (conversion.kind === 'none') return sql`CAST(${bind(date)} AS DATE)`;
  return boundAt(startOfDateInZone(date, calendar.timeZone), conversion, calendar);
}

/**
 * A date or time as someone writes it, bound, in the column's own terms: one of the calendar's zone unless it names its
 * offset. Refuses with `invalid` what is neither.
 */
export function momentBound(text: string, element: TimeElement, calendar: Zone): Fragment {
  const conversion = conversionOf(element, calendar);
  if (conversion.kind === 'none') return sql`CAST(${bind(text)} AS TIMESTAMP_NTZ)`;
  return boundAt(readMoment(text, element, calendar), conversion, calendar);
}

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i;

function readMoment(text: string, { label }: TimeElement, { timeZone }: Zone): number {
  const [, date = '', clock = '00:00', offset] = MOMENT.exec(text.trim()) ?? [];
  const written = Date.parse(`${date}T${clock}${(offset ?? 'Z').replace(/(\d\d)(\d\d)$/, '$1:$2').toUpperCase()}`);
  if (Number.isNaN(written)) {
    throw new PlanRefusal('invalid', `${label} cannot be compared with that: write a time as 2026-03-29 14:30:00.`);
  }
  return offset === undefined ? instantOfClock(written, timeZone) : written;
}

function boundAt(
  instantMs: number,
  conversion: Exclude<Conversion, { readonly kind: 'none' }>,
  { timeZone }: Zone,
): Fragment {
  if (conversion.kind === 'clock') {
    return sql`CAST(${bind(clockText(clockAt(instantMs, conversion.zone)))} AS TIMESTAMP_NTZ)`;
  }
  return sql`CAST(${bind(instantText(instantMs, timeZone))} AS ${conversion.type})`;
}

/** `YYYY-MM-DDTHH:MM:SS`, with thousandths only where there are some. */
function clockText(clockMs: number): string {
  return new Date(clockMs).toISOString().replace(/(?:\.000)?Z$/, '');
}

/** With the zone's offset, so that a day's start reads as one; in UTC where the offset is none of whole minutes. */
function instantText(instantMs: number, timeZone: string): string {
  const clock = clockAt(instantMs, timeZone);
  const minutes = (clock - instantMs) / 60_000;
  if (!Number.isInteger(minutes)) return `${clockText(instantMs)}+00:00`;
  const offset = new Date(Math.abs(minutes) * 60_000).toISOString().slice(11, 16);
  return `${clockText(clock)}${minutes < 0 ? '-' : '+'}${offset}`;
}

/**
 * Whether the clocks of a zone ever show a time, given as `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`: an hour is left out when they
 * are put forward. A date alone is always one of the calendar.
 */
export function isShown(start: string, timeZone: string): boolean {
  if (!start.includes(' ')) return true;
  const clock = Date.parse(`${start.replace(' ', 'T')}Z`);
  return clockAt(instantOfClock(clock, timeZone), timeZone) === clock;
}
