import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { ask, retailModel } from './retail-planner.ts';

const metric = fc.constantFrom(
  ...'revenue|orders|units|margin rate|AOV|refunds|return rate|target attainment|inventory value|customers|new customers|product count'.split(
    '|',
  ),
);
const words = fc.constantFrom(
  ...'by region|by month|by product|per channel|by brand|in Germany|not in Europe|online|last month|this year|vs last year|in Q3 2026|top 5 products|bottom 3 stores|with more than 100 orders|share of|cumulative|growth|by day of week|by fiscal quarter|and units|sorted by revenue|on promotion|year over year|since March|compared with the previous period|which region|highest|by loyalty tier|by reason|by store region'.split(
    '|',
  ),
);

it('plans nothing that the compiler refuses, whatever is combined', () => {
  const refused: string[] = [];
  fc.assert(
    fc.property(metric, fc.array(words, { maxLength: 4 }), (name, parts) => {
      const question = [name, ...parts].join(' ');
      const outcome = ask(question);
      const compiled = outcome.outcome === 'planned' ? compilePlan(outcome.plan, retailModel) : null;
      if (compiled?.kind === 'refused') refused.push(`${question}: ${compiled.message}`);
    }),
    { numRuns: 2_000 },
  );

  expect([...new Set(refused)]).toEqual([]);
});
