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
  readonly wantsShare: boolean;
}

function objectTo(words: string, reason: string, log: ReadingLog): readonly Calculation[] {
  log.object({ kind: 'unsupported', words: [words], reason });
  return [];
}

/** Objects to rates: they are no parts of a whole. Things that are counted once are, though the parts may overlap. */
function objectToRates({ figures }: CalculationScope, log: ReadingLog): boolean {
  const rate = figures.find(({ isAdditive, counts }) => !isAdditive && counts === null);
  if (rate === undefined) return false;
  const { label } = rate;
  objectTo(label, `${label} does not add up over groups, so a share of it would mean nothing.`, log);
  return true;
}

function shareOf({ alias, label, counts }: Figure, within: readonly string[], log: ReadingLog): Calculation {
  if (counts !== null) log.assume(`${label}: one that belongs to several groups counts in each of them.`);
  const kind = counts === null ? 'share' : 'share-distinct';
  return { kind, of: alias, within: [...within], alias: `${alias}_share` };
}

function shares(draft: Draft, scope: CalculationScope, log: ReadingLog): readonly Calculation[] {
  const { figures, groups } = scope;
  if (objectToRates(scope, log)) return [];
  if (!groups.some(({ isTime }) => !isTime)) {
    return objectTo('share', 'A share needs something to split by, such as “share of revenue by region”.', log);
  }
  const wholes = draft.share?.within ?? [];
  const isWhole = ({ item }: Group) => item !== undefined && wholes.includes(item);
  const [whole] = groups.filter(isWhole);
  if (whole !== undefined) log.assume(`Shares are of each ${whole.item?.heard ?? ''} by itself.`);
  else if (groups.filter(({ isTime }) => !isTime).length > 1) log.assume('Shares are of the total over all rows.');
  const within = groups.filter((group) => group.isTime || isWhole(group)).map(({ alias }) => alias);
  return figures.map((figure) => shareOf(figure, within, log));
}

/** A figure that runs or changes from row to row needs exactly one unit of time to do so along. */
function runsAlongTime(groups: readonly Group[]): boolean {
  const times = groups.filter(({ isTime }) => isTime);
  return times.length === 1 && times[0]?.grain !== null;
}

/** Things counted once each do not add up; those that are new in a bucket do. */
function runningTotals({ figures }: CalculationScope, log: ReadingLog): readonly Calculation[] {
  const rate = figures.find(({ isAdditive, counts }) => !isAdditive && counts === null);
  if (rate !== undefined) {
    return objectTo(rate.label, `${rate.label} does not add up, so a running total of it would mean nothing.`, log);
  }
  return figures.map(({ alias, counts, label }) => {
    if (counts !== null) log.assume(`${label}: each is counted once, when it first appears.`);
    return { kind: counts === null ? 'running-total' : 'running-distinct', of: alias, alias: `${alias}_running` };
  });
}

function movingFigures({ running, buckets: said }: Draft, { figures }: CalculationScope, log: ReadingLog) {
  const kind = running === 'moving-total' ? 'moving-total' : 'moving-average';
  const added = kind === 'moving-total' ? figures.find(({ isAdditive }) => !isAdditive) : undefined;
  if (added !== undefined) {
    return objectTo(added.label, `${added.label} does not add up, so a moving total of it would mean nothing.`, log);
  }
  const buckets = said ?? DEFAULT_BUCKETS;
  if (said === null) log.assume(`The average runs over ${buckets} rows.`);
  return figures.map(({ alias }): Calculation => ({ kind, of: alias, buckets, alias: `${alias}_${kind.slice(7)}` }));
}

function runningFigures(draft: Draft, scope: CalculationScope, log: ReadingLog): readonly Calculation[] {
  const { groups } = scope;
  if (draft.running === null) return [];
  if (!runsAlongTime(groups)) {
    return objectTo(draft.running, 'A running figure needs a unit of time, such as “by month”.', log);
  }
  return draft.running === 'running-total' ? runningTotals(scope, log) : movingFigures(draft, scope, log);
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
    ...(scope.wantsShare ? shares(draft, scope, log) : []),
    ...runningFigures(draft, scope, log),
    ...changes(draft, scope, log),
  ];
}
