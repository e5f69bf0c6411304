import { describe, expect, it } from 'vitest';
import { verbForms } from '#shared/semantic/verb-forms.ts';
import { ask, planned, summarize } from './retail-planner.ts';

describe('verbForms', () => {
  it.each([
    ['sell', 'sell sells sold selling'],
    ['ship', 'ship ships shipped shipping'],
    ['order', 'order orders ordered ordering'],
    ['buy', 'buy buys bought buying'],
    ['carry', 'carry carries carried carrying'],
    ['purchase', 'purchase purchases purchased purchasing'],
    ['pay back', 'pay back,pays back,paid back,paying back'],
    ['visit', 'visit visits visited visiting'],
    ['cancel', 'cancel cancels cancelled cancelling'],
    ['offer', 'offer offers offered offering'],
    ['discount', 'discount discounts discounted discounting'],
    ['earn', 'earn earns earned earning'],
    ['take in', 'take in,takes in,took in,taken in,taking in'],
  ])('spells out %s', (verb, forms) => {
    expect(verbForms(verb)).toEqual(forms.split(forms.includes(',') ? ',' : ' '));
  });
});

const OCTOBER = 'in 2026-10-01..2026-11-01';
const YEAR = 'in 2025-01-01..2026-01-01';

describe('what is done, where no figure is named', () => {
  it.each([
    ['How much did we sell last month?', `sales.revenue ${OCTOBER}`],
    ['how much have we sold in October 2026', `sales.revenue ${OCTOBER}`],
    ['what did we sell in Europe last month', `sales.revenue where customers.region=Europe ${OCTOBER}`],
    ['how much money did we make in 2025', `sales.revenue ${YEAR}`],
    ['how much did the business take in in 2025', `sales.revenue ${YEAR}`],
    ['how much did the online channel bring in last month', `sales.revenue where stores.channel=Online ${OCTOBER}`],
    ['how much did customers spend in 2025', `sales.revenue ${YEAR}`],
    ['how much did we spend in 2025', `sales.cost ${YEAR}`],
    ['how much did we earn in 2025', `sales.gross_margin ${YEAR}`],
    ['how much did we refund in 2025', `returns.refunds ${YEAR}`],
    ['how much did we give away in discounts in 2025', `sales.discount ${YEAR}`],
    ['how many pieces did we sell in 2025', `sales.units ${YEAR}`],
    ['what quantity did we sell in 2025', `sales.units ${YEAR}`],
    ['how much did we sell in 2025 in dollars', `sales.revenue ${YEAR}`],
    ['how many units were returned in 2025', `returns.returned_units ${YEAR}`],
    ['how often were products returned in 2025', `returns.returns ${YEAR}`],
    ['how much did each store sell in 2025', `sales.revenue by stores.store_name ${YEAR}`],
    ['how many customers registered in 2025', `customers.registered_customers ${YEAR}`],
    ['how many customers signed up in 2025', `customers.registered_customers ${YEAR}`],
    ['how many new customers joined in 2025', `customers.registered_customers ${YEAR}`],
    ['which store sold the most in 2025', `sales.revenue by stores.store_name ${YEAR} top 1 revenue`],
    ['which brands sold the most in 2025', `sales.revenue by products.brand ${YEAR} top 10 revenue`],
    ['in which month did we sell the most in 2025', `sales.revenue by metric_time:month ${YEAR} top 1 revenue`],
    ['most returned product in 2025', `returns.returns by products.product_name ${YEAR} top 1 returns`],
    ['which product was returned most often in 2025', `returns.returns by products.product_name ${YEAR} top 1 returns`],
    ['top 5 best selling products in 2025', `sales.units by products.product_name ${YEAR} top 5 units`],
    [
      'customers who spent more than 10000 in 2025',
      `sales.revenue by customers.customer_name customers.customer_key having revenue > 10000 ${YEAR}`,
    ],
  ])('plans “%s”', (question, expected) => {
    expect(summarize(planned(question))).toBe(expected);
  });

  it('says which of several figures a verb was taken for', () => {
    expect(planned('how much did we sell in 2025').assumptions).toEqual([
      '“sell” was read as Revenue, not as Units sold.',
    ]);
    expect(planned('how much did we sell in dollars in 2025').assumptions).toEqual([]);
  });

  it.each([
    ['revenue in euros in 2025', 'Revenue is in USD, so it cannot be given “in euros”.'],
    ['units sold in dollars in 2025', 'Units sold is no amount of money, so it cannot be given “in dollars”.'],
    ['revenue of products launched in 2025', 'dated otherwise'],
    ['revenue from customers who registered in 2025', 'registered'],
    ['how much did new customers spend in 2025', 'spend'],
  ])('turns down “%s”', (question, reason) => {
    const outcome = ask(question);

    expect(outcome.outcome === 'refused' ? outcome.message : '').toContain(reason);
  });
});
