import { partsOf, toDayNumber } from '#shared/calendar/civil-date.ts';
import type { Shift } from './dimension-value.ts';
import type { Span } from './period-test.ts';

/**
 * How far dates of the earlier period are moved to fall onto the later one: by months where both begin on the same day
 * of a month, by days otherwise, and by whole weeks where weeks are asked for.
 */
export function shiftBetween(earlier: Span, later: Span, hasWeeks: boolean): Shift {
  const from = toDayNumber(earlier.from);
  const to = toDayNumber(later.from);
  if (hasWeeks) return { unit: 'day', count: Math.round((to - from) / 7) * 7 };
  const before = partsOf(from);
  const after = partsOf(to);
  if (before.day !== after.day) return { unit: 'day', count: to - from };
  return { unit: 'month', count: (after.year - before.year) * 12 + after.month - before.month };
}
