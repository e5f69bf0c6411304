import { expect, it } from 'vitest';
import { choicesPath, choicesFromData, recallChoices, withNote } from '#shared/handoff/choice-records.ts';
import { MAX_CHOICES } from '#shared/schemas/remembered-choice.ts';
import { ALICE } from '#tests/support/turn-world.ts';
import { createTalkWorld } from './talk-world.ts';

const ASKED = 'best stores last month';
const REMEMBERED = /^You chose “Gross revenue” for “best stores last month” before/;

async function worldWithChoice(times = 1) {
  const world = await createTalkWorld(times);
  const asked = await world.say(ASKED);
  await world.say('gross revenue', asked.conversationId);
  return world;
}

it('asks back once, and reads the same words the same way in another conversation', async () => {
  const world = await createTalkWorld();
  const asked = await world.say(ASKED);
  await world.say('gross revenue', asked.conversationId);

  const answer = await world.say(ASKED);

  expect(asked.outcome).toBe('clarification');
  expect(answer.outcome).toBe('answered');
  expect(answer.reading?.assumptions[0]).toMatch(REMEMBERED);
  expect(answer.reading?.plan).toMatchObject({ metrics: [{ metric: 'sales.gross_revenue' }] });
});

it('asks back again after “ask me again”, with the same options, and next time too', async () => {
  const world = await worldWithChoice();
  const { conversationId } = await world.say(ASKED);

  const again = await world.say('ask me again', conversationId);
  const next = await world.say(ASKED);

  expect(again.clarification?.options.map(({ label }) => label)).toContain('Gross revenue');
  expect(again.outcome).toBe('clarification');
  expect(next.outcome).toBe('clarification');
});

it('takes another answer in place of the one remembered', async () => {
  const world = await worldWithChoice();
  const { conversationId } = await world.say(ASKED);

  const corrected = await world.say('no, I meant discount', conversationId);
  const next = await world.say(ASKED);

  expect(corrected.reading?.plan).toMatchObject({ metrics: [{ metric: 'sales.discount' }] });
  expect(next.reading?.assumptions[0]).toContain('You chose “Discount”');
});

it('forgets all choices when asked to', async () => {
  const world = await worldWithChoice();

  await world.say('forget my choices');

  expect((await world.say(ASKED)).outcome).toBe('clarification');
});

it('keeps a choice once, however often its handoffs are delivered', async () => {
  const [once, thrice] = [await worldWithChoice(1), await worldWithChoice(3)];
  const path = choicesPath(ALICE.id, 'retail');

  expect(thrice.store.documents.get(path)).toEqual(once.store.documents.get(path));
  expect(await recallChoices(ALICE.id, 'retail', thrice.store)).toHaveLength(1);
});

it('undoes nothing when the turn of an old choice is delivered again', async () => {
  const world = await worldWithChoice();
  await world.say('forget my choices');

  for (const published of world.bus.published.slice()) await world.deliver(published);

  expect(await recallChoices(ALICE.id, 'retail', world.store)).toEqual([]);
});

it('keeps choices for their owner alone, for ninety days', async () => {
  const world = await worldWithChoice();
  const data = world.store.documents.get(choicesPath(ALICE.id, 'retail'));

  expect(await recallChoices('local:bob@example.com', 'retail', world.store)).toEqual([]);
  expect(choicesFromData(data, 'local:bob@example.com')).toEqual([]);
  expect(data?.['expireAt']).toEqual(new Date(world.clock.at + 90 * 86_400_000));
});

it('keeps a bounded number of choices, the latest ones', () => {
  const words = Array.from({ length: MAX_CHOICES + 1 }, (_, at) => `word ${String(at)}`);

  const kept = words.reduce<readonly { heard: string; label: string; at: number }[]>(
    (choices, heard, at) => withNote(choices, { kind: 'choice', model: 'retail', heard, label: 'Revenue' }, at),
    [],
  );

  expect(kept).toHaveLength(MAX_CHOICES);
  expect(kept[0]?.heard).toBe(words.at(-1));
  expect(kept.some(({ heard }) => heard === 'word 0')).toBe(false);
});
