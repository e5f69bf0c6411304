import { describe, expect, it } from 'vitest';
import { ask, planned, summarize } from './retail-planner.ts';

const YEAR = 'in 2025-01-01..2026-01-01';
const TWO = `sales.revenue by stores.channel customers.region ${YEAR} share(revenue)`;
const TURNED = `sales.revenue by customers.region stores.channel ${YEAR} share(revenue)`;

describe('shares of two breakdowns', () => {
  it.each([
    ['share of each channel in the revenue of each region in 2025', TWO, ['region']],
    ['share of revenue by channel within each region in 2025', TWO, ['region']],
    ['percentage of revenue by channel per region in 2025', TWO, ['region']],
    ['channel share of revenue by region in 2025', TURNED, ['region']],
    ['for each region, the share of revenue of each channel in 2025', TURNED, ['region']],
    ['share of revenue by region and channel in 2025', TURNED, []],
  ])('takes the shares of “%s” within the right whole', (question, expected, within) => {
    const found = planned(question);

    expect(summarize(found)).toBe(expected);
    expect(found.plan.calculations).toMatchObject([{ kind: 'share', within }]);
  });
});

describe('shares of things that are counted once', () => {
  it.each([
    ['share of orders by channel last month', 'orders', []],
    ['what percentage of orders came through each channel in October', 'orders', []],
    ['split of customers by segment in percent in 2025', 'customers', []],
    ['share of customers by channel per quarter in 2025', 'customers', ['metric_time_quarter']],
  ])('take the whole of “%s” once, not the sum of its groups', (question, of, within) => {
    const { plan, assumptions } = planned(question);

    expect(plan.calculations).toMatchObject([{ kind: 'share-distinct', of, within }]);
    expect(assumptions.join(' ')).toContain('one that belongs to several groups counts in each of them');
  });
});

describe('the part of a whole', () => {
  it.each([
    ['what part of our sales in 2025 is wholesale', null, 'Wholesale'],
    ['what portion of revenue came from Europe in 2025', null, 'Europe'],
    ['how much of revenue does Europe account for in 2025', null, 'Europe'],
    ['how much of Europe’s revenue comes from Germany in 2025', 'Europe', 'Germany'],
    ['what share of German revenue was online in 2025', 'Germany', 'Online'],
    ['how much of the toys revenue is from Europe in 2025, in percent', 'Toys', 'Europe'],
  ])('divides the part of “%s” by its whole', (question, whole, part) => {
    const { plan } = planned(question);

    expect(plan.calculations).toMatchObject([{ kind: 'ratio', of: 'revenue_part', to: 'revenue' }]);
    expect(plan.metrics[0]?.where).toMatchObject({ kind: 'in', values: [part] });
    expect(plan.where).toEqual(whole === null ? null : expect.objectContaining({ values: [whole] }));
  });
});

describe('the best ones as a condition', () => {
  const nested = (count: number, direction = 'top') => [{ query: { top: { count, direction, by: 'revenue' } } }];

  it.each([
    ['what share of revenue did the top 10 products have in 2025', 10],
    ['how much of our revenue came from the top 10 products in 2025, in percent', 10],
    ['revenue share of the 5 best products in 2025', 5],
    ['what percentage of revenue comes from the best product in 2025', 1],
  ])('gives one share for “%s”', (question, count) => {
    const { plan } = planned(question);

    expect(plan).toMatchObject({ dimensions: [], top: null, where: null, nested: nested(count) });
    expect(plan.metrics[0]?.where).toMatchObject({ kind: 'member', field: 'products.product_name', of: 'best' });
  });

  it.each([
    ['revenue of the top 3 stores by month in 2025', 'metric_time', false],
    ['revenue by month for the 3 best stores in 2025', 'metric_time', false],
    ['revenue by region excluding the top 3 stores in 2025', 'customers.region', true],
    ['orders by region for the top 3 stores by revenue in 2025', 'customers.region', false],
  ])('limits the rows of “%s”', (question, dimension, negated) => {
    const { plan } = planned(question);

    expect(plan).toMatchObject({ metrics: [{}], dimensions: [{ dimension }], top: null, nested: nested(3) });
    expect(plan.where).toMatchObject({ kind: 'member', field: 'stores.store_name', negated });
  });
});

describe('“in percent”', () => {
  it.each([
    ['revenue by region in percent in 2025', `sales.revenue by customers.region ${YEAR} share(revenue)`],
    ['margin rate by region in percent in 2025', `sales.margin_rate by customers.region ${YEAR}`],
    ['revenue growth in percent 2025 vs 2024', `sales.revenue ${YEAR} vs 2024-01-01..2025-01-01`],
  ])('asks for a share only where “%s” is none yet', (question, expected) => {
    expect(summarize(planned(question))).toBe(expected);
  });

  it('turns down shares of a rate, which is no part of a whole', () => {
    expect(ask('share of margin rate by region').outcome).toBe('refused');
    expect(ask('units per order by region as a share').outcome).toBe('refused');
  });
});
