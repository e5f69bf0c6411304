import { expect, it } from 'vitest';
import { createReplayReceivers } from '#infra/local/replay/replay-receivers.ts';
import { choicesPath } from '#shared/handoff/choice-records.ts';
import { namedPath } from '#shared/handoff/named-records.ts';
import { replayTurn } from '#shared/handoff/replay-turn.ts';
import { readRecordedHandoffs } from '#shared/handoff/trail-document.ts';
import { paths, turnFromData } from '#shared/handoff/stored-records.ts';
import type { Answer } from '#shared/schemas/answer.ts';
import { ALICE } from '#tests/support/turn-world.ts';
import { retailModel } from '#tests/unit/planner/retail-planner.ts';
import { createTalkWorld } from './talk-world.ts';

const AMBIGUOUS = 'best stores last month';

type World = Awaited<ReturnType<typeof createTalkWorld>>;

/** Works on a stored turn again as `npm run replay` does; gives how each handoff came out. */
async function replay({ conversationId, turnId }: Answer, { store }: World) {
  const turn = turnFromData(store.documents.get(paths.turn(conversationId, turnId)) ?? {});
  const handoffs = await readRecordedHandoffs(turn, store);
  const models = new Map([[retailModel.name, retailModel]]);
  const receivers = await createReplayReceivers(turn, handoffs, { store, models, defaultModel: retailModel.name });
  const replayed = await replayTurn(
    { turn, handoffs, context: { caller: ALICE, conversationId, turnId } },
    receivers,
    null,
  );
  return replayed.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'recorded');
}

const allSame = (outcomes: readonly string[]): boolean =>
  outcomes.length > 2 && outcomes.every((one) => one === 'same');

it('replays a turn with the choice that was remembered then, not with the one that is now', async () => {
  const world = await createTalkWorld(1, { isProfileKnown: false });
  const asked = await world.say(AMBIGUOUS);
  await world.say('gross revenue', asked.conversationId);
  const remembered = await world.say(AMBIGUOUS);
  await world.say('no, I meant discount', remembered.conversationId);

  expect(remembered.reading?.plan).toMatchObject({ metrics: [{ metric: 'sales.gross_revenue' }] });
  expect(await replay(remembered, world)).toSatisfy(allSame);
});

it('replays a turn with its choice after all choices were forgotten', async () => {
  const world = await createTalkWorld(1, { isProfileKnown: false });
  const asked = await world.say(AMBIGUOUS);
  await world.say('gross revenue', asked.conversationId);
  const remembered = await world.say(AMBIGUOUS);
  await world.say('forget my choices');

  expect(world.store.documents.get(choicesPath(ALICE.id, 'retail'))?.['choicesJson']).toBe('[]');
  expect(await replay(remembered, world)).toSatisfy(allSame);
});

it('replays the turn that asked back as it was before anything was remembered', async () => {
  const world = await createTalkWorld(1, { isProfileKnown: false });
  const asked = await world.say(AMBIGUOUS);
  await world.say('gross revenue', asked.conversationId);

  expect(asked.outcome).toBe('clarification');
  expect(await replay(asked, world)).toSatisfy(allSame);
});

it('replays a turn with the result that had the name then', async () => {
  const world = await createTalkWorld(1, { isProfileKnown: false });
  const { conversationId } = await world.say('revenue in 2025');
  await world.say('call this watch list', conversationId);
  const shown = await world.say('watch list by month', conversationId);
  await world.say('orders by channel', conversationId);
  await world.say('call this watch list', conversationId);

  expect(shown.reading?.plan).toMatchObject({ metrics: [{ metric: 'sales.revenue' }] });
  expect(String(world.store.documents.get(namedPath(conversationId, 'watch list'))?.['planJson'])).toContain('orders');
  expect(await replay(shown, world)).toSatisfy(allSame);
});
