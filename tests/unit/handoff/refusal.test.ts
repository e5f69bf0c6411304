import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '#shared/errors/app-error.ts';
import type { WorkResult } from '#shared/handoff/commit-work.ts';
import { digestOf } from '#shared/handoff/handoff-id.ts';
import type { HandoffReceiver } from '#shared/handoff/handoff-receiver.ts';
import { MAX_DELIVERY_ATTEMPTS } from '#shared/handoff/turn-limits.ts';
import { HANDOFF_VERSION } from '#shared/schemas/handoff.ts';
import { BRIEFS, FINDING, GOOD_ANALYSIS } from '#tests/support/handoffs.ts';
import type { Published } from '#tests/support/memory-bus.ts';
import { createTurnWorld } from '#tests/support/turn-world.ts';

const ENDED: WorkResult = { findings: [], handoffs: [], run: null, end: GOOD_ANALYSIS };
const REQUEST = BRIEFS['analysis.requested'];

function coordinator(
  work: HandoffReceiver['work'],
  refuse?: HandoffReceiver['refuse'],
): HandoffReceiver & { readonly name: string } {
  return { name: 'coordinator', work, ...(refuse === undefined ? {} : { refuse }) };
}

const handingOn = (brief: Readonly<Record<string, unknown>>): WorkResult => ({
  findings: [FINDING],
  handoffs: [
    {
      draft: { kind: 'analysis.requested', to: 'data-intelligence', brief: { ...REQUEST, ...brief } },
      correlation: { runId: 'run', requestId: 'analysis' },
    },
  ],
  run: null,
  end: null,
});

async function askOne(receiver: HandoffReceiver) {
  const world = await createTurnWorld([receiver]);
  const turn = await world.ask('revenue');
  const [message] = world.bus.published;
  if (message === undefined) throw new Error('Nothing was published.');
  return { ...world, turn, message };
}

type World = Awaited<ReturnType<typeof askOne>>;

/** The message as another version would have sent it, stored as it would have been. */
function sentAs({ store, message }: World, change: (handoff: Record<string, unknown>) => unknown): Published {
  const parsed: unknown = JSON.parse(message.message.json);
  const json = JSON.stringify(change(typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}));
  const path = [...store.documents.keys()].find((key) => key.includes('/handoffs/')) ?? '';
  store.documents.set(path, { ...store.documents.get(path), json, digest: digestOf(json) });
  return { ...message, message: { ...message.message, json } };
}

describe('what fails its check when it is handed on', () => {
  it('ends the turn with the name of the check, and is not published', async () => {
    const world = await askOne(coordinator(() => Promise.resolve(handingOn({ model: '' }))));

    await world.settle();

    const { answer } = world.read(world.turn);
    expect(answer).toMatchObject({ outcome: 'failed', failure: { code: 'check_failed' } });
    expect(answer?.text).toContain('names-a-model');
    expect(world.bus.published).toHaveLength(1);
  });

  it('goes back where its sender can give it back', async () => {
    const refuse = (): WorkResult => handingOn({ question: 'Say what went wrong.' });
    const world = await askOne(coordinator(() => Promise.resolve(handingOn({ model: '' })), refuse));

    await world.deliver(world.message);

    expect(world.read(world.turn).status).toBe('pending');
    expect(world.bus.published.map(({ topic }) => topic)).toContain('analysis.requested.coordinator.data-intelligence');
  });

  it('ends the turn when what is given back fails a check as well', async () => {
    const work = (): Promise<WorkResult> => Promise.resolve(handingOn({ model: '' }));
    const world = await askOne(coordinator(work, () => handingOn({ question: ' ' })));

    await world.settle();

    expect(world.read(world.turn).answer?.text).toContain('names-a-model');
  });
});

describe('the last delivery', () => {
  const failing = (code: ErrorCode) => coordinator(() => Promise.reject(new AppError(code, 'Not now.')));

  it('tells a failure that would have been tried again', async () => {
    const world = await askOne(failing('warehouse_unavailable'));

    const status = await world.deliver(world.message, MAX_DELIVERY_ATTEMPTS);

    expect(status).toBe(204);
    expect(world.read(world.turn).answer?.failure).toEqual({ code: 'warehouse_unavailable' });
  });

  it.each(['state_unavailable', 'instance_stopping', 'messaging_unavailable'] as const)(
    'leaves %s to the dead letters, since nothing can be told now',
    async (code) => {
      const world = await askOne(failing(code));

      const status = await world.deliver(world.message, MAX_DELIVERY_ATTEMPTS);

      expect(status).toBe(503);
      expect(world.read(world.turn).status).toBe('pending');
    },
  );
});

describe('a handoff of another version', () => {
  const answering = coordinator(() => Promise.resolve(ENDED));

  it('is worked on when it is the version before, which had no lineage', async () => {
    const world = await askOne(answering);
    const older = sentAs(world, (handoff) => ({ ...handoff, lineage: undefined, version: HANDOFF_VERSION - 1 }));

    await world.deliver(older);

    expect(world.read(world.turn).answer?.outcome).toBe('answered');
  });

  it('is worked on when it has fields that we do not know', async () => {
    const world = await askOne(answering);

    await world.deliver(sentAs(world, (handoff) => ({ ...handoff, urgency: 'high' })));

    expect(world.read(world.turn).answer?.outcome).toBe('answered');
  });

  it('is left to a newer instance when it is newer, even where we could not read it', async () => {
    const world = await askOne(answering);
    const newer = sentAs(world, () => ({ version: HANDOFF_VERSION + 1, kind: 'turn.dreamt' }));

    const status = await world.deliver(newer);

    expect(status).toBe(503);
    expect(world.read(world.turn).status).toBe('pending');
  });

  it('is refused when it is older than the version before', async () => {
    const world = await askOne(answering);

    const status = await world.deliver(sentAs(world, (handoff) => ({ ...handoff, version: HANDOFF_VERSION - 2 })));

    expect(status).toBe(204);
    expect(world.read(world.turn).status).toBe('pending');
  });
});
