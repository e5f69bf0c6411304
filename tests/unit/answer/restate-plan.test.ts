import { describe, expect, it } from 'vitest';
import { restatePlan } from '#shared/answer/describe-reading.ts';
import { type PlanInput, planSchema } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { retailModel } from '#tests/unit/planner/retail-planner.ts';

function restated(input: Omit<PlanInput, 'model'>): string {
  const plan = planSchema.parse({ model: retailModel.name, ...input });
  const compiled = compilePlan(plan, retailModel);
  if (compiled.kind !== 'compiled') throw new Error(compiled.message);
  return restatePlan(plan, retailModel, compiled);
}

const revenue = { kind: 'metric', metric: 'sales.revenue' } as const;
const october = { from: '2026-10-01', to: '2026-11-01', label: 'October 2026' };
const listing = { table: 'products', columns: [{ dimension: 'products.product_name' }] };

describe('a plan in words', () => {
  it.each<[string, Omit<PlanInput, 'model'>]>([
    [
      'Revenue by region, October 2026, where channel is Online, only those with revenue above $1,000.00',
      {
        metrics: [revenue],
        dimensions: [{ dimension: 'customers.region' }],
        period: october,
        where: { kind: 'in', field: 'stores.channel', values: ['Online'] },
        having: { kind: 'compare', of: 'revenue', operator: '>', value: 1000 },
      },
    ],
    [
      'Revenue by store, only those with revenue below the mean of all',
      {
        metrics: [revenue],
        dimensions: [{ dimension: 'stores.store_name' }],
        having: { kind: 'summary', of: 'revenue', operator: '<', summary: 'mean' },
      },
    ],
    [
      'Rows of products, where products without returns (reason is Damaged) in October 2026',
      {
        listing,
        where: {
          kind: 'exists',
          table: 'returns',
          of: 'products',
          negated: true,
          where: [{ kind: 'in', field: 'returns.reason', values: ['Damaged'] }],
          period: october,
        },
      },
    ],
    [
      'Rows of products, where product key is among (units sold by product key, October 2026, only those with units sold above 100)',
      {
        listing,
        where: { kind: 'member', field: 'products.product_key', of: 'sold' },
        nested: [
          {
            name: 'sold',
            query: {
              metrics: [{ kind: 'metric', metric: 'sales.units' }],
              dimensions: [{ dimension: 'products.product_key' }],
              period: october,
              having: { kind: 'compare', of: 'units', operator: '>', value: 100 },
            },
          },
        ],
      },
    ],
    [
      'Rows of products, where list price above 2 × (average list price)',
      {
        listing,
        where: { kind: 'scalar', field: 'products.list_price', operator: '>', of: 'usual', times: 2 },
        nested: [{ name: 'usual', query: { metrics: [{ kind: 'metric', metric: 'products.average_list_price' }] } }],
      },
    ],
    [
      'The row of products with the highest list price of each category',
      { listing: { ...listing, latest: { per: ['products.category'], by: 'products.list_price' } } },
    ],
    [
      'Rows of products, where launch date in 2025, the first 5 by product, ascending',
      {
        listing,
        where: { kind: 'range', field: 'products.launch_date', from: '2025-01-01', to: '2026-01-01' },
        order: [{ by: 'product_name' }],
        limit: 5,
      },
    ],
    [
      'The different values of brand in order lines',
      { listing: { table: 'sales', columns: [{ dimension: 'products.brand' }], distinct: true } },
    ],
  ])('says all that decides its figures: %s', (words, input) => {
    expect(restated(input)).toBe(words);
  });

  it.each([
    ['2025-01-01', '2026-01-01', 'in 2025'],
    ['2026-07-01', '2026-10-01', 'in Q3 2026'],
    ['2026-10-05', '2026-10-06', 'on 5 October 2026'],
    ['2026-10-05', '2026-10-08', 'during 5–7 October 2026'],
    ['0001-01-01', '2026-10-01', 'until 30 September 2026'],
  ])('says the days from %s to before %s as “%s”', (from, to, words) => {
    const where = { kind: 'range', field: 'products.launch_date', from, to } as const;
    expect(restated({ listing, where })).toBe(`Rows of products, where launch date ${words}`);
  });
});
