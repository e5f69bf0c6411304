import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import { addMonths, toDayNumber } from '#shared/calendar/civil-date.ts';
import { labelOf } from '#shared/calendar/period-label.ts';
import type { PeriodUnit } from '#shared/calendar/period.ts';
import type { TimePart } from '#shared/schemas/plan-parts.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import type { CompiledColumn } from '#shared/sql/compile/compiled-plan.ts';
import { formatExact } from './format-figure.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const MONTHS_IN: Readonly<Record<'month' | 'quarter' | 'half' | 'year', number>> = {
  month: 1,
  quarter: 3,
  half: 6,
  year: 12,
};

/** What an empty cell of a dimension is called. */
export const UNKNOWN = 'unknown';

/** A group's value as people say it: `October 2026` for a month, `Monday` for a weekday, the text itself otherwise. */
export function nameGroup(cell: Cell | undefined, column: CompiledColumn, calendar: CalendarSettings): string {
  if (cell === null || cell === undefined || cell === '') return UNKNOWN;
  const { meaning } = column;
  if (meaning.kind !== 'time') return plainName(cell, column);
  if (meaning.part !== null) return namePart(Number(cell), meaning.part, meaning.system === 'fiscal');
  const date = String(cell).slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return String(cell);
  if (meaning.grain === 'hour') return String(cell).replace('T', ' ').slice(0, 16);
  const from = toDayNumber(date);
  const grain: PeriodUnit = meaning.grain ?? 'day';
  const to = bucketEnd(from, grain);
  return labelOf({ from, to, grain, system: meaning.system, partOf: null }, calendar);
}

function bucketEnd(from: number, grain: PeriodUnit): number {
  if (grain === 'day') return from + 1;
  return grain === 'week' ? from + 7 : addMonths(from, MONTHS_IN[grain]);
}

function plainName(cell: Exclude<Cell, null>, { type, format }: CompiledColumn): string {
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  // A year or a key is a number too, but is not written with separators.
  if (type === 'number' && format.isCurrency) return formatExact(Number(cell), format);
  return String(cell);
}

function namePart(value: number, part: TimePart, isFiscal: boolean): string {
  switch (part) {
    case 'day-of-week':
      return DAYS[value - 1] ?? String(value);
    case 'month-of-year':
      return isFiscal ? `month ${String(value)}` : (MONTHS[value - 1] ?? String(value));
    case 'quarter-of-year':
      return `Q${String(value)}`;
    case 'week-of-year':
      return `week ${String(value)}`;
    case 'hour-of-day':
      return `${String(value).padStart(2, '0')}:00`;
    case 'day-of-month':
      return String(value);
  }
}
