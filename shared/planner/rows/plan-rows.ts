import type { Plan } from '#shared/schemas/plan.ts';
import type { PeriodContext } from '#shared/calendar/period.ts';
import type { PlannerIndex } from '../planner-index.ts';
import { ReadingLog } from '../reading-log.ts';
import { buildRows } from './build-rows.ts';
import { readRows } from './read-rows.ts';
import { RowCursor } from './row-cursor.ts';
import { rowItems } from './row-items.ts';

/** What a question about rows became. */
export interface RowPlan {
  /** Null where a single point is open, which `log.problems` then holds. */
  readonly plan: Plan | null;
  readonly log: ReadingLog;
  /** True where the question says something that figures by groups cannot: that reading comes first then. */
  readonly isAboutRows: boolean;
}

/**
 * Reads a question about the rows of a table or the values of a column: chosen by numbers, text, dates, by being first
 * or last, by what they have or never had, or by a figure of each. Every content word has its place in the plan; null
 * where one has none.
 */
export function planRows(
  text: string,
  index: PlannerIndex,
  { context, topCount }: { readonly context: PeriodContext; readonly topCount: number },
): RowPlan | null {
  const log = new ReadingLog(text);
  const cursor = new RowCursor(rowItems(text, index));
  const reading = readRows(cursor, { view: index.view, log, text, context, topCount });
  if (reading === null) return null;
  const plan = log.problems.length > 0 ? null : buildRows(reading);
  const isOpen = log.problems.length === 1 && log.problems[0]?.kind === 'ambiguous';
  return plan === null && !isOpen ? null : { plan, log, isAboutRows: reading.isAboutRows };
}
