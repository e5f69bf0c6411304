import { describe, expect, it } from 'vitest';
import { ask, planned, summarize } from './retail-planner.ts';

const OCTOBER = 'in 2026-10-01..2026-11-01';
const Q3 = 'in 2026-07-01..2026-10-01';
const YEAR = 'in 2026-01-01..2027-01-01';
const LAST_YEAR = 'in 2025-01-01..2026-01-01';

describe('the six questions that the platform must answer', () => {
  it.each([
    ['revenue last month', `sales.revenue ${OCTOBER}`],
    ['revenue by region this year', `sales.revenue by customers.region ${YEAR}`],
    ['top 5 products by units in Q3 2026', `sales.units by products.product_name ${Q3} top 5 units`],
    [
      'number of orders from Germany in September 2026',
      'sales.orders where customers.country=Germany in 2026-09-01..2026-10-01',
    ],
    ['average order value by channel last quarter', `sales.average_order_value by stores.channel ${Q3}`],
    ['refund amount by reason in 2026', `returns.refunds by returns.reason ${YEAR}`],
  ])('plans “%s”', (question, expected) => {
    const { plan } = planned(question);

    expect(summarize(planned(question))).toBe(expected);
    expect(plan.model).toBe('retail');
  });

  it('keeps the words, the calendar and the completeness of the period', () => {
    expect(planned('revenue by region this year').plan.period).toEqual({
      from: '2026-01-01',
      to: '2027-01-01',
      label: '2026',
      heard: 'this year',
      complete: false,
      grain: 'year',
      system: 'calendar',
      timeDimension: 'metric_time',
    });
  });
});

describe('groups against their mean', () => {
  it.each([
    ['Which stores had above average revenue in 2025?', 'revenue', '>'],
    ['regions with below average margin in 2025', 'gross_margin', '<'],
  ])('keeps those of “%s”', (question, of, operator) => {
    expect(planned(question).plan.having).toMatchObject({ kind: 'summary', of, operator, summary: 'mean' });
  });

  it('needs groups', () => {
    expect(ask('above average revenue in 2025').outcome).toBe('refused');
  });
});

describe('the end of a period', () => {
  it.each([
    ['units in stock at the end of June 2026', 'inventory.inventory_quantity in 2026-06-01..2026-07-01'],
    ['inventory value at the end of each month in 2026', `inventory.inventory_value by metric_time:month ${YEAR}`],
  ])('is where “%s” looks at a level', (question, expected) => {
    expect(summarize(planned(question))).toBe(expected);
  });

  it('says nothing of what is counted over a period', () => {
    expect(ask('revenue at the end of June 2026').outcome).toBe('refused');
  });
});

