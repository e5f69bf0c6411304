import { expect, it } from 'vitest';
import { planSchema, type PlanInput } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { dimension, manyToOne, table } from '#tests/differential/model-parts.ts';
import { shopModel } from './shop-model.ts';

const revenue = { kind: 'metric', metric: 'sales.revenue' } as const;
const customers = { kind: 'metric', metric: 'customers.customer_count' } as const;

function refusalOf(input: Omit<PlanInput, 'model'>, model = shopModel()): string {
  const compiled = compilePlan(planSchema.parse({ model: 'shop', ...input }), model);
  return compiled.kind === 'refused' ? `${compiled.reason}: ${compiled.message}` : 'compiled';
}

it.each<[string, Omit<PlanInput, 'model'>, RegExp]>([
  [
    'a coarse figure split by a finer table',
    { metrics: [customers], dimensions: [{ dimension: 'sales.channel' }] },
    /^multiplies: .*count several times/,
  ],
  [
    'a coarse figure filtered by a finer table',
    { metrics: [customers], where: { kind: 'in', field: 'sales.channel', values: ['Online'] } },
    /^multiplies/,
  ],
  [
    'a split by an unrelated table',
    { metrics: [{ kind: 'metric', metric: 'targets.target' }], dimensions: [{ dimension: 'products.category' }] },
    /^unrelated/,
  ],
  [
    'two figures of which one has no such dimension',
    {
      metrics: [revenue, { kind: 'metric', metric: 'stock.on_hand' }],
      dimensions: [{ dimension: 'customers.region' }],
    },
    /^unrelated/,
  ],
  ['an unknown metric', { metrics: [{ kind: 'metric', metric: 'sales.profit' }] }, /^unknown: .*sales\.profit/],
  ['an unknown dimension', { metrics: [revenue], dimensions: [{ dimension: 'sales.colour' }] }, /^unknown/],
  ['nothing asked', {}, /^invalid/],
  [
    'targets by day',
    {
      metrics: [{ kind: 'metric', metric: 'targets.target' }],
      dimensions: [{ dimension: 'metric_time', grain: 'day' }],
    },
    /^no-time: .*per month/,
  ],
  [
    'a period for a figure without a date',
    {
      metrics: [{ kind: 'aggregate', function: 'count', table: 'products', alias: 'products' }],
      period: { from: '2026-01-01', to: '2026-02-01', label: 'January 2026' },
    },
    /^no-time/,
  ],
  [
    'shares of a distinct count',
    {
      metrics: [{ kind: 'metric', metric: 'sales.orders' }],
      dimensions: [{ dimension: 'sales.channel' }],
      calculations: [{ kind: 'share', of: 'orders', alias: 'part' }],
    },
    /^not-additive/,
  ],
  [
    'a comparison without a period',
    {
      metrics: [revenue],
      comparison: { kind: 'previous-period', period: { from: '2026-01-01', to: '2026-02-01', label: 'x' } },
    },
    /^invalid/,
  ],
  [
    'text compared with a number field',
    { metrics: [revenue], where: { kind: 'in', field: 'sales.quantity', values: ['many'] } },
    /^invalid/,
  ],
  [
    'a scalar of several rows',
    {
      metrics: [revenue],
      where: { kind: 'scalar', field: 'sales.quantity', operator: '>', of: 'regions' },
      nested: [{ name: 'regions', query: { metrics: [revenue], dimensions: [{ dimension: 'customers.region' }] } }],
    },
    /^invalid: .*more than one row/,
  ],
  ['a top by a column that is not there', { metrics: [revenue], top: { count: 3, by: 'units' } }, /^invalid/],
])('refuses %s', (_, input, expected) => {
  const refusal = refusalOf(input);

  expect(refusal).toMatch(expected);
});

it('refuses several ways to a table and names them, whatever their length', () => {
  const base = shopModel();
  const model = {
    ...base,
    tables: [...base.tables, table('segments', ['SEGMENT_KEY'], { dimensions: [dimension('segments', 'segment')] })],
    relationships: [
      ...base.relationships,
      manyToOne('sale_segment', 'sales', 'segments', [['SEGMENT_KEY', 'SEGMENT_KEY']]),
      manyToOne('customer_segment', 'customers', 'segments', [['SEGMENT_KEY', 'SEGMENT_KEY']]),
    ],
  };
  const plan = { metrics: [revenue], dimensions: [{ dimension: 'segments.segment' }] };

  const refusal = refusalOf(plan, model);
  const named = refusalOf(
    { metrics: [revenue], dimensions: [{ dimension: 'segments.segment', via: ['sale_segment'] }] },
    model,
  );

  expect(refusal).toMatch(/^ambiguous: .*sale_segment.*customer_segment|^ambiguous: .*customer_segment.*sale_segment/);
  expect(named).toBe('compiled');
});

it('does not follow a relationship that nobody has confirmed, unless it is named', () => {
  const base = shopModel();
  const relationships = base.relationships.map((one) =>
    one.name === 'sale_customer' ? { ...one, review: { confidence: 0.8, reason: 'same name' } } : one,
  );
  const model = { ...base, relationships };

  const silent = refusalOf({ metrics: [revenue], dimensions: [{ dimension: 'customers.region' }] }, model);
  const named = refusalOf(
    { metrics: [revenue], dimensions: [{ dimension: 'customers.region', via: ['sale_customer'] }] },
    model,
  );

  expect(silent).toMatch(/^unrelated: .*awaits review/);
  expect(named).toBe('compiled');
});
