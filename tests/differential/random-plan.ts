import type { PlanInput } from '#shared/schemas/plan.ts';
import { isExact } from './evaluate/figures.ts';
import { randomCalculations } from './random-calculation.ts';
import { NESTED, randomCondition } from './random-condition.ts';
import type { Random } from './random.ts';

type Dimension = NonNullable<PlanInput['dimensions']>[number];
type Metric = NonNullable<PlanInput['metrics']>[number];
type Query = Omit<PlanInput, 'model' | 'nested'>;

const SALES = ['sales.revenue', 'sales.units', 'sales.lines', 'sales.orders', 'sales.buyers', 'sales.mean_amount'];
const METRICS = [
  ...SALES,
  'sales.big_revenue',
  'sales.order_value',
  'refunds.refunded',
  'refunds.refund_count',
  'customers.customer_count',
  'customers.mean_refunds',
  'stock.on_hand',
  'sale_tags.tag_count',
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
  { dimension: 'prices.band' },
  { dimension: 'rates.level' },
  { dimension: 'tags.tag' },
];
const OF_CUSTOMERS: readonly Dimension[] = [
  { dimension: 'customers.region' },
  { dimension: 'zones.zone' },
  { dimension: 'customers.customer_name' },
];
const GRAINS = ['day', 'week', 'month', 'quarter', 'half', 'year'] as const;
const PARTS = ['day-of-week', 'day-of-month', 'week-of-year', 'month-of-year', 'quarter-of-year'] as const;

/** A random question over the differential model; some of them have no meaning in it. */
export function randomPlan(random: Random): PlanInput {
  const shape = random.next();
  const query =
    shape < 0.08 ? listing(random) : shape < 0.13 ? members(random) : shape < 0.2 ? cohort(random) : grouped(random);
  const other = random.chance(0.08) ? otherSet(random, query) : null;
  const combine = { operation: random.pick(['union', 'intersect', 'except'] as const), with: ['other'] };
  const plan = other === null ? query : { ...query, combine };
  const text = JSON.stringify([plan, other]);
  const named = Object.entries(NESTED).filter(([name]) => text.includes(`"${name}"`));
  const nested = [...named, ...(other === null ? [] : [['other', other] as const])];
  return { model: 'test', ...plan, nested: nested.map(([name, one]) => ({ name, query: one })) };
}

function nameOf(use: Metric): string {
  return use.kind === 'aggregate' ? use.alias : (use.alias ?? use.metric.replace(/^.*\./, ''));
}

function isExactUse(use: Metric): boolean {
  return use.kind === 'aggregate' ? !['avg', 'median'].includes(use.function) : isExact(use.metric);
}

function pickMetrics(random: Random): readonly Metric[] {
  const ids = random.chance(0.5) ? random.some(SALES, 1, 3) : random.some(METRICS, 1, 3);
  const uses = ids.map((metric): Metric => ({ kind: 'metric', metric }));
  if (random.chance(0.12)) {
    uses.push({ kind: 'metric', metric: 'sales.revenue', alias: 'part', where: randomCondition(random, 2) });
  }
  if (random.chance(0.12)) {
    const name = random.pick(['count_distinct', 'sum', 'avg', 'min', 'max', 'median'] as const);
    uses.push({ kind: 'aggregate', function: name, table: 'sales', of: 'sales.amount', alias: 'amounts' });
  }
  return uses;
}

function pickDimensions(random: Random, time: Dimension | null): readonly Dimension[] {
  const plain = random.some(DIMENSIONS, 0, 2);
  if (time === null) return plain;
  return random.chance(0.4) ? [time] : [...plain.slice(0, 1), time];
}

function pickTime(random: Random): Dimension | null {
  if (random.chance(0.5)) return null;
  const dimension = random.pick(['metric_time', 'metric_time', 'sales.order_date']);
  const system = random.pick(['calendar', 'fiscal'] as const);
  if (random.chance(0.15)) return { dimension, part: random.pick(PARTS), system };
  return { dimension, grain: random.pick(GRAINS), system };
}

