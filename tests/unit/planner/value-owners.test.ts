import { describe, expect, it } from 'vitest';
import { ask, planned, summarize } from './retail-planner.ts';

/** In the retail model customers and stores both have a country; “in store” is a way to say the channel Retail. */
describe('a value that several columns have', () => {
  it.each([
    ['revenue of German stores', 'stores.store_country=Germany'],
    ['revenue of stores in France', 'stores.store_country=France'],
    ['revenue by store in Italy', 'stores.store_country=Italy'],
    ['revenue from Italian customers', 'customers.country=Italy'],
    ['orders placed by customers from Italy in stores in France', 'customers.country=Italy'],
    ['orders placed by customers from Italy in stores in France', 'stores.store_country=France'],
    ['units sold by French stores in 2025', 'stores.store_country=France'],
    ['top products in Italy by revenue', 'customers.country=Italy'],
    ['revenue in Italy', 'customers.country=Italy'],
    ['in-store revenue in 2025', 'stores.channel=Retail'],
  ])('is that of the things beside it: %s, %s', (question, condition) => {
    expect(summarize(planned(question))).toContain(condition);
  });

  it.each(['revenue in London stores', 'revenue of stores in London'])(
    'is turned down where the things beside it have such a property, but not this value: %s',
    (question) => {
      expect(ask(question)).toMatchObject({ outcome: 'refused', message: 'No stores are known as “London”.' });
    },
  );

  it('says so where another column is the usual one', () => {
    expect(planned('revenue of German stores').assumptions).toContain('“German” was read as Store country Germany.');
    expect(planned('revenue from Italian customers').assumptions).toEqual([]);
  });

  it.each([
    ['orders placed by customers from Italy', 0],
    ['units sold by French stores', 0],
    ['units sold by store in France', 1],
    ['revenue by store in France', 1],
  ])('breaks down only where a thing of each is meant: %s', (question, breakdowns) => {
    expect(planned(question).plan.dimensions).toHaveLength(breakdowns);
  });
});
