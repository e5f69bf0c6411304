import { describe, expect, it } from 'vitest';
import { editModelFiles } from '#infra/local/model/edit-model-files.ts';
import { readModelFiles } from '#infra/local/model/model-files.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import { readMessage } from '#shared/conversation/read-message.ts';
import { suggestChange } from '#shared/conversation/suggest-change.ts';
import { buildPlannerIndex } from '#shared/planner/planner-index.ts';
import { retailIndex, TODAY } from '#tests/unit/planner/retail-planner.ts';

const context = { index: retailIndex, today: TODAY };

function outcomeWith(question: string, correction: string): string {
  const change = suggestChange({ question, correction }, context);
  if (change === null) throw new Error('Nothing is proposed.');
  const changed = {
    index: buildPlannerIndex(parseModel(editModelFiles(readModelFiles('retail'), change))),
    today: TODAY,
    roles: [],
    profile: null,
  };
  const reading = readMessage(question, 'question', [], changed);
  return reading.kind === 'planning' ? reading.planning.outcome : reading.kind;
}

describe('a correction', () => {
  it.each([
    ['"bookings" means orders', { kind: 'synonym', element: 'sales.orders', value: null, word: 'bookings' }],
    [
      'the old world means Europe',
      { kind: 'synonym', element: 'customers.region', value: 'Europe', word: 'the old world' },
    ],
  ])('names another word: %s', (correction, change) => {
    const found = suggestChange({ question: 'anything', correction }, context);

    if (change.value === null) expect(found).toEqual(change);
    else expect(found === null || found.kind === 'synonym').toBe(true);
  });

  it('gives the unknown word of a question its meaning', () => {
    expect(
      suggestChange({ question: 'bookings last month', correction: 'I meant orders last month' }, context),
    ).toEqual({
      kind: 'synonym',
      element: 'sales.orders',
      value: null,
      word: 'bookings',
    });
  });

  it('becomes a verified plan with a slot for the period where no single word explains it', () => {
    const question = 'how did the troops fare last month?';

    expect(suggestChange({ question, correction: 'orders by channel last month' }, context)).toMatchObject({
      kind: 'verified-plan',
      question: 'how did the troops fare {period}',
      plan: { period: null, metrics: [{ metric: 'sales.orders' }] },
    });
  });

  it.each([
    ['bookings last month', 'orders last month'],
    ['how did the troops fare last month?', 'orders by channel last month'],
  ])('makes “%s” answerable once it is accepted', (question, correction) => {
    expect(outcomeWith(question, correction)).toBe('planned');
  });

  it('asks for a condition that always holds', () => {
    expect(suggestChange({ question: 'revenue', correction: 'always exclude consumers' }, context)).toMatchObject({
      kind: 'default-filter',
      field: 'customers.segment',
      values: ['Consumer'],
    });
  });

  it.each(['that was nonsense', 'no'])('that says nothing of the kind proposes nothing: %s', (correction) => {
    expect(suggestChange({ question: 'revenue last month', correction }, context)).toBeNull();
  });

  it('that is missing proposes nothing', () => {
    expect(suggestChange({ question: 'revenue last month', correction: null }, context)).toBeNull();
  });
});
