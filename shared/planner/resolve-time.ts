import { AppError } from '#shared/errors/app-error.ts';
import { alignElapsed, previousPeriod, samePeriodLastYear } from '#shared/calendar/compare-periods.ts';
import type { Period, PeriodContext, PeriodUnit } from '#shared/calendar/period.ts';
import type { PeriodExpression } from '#shared/calendar/period-expression.ts';
import type { PeriodReading } from '#shared/calendar/read-periods.ts';
import { toPeriod, toSpan } from '#shared/calendar/to-period.ts';
import { resolvePeriod } from '#shared/calendar/resolve-period.ts';
import type { PlanGrain } from '#shared/schemas/plan-parts.ts';
import type { Baseline, TimeMention } from './draft.ts';
import type { ReadingLog } from './reading-log.ts';

export interface ResolvedTime {
  readonly period: Period | null;
  readonly heard: string | null;
  readonly comparison: {
    readonly kind: 'previous-period' | 'same-period-last-year' | 'other-period';
    readonly period: Period;
    readonly heard: string | null;
  } | null;
  /** "2025 and 2026": one row for each was asked for, in this unit. */
  readonly listedGrain: PlanGrain | null;
}

const NO_TIME: ResolvedTime = { period: null, heard: null, comparison: null, listedGrain: null };

/** A period that does not exist is the question's fault, and said so; any other failure is ours. */
export function readingPeriod(reading: PeriodReading, context: PeriodContext, log: ReadingLog): Period | null {
  try {
    const period = resolvePeriod(reading.expression, context);
    if (reading.assumesYear) log.assume(`“${reading.heard}” was read as ${period.label}.`);
    if (reading.expression.kind === 'rolling' && reading.expression.count === 1) {
      log.assume(`“${reading.heard}” was read as ${period.label}, up to today.`);
    }
    log.matches.push({ heard: reading.heard, became: period.label, kind: 'period', method: 'period' });
    return period;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_request') throw error;
    return log.object({ kind: 'unsupported', words: [reading.heard], reason: error.message });
  }
}

function isSame(left: Period, right: Period): boolean {
  return left.from === right.from && left.to === right.to;
}

/** "The previous quarter" beside Q3 is Q2, whatever quarter it is today. */
function isPreviousOf(heard: string, expression: PeriodExpression, main: Period): boolean {
  const isPrevious = /\b(?:previous|prior|preceding)\b/i.test(heard) && expression.kind === 'relative';
  return isPrevious && expression.unit === main.grain && expression.offset === -1;
}

/** "Last year" as the baseline of a month means that month of last year. */
function isYearBefore(expression: PeriodExpression, main: Period): boolean {
  const isLastYear = expression.kind === 'relative' && expression.unit === 'year' && expression.offset === -1;
  return isLastYear && main.grain !== 'year' && main.partOf !== 'year';
}

function baselinePeriod(main: Period, baseline: Baseline, context: PeriodContext, log: ReadingLog): Period | null {
  if (baseline.kind !== 'period') {
    return baseline.kind === 'previous-period' ? previousPeriod(main, context) : samePeriodLastYear(main, context);
  }
  const { expression, heard } = baseline.reading;
  if (isPreviousOf(heard, expression, main)) return previousPeriod(main, context);
  if (isYearBefore(expression, main)) return samePeriodLastYear(main, context);
  return readingPeriod(baseline.reading, context, log);
}

function comparisonKind(main: Period, other: Period, context: PeriodContext) {
  if (isSame(samePeriodLastYear(main, context), other) && main.grain !== 'year') return 'same-period-last-year';
  return isSame(previousPeriod(main, context), other) ? 'previous-period' : 'other-period';
}

function compare(main: Period, heard: string | null, baseline: Baseline, scope: Scope): ResolvedTime | null {
  const { context, log } = scope;
  const other = baselinePeriod(main, baseline, context, log);
  if (other === null) return null;
  if (isSame(main, other)) {
    return log.object({ kind: 'unsupported', words: [main.label], reason: 'A period cannot be compared with itself.' });
  }
  const kind = baseline.kind === 'period' ? comparisonKind(main, other, context) : baseline.kind;
  const aligned = alignElapsed(main, other, context);
  if (!isSame(aligned.period, main)) {
    log.assume(`${main.label} is not over, so ${aligned.period.label} is compared with ${aligned.baseline.label}.`);
  }
  const baselineHeard = baseline.kind === 'period' ? baseline.reading.heard : null;
  return {
    period: aligned.period,
    heard,
    comparison: { kind, period: aligned.baseline, heard: baselineHeard },
    listedGrain: null,
  };
}

interface Scope {
  readonly context: PeriodContext;
  readonly log: ReadingLog;
}

