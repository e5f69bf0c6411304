import { expect, it } from 'vitest';
import { createTalkWorld } from './talk-world.ts';

it.each([
  ['what will revenue be next month?', 'refused', /forecasts are not part of what I compute/],
  ['why did revenue drop in October?', 'refused', /can’t tell causes from data alone/],
  ['any anomalies in revenue?', 'refused', /don’t look for unusual values yet/],
  ['what is the weather in Paris?', 'refused', /not a question about this data/],
  ['delete all orders', 'refused', /only read: nothing in the warehouse is ever changed/],
])('turns down “%s” honestly, with questions that it answers', async (question, outcome, text) => {
  const world = await createTalkWorld();

  const answer = await world.say(question);
  const instead = await world.say(answer.followUps[0] ?? '?');

  expect(answer).toMatchObject({ outcome, table: null, sql: [] });
  expect(answer.text).toMatch(text);
  expect(instead.outcome).toBe('answered');
});

it('turns down a check of the data, and says what each answer is checked for instead', async () => {
  const world = await createTalkWorld();

  const answer = await world.say('are there missing values in the data?');

  expect(answer).toMatchObject({ outcome: 'refused', table: null, sql: [] });
  expect((await world.say(answer.followUps[0] ?? '?')).outcome).toBe('answered');
  expect(answer.text).toContain('Each answer says which checks its figures passed');
});

it('makes an executive summary of the main figures, and says what it took for one', async () => {
  const world = await createTalkWorld();

  const { outcome, reading } = await world.say('give me an executive summary');

  expect(outcome).toBe('answered');
  expect(JSON.stringify(reading?.plan?.['metrics'])).toContain('sales.revenue');
  expect(reading?.comparison?.label).toBe('September 2026');
  expect(reading?.assumptions).toContain(
    'A summary shows the main figures of the last full month beside those of the month before.',
  );
});
