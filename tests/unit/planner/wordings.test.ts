import { describe, expect, it } from 'vitest';
import { ask, planned, summarize } from './retail-planner.ts';

const YEAR = 'in 2025-01-01..2026-01-01';
const OCTOBER = 'in 2026-10-01..2026-11-01';
const SINCE = 'vs 2024-01-01..2025-01-01';

describe('places', () => {
  it.each([
    ['which region had the second highest revenue in 2025', 'customers.region', 2],
    ['third best product by units in 2025', 'products.product_name', 3],
    ['2nd best store in 2025 by revenue', 'stores.store_name', 2],
    ['the runner-up region by revenue in 2025', 'customers.region', 2],
    ['fourth worst category by revenue in 2025', 'products.category', 4],
  ])('keeps the one in that place for “%s”', (question, dimension, place) => {
    const { plan } = planned(question);

    expect(plan.dimensions[0]?.dimension).toBe(dimension);
    expect(plan.calculations).toMatchObject([{ kind: 'rank', alias: 'place' }]);
    expect(plan).toMatchObject({ top: null, having: { of: 'place', operator: '=', value: place } });
  });

  it.each([
    ['ten best customers 2025 by revenue', 10],
    ['the main region by revenue in 2025', 1],
    ['busiest day by orders in 2025', 1],
  ])('ranks for “%s”', (question, count) => {
    expect(planned(question).plan.top?.count).toBe(count);
  });
});

describe('more and less', () => {
  it.each([
    ['by how much did sales grow in 2025', `sales.revenue ${YEAR} ${SINCE}`],
    ['how much did revenue drop in 2025', `sales.revenue ${YEAR} ${SINCE}`],
    ['did orders go up in 2025', `sales.orders ${YEAR} ${SINCE}`],
    ['how much higher was revenue in 2025 than in 2024', `sales.revenue ${YEAR} ${SINCE}`],
    ['how much more did we refund in 2025 than in 2024', `returns.refunds ${YEAR} ${SINCE}`],
    ['compare revenue in 2025 to 2024', `sales.revenue ${YEAR} ${SINCE}`],
    [
      'which countries sold less in 2025 than in 2024',
      `sales.revenue by customers.country having revenue_change < 0 ${YEAR} ${SINCE}`,
    ],
    [
      'which regions’ revenue rose in 2025',
      `sales.revenue by customers.region having revenue_change > 0 ${YEAR} ${SINCE}`,
    ],
  ])('compares for “%s”', (question, expected) => {
    expect(summarize(planned(question))).toBe(expected);
  });

  it.each([
    ['which category’s revenue declined the most in 2025', 'bottom', 'revenue_change'],
    ['which category’s revenue grew the most in 2025', 'top', 'revenue_change'],
    ['which category’s revenue grew the most in percent in 2025', 'top', 'revenue_change_rate'],
  ])('ranks by the change for “%s”', (question, direction, by) => {
    expect(planned(question).plan.top).toMatchObject({ direction, by });
  });

  it('takes no bare “less” for a change', () => {
    expect(ask('2026 sales less returns per quarter').outcome).toBe('refused');
  });
});

describe('periods said in other words', () => {
  it.each([
    ['revenue over the last three months', 'sales.revenue in 2026-08-01..2026-11-01'],
    ['revenue in the last full month', `sales.revenue ${OCTOBER}`],
    ['revenue 2026 to date', 'sales.revenue in 2026-01-01..2026-11-16'],
    ['revenue from 2025 on', 'sales.revenue in 2025-01-01..2026-11-16'],
    ['inventory value now', 'inventory.inventory_value'],
    ['stock as of today', 'inventory.inventory_quantity'],
    ['stock at the moment', 'inventory.inventory_quantity'],
    ['revenue per customer segment in 2025', `sales.revenue by customers.segment ${YEAR}`],
  ])('plans “%s”', (question, expected) => {
    expect(summarize(planned(question))).toBe(expected);
  });

  it.each([
    ['revenue on weekends in 2025', [6, 7], false],
    ['weekend revenue in 2025', [6, 7], false],
    ['revenue on working days in 2025', [1, 2, 3, 4, 5], false],
    ['revenue on Mondays in 2025', [1], false],
    ['revenue in 2025, not on Sundays', [7], true],
  ])('counts only some days of the week for “%s”', (question, values, negated) => {
    expect(planned(question).plan.where).toMatchObject({ kind: 'part', part: 'day-of-week', values, negated });
  });
});

describe('things by a breakdown', () => {
  it.each([
    ['stores per channel', 'stores.store_count by stores.channel'],
    ['count stores by channel', 'stores.store_count by stores.channel'],
    ['number of stores by channel', 'stores.store_count by stores.channel'],
    ['products in each category', 'products.product_count by products.category'],
    ['how many promotions per year', 'promotions.promotion_count by metric_time:year'],
  ])('counts for “%s”', (question, expected) => {
    expect(summarize(planned(question))).toBe(expected);
  });
});

describe('words around a question', () => {
  it.each([
    'would you mind showing me the revenue by region in 2025',
    'could I get the revenue by region in 2025, pls',
    'a quick view of revenue by region in 2025',
    'revenue by region in 2025 for the board meeting',
    'I was wondering about revenue by region in 2025',
    'where do we stand on revenue by region in 2025',
    'fill me in on revenue by region for 2025 when you get a chance',
    'pull up revenue by region in 2025',
    'hi, need to know revenue by region in 2025, thx',
    'I am looking for revenue by region in 2025',
  ])('reads through “%s”', (question) => {
    expect(summarize(planned(question))).toBe(`sales.revenue by customers.region ${YEAR}`);
  });
});