describe('breakdowns', () => {
  it.each([
    ['sales per month this year', `sales.revenue by metric_time:month ${YEAR}`],
    ['monthly revenue this year', `sales.revenue by metric_time:month ${YEAR}`],
    ['revenue by month and region in 2026', `sales.revenue by metric_time:month customers.region ${YEAR}`],
    ['revenue by region and channel last quarter', `sales.revenue by customers.region stores.channel ${Q3}`],
    [
      'revenue, orders and units by month in 2026',
      `sales.revenue sales.orders sales.units by metric_time:month ${YEAR}`,
    ],
    ['revenue and orders by region last month', `sales.revenue sales.orders by customers.region ${OCTOBER}`],
    ['revenue for each customer segment in 2025', `sales.revenue by customers.segment ${LAST_YEAR}`],
    ['revenue across channels last month', `sales.revenue by stores.channel ${OCTOBER}`],
    ['break down revenue by brand last month', `sales.revenue by products.brand ${OCTOBER}`],
    ['what is the breakdown of revenue by brand last month', `sales.revenue by products.brand ${OCTOBER}`],
    ['revenue by fiscal quarter', 'sales.revenue by metric_time:quarter:fiscal'],
    ['revenue by fiscal year', 'sales.revenue by metric_time:year:fiscal'],
    ['revenue by day of week this year', `sales.revenue by dates.day_name ${YEAR}`],
    ['weekly orders in October 2026', `sales.orders by metric_time:week ${OCTOBER}`],
    ['daily revenue last month', `sales.revenue by metric_time:day ${OCTOBER}`],
    ['orders sorted by region', 'sales.orders by customers.region'],
    ['revenue by customer last month', `sales.revenue by customers.customer_name customers.customer_key ${OCTOBER}`],
    ['revenue by store in 2025', `sales.revenue by stores.store_name ${LAST_YEAR}`],
    ['target by region this quarter', 'targets.target by customers.region in 2026-10-01..2027-01-01'],
    ['units vs orders by month', 'sales.units sales.orders by metric_time:month'],
    ['list revenue per store', 'sales.revenue by stores.store_name'],
    ['target vs revenue by region last quarter', `targets.target sales.revenue by customers.region ${Q3}`],
    ['revenue by year and quarter', 'sales.revenue by metric_time:year metric_time:quarter'],
    ['revenue region wise last month', `sales.revenue by customers.region ${OCTOBER}`],
    ['revenue in 2025 and 2026', 'sales.revenue by metric_time:year in 2025-01-01..2027-01-01'],
    ['revenue trend this year', `sales.revenue by metric_time:month ${YEAR}`],
    ['revenue over time last month', `sales.revenue by metric_time:day ${OCTOBER}`],
  ])('plans “%s”', (question, expected) => {
    expect(summarize(planned(question))).toBe(expected);
  });
});

describe('conditions', () => {
  it.each([
    ['revenue for Germany or France last month', `sales.revenue where customers.country=Germany|France ${OCTOBER}`],
    [
      'revenue in Germany and France last month',
      `sales.revenue by customers.country where customers.country=Germany|France ${OCTOBER}`,
    ],
    ['revenue outside Europe last year', `sales.revenue where customers.region!=Europe ${LAST_YEAR}`],
    ['orders not from Germany in 2026', `sales.orders where customers.country!=Germany ${YEAR}`],
    ['revenue excluding online last month', `sales.revenue where stores.channel!=Online ${OCTOBER}`],
    ["revenue that isn't from Germany last month", `sales.revenue where customers.country!=Germany ${OCTOBER}`],
    [
      'revenue without Germany and France in 2025',
      `sales.revenue where customers.country!=Germany|France ${LAST_YEAR}`,
    ],
    ['German revenue last month', `sales.revenue where customers.country=Germany ${OCTOBER}`],
    ['US revenue last month', `sales.revenue where customers.country=United States ${OCTOBER}`],
    [
      'how many orders did customers in Germany place last month',
      `sales.orders where customers.country=Germany ${OCTOBER}`,
    ],
    ['show us revenue last month', `sales.revenue ${OCTOBER}`],
    ['UK orders in 2025', `sales.orders where customers.country=United Kingdom ${LAST_YEAR}`],
    ['the Europe region revenue', 'sales.revenue where customers.region=Europe'],
    ['revenue in store region Europe', 'sales.revenue where stores.store_region=Europe'],
    ['revenue in Hamburg', 'sales.revenue where stores.store_city=Hamburg'],
    ['return rate for Electronics last quarter', `return_rate where products.category=Electronics ${Q3}`],
    ['revenue of home & garden last month', `sales.revenue where products.category=Home & Garden ${OCTOBER}`],
    ['units sold of Aurora Lamp 2000 in 2026', `sales.units where products.product_name=Aurora Lamp 2000 ${YEAR}`],
    ['revenue of Northwind products last month', `sales.revenue where products.brand=Northwind ${OCTOBER}`],
    ['gold customers revenue this year', `sales.revenue where customers.loyalty_tier=Gold ${YEAR}`],
    ['how many gold customers this year', `sales.customers where customers.loyalty_tier=Gold ${YEAR}`],
    ['revenue from customers with loyalty tier None', 'sales.revenue where customers.loyalty_tier=None'],
    ['refunds because of "Damaged" this year', `returns.refunds where returns.reason=Damaged ${YEAR}`],
    [
      'online revenue in Germany last month',
      `sales.revenue where stores.channel=Online and customers.country=Germany ${OCTOBER}`,
    ],
    [
      'compare online and retail revenue this year',
      `sales.revenue by stores.channel where stores.channel=Online|Retail ${YEAR}`,
    ],
    ['revenue on promotion last month', `sales.revenue where sales.is_promoted ${OCTOBER}`],
    ['revenue not on promotion last month', `sales.revenue where !sales.is_promoted ${OCTOBER}`],
    ['sales on holidays in 2026', `sales.revenue where dates.is_holiday ${YEAR}`],
    [
      'customers with more than 5 orders in 2026',
      `sales.orders by customers.customer_name customers.customer_key having orders > 5 ${YEAR}`,
    ],
    [
      'customers with revenue over $10,000 this year',
      `sales.revenue by customers.customer_name customers.customer_key having revenue > 10000 ${YEAR}`,
    ],
    [
      'products with fewer than 10 units sold last month',
      `sales.units by products.product_name having units < 10 ${OCTOBER}`,
    ],
    [
      'regions where margin is at least 1.5m this year',
      `sales.gross_margin by customers.region having gross_margin >= 1500000 ${YEAR}`,
    ],
  ])('plans “%s”', (question, expected) => {
    expect(summarize(planned(question))).toBe(expected);
  });

  it('keeps what was heard and how it became the value', () => {
    expect(planned('german revenue').plan.where).toMatchObject({ heard: 'german', method: 'synonym' });
    expect(planned('revenue in GERMANY').plan.where).toMatchObject({ heard: 'GERMANY', method: 'case' });
    expect(planned('revenue in Germany').plan.where).toMatchObject({ heard: 'Germany', method: 'exact' });
  });
});

