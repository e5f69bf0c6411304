import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readDeclaredIndexes } from '#infra/local/firestore/declared-indexes.ts';
import { type FirestoreServer, startFirestoreServer } from '#infra/local/firestore/firestore-server.ts';
import { choicesPath, choicesToData } from '#shared/handoff/choice-records.ts';
import { listFeedback, storeFeedback } from '#shared/handoff/feedback-records.ts';
import { readConversation } from '#shared/handoff/follow-turn.ts';
import { endedTurn } from '#shared/handoff/end-turn.ts';
import { conversationToData, handoffToData, paths, runToData, turnToData } from '#shared/handoff/stored-records.ts';
import { sweep } from '#shared/handoff/sweep.ts';
import { readTrail } from '#shared/handoff/trail-document.ts';
import { EMPTY_ANALYSIS } from '#shared/schemas/analysis.ts';
import type { DocumentData, DocumentStore } from '#shared/state/document-store.ts';
import { createFirestoreStore } from '#shared/state/firestore-store.ts';
import { makeHandoff, makeTurn } from '#tests/support/handoffs.ts';
import { createMemoryBus } from '#tests/support/memory-bus.ts';

const clock = { at: Date.UTC(2026, 10, 15, 12) };
const HUNDRED_DAYS = 100 * 86_400_000;
let server: FirestoreServer;
let store: DocumentStore;
let written = 0;

const handoff = makeHandoff('turn.asked', {});
const turn = makeTurn({ conversationId: handoff.conversationId, turnId: handoff.turnId });
const { conversationId, turnId } = turn;

/** Writes one document of each kind that is kept for a time. @returns how many */
async function writeOneOfEach(at: number): Promise<number> {
  const conversation = { conversationId, ownerId: turn.ownerId, model: null, turnCount: 1, openTurns: [] };
  const run = {
    runId: 'r',
    agent: 'a',
    revision: 0,
    step: '',
    record: null,
    replies: {},
    trail: [],
    startedBy: handoff,
  };
  const documents: Readonly<Record<string, DocumentData>> = {
    [paths.conversation(conversationId)]: conversationToData({ ...conversation, createdAt: at, updatedAt: at }),
    [paths.turn(conversationId, turnId)]: turnToData({ ...turn, askedAt: at }),
    [paths.handoff(conversationId, turnId, handoff.id)]: handoffToData({ ...handoff, issuedAt: at }),
    [paths.run(conversationId, turnId, 'r')]: runToData(run, at),
    [choicesPath('alice', 'retail')]: choicesToData({ ownerId: 'alice', model: 'retail' }, [], at),
  };
  await store.transact((transaction) => {
    for (const [path, data] of Object.entries(documents)) transaction.set(path, data);
    return Promise.resolve();
  });
  const said = { rating: 'up', comment: null, correction: null, at } as const;
  await storeFeedback(endedTurn(turn, EMPTY_ANALYSIS, at), said, store);
  return Object.keys(documents).length + 1;
}

beforeAll(async () => {
  server = await startFirestoreServer({ indexes: readDeclaredIndexes(), now: () => clock.at });
  process.env['FIRESTORE_EMULATOR_HOST'] = server.address;
  store = createFirestoreStore({ projectId: 'declared', databaseId: 'baton' });
});
beforeEach(async () => {
  written = await writeOneOfEach(clock.at);
});
afterAll(() => server.stop());

it.each<[string, () => Promise<unknown>]>([
  ['the turns of a conversation', () => readConversation(conversationId, turn.ownerId, store)],
  ['the trail of a turn', () => readTrail(turn, store)],
  ['the feedback of a person', () => listFeedback('alice', store)],
  ['what the sweep looks for', () => sweep({ store, bus: createMemoryBus(), now: () => clock.at })],
  [
    'calls of a kind, for a replay',
    () =>
      store.find({
        collection: 'handoffs',
        group: true,
        where: [{ field: 'kind', operator: '==', value: 'tool.called' }],
        limit: 10,
      }),
  ],
])('finds %s with the declared indexes alone', async (_, find) => {
  await expect(find()).resolves.toBeDefined();
});

it('lets everything that is kept for a time expire after it, and nothing before', async () => {
  const early = await server.sweepExpired();
  clock.at += HUNDRED_DAYS;
  const late = await server.sweepExpired();

  expect(early).toBe(0);
  expect(late).toBe(written);
});
