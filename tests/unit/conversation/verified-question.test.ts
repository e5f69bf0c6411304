import { describe, expect, it } from 'vitest';
import { readIntent } from '#shared/conversation/read-intent.ts';
import { readMessage } from '#shared/conversation/read-message.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { retailIndex, retailModel, summarize, TODAY } from '#tests/unit/planner/retail-planner.ts';

const context = { index: retailIndex, today: TODAY, roles: [], profile: null };

function read(question: string) {
  const reading = readMessage(question, readIntent(question), [], context);
  if (reading.kind !== 'planning' || reading.planning.outcome !== 'planned')
    throw new Error(`Not planned: ${question}`);
  return { verified: reading.verified, plan: summarize(reading.planning) };
}

describe('a verified question', () => {
  it.each(retailModel.verifiedPlans)('compiles: $name', ({ plan }) => {
    expect(compilePlan(plan, retailModel)).toMatchObject({ kind: 'compiled' });
  });

  it('gives a plan to a wording that cannot be read otherwise, with its slots filled', () => {
    const { verified, plan } = read('How is the European business doing this year?');

    expect(verified).toBe('regional_performance');
    expect(plan).toMatch(
      /^sales\.revenue sales\.gross_margin sales\.orders where customers\.region=Europe in 2026-01-01/,
    );
  });

  it.each([
    ['revenue by region last month', 'revenue_by_region'],
    ['What was turnover per region in 2025?', 'revenue_by_region'],
    ['revenue in Q3 2026', 'revenue_in_period'],
    ['total sales in Q3 2026', 'revenue_in_period'],
  ])('vouches for every question with its plan: “%s”', (question, name) => {
    expect(read(question).verified).toBe(name);
  });

  it.each([
    ['another breakdown', 'revenue by channel last month'],
    ['another condition', 'revenue by region in Germany last month'],
    ['another figure', 'orders by region last month'],
    ['an empty slot', 'revenue by region'],
    ['a comparison', 'revenue by region last month compared to the month before'],
  ])('vouches for no plan with %s: “%s”', (_, question) => {
    expect(read(question).verified).toBeNull();
  });

  it('does not take words for a slot that mean something else', () => {
    const question = 'How is the quantum business doing this year?';

    expect(readMessage(question, readIntent(question), [], context)).toMatchObject({
      planning: { outcome: 'refused' },
    });
  });
});
