import type { PlanInput } from '#shared/schemas/plan.ts';
import { isAdditive } from './evaluate/figures.ts';
import type { Random } from './random.ts';

type Metric = NonNullable<PlanInput['metrics']>[number];
type Calculation = NonNullable<PlanInput['calculations']>[number];

interface Ground {
  readonly metrics: readonly Metric[];
  /** Aliases of the dimensions that are no time. */
  readonly plain: readonly string[];
  /** Whether there is a time cut into units. */
  readonly isCut: boolean;
}

function nameOf(use: Metric): string {
  return use.kind === 'aggregate' ? use.alias : (use.alias ?? use.metric.replace(/^.*\./, ''));
}

/** Calculations that have a meaning for the metrics at hand. */
export function randomCalculations(random: Random, ground: Ground): readonly Calculation[] {
  if (!random.chance(0.4)) return [];
  const choices = ground.metrics.flatMap((use) => [
    ...anywhere(random, use, ground),
    ...(ground.isCut ? alongTime(random, use) : []),
  ]);
  return random
    .some(choices, 1, 2)
    .map((calculation, place) => ({ ...calculation, alias: `calculation_${String(place)}` }));
}

function isSum(use: Metric): boolean {
  return use.kind === 'metric' && isAdditive(use.metric);
}

function anywhere(random: Random, use: Metric, { metrics, plain }: Ground): readonly Calculation[] {
  const [of, alias] = [nameOf(use), 'x'];
  const other = nameOf(random.pick(metrics));
  const within = random.chance(0.5) ? plain.slice(0, 1) : [];
  const isExactUse =
    use.kind === 'metric' && ['sales.revenue', 'sales.units', 'sales.lines', 'sales.orders'].includes(use.metric);
  const direction = random.pick(['ascending', 'descending'] as const);
  const rank: Calculation = { kind: 'rank', of, direction, within, alias };
  const share: Calculation = { kind: 'share', of, within, alias };
  return [
    { kind: 'ratio', of, to: other, alias },
    { kind: 'difference', of, minus: other, alias },
    ...(isExactUse ? [rank] : []),
    ...(isSum(use) ? [share] : []),
    ...(isDistinct(use) ? [{ kind: 'share-distinct', of, within, alias } as const] : []),
  ];
}

function isDistinct(use: Metric): boolean {
  return use.kind === 'metric' && ['sales.orders', 'sales.buyers'].includes(use.metric);
}

function alongTime(random: Random, use: Metric): readonly Calculation[] {
  const [of, alias] = [nameOf(use), 'x'];
  const buckets = random.int(2, 3);
  const restartAt = random.pick([null, 'year', 'quarter'] as const);
  const sums: readonly Calculation[] = [
    { kind: 'running-total', of, restartAt, alias },
    { kind: 'moving-total', of, buckets, alias },
  ];
  const counts: readonly Calculation[] = [
    { kind: 'running-distinct', of, restartAt, alias },
    { kind: 'moving-distinct', of, buckets, alias },
  ];
  return [
    { kind: 'moving-average', of, buckets, alias },
    { kind: 'change', of, as: random.pick(['difference', 'percent']), lag: random.int(1, 2), alias },
    ...(isSum(use) ? sums : []),
    ...(isDistinct(use) ? counts : []),
  ];
}
