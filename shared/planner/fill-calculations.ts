import type { PlanGrain } from '#shared/schemas/plan-parts.ts';
import type { PlanInput } from '#shared/schemas/plan.ts';
import type { Draft } from './draft.ts';
import type { Group } from './fill-groups.ts';
import type { Figure } from './fill-metrics.ts';
import type { ReadingLog } from './reading-log.ts';
import type { ResolvedTime } from './resolve-time.ts';

type Calculation = NonNullable<PlanInput['calculations']>[number];

/** Buckets of a moving average when no number is said. */
const DEFAULT_BUCKETS = 3;

interface CalculationScope {
  readonly figures: readonly Figure[];
  readonly groups: readonly Group[];
  readonly time: ResolvedTime;
}

function objectTo(words: string, reason: string, log: ReadingLog): readonly Calculation[] {
  log.object({ kind: 'unsupported', words: [words], reason });
  return [];
}

/** Objects to figures whose parts overlap or are rates: 40 % of the orders and 70 % of them would both be true. */
function objectToOverlap({ figures }: CalculationScope, what: string, log: ReadingLog): boolean {
  const overlapping = figures.find(({ isAdditive }) => !isAdditive);
  if (overlapping === undefined) return false;
  objectTo(
    overlapping.label,
    `${overlapping.label} does not add up over groups, so ${what} of it would mean nothing.`,
    log,
  );
  return true;
}

function shares(scope: CalculationScope, log: ReadingLog): readonly Calculation[] {
  const { figures, groups } = scope;
  if (objectToOverlap(scope, 'a share', log)) return [];
  if (!groups.some(({ isTime }) => !isTime)) {
    return objectTo('share', 'A share needs something to split by, such as “share of revenue by region”.', log);
  }
  const within = groups.filter(({ isTime }) => isTime).map(({ alias }) => alias);
  return figures.map(({ alias }) => ({ kind: 'share', of: alias, within, alias: `${alias}_share` }));
}

/** A figure that runs or changes from row to row needs exactly one unit of time to do so along. */
function runsAlongTime(groups: readonly Group[]): boolean {
  const times = groups.filter(({ isTime }) => isTime);
  return times.length === 1 && times[0]?.grain !== null;
}

function runningFigures(draft: Draft, scope: CalculationScope, log: ReadingLog): readonly Calculation[] {
  const { figures, groups } = scope;
  if (draft.running === null) return [];
  if (draft.running === 'running-total' && objectToOverlap(scope, 'a running total', log)) return [];
  if (!runsAlongTime(groups)) {
    return objectTo(draft.running, 'A running figure needs a unit of time, such as “by month”.', log);
  }
  if (draft.running === 'running-total') {
    return figures.map(({ alias }) => ({ kind: 'running-total', of: alias, alias: `${alias}_running` }));
  }
  const buckets = draft.buckets ?? DEFAULT_BUCKETS;
  if (draft.buckets === null) log.assume(`The average runs over ${buckets} rows.`);
  return figures.map(({ alias }) => ({ kind: 'moving-average', of: alias, buckets, alias: `${alias}_average` }));
}

/** How many buckets before lies the same one of last year. */
const BUCKETS_PER_YEAR: Readonly<Record<PlanGrain, number>> = {
  hour: 1,
  day: 365,
  week: 52,
  month: 12,
  quarter: 4,
  half: 2,
  year: 1,
};

function bucketsPerYear(groups: readonly Group[]): number {
  const grain = groups.find((group) => group.grain !== null)?.grain ?? 'year';
  return BUCKETS_PER_YEAR[grain];
}

/** Growth from bucket to bucket where the figures are broken down by time; a comparison of periods covers the rest. */
function changes(draft: Draft, { figures, groups, time }: CalculationScope, log: ReadingLog): readonly Calculation[] {
  const wantsChange = draft.time.wantsChange || draft.time.bucketChange !== null || draft.time.baseline !== null;
  if (!wantsChange || time.comparison !== null) return [];
  if (!runsAlongTime(groups)) {
    return objectTo(
      'change',
      'It is not clear what to compare with: name a period, or a unit such as “by month”.',
      log,
    );
  }
  const lag = draft.time.baseline?.kind === 'same-period-last-year' ? bucketsPerYear(groups) : 1;
  return figures.map(({ alias }) => ({ kind: 'change', of: alias, as: 'percent', lag, alias: `${alias}_growth` }));
}

/** Figures that are computed over the rows of the result. */
export function fillCalculations(draft: Draft, scope: CalculationScope, log: ReadingLog): readonly Calculation[] {
  return [
    ...(draft.wantsShare ? shares(scope, log) : []),
    ...runningFigures(draft, scope, log),
    ...changes(draft, scope, log),
  ];
}
