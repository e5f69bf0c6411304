import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors/app-error.ts';
import type { HandoffReceiver } from '#shared/handoff/handoff-receiver.ts';
import { digestOf } from '#shared/handoff/handoff-id.ts';
import { receiveDeadLetter } from '#shared/handoff/receive-dead-letter.ts';
import { GOOD_ANALYSIS } from '#tests/support/handoffs.ts';
import { pushBody, type Published } from '#tests/support/memory-bus.ts';
import { createTurnWorld } from '#tests/support/turn-world.ts';

const answering: HandoffReceiver = {
  name: 'coordinator',
  work: () => Promise.resolve({ findings: [], handoffs: [], run: null, end: GOOD_ANALYSIS }),
};

async function createDeadLetterWorld() {
  const world = await createTurnWorld([answering]);
  const turn = await world.ask('revenue');
  const [message] = world.bus.published;
  if (message === undefined) throw new Error('Nothing was published.');
  const bury = (letter: Published, sender = world.deps.sender) =>
    receiveDeadLetter(
      { authorization: 'Bearer test', body: pushBody({ ...letter, topic: 'dead-letters' }) },
      { ...world.deps, sender, name: 'dead-letters' },
    );
  const withJson = (json: string): Published => ({ ...message, message: { ...message.message, json } });
  return { ...world, turn, message, bury, withJson };
}

describe('a dead letter', () => {
  it('ends its turn visibly', async () => {
    const { bury, message, read, turn } = await createDeadLetterWorld();

    const status = await bury(message);

    expect(status).toBe(204);
    expect(read(turn).answer).toMatchObject({ outcome: 'failed', failure: { code: 'undeliverable' } });
  });

  it('starts the next turn of the conversation', async () => {
    const { bury, message, turn, ask, bus } = await createDeadLetterWorld();
    await ask('orders', { conversationId: turn.conversationId });

    await bury(message);

    expect(bus.published.at(-1)?.topic).toBe('turn.asked.dead-letters.coordinator');
  });

  it('changes nothing when its work was done after all', async () => {
    const { bury, message, read, turn, settle } = await createDeadLetterWorld();
    await settle();

    await bury(message);

    expect(read(turn).answer?.outcome).toBe('answered');
  });

  it('of a version that we do not know ends its turn too', async () => {
    const { bury, withJson, message, store, read, turn } = await createDeadLetterWorld();
    const json = message.message.json.replace(/"version":\d+/, '"version":99');
    const letter = withJson(json);
    const path = [...store.documents.keys()].find((key) => key.includes('/handoffs/')) ?? '';
    store.documents.set(path, { ...store.documents.get(path), json, digest: digestOf(json) });

    await bury(letter);

    expect(read(turn).answer?.failure).toEqual({ code: 'undeliverable' });
  });

  it.each([
    ['is not JSON', (json: string) => json.slice(1)],
    ['was never handed on', (json: string) => json.replace('revenue', 'profits')],
  ])('that %s is acknowledged with nothing done', async (_, change) => {
    const { bury, withJson, message, read, turn } = await createDeadLetterWorld();

    const status = await bury(withJson(change(message.message.json)));

    expect(status).toBe(204);
    expect(read(turn).status).toBe('pending');
  });

  it('from a stranger is refused with nothing done', async () => {
    const { bury, message, read, turn } = await createDeadLetterWorld();
    const sender = { verify: () => Promise.reject(new AppError('untrusted_sender', 'Forged.')) };

    const status = await bury(message, sender);

    expect(status).toBe(403);
    expect(read(turn).status).toBe('pending');
  });
});
