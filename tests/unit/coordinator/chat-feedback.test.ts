import { expect, it } from 'vitest';
import { listFeedback } from '#shared/handoff/feedback-records.ts';
import { readFeedback } from '#shared/conversation/read-feedback.ts';
import { ALICE } from '#tests/support/turn-world.ts';
import { createTalkWorld } from './talk-world.ts';

it('keeps “that’s wrong, I meant …” as feedback on the answer before, and answers what was meant', async () => {
  const world = await createTalkWorld();
  const first = await world.say('revenue last month');

  const answer = await world.say('that’s wrong, I meant orders last month', first.conversationId);

  expect(answer.reading?.plan).toMatchObject({ metrics: [{ metric: 'sales.orders' }] });
  expect(await listFeedback(ALICE.id, world.store)).toMatchObject([
    { turnId: first.turnId, question: 'revenue last month', rating: 'down', correction: 'I meant orders last month' },
  ]);
});

it('says thanks for praise, and keeps it', async () => {
  const world = await createTalkWorld();
  const first = await world.say('revenue last month');

  const answer = await world.say('that is correct', first.conversationId);

  expect(answer.text).toMatch(/^Thank you/);
  expect(await listFeedback(ALICE.id, world.store)).toMatchObject([{ turnId: first.turnId, rating: 'up' }]);
});

it('keeps nothing where there is no answer to speak of', async () => {
  const world = await createTalkWorld();

  await world.say('that is wrong');

  expect(await listFeedback(ALICE.id, world.store)).toEqual([]);
});

it.each([
  ['that’s wrong', 'down', null],
  ['that’s not right', 'down', null],
  ['That is not what I meant', 'down', null],
  ['good answer', 'up', null],
  ['That’s wrong, I meant Orders', 'down', 'I meant Orders'],
  ['this is incorrect. It should be net revenue', 'down', 'It should be net revenue'],
])('reads %s as %s with %s', (message, rating, correction) => {
  expect(readFeedback(message)).toEqual({ rating, comment: message, correction });
});
