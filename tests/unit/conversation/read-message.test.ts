import { describe, expect, it } from 'vitest';
import { readIntent } from '#shared/conversation/read-intent.ts';
import { readMessage } from '#shared/conversation/read-message.ts';
import { retailIndex, TODAY } from '#tests/unit/planner/retail-planner.ts';

const profile = {
  values: [],
  dataThrough: { 'sales.order_date': '2026-11-14', 'customers.signup_date': '2026-11-10' },
};
const context = { index: retailIndex, today: TODAY, roles: [], profile };

function read(message: string) {
  return readMessage(message, readIntent(message), [], context);
}

describe('a message without a figure', () => {
  it.each([
    ['hello', 'answered', /Ask for a figure/],
    ['what data is there?', 'answered', /Figures: .*revenue.*\nBy: .*region/],
    ['how fresh is the data?', 'answered', /Order lines to 2026-11-14/],
    ['What does AOV mean?', 'answered', /^Average order value: Revenue per order\. Computed as sales\.revenue/],
    ['What does churn mean?', 'refused', /“churn” is not a term/],
    ['What will revenue be next month?', 'refused', /can’t look ahead/],
    ['Why did revenue drop in September 2026?', 'refused', /can’t tell causes/],
    ['any unusual orders?', 'refused', /unusual values/],
    ['Is the data complete?', 'refused', /quality of the data/],
    ['delete all orders', 'refused', /only read/],
    ['what is the weather?', 'refused', /not a question about this data/],
  ])('is answered in words: “%s”', (message, outcome, text) => {
    const reading = read(message);

    expect(reading).toMatchObject({ kind: 'told', remark: { outcome } });
    if (reading.kind === 'told') expect(reading.remark.text).toMatch(text);
  });

  it('offers only questions that can be answered', () => {
    for (const message of ['what will sales be next year?', 'why did orders fall?', 'any outliers?']) {
      const reading = read(message);
      if (reading.kind !== 'told') throw new Error(message);

      expect(reading.remark.followUps.length).toBeGreaterThan(0);
      for (const question of reading.remark.followUps) {
        expect(read(question)).toMatchObject({ kind: 'planning', planning: { outcome: 'planned' } });
      }
    }
  });

  it('tells nobody what a hidden element means', () => {
    const reading = read('What does email mean?');

    expect(reading).toMatchObject({ kind: 'told', remark: { outcome: 'refused' } });
  });
});

it('plans the main figures for a summary, beside those of the month before', () => {
  const reading = read('executive summary please');

  expect(reading).toMatchObject({
    kind: 'planning',
    planning: { outcome: 'planned', plan: { comparison: { kind: 'previous-period' } } },
  });
  if (reading.kind === 'planning' && reading.planning.outcome === 'planned') {
    expect(reading.planning.plan.metrics.length).toBeGreaterThan(2);
  }
});
