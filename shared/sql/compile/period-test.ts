import type { RowElement } from './model-index.ts';
import type { Scan } from './field.ts';
import { type Fragment, sql } from './fragment.ts';
import { PlanRefusal } from './refusal.ts';
import { startOfDate } from './zoned-time.ts';

/** Absolute dates, half-open. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/**
 * The half-open test of a period on the time dimension's own value, so that Snowflake can skip partitions.
 * Adds an assumption when the dates are coarser than the period's ends.
 */
export function periodTest(scan: Scan, { from, to }: Span, element: RowElement, via: readonly string[] = []): Fragment {
  if (element.type !== 'date' && element.type !== 'timestamp') {
    throw new PlanRefusal('no-time', `${element.label} is not a date.`);
  }
  noteCoarseDates(scan, { from, to }, element);
  const value = scan.scope.print(element.expression, element.table, via);
  const start = (date: string): Fragment => startOfDate(date, element, scan.calendar);
  return sql`${value} >= ${start(from)}\n  AND ${value} < ${start(to)}`;
}

function isMonthStart(date: string): boolean {
  return date.endsWith('-01');
}

function noteCoarseDates({ builder }: Scan, { from, to }: Span, element: RowElement): void {
  if (element.kind !== 'time' || !['month', 'quarter', 'year'].includes(element.grain)) return;
  if (isMonthStart(from) && isMonthStart(to)) return;
  builder.assume(
    `${element.label} is only known per ${element.grain}, so a part of one cannot be told from the whole.`,
  );
}
