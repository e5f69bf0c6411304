import { expect, it } from 'vitest';
import { fleetModel } from '#tests/unit/planner/fleet-draft.ts';
import { createTalkWorld } from './talk-world.ts';

const ASKED = 'what is the highest price';

it('answers two readings that cost little side by side, and says how to pick one', async () => {
  const world = await createTalkWorld(1, { model: fleetModel });

  const answer = await world.say(ASKED);

  expect(answer.outcome).toBe('answered');
  expect(answer.text).toMatch(/^“price” can mean Price in dollars or Price in euros; here are both\./);
  expect(answer.text).toContain('\n1. Price in dollars\n');
  expect(answer.text).toContain('\n2. Price in euros\n');
  expect(answer.sql.map(({ purpose }) => purpose)).toEqual(['answer (question 1)', 'answer (question 2)']);
  expect(answer.clarification?.options.map(({ label }) => label)).toEqual(['Price in dollars', 'Price in euros']);
});

it('gives only the reading that was picked, and remembers it', async () => {
  const world = await createTalkWorld(1, { model: fleetModel });
  const { conversationId } = await world.say(ASKED);

  const picked = await world.say('I meant price in euros', conversationId);
  const next = await world.say(ASKED);

  expect(picked.outcome).toBe('answered');
  expect(picked.sql).toHaveLength(1);
  expect(JSON.stringify(picked.reading?.plan)).toContain('price_in_euros');
  expect(next.reading?.assumptions[0]).toContain('You chose “Price in euros” for “price” before');
  expect(next.sql).toHaveLength(1);
});

it('comes to the same answer however often its handoffs are delivered', async () => {
  const [once, thrice] = [
    await createTalkWorld(1, { model: fleetModel }),
    await createTalkWorld(3, { model: fleetModel }),
  ];

  expect((await thrice.say(ASKED)).text).toBe((await once.say(ASKED)).text);
});

it('asks back where the readings are lists of things', async () => {
  const world = await createTalkWorld(1, { model: fleetModel });

  expect(await world.say('ferries ordered by length')).toMatchObject({ outcome: 'clarification', sql: [] });
});

it('asks back what has several meanings in a message with several questions', async () => {
  const world = await createTalkWorld(1, { model: fleetModel });

  const answer = await world.say('How many ferries are there? What is the highest price?');

  expect(answer.outcome).toBe('answered');
  expect(answer.text).toContain('What do you mean by “price”?');
});