function pickPeriod(random: Random): NonNullable<PlanInput['period']> {
  const [from, to] = random.pick([
    ['2026-01-01', '2026-02-01'],
    ['2025-12-01', '2026-03-01'],
    ['2026-01-01', '2027-01-01'],
    ['2026-02-10', '2026-02-24'],
    ['2026-02-01', '2026-05-03'],
  ] as const);
  return { from, to, label: `${from} to ${to}` };
}

function pickComparison(random: Random): NonNullable<PlanInput['comparison']> {
  return random.pick([
    { kind: 'previous-period', period: { from: '2025-11-01', to: '2025-12-15', label: 'before' } },
    { kind: 'same-period-last-year', period: { from: '2025-01-01', to: '2026-01-01', label: 'the year before' } },
    {
      kind: 'other-period',
      period: { from: '2025-12-06', to: '2026-01-03', label: 'another' },
      calculate: ['difference'],
    },
  ]);
}

function grouped(random: Random): Query {
  const metrics = pickMetrics(random);
  const time = pickTime(random);
  const dimensions = pickDimensions(random, time);
  const period = random.chance(0.6) ? pickPeriod(random) : null;
  const isCut = time?.grain !== undefined;
  const plain = dimensions
    .filter((use) => use !== time)
    .map(({ dimension, alias }) => alias ?? dimension.replace(/^.*\./, ''));
  const exact = metrics.filter(isExactUse).map(nameOf);
  const canCompare = period !== null && time?.part === undefined && random.chance(0.3);
  return summarize(random, {
    metrics: [...metrics],
    dimensions: [...dimensions],
    period,
    comparison: canCompare ? pickComparison(random) : null,
    where: random.chance(0.45) ? randomCondition(random) : null,
    calculations: [...randomCalculations(random, { metrics, plain, isCut })],
    fillGaps: isCut && period !== null && random.chance(0.25),
    having: exact.length > 0 && random.chance(0.2) ? pickHaving(random, exact, plain) : null,
    top: exact.length > 0 && dimensions.length > 0 && random.chance(0.2) ? pickTop(random, exact, plain) : null,
    order:
      exact.length > 0 && random.chance(0.15)
        ? [{ by: random.pick(exact), direction: random.pick(['ascending', 'descending']) }]
        : [],
  });
}

/** Some of the dimensions summarized away; what compares the figures afterwards needs exact ones, as extremes are. */
function summarize(random: Random, query: Query): Query {
  const names = (query.dimensions ?? []).map(({ alias, dimension, grain, part }) => {
    const suffix = part?.replaceAll('-', '_') ?? grain;
    return alias ?? `${dimension.replace(/^.*\./, '')}${suffix === undefined ? '' : `_${suffix}`}`;
  });
  if (names.length === 0 || !random.chance(0.15)) return query;
  const summary = {
    function: random.pick(['mean', 'median', 'max', 'min'] as const),
    over: [...random.some(names, 1, 2)],
  };
  const isExactly = summary.function === 'max' || summary.function === 'min';
  const left = names.some((name) => !summary.over.includes(name));
  const kept = isExactly && left ? { top: query.top?.within?.length === 0 ? query.top : null, order: query.order } : {};
  return { ...query, comparison: null, calculations: [], having: null, top: null, order: [], ...kept, summary };
}

function pickTop(random: Random, exact: readonly string[], plain: readonly string[]): NonNullable<PlanInput['top']> {
  return {
    by: random.pick(exact),
    count: random.int(1, 3),
    direction: random.pick(['top', 'bottom']),
    within: plain.length > 0 && random.chance(0.4) ? plain.slice(0, 1) : [],
  };
}

type Having = NonNullable<PlanInput['having']>;

