import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask, planned, summarize } from './retail-planner.ts';

/** How people name a metric, and the metric of the model that it is. */
const METRICS = [
  ['revenue', 'sales.revenue'],
  ['sales', 'sales.revenue'],
  ['total revenue', 'sales.revenue'],
  ['gross revenue', 'sales.gross_revenue'],
  ['orders', 'sales.orders'],
  ['number of orders', 'sales.orders'],
  ['units sold', 'sales.units'],
  ['gross margin', 'sales.gross_margin'],
  ['profit', 'sales.gross_margin'],
  ['margin rate', 'sales.margin_rate'],
  ['average order value', 'sales.average_order_value'],
  ['AOV', 'sales.average_order_value'],
  ['discount', 'sales.discount'],
  ['cogs', 'sales.cost'],
  ['refund amount', 'returns.refunds'],
  ['return rate', 'return_rate'],
  ['returned units', 'returns.returned_units'],
] as const;

/** How people name a breakdown that sales and returns both lead to. */
const BREAKDOWNS = [
  ['by region', 'customers.region'],
  ['per country', 'customers.country'],
  ['by sales channel', 'stores.channel'],
  ['for each product category', 'products.category'],
  ['by brand', 'products.brand'],
  ['per store', 'stores.store_name'],
  ['by month', 'metric_time:month'],
  ['per week', 'metric_time:week'],
  ['by fiscal quarter', 'metric_time:quarter:fiscal'],
] as const;

/** Periods with their dates, worked out by hand for 15 November 2026, a Sunday; the fiscal year starts in February. */
const PERIODS = [
  ['last month', '2026-10-01..2026-11-01'],
  ['this year', '2026-01-01..2027-01-01'],
  ['last quarter', '2026-07-01..2026-10-01'],
  ['in 2025', '2025-01-01..2026-01-01'],
  ['in Q2 2026', '2026-04-01..2026-07-01'],
  ['in September 2026', '2026-09-01..2026-10-01'],
  ['last week', '2026-11-02..2026-11-09'],
  ['yesterday', '2026-11-14..2026-11-15'],
  ['in the last 3 months', '2026-08-01..2026-11-01'],
  ['since March 2026', '2026-03-01..2026-11-16'],
  ['year to date', '2026-01-01..2026-11-16'],
  ['in fiscal 2025', '2025-02-01..2026-02-01'],
  ['between January and March 2026', '2026-01-01..2026-04-01'],
] as const;

const CASES = METRICS.flatMap(([metric, id], row) =>
  PERIODS.map(([period, dates], column) => {
    const [breakdown, group] = BREAKDOWNS[(row + column) % BREAKDOWNS.length] ?? ['', ''];
    return { question: `${metric} ${breakdown} ${period}`, expected: `${id} by ${group} in ${dates}` };
  }),
);

describe('metric by breakdown and period', () => {
  it.each(CASES)('plans “$question”', ({ question, expected }) => {
    expect(summarize(planned(question))).toBe(expected);
  });
});

const metric = fc.constantFrom(...METRICS.map(([name]) => name));
const breakdown = fc.constantFrom('', ...BREAKDOWNS.map(([name]) => name));
const period = fc.constantFrom(...PERIODS.map(([name]) => name));

describe('wordings that mean the same', () => {
  it.each([
    (question: string) => `${question}?`,
    (question: string) => `  ${question.replaceAll(' ', '  ')} . `,
    (question: string) => `Please show me the ${question}`,
    (question: string) => `What was the ${question}?`,
    (question: string) => `can you tell me our ${question}, please`,
    (question: string) => question.toUpperCase().replace('AOV', 'aov'),
  ])('gives the same plan (%#)', (reword) => {
    fc.assert(
      fc.property(metric, breakdown, period, (name, group, time) => {
        const question = `${name} ${group} ${time}`;

        expect(summarize(planned(reword(question)))).toBe(summarize(planned(question)));
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on whether the period stands first or last', () => {
    fc.assert(
      fc.property(metric, breakdown, period, (name, group, time) => {
        expect(summarize(planned(`${time}, ${name} ${group}`))).toBe(summarize(planned(`${name} ${group} ${time}`)));
      }),
      { numRuns: 60 },
    );
  });
});

describe('wordings that mean something else', () => {
  it.each([
    ['orders from Germany in 2026', 'orders not from Germany in 2026'],
    ['top 5 brands by revenue', 'bottom 5 brands by revenue'],
    ['top 5 brands by revenue', 'top 6 brands by revenue'],
    ['customers with more than 5 orders', 'customers with less than 5 orders'],
    ['customers with more than 5 orders', 'customers with at least 5 orders'],
    ['revenue in Germany', 'revenue in store country Germany'],
    ['revenue last quarter', 'revenue last fiscal quarter'],
    ['revenue in the last 30 days', 'revenue in the past 30 days'],
    ['revenue by region', 'revenue by store region'],
  ])('tells “%s” from “%s”', (one, other) => {
    expect(planned(one).plan).not.toEqual(planned(other).plan);
  });
});

describe('whatever is asked', () => {
  const word = fc.constantFrom(
    ...'revenue by top 5 not in Germany last month and or over 1000 between vs share region products per most "Acme" , may 2026 Q3 zzz 😀 % $5 -- each of'.split(
      ' ',
    ),
  );

  it('ends in one of three outcomes, twice the same, for any mixture of its words', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 14 }), (words) => {
        const question = words.join(' ');
        const outcome = ask(question);

        expect(['planned', 'refused', 'ambiguous']).toContain(outcome.outcome);
        expect(ask(question)).toEqual(outcome);
      }),
      { numRuns: 300 },
    );
  });

  it('never fails for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(['planned', 'refused', 'ambiguous']).toContain(ask(text).outcome);
      }),
      { numRuns: 300 },
    );
  });
});