describe('rankings and order', () => {
  it.each([
    ['bottom 3 stores by revenue in 2026', `sales.revenue by stores.store_name ${YEAR} bottom 3 revenue`],
    ['top customers by revenue', 'sales.revenue by customers.customer_name customers.customer_key top 10 revenue'],
    ['which region had the highest revenue last month', `sales.revenue by customers.region ${OCTOBER} top 1 revenue`],
    [
      'which 5 products have the most returns this year',
      `returns.returns by products.product_name ${YEAR} top 5 returns`,
    ],
    ['Which month had the highest revenue in 2025?', `sales.revenue by metric_time:month ${LAST_YEAR} top 1 revenue`],
    ['What product sold the most units in 2026?', `sales.units by products.product_name ${YEAR} top 1 units`],
    [
      'top 3 products in each region by revenue this year',
      `sales.revenue by products.product_name customers.region ${YEAR} top 3 revenue/region`,
    ],
    [
      'top 2 categories per channel by units in Q3 2026',
      `sales.units by products.category stores.channel ${Q3} top 2 units/channel`,
    ],
    [
      'the three worst stores by margin last quarter',
      `sales.gross_margin by stores.store_name ${Q3} bottom 3 gross_margin`,
    ],
    [
      'worst performing stores last quarter by margin',
      `sales.gross_margin by stores.store_name ${Q3} bottom 10 gross_margin`,
    ],
    [
      'top 5 German customers by revenue this year',
      `sales.revenue by customers.customer_name customers.customer_key where customers.country=Germany ${YEAR} top 5 revenue`,
    ],
    ['highest revenue day last month', `sales.revenue by metric_time:day ${OCTOBER} top 1 revenue`],
    ['5 best brands by profit margin', 'sales.margin_rate by products.brand top 5 margin_rate'],
  ])('plans “%s”', (question, expected) => {
    expect(summarize(planned(question))).toBe(expected);
  });

  it.each([
    ['revenue by region', [{ by: 'revenue', direction: 'descending' }]],
    ['revenue by region sorted by region', [{ by: 'region', direction: 'ascending' }]],
    ['revenue by brand in ascending order', [{ by: 'revenue', direction: 'ascending' }]],
    ['revenue by month', [{ by: 'metric_time_month', direction: 'ascending' }]],
    ['bottom 3 stores by revenue', [{ by: 'revenue', direction: 'ascending' }]],
    ['margin rate by brand lowest first', [{ by: 'margin_rate', direction: 'ascending' }]],
  ])('orders “%s”', (question, expected) => {
    expect(planned(question).plan.order).toEqual(expected);
  });
});

