import type { PlanInput } from '#shared/schemas/plan.ts';
import { CATEGORIES, CHANNELS, REGIONS, TAGS } from './random-database.ts';
import type { Random } from './random.ts';

export type RandomCondition = NonNullable<PlanInput['where']>;
type Exists = Extract<RandomCondition, { kind: 'exists' }>;

/** Nested queries that conditions may refer to; the plan must bring along those that are named. */
export const NESTED: Readonly<Record<string, NonNullable<PlanInput['nested']>[number]['query']>> = {
  good_customers: {
    metrics: [{ kind: 'metric', metric: 'sales.revenue' }],
    dimensions: [{ dimension: 'customers.customer_name' }],
    having: { kind: 'compare', of: 'revenue', operator: '>', value: 60 },
  },
  best_category: {
    metrics: [{ kind: 'metric', metric: 'sales.units' }],
    dimensions: [{ dimension: 'products.category' }],
    top: { by: 'units', count: 1 },
  },
  mean_price: {
    metrics: [{ kind: 'aggregate', function: 'avg', table: 'products', of: 'products.price', alias: 'price' }],
  },
  mean_price_by_category: {
    metrics: [{ kind: 'aggregate', function: 'avg', table: 'products', of: 'products.price', alias: 'price' }],
    dimensions: [{ dimension: 'products.category' }],
  },
  half_revenue: { metrics: [{ kind: 'metric', metric: 'sales.revenue' }] },
};

export function randomCondition(random: Random, depth = 0): RandomCondition {
  if (depth < 2 && random.chance(0.3)) {
    const conditions = [randomCondition(random, depth + 1), randomCondition(random, depth + 1)];
    return { kind: random.pick(['and', 'or']), conditions };
  }
  if (depth < 2 && random.chance(0.1)) return { kind: 'not', condition: randomCondition(random, depth + 1) };
  return random.pick([valueTest, valueTest, numberTest, textTest, nullTest, timeTest, existsTest, nestedTest])(random);
}

function valueTest(random: Random): RandomCondition {
  const negated = random.chance(0.3);
  return random.pick<RandomCondition>([
    { kind: 'in', field: 'customers.region', values: [...random.some(REGIONS, 1, 2)], negated },
    { kind: 'in', field: 'products.category', values: [random.pick(CATEGORIES)], negated },
    { kind: 'in', field: 'zones.zone', values: ['Zone 1'], negated },
    { kind: 'in', field: 'prices.band', values: ['low'], negated },
    { kind: 'in', field: 'customers.region', via: ['sale_gift_to'], values: [random.pick(REGIONS)], negated },
    { kind: 'in', field: 'tags.tag', values: [random.pick(TAGS)], negated },
    { kind: 'compare', field: 'sales.channel', operator: random.pick(['=', '<>']), value: random.pick(CHANNELS) },
    { kind: 'named', filter: 'sales.bulk', negated },
  ]);
}

function numberTest(random: Random): RandomCondition {
  const [from, to] = [random.int(0, 4), random.int(5, 9)];
  const operator = random.pick(['<', '<=', '>', '>=', '=', '<>'] as const);
  return random.pick<RandomCondition>([
    {
      kind: 'range',
      field: 'sales.quantity',
      from,
      to,
      includesTo: random.chance(0.5),
      includesFrom: random.chance(0.5),
    },
    { kind: 'range', field: 'products.price', from, to: null },
    { kind: 'compare', field: 'customers.refunds_made', operator, value: random.int(0, 3) },
    { kind: 'compare', field: 'products.price', operator, value: from },
  ]);
}

function textTest(random: Random): RandomCondition {
  return {
    kind: 'text',
    field: 'customers.customer_name',
    match: random.pick(['contains', 'starts', 'ends']),
    value: random.pick(['c', '1', 'C2', '%']),
    caseSensitive: random.chance(0.3),
    negated: random.chance(0.3),
  };
}

function nullTest(random: Random): RandomCondition {
  const field = random.pick(['customers.region', 'products.category', 'zones.zone', 'prices.band', 'rates.level']);
  return { kind: 'null', field, negated: random.chance(0.5) };
}

function timeTest(random: Random): RandomCondition {
  const negated = random.chance(0.2);
  const system = random.pick(['calendar', 'fiscal'] as const);
  return random.pick<RandomCondition>([
    { kind: 'part', field: 'sales.order_date', part: 'day-of-week', values: [6, 7], negated },
    { kind: 'part', field: 'sales.order_date', part: 'month-of-year', values: [1, 12], system, negated },
    { kind: 'part', field: 'sales.order_date', part: 'quarter-of-year', values: [random.int(1, 4)], system, negated },
    { kind: 'range', field: 'sales.order_date', from: '2025-12-10', to: '2026-02-20' },
  ]);
}

function existsTest(random: Random): Exists {
  const negated = random.chance(0.4);
  const period = random.chance(0.3) ? { from: '2025-12-01', to: '2026-02-01', label: 'then' } : null;
  if (random.chance(0.3)) {
    return { kind: 'exists', table: 'sales', of: 'customers', where: [simpleSale(random)], period, negated };
  }
  return { kind: 'exists', table: 'refunds', of: random.pick(['customers', 'products']), period, negated };
}

function simpleSale(random: Random): NonNullable<Exists['where']>[number] {
  return { kind: 'in', field: 'sales.channel', values: [random.pick(CHANNELS)] };
}

function nestedTest(random: Random): RandomCondition {
  const operator = random.pick(['<', '>=', '>', '<>'] as const);
  const times = random.pick([1, 1, 0.5, 2]);
  const negated = random.chance(0.3);
  return random.pick<RandomCondition>([
    { kind: 'member', field: 'customers.customer_name', of: 'good_customers', negated },
    { kind: 'member', field: 'products.category', of: 'best_category', negated },
    { kind: 'scalar', field: 'products.price', of: 'mean_price', operator, times },
    {
      kind: 'scalar',
      field: 'products.price',
      of: 'mean_price_by_category',
      operator,
      times,
      per: ['products.category'],
    },
  ]);
}