function pickHaving(random: Random, exact: readonly string[], plain: readonly string[], depth = 0): Having {
  const of = random.pick(exact);
  const operator = random.pick(['>', '<=', '<>', '=', '<', '>='] as const);
  const leaf = random.pick<Having>([
    { kind: 'compare', of, operator, value: random.int(0, 60) },
    { kind: 'null', of, negated: random.chance(0.5) },
    { kind: 'column', of, operator, other: random.pick(exact), times: random.pick([1, 0.5, 2]) },
    { kind: 'scalar', of, operator, query: 'half_revenue', times: 0.25 },
    { kind: 'summary', of, operator, summary: random.pick(['max', 'min']), times: random.pick([1, 0.5]) },
    { kind: 'summary', of, operator, summary: 'max', times: 0.5, within: plain.slice(0, 1) },
  ]);
  if (depth > 0 || random.chance(0.7)) return leaf;
  const other = pickHaving(random, exact, plain, depth + 1);
  return random.chance(0.3)
    ? { kind: 'not', condition: leaf }
    : { kind: random.pick(['and', 'or']), conditions: [leaf, other] };
}

function listing(random: Random): Query {
  const where = random.chance(0.5) ? randomCondition(random) : null;
  const period = random.chance(0.4) ? pickPeriod(random) : null;
  if (random.chance(0.3)) {
    const columns: Dimension[] = [
      { dimension: 'customers.customer_name' },
      { dimension: 'customers.region' },
      { dimension: 'zones.zone' },
    ];
    return { listing: { table: 'customers', columns, distinct: random.chance(0.5) }, where, period };
  }
  const columns: Dimension[] = [
    { dimension: 'sales.sale_id' },
    { dimension: 'sales.amount' },
    ...random.some(DIMENSIONS, 0, 2),
  ];
  const latest = {
    per: [random.pick(['customers.customer_name', 'sales.channel', 'products.category'])],
    by: random.pick(['sales.order_date', 'sales.amount']),
    direction: random.pick(['latest', 'first'] as const),
    count: random.int(1, 2),
  };
  return {
    listing: { table: 'sales', columns, latest: random.chance(0.5) ? latest : null },
    where,
    period,
    order: random.chance(0.4) ? [{ by: 'amount', direction: random.pick(['ascending', 'descending']) }] : [],
    limit: random.chance(0.3) ? random.int(1, 6) : null,
  };
}

function members(random: Random): Query {
  const dimensions = [
    ...random.some(
      DIMENSIONS.filter(({ via }) => via === undefined),
      1,
      2,
    ),
  ];
  return { dimensions, where: random.chance(0.6) ? randomCondition(random) : null };
}

function cohort(random: Random): Query {
  const metrics = random.some(['sales.revenue', 'sales.buyers', 'refunds.refunded', 'net', 'sales.mean_amount'], 1, 3);
  const grain = random.pick(['week', 'month', 'quarter'] as const);
  const anything = DIMENSIONS.filter(({ via }) => via === undefined);
  // Most of what there is has no one value for a customer.
  const splits = random.some(random.chance(0.7) ? OF_CUSTOMERS : anything, 1, 2);
  return {
    metrics: metrics.map((metric) => ({ kind: 'metric', metric })),
    dimensions: random.chance(0.6) ? [...splits] : [],
    cohort: {
      member: random.pick(['customers.customer_name', 'customers.customer_key', 'customers.customer_key']),
      timeDimension: 'sales.order_date',
      grain,
      system: random.pick(['calendar', 'fiscal']),
      ages: random.int(1, 6),
    },
    period: random.chance(0.4) ? pickPeriod(random) : null,
    where: random.chance(0.3) ? randomCondition(random) : null,
    calculations: metrics.includes('sales.buyers')
      ? [{ kind: 'ratio', of: 'buyers', to: 'size', alias: 'retention' }]
      : [],
  };
}

/** The same question with other conditions, to be combined as sets of rows; null where rows would not compare. */
function otherSet(random: Random, query: Query): Query | null {
  const isPlainRows =
    (query.cohort ?? null) === null && (query.order ?? []).length === 0 && (query.limit ?? null) === null;
  const isPlain = isPlainRows && (query.summary ?? null) === null;
  const isExactQuery = (query.metrics ?? []).every(isExactUse) && (query.calculations ?? []).length === 0;
  const canCombine = isPlain && isExactQuery && (query.comparison ?? null) === null;
  return canCombine ? { ...query, where: randomCondition(random, 2) } : null;
}