describe('comparisons and calculations', () => {
  it.each([
    ['revenue this month vs last month', 'sales.revenue in 2026-11-01..2026-11-15 vs 2026-10-01..2026-10-15'],
    ['revenue in Q3 2026 compared to Q3 2025', `sales.revenue ${Q3} vs 2025-07-01..2025-10-01`],
    ['revenue in Q3 2026 compared with the previous quarter', `sales.revenue ${Q3} vs 2026-04-01..2026-07-01`],
    ['revenue last month vs the same month last year', `sales.revenue ${OCTOBER} vs 2025-10-01..2025-11-01`],
    ['revenue vs the same month last year', 'sales.revenue in 2026-11-01..2026-11-15 vs 2025-11-01..2025-11-15'],
    ['revenue in the same month last year', 'sales.revenue in 2025-11-01..2025-12-01'],
    ['orders in the same quarter a year ago', 'sales.orders in 2025-10-01..2026-01-01'],
    ['revenue vs last year', 'sales.revenue in 2026-01-01..2026-11-15 vs 2025-01-01..2025-11-15'],
    ['how did revenue change last month', `sales.revenue ${OCTOBER} vs 2026-09-01..2026-10-01`],
    [
      'How did gross margin change from last month to the month before?',
      `sales.gross_margin ${OCTOBER} vs 2026-09-01..2026-10-01`,
    ],
    ['share of revenue by region this year', `sales.revenue by customers.region ${YEAR} share(revenue)`],
    [
      'what percentage of revenue comes from each channel in 2026',
      `sales.revenue by stores.channel ${YEAR} share(revenue)`,
    ],
    ['what share of revenue comes from Europe this year', `sales.revenue sales.revenue ${YEAR} ratio(revenue_part)`],
    ['cumulative revenue by month this year', `sales.revenue by metric_time:month ${YEAR} running-total(revenue)`],
    ['3 month moving average of revenue', 'sales.revenue by metric_time:month moving-average(revenue)'],
    ['month over month revenue growth this year', `sales.revenue by metric_time:month ${YEAR} change(revenue)`],
    ['year over year revenue growth by quarter', 'sales.revenue by metric_time:quarter change(revenue)'],
  ])('plans “%s”', (question, expected) => {
    expect(summarize(planned(question))).toBe(expected);
  });

  it('compares each quarter with the one four before for year over year', () => {
    expect(planned('year over year revenue growth by quarter').plan.calculations).toEqual([
      { kind: 'change', of: 'revenue', as: 'percent', lag: 4, alias: 'revenue_growth' },
    ]);
  });
});

describe('misspelt words', () => {
  it.each([
    ['reveneu last month', `sales.revenue ${OCTOBER}`],
    ['revenue by regoin last month', `sales.revenue by customers.region ${OCTOBER}`],
    ['revenue in Germny last month', `sales.revenue where customers.country=Germany ${OCTOBER}`],
  ])('reads “%s”, says so and trusts it less', (question, expected) => {
    const outcome = planned(question);

    expect(summarize(outcome)).toBe(expected);
    expect(outcome.assumptions).toHaveLength(1);
    expect(outcome.confidence).toBeLessThan(0.85);
  });
});
