import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import { FIRST_DAY, LAST_DAY, toDayNumber } from '#shared/calendar/civil-date.ts';
import { labelOf, wholeUnits } from '#shared/calendar/period-label.ts';
import type { Span } from '#shared/calendar/period.ts';
import type { Operand } from '#shared/schemas/plan-condition.ts';

const DAY_LABEL = /^\d{1,2}[ –]/;

/** ` in October 2026`, ` on 5 October 2026`; empty without a period. */
export function phrasePeriod(label: string | undefined): string {
  if (label === undefined || label === '') return '';
  if (label === 'all time') return ' over all time';
  if (/^(until|from|since) /.test(label)) return ` ${label}`;
  if (!DAY_LABEL.test(label)) return ` in ${label}`;
  return ` ${label.includes('–') ? 'during' : 'on'} ${label}`;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const GRAINS = ['year', 'quarter', 'month', 'day'] as const;

/** A half-open range of days as people say it, e.g. `in 2024`, `until 31 December 2021`; null when it is none of days. */
export function phraseDays(from: Operand | null, to: Operand | null, settings: CalendarSettings): string | null {
  const [start, end] = [dayOf(from, FIRST_DAY), dayOf(to, LAST_DAY)];
  if (start === null || end === null || start >= end) return null;
  const span = (grain: Span['grain']): Span => ({ from: start, to: end, grain, system: 'calendar', partOf: null });
  const isOpen = start <= FIRST_DAY || end >= LAST_DAY;
  const grain = isOpen ? 'day' : GRAINS.find((unit) => wholeUnits(span(unit), settings) !== null);
  return phrasePeriod(labelOf(span(grain ?? 'day'), settings)).trim();
}

function dayOf(value: Operand | null, open: number): number | null {
  if (value === null) return open;
  return typeof value === 'string' && DAY.test(value) ? toDayNumber(value) : null;
}
