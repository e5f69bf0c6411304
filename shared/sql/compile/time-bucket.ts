import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import type { PlanGrain, PlanSystem, TimePart } from '#shared/schemas/plan-parts.ts';
import { type Fragment, sql } from './fragment.ts';
import { PlanRefusal } from './refusal.ts';

export interface Bucketing {
  readonly grain: PlanGrain | null;
  readonly system: PlanSystem;
  readonly part: TimePart | null;
}

const MONTHS = { month: 1, quarter: 3, half: 6, year: 12 } as const;
type MonthGrain = keyof typeof MONTHS;

/**
 * First day of the unit that a date lies in, as a DATE; the hour as a TIMESTAMP.
 *
 * Weeks are computed from the ISO weekday, because DATE_TRUNC('week') follows the session's WEEK_START. Fiscal units
 * are calendar units shifted by the months that the fiscal year starts after January.
 */
export function bucketStart(value: Fragment, { grain, system }: Bucketing, calendar: CalendarSettings): Fragment {
  if (grain === null) return value;
  if (grain === 'hour') return sql`DATE_TRUNC('hour', ${value})`;
  if (grain === 'day') return sql`CAST(${value} AS DATE)`;
  const date = sql`CAST(${value} AS DATE)`;
  if (grain === 'week') return weekStart(date, firstWeekday(system, calendar));
  if (system === 'fiscal' && calendar.retailPattern !== 'none') {
    throw new PlanRefusal('unsupported', `Fiscal ${grain}s of whole weeks cannot be told from a date by a formula.`);
  }
  const shift = system === 'fiscal' ? calendar.fiscalYearStartMonth - 1 : 0;
  return monthRunStart(date, grain, shift % MONTHS[grain]);
}

function firstWeekday(
  system: PlanSystem,
  { retailPattern, retailWeekEnd, weekStart: first }: CalendarSettings,
): number {
  if (system === 'iso') return 1;
  return system === 'fiscal' && retailPattern !== 'none' ? (retailWeekEnd + 1) % 7 : first;
}

/** `firstDay`: 0 Sunday to 6 Saturday. */
function weekStart(date: Fragment, firstDay: number): Fragment {
  const shift = (8 - firstDay) % 7;
  if (shift === 0) return sql`DATEADD('day', 1 - DAYOFWEEKISO(${date}), ${date})`;
  return sql`DATEADD('day', -MOD(DAYOFWEEKISO(${date}) + ${String(shift - 1)}, 7), ${date})`;
}

/** First day of a run of months; `shift` is how many months after January a run starts. */
function monthRunStart(date: Fragment, grain: MonthGrain, shift: number): Fragment {
  if (shift === 0 && grain !== 'half') return sql`CAST(DATE_TRUNC('${grain}', ${date}) AS DATE)`;
  const months = MONTHS[grain];
  const ahead = (2 * months - 1 - shift) % months;
  const since = sql`MOD(MONTH(${date})${ahead === 0 ? '' : ` + ${String(ahead)}`}, ${String(months)})`;
  return sql`CAST(DATEADD('month', -${since}, DATE_TRUNC('month', ${date})) AS DATE)`;
}

/**
 * Number of a week in its year. As in ISO 8601 a week belongs to the year that has its fourth day, whatever day it begins
 * on and whatever month the year does: so its number is that of the seven days in which its fourth day lies.
 */
function weekNumber(value: Fragment, firstDay: number, shift: number): Fragment {
  const fourth = sql`DATEADD('day', 3, ${weekStart(sql`CAST(${value} AS DATE)`, firstDay)})`;
  const yearStart = monthRunStart(sql`CAST(${fourth} AS DATE)`, 'year', shift);
  return sql`FLOOR(DATEDIFF('day', ${yearStart}, ${fourth}) / 7) + 1`;
}

const PART_FUNCTIONS = {
  'hour-of-day': 'HOUR',
  'day-of-week': 'DAYOFWEEKISO',
  'day-of-month': 'DAYOFMONTH',
  'week-of-year': 'WEEKISO',
  'month-of-year': 'MONTH',
  'quarter-of-year': 'QUARTER',
} as const satisfies Record<TimePart, string>;

/**
 * Number of a recurring part: weekdays 1 Monday to 7 Sunday; months 1 to 12 and weeks 1 to 53, from the fiscal year's start
 * if fiscal.
 */
export function timePart(value: Fragment, { part, system }: Bucketing, calendar: CalendarSettings): Fragment {
  if (part === null) return value;
  const shift = system === 'fiscal' ? calendar.fiscalYearStartMonth - 1 : 0;
  const first = firstWeekday(system, calendar);
  if (part === 'week-of-year' && (shift > 0 || first !== 1)) return weekNumber(value, first, shift);
  const month = sql`MOD(MONTH(${value}) + ${String(11 - shift)}, 12)`;
  if (shift > 0 && part === 'month-of-year') return sql`${month} + 1`;
  if (shift > 0 && part === 'quarter-of-year') return sql`FLOOR(${month} / 3) + 1`;
  return sql`${PART_FUNCTIONS[part]}(${value})`;
}
