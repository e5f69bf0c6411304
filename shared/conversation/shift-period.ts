import type { PlannerContext } from '#shared/planner/plan-question.ts';
import type { PlanPeriod } from '#shared/schemas/plan-parts.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { periodNamed } from './read-fragment.ts';

const UNIT = '(?<unit>year|half|quarter|month|week|day|period|one)';
const SAME = String.raw`same (?:period|time|dates?|range|span|half|quarter|month|months|week|weeks|days?)`;
const LEAD = String.raw`(?:(?:and|for|in|on|during|of|what about) )*(?:the |a |one )?`;
const SHIFTS: readonly RegExp[] = [
  new RegExp(
    `^${LEAD}(?<same>${SAME},? (?:of |in )?(?:the |a |one )?)?${UNIT} (?<way>before|earlier|prior|ago|after|later)(?: that| this| it)?$`,
  ),
  new RegExp(
    `^${LEAD}(?<same>${SAME},? (?:of |in )?the )?(?<way>previous|prior|preceding|next|following|subsequent) ${UNIT}$`,
  ),
  new RegExp(`^${LEAD}(?<same>${SAME}),? (?:of |in )?(?<way>last) ${UNIT}$`),
];
const ONWARD = /^(?:after|later|next|following|subsequent)$/;
/** Months in a unit; days where it has no months. */
const MONTHS: Readonly<Record<string, number>> = { year: 12, half: 6, quarter: 3, month: 1 };
const DAYS: Readonly<Record<string, number>> = { week: 7, day: 1 };
const DAY_MS = 86_400_000;

type Span = Pick<PlanPeriod, 'from' | 'to'>;

/** How far a period is to be moved, in whole units; negative is earlier. */
export interface PeriodShift {
  readonly unit: string;
  readonly units: 1 | -1;
}

/** "The year before", "the quarter after that", "same period last year"; null for everything else. */
export function readPeriodShift(text: string): PeriodShift | null {
  for (const pattern of SHIFTS) {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) continue;
    return { unit: groups['unit'] ?? '', units: ONWARD.test(groups['way'] ?? '') ? 1 : -1 };
  }
  return null;
}

function startOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function addMonths(day: string, months: number): string {
  const date = startOf(day);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  const moved = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), last));
  return isoDay(new Date(moved));
}

function addDays(day: string, days: number): string {
  return isoDay(new Date(startOf(day).getTime() + days * DAY_MS));
}

/** Months that a span of whole months has; null for other spans. */
function wholeMonths({ from, to }: Span): number | null {
  if (!from.endsWith('-01') || !to.endsWith('-01')) return null;
  const [start, end] = [startOf(from), startOf(to)];
  return (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
}

/** Whether a unit is as long as the period itself: "the one before" whatever it is. */
function isOwn(unit: string): boolean {
  return unit === 'period' || unit === 'one';
}

function movedByMonths({ from, to }: Span, { unit, units }: PeriodShift): Span | null {
  const length = wholeMonths({ from, to });
  const months = isOwn(unit) ? length : (MONTHS[unit] ?? null);
  if (months === null || (unit !== 'year' && months !== length)) return null;
  return { from: addMonths(from, units * months), to: addMonths(to, units * months) };
}

function movedByDays({ from, to }: Span, { unit, units }: PeriodShift): Span | null {
  const length = (startOf(to).getTime() - startOf(from).getTime()) / DAY_MS;
  const days = isOwn(unit) ? length : DAYS[unit];
  return days === length ? { from: addDays(from, units * days), to: addDays(to, units * days) } : null;
}

function spoken(day: string): string {
  return startOf(day).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** How people call a span, from the shortest name on; its dates come last. */
function namesOf({ from, to }: Span): readonly string[] {
  const year = from.slice(0, 4);
  const month = Number(from.slice(5, 7));
  const last = addDays(to, -1);
  const dates = from === last ? spoken(from) : `from ${spoken(from)} to ${spoken(last)}`;
  const byMonths: Readonly<Record<number, string>> = {
    1: startOf(from).toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    3: `Q${(month + 2) / 3} ${year}`,
    6: `H${(month + 5) / 6} ${year}`,
    12: year,
  };
  const name = byMonths[wholeMonths({ from, to }) ?? 0];
  return name === undefined ? [dates] : [name, dates];
}

/** The period of a plan moved by a unit; null where it has none, the unit does not fit it, or no data could be meant. */
export function shiftPeriod(plan: Plan, shift: PeriodShift, context: PlannerContext): Plan['period'] {
  const { period } = plan;
  // A unit that the period is none of, as a month before a quarter, says nothing.
  const span = period === null ? null : (movedByMonths(period, shift) ?? movedByDays(period, shift));
  if (span === null) return null;
  for (const name of namesOf(span)) {
    const named = periodNamed(name, plan, context);
    if (named?.from === span.from && named.to === span.to) return named;
  }
  return null;
}
