import { describe, expect, it } from 'vitest';
import { ask, planned, summarize } from './retail-planner.ts';

const YEAR = 'in 2025-01-01..2026-01-01';

describe('averages over units', () => {
  it.each([
    ['average monthly revenue in 2025', `sales.revenue by metric_time:month ${YEAR}`],
    ['mean revenue per month in 2025', `sales.revenue by metric_time:month ${YEAR}`],
    ['monthly average of revenue in 2025', `sales.revenue by metric_time:month ${YEAR}`],
    ['what was revenue per month on average in 2025', `sales.revenue by metric_time:month ${YEAR}`],
    ['average number of orders a day in 2025', `sales.orders by metric_time:day ${YEAR}`],
    ['how many orders did we get per day on average in 2025', `sales.orders by metric_time:day ${YEAR}`],
    ['daily average orders in 2025', `sales.orders by metric_time:day ${YEAR}`],
    ['average weekly units in 2025', `sales.units by metric_time:week ${YEAR}`],
    ['how much did we refund per quarter on average in 2025', `returns.refunds by metric_time:quarter ${YEAR}`],
    ['what did we sell on an average day in 2025', `sales.revenue by metric_time:day ${YEAR}`],
    ['average revenue per store in 2025', `sales.revenue by stores.store_name ${YEAR}`],
    ['average monthly stock in 2025', `inventory.inventory_quantity by metric_time:month ${YEAR}`],
  ])('takes one mean for “%s”', (question, expected) => {
    const found = planned(question);

    expect(summarize(found)).toBe(expected);
    expect(found.plan.summary?.function).toBe('mean');
    expect(found.plan.order).toEqual([]);
  });

  it('keeps the other groups and ranks by the mean', () => {
    const { plan } = planned('which region had the highest average monthly revenue in 2025');

    expect(plan).toMatchObject({
      dimensions: [{ dimension: 'customers.region' }, { grain: 'month' }],
      summary: { function: 'mean', over: ['metric_time_month'] },
      top: { count: 1, by: 'revenue', within: [] },
    });
  });

  it('averages over things by what tells two of one name apart', () => {
    expect(planned('average units per customer in 2025').plan.summary?.over).toEqual(['customer_name', 'customer_key']);
  });

  it.each([
    ['average revenue by month in 2025', 'average'],
    ['average monthly margin rate in 2025', 'Margin rate is no amount'],
    ['average monthly revenue 2025 vs 2024', 'not supported'],
    ['average revenue in 2025', 'average'],
  ])('turns down “%s”', (question, reason) => {
    const outcome = ask(question);

    expect(outcome.outcome === 'refused' ? outcome.message : '').toContain(reason);
  });
});
