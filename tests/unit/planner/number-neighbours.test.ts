import { describe, expect, it } from 'vitest';
import { ask, planned, summarize } from './retail-planner.ts';

const YEAR = 'in 2025-01-01..2026-01-01';

/** A number is used for what its neighbours say of it. */
describe('numbers and their neighbours', () => {
  it.each([
    [
      'moving average of revenue over 3 months in 2025',
      `sales.revenue by metric_time:month ${YEAR} moving-average(revenue)`,
    ],
    [
      'moving average of revenue over 6 months by month in 2025',
      `sales.revenue by metric_time:month ${YEAR} moving-average(revenue)`,
    ],
    ['trailing 3-month average revenue in 2025', `sales.revenue by metric_time:month ${YEAR} moving-average(revenue)`],
    ['4-week moving total of units sold in 2025', `sales.units by metric_time:week ${YEAR} moving-total(units)`],
    [
      'running total of orders per quarter in 2025',
      `sales.orders by metric_time:quarter ${YEAR} running-distinct(orders)`,
    ],
    [
      'margin rate above 40 by category in 2025',
      `sales.margin_rate by products.category having margin_rate > 0.4 ${YEAR}`,
    ],
    [
      'margin rate over 40 percent by category in 2025',
      `sales.margin_rate by products.category having margin_rate > 0.4 ${YEAR}`,
    ],
    ['which brands sold the most in 2025', `sales.revenue by products.brand ${YEAR} top 10 revenue`],
    ['revenue in Q1 and Q3 2025', 'sales.revenue in 2025-07-01..2025-10-01 vs 2025-01-01..2025-04-01'],
    ['orders in June and July 2024', 'sales.orders by metric_time:month in 2024-06-01..2024-08-01'],
  ])('plans “%s”', (question, expected) => {
    expect(summarize(planned(question))).toBe(expected);
  });

  it('reads the magnitude after a range for both of its ends', () => {
    const { having } = planned('regions with revenue between 1 and 2 million in 2025').plan;

    expect(having).toMatchObject({ conditions: [{ value: 1e6 }, { value: 2e6 }] });
  });

  it.each([
    'discount over 10% by region in 2025',
    'orders over $500 by region in 2025',
    'revenue over 5 years by region',
    'average revenue over 3 months',
    'revenue before 2020 and after 2024',
    'revenue plus discount in 2025',
    'orders within 30 days',
    'revenue by region for 3 months',
    'top 10% of customers by revenue',
    'running total of margin rate by month in 2025',
  ])('turns down “%s”', (question) => {
    expect(ask(question).outcome).toBe('refused');
  });
});