/** Several periods without a comparison: one span with a row for each when they touch, else the later against the earlier. */
function joinPeriods(periods: readonly Period[], heard: string, { context, log }: Scope): ResolvedTime | null {
  const open = periods.find(({ from, to }) => from <= '0001-01-01' || to >= '9999-12-31');
  if (open !== undefined) {
    return log.object({ kind: 'unsupported', words: [heard], reason: 'Only one period can be read at once.' });
  }
  const sorted = periods.toSorted((left, right) => (left.from < right.from ? -1 : 1));
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return NO_TIME;
  const touches = sorted.every((period, index) => index === 0 || sorted[index - 1]?.to === period.from);
  const isOneGrain = sorted.every((period) => period.grain === first.grain && period.system === first.system);
  if (touches && isOneGrain && first.partOf === null) {
    const joined = toPeriod({ ...toSpan(first), to: toSpan(last).to }, context);
    return { period: joined, heard, comparison: null, listedGrain: first.grain };
  }
  if (sorted.length !== 2) {
    return log.object({ kind: 'unsupported', words: [heard], reason: 'These periods do not follow one another.' });
  }
  const kind = comparisonKind(last, first, context);
  const aligned = alignElapsed(last, first, context);
  return { period: aligned.period, heard, comparison: { kind, period: aligned.baseline, heard }, listedGrain: null };
}

/** "Revenue vs last month": the current unit against the one before it. */
function currentUnit(baseline: Baseline, { context, log }: Scope): Period | null {
  if (baseline.kind === 'same-period-last-year') {
    const unit = baseline.unit ?? 'year';
    log.assume(`This ${unit} is compared with last year, since no period was named.`);
    return resolvePeriod({ kind: 'relative', unit, system: 'calendar', offset: 0 }, context);
  }
  if (baseline.kind !== 'period') return null;
  const { expression, heard } = baseline.reading;
  if (expression.kind !== 'relative' || expression.offset !== -1) return null;
  const period = resolvePeriod({ ...expression, offset: 0 }, context);
  log.assume(`${period.label} is compared with “${heard}”.`);
  return period;
}

/** "Revenue in the same month last year": this month a year ago, whole. */
function unitLastYear(unit: PeriodUnit, { context, log }: Scope): Period {
  const period = samePeriodLastYear(
    resolvePeriod({ kind: 'relative', unit, system: 'calendar', offset: 0 }, context),
    context,
  );
  log.assume(`“The same ${unit} last year” was read as ${period.label}.`);
  return period;
}

/** What a question that speaks of change compares with although it does not say so: the period before. */
function impliedBaseline(time: TimeMention, main: Period | undefined): Baseline | null {
  if (time.baseline !== null) return time.baseline;
  const wantsComparison = time.wantsChange && !time.hasGrain && time.bucketChange === null;
  return wantsComparison && main !== undefined ? { kind: 'previous-period' } : null;
}

function isFuture(period: Period, { today }: PeriodContext): boolean {
  return period.from > today;
}

/** "Q1 and Q3 2025": the year that is said once, at the end, is that of both. */
function withSharedYear(readings: readonly PeriodReading[]): readonly PeriodReading[] {
  const last = readings.at(-1);
  if (last === undefined || !('year' in last.expression) || typeof last.expression.year !== 'object') return readings;
  const { year } = last.expression;
  if (year.kind === 'latest') return readings;
  return readings.map((reading) => {
    const { expression } = reading;
    const isShared = reading.assumesYear && (expression.kind === 'year-part' || expression.kind === 'day');
    return isShared ? { ...reading, expression: { ...expression, year }, assumesYear: false } : reading;
  });
}

/** The absolute dates of a question, and those to compare them with. Null when a problem was logged. */
export function resolveTime(time: TimeMention, context: PeriodContext, log: ReadingLog): ResolvedTime | null {
  const scope = { context, log };
  const periods: Period[] = [];
  for (const reading of withSharedYear(time.periods)) {
    const period = readingPeriod(reading, context, log);
    if (period === null) return null;
    periods.push(period);
  }
  const [main] = periods;
  const heard = time.periods.map((reading) => reading.heard).join(' and ');
  if (periods.length > 1) {
    return time.baseline === null && time.areJoined
      ? joinPeriods(periods, heard, scope)
      : log.object({
          kind: 'unsupported',
          words: [heard],
          reason: 'Only one period, or two to compare, can be read at once.',
        });
  }
  if (main !== undefined && isFuture(main, context)) {
    return log.object({ kind: 'unsupported', words: [heard], reason: `${main.label} lies in the future.` });
  }
  return resolveOne(time, main, heard, scope);
}

function resolveOne(time: TimeMention, main: Period | undefined, heard: string, scope: Scope): ResolvedTime | null {
  const { log } = scope;
  if (time.yearBefore !== null) return { ...NO_TIME, period: unitLastYear(time.yearBefore, scope) };
  const baseline = impliedBaseline(time, main);
  if (baseline === null) return main === undefined ? NO_TIME : { ...NO_TIME, period: main, heard };
  // "Year over year by quarter": each bucket against the one a year before; see the calculations.
  if (main === undefined && baseline.kind === 'same-period-last-year' && time.hasGrain) return NO_TIME;
  const current = main ?? currentUnit(baseline, scope);
  if (current === null) {
    return log.object({ kind: 'unsupported', words: [], reason: 'It is not clear which period to compare.' });
  }
  return compare(current, main === undefined ? null : heard, baseline, scope);
}
