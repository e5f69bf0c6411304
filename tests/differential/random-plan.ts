import type { PlanInput } from '#shared/schemas/plan.ts';
import { CATEGORIES, CHANNELS, REGIONS } from './random-database.ts';
import type { Random } from './random.ts';

type Condition = NonNullable<PlanInput['where']>;
type Dimension = NonNullable<PlanInput['dimensions']>[number];

const METRICS = [
  'sales.revenue',
  'sales.units',
  'sales.lines',
  'sales.orders',
  'sales.mean_amount',
  'sales.big_revenue',
  'sales.order_value',
  'refunds.refunded',
  'refunds.refund_count',
  'customers.customer_count',
  'stock.on_hand',
  'net',
  'refund_rate',
];
const DIMENSIONS: readonly Dimension[] = [
  { dimension: 'customers.customer_name' },
  { dimension: 'customers.region' },
  { dimension: 'customers.region', via: ['sale_gift_to'], alias: 'gift_region' },
  { dimension: 'zones.zone' },
  { dimension: 'products.category' },
  { dimension: 'sales.channel' },
];
const GRAINS = ['day', 'week', 'month', 'quarter', 'half', 'year'] as const;

/** A random question over the differential model; some of them have no meaning in it. */
export function randomPlan(random: Random): PlanInput {
  const metrics = pickMetrics(random);
  const dimensions = pickDimensions(random);
  const period = random.chance(0.6) ? pickPeriod(random) : null;
  const hasComparison = period !== null && random.chance(0.3);
  const first = metrics[0] ?? 'sales.revenue';
  const by = first.slice(first.indexOf('.') + 1);
  const plain = dimensions
    .filter(({ grain }) => grain === undefined)
    .map(({ dimension, alias }) => alias ?? dimension.split('.')[1] ?? '');
  const canTop = dimensions.length > 0 && isExact(first) && random.chance(0.25);
  return {
    model: 'test',
    metrics: metrics.map((metric) => ({ kind: 'metric', metric })),
    dimensions: [...dimensions],
    period,
    comparison: hasComparison
      ? { kind: 'previous-period', period: { from: '2025-11-01', to: '2025-12-15', label: 'before' } }
      : null,
    where: random.chance(0.5) ? pickWhere(random, 0) : null,
    having:
      random.chance(0.15) && isExact(first)
        ? { kind: 'compare', of: by, operator: random.pick(['>', '<=', '<>']), value: random.int(0, 60) }
        : null,
    top: canTop
      ? {
          by,
          count: random.int(1, 3),
          direction: random.pick(['top', 'bottom']),
          within: plain.length > 1 && random.chance(0.4) ? plain.slice(0, 1) : [],
        }
      : null,
  };
}

/** Figures without rounding, so that both sides break ties alike. */
function isExact(metric: string): boolean {
  return !['sales.mean_amount', 'sales.order_value', 'refund_rate'].includes(metric);
}

function pickMetrics(random: Random): readonly string[] {
  if (random.chance(0.4))
    return random.some(
      METRICS.filter((metric) => metric.startsWith('sales')),
      1,
      3,
    );
  return random.some(METRICS, 1, 3);
}

function pickDimensions(random: Random): readonly Dimension[] {
  const plain = random.some(DIMENSIONS, 0, 2);
  const time: readonly Dimension[] = random.chance(0.35)
    ? [{ dimension: 'metric_time', grain: random.pick(GRAINS) }]
    : [];
  return random.chance(0.2) ? time : [...plain, ...time];
}

function pickPeriod(random: Random): NonNullable<PlanInput['period']> {
  const [from, to] = random.pick([
    ['2026-01-01', '2026-02-01'],
    ['2025-12-01', '2026-03-01'],
    ['2026-01-01', '2027-01-01'],
    ['2026-02-10', '2026-02-24'],
  ] as const);
  return { from, to, label: `${from} to ${to}` };
}

function pickWhere(random: Random, depth: number): Condition {
  if (depth < 2 && random.chance(0.3)) {
    const conditions = [pickWhere(random, depth + 1), pickWhere(random, depth + 1)];
    return { kind: random.pick(['and', 'or']), conditions };
  }
  if (depth < 2 && random.chance(0.1)) return { kind: 'not', condition: pickWhere(random, depth + 1) };
  return pickLeaf(random);
}

function pickLeaf(random: Random): Condition {
  const negated = random.chance(0.3);
  switch (random.int(0, 7)) {
    case 0:
      return { kind: 'in', field: 'customers.region', values: [...random.some(REGIONS, 1, 2)], negated };
    case 1:
      return { kind: 'in', field: 'products.category', values: [random.pick(CATEGORIES)], negated };
    case 2:
      return {
        kind: 'compare',
        field: 'sales.channel',
        operator: random.pick(['=', '<>']),
        value: random.pick(CHANNELS),
      };
    case 3:
      return {
        kind: 'range',
        field: 'sales.quantity',
        from: random.int(0, 4),
        to: random.int(5, 9),
        includesTo: negated,
      };
    case 4:
      return {
        kind: 'text',
        field: 'customers.customer_name',
        match: random.pick(['contains', 'starts', 'ends']),
        value: random.pick(['c', '1', 'C2']),
        negated,
      };
    case 5:
      return { kind: 'null', field: random.pick(['customers.region', 'products.category', 'zones.zone']), negated };
    case 6:
      return { kind: 'exists', table: 'refunds', of: random.pick(['customers', 'products']), negated };
    default:
      return { kind: 'in', field: 'zones.zone', values: ['Zone 1'], negated };
  }
}
