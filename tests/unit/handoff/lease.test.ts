import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors/app-error.ts';
import { cancelTurn } from '#shared/handoff/follow-turn.ts';
import type { HandoffReceiver } from '#shared/handoff/handoff-receiver.ts';
import { receiveHandoff } from '#shared/handoff/receive-handoff.ts';
import type { WorkResult } from '#shared/handoff/commit-work.ts';
import type { DocumentData } from '#shared/state/document-store.ts';
import { EMPTY_ANALYSIS } from '#shared/schemas/analysis.ts';
import { createManualTimers, settled, until } from '#tests/support/manual-timers.ts';
import { pushBody } from '#tests/support/memory-bus.ts';
import { ALICE, createTurnWorld } from '#tests/support/turn-world.ts';

const LEASE_MS = 10_000;
const DONE: WorkResult = {
  findings: [],
  handoffs: [],
  run: null,
  end: { ...EMPTY_ANALYSIS, outcome: 'answered', text: 'Revenue was $1.' },
};

/** A receiver whose calls take as long as the test wants, and say why they were stopped. */
function createSlowReceiver() {
  const calls: { finish: () => void; readonly signal: AbortSignal }[] = [];
  const receiver: HandoffReceiver = {
    name: 'coordinator',
    leaseMs: LEASE_MS,
    work: (_, { signal }) =>
      new Promise((resolve, reject) => {
        calls.push({ finish: () => resolve(DONE), signal });
        signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Stopped.')), { once: true });
      }),
  };
  return { receiver, calls };
}

async function createLeaseWorld() {
  const timers = createManualTimers();
  const slow = createSlowReceiver();
  const world = await createTurnWorld([slow.receiver], { timers });
  const turn = await world.ask('revenue');
  const [message] = world.bus.published;
  if (message === undefined) throw new Error('Nothing was published.');
  return { ...world, ...slow, timers, turn, message };
}

/** Leaves the one handoff of a world as its last holder did. */
function leaveHeld(
  { documents }: { readonly documents: Map<string, DocumentData> },
  held: { readonly fence: number; readonly leasedUntil: number },
): void {
  for (const [path, data] of documents) if (path.includes('/handoffs/')) documents.set(path, { ...data, ...held });
}

describe('a lease', () => {
  it('lets one instance work while another that got the same handoff waits for it', async () => {
    const { deliver, message, calls, timers, read, turn } = await createLeaseWorld();
    const first = deliver(message);
    await until(() => calls.length === 1);
    const second = deliver(message);
    await timers.advance(3 * LEASE_MS);
    calls[0]?.finish();
    await timers.advance(LEASE_MS);

    expect(await Promise.all([first, second])).toEqual([204, 204]);
    expect(calls).toHaveLength(1);
    expect(read(turn).status).toBe('ended');
  });

  it('passes on when its holder shows no sign of life, and what the first holder then commits is refused', async () => {
    const world = await createLeaseWorld();
    const frozen = createManualTimers();
    const deps = { ...world.deps, timers: { ...frozen, now: world.timers.now } };
    const request = { authorization: 'Bearer test', body: pushBody(world.message) };
    const first = receiveHandoff(request, world.receiver, deps);
    await until(() => world.calls.length === 1);
    const second = world.deliver(world.message);

    await world.timers.advance(LEASE_MS + 1);
    await until(() => world.calls.length === 2);
    world.calls[0]?.finish();
    await settled();
    const openAfterFirst = world.read(world.turn).status;
    world.calls[1]?.finish();
    await world.timers.advance(LEASE_MS);
    await frozen.advance(2 * LEASE_MS);

    expect(openAfterFirst).toBe('pending');
    expect(world.calls).toHaveLength(2);
    expect(await second).toBe(204);
    expect(await first).toBe(204);
    expect(world.read(world.turn).status).toBe('ended');
  });

  it('stops the work when the person cancels the turn', async () => {
    const { deliver, message, calls, timers, turn, store, bus, read } = await createLeaseWorld();
    const delivery = deliver(message);
    await until(() => calls.length === 1);

    await cancelTurn(turn, ALICE.id, { store, now: timers.now, starter: { bus, name: 'ask-api' } });
    await timers.advance(LEASE_MS / 4);

    expect(await delivery).toBe(204);
    expect(calls[0]?.signal.reason).toMatchObject({ code: 'cancelled' });
    expect(read(turn).answer).toMatchObject({ outcome: 'failed', failure: { code: 'cancelled' } });
  });

  it('stops the work at the deadline and ends the turn visibly', async () => {
    const { deliver, message, timers, read, turn } = await createLeaseWorld();
    const delivery = deliver(message);

    await timers.advance(60_000);

    expect(await delivery).toBe(204);
    expect(read(turn).answer).toMatchObject({ failure: { code: 'deadline_exceeded' } });
  });

  it('is given back by an instance that must stop, so that the next one starts at once', async () => {
    const world = await createLeaseWorld();
    const stop = new AbortController();
    const request = { authorization: 'Bearer test', body: pushBody(world.message) };
    const first = receiveHandoff(request, world.receiver, { ...world.deps, stopping: stop.signal });
    await until(() => world.calls.length === 1);

    stop.abort();
    const status = await first;
    const second = world.deliver(world.message);
    await until(() => world.calls.length === 2);
    world.calls[1]?.finish();

    expect(status).toBe(503);
    expect(await second).toBe(204);
    expect(world.read(world.turn).answer?.outcome).toBe('answered');
  });
});

describe('a handoff whose holders died', () => {
  it('ends its turn at the deadline when somebody has waited for the last of them', async () => {
    const { store, deliver, message, timers, read, turn } = await createLeaseWorld();
    leaveHeld(store, { fence: 1, leasedUntil: timers.now() + 600_000 });
    const delivery = deliver(message);

    await timers.advance(60_000);

    expect(await delivery).toBe(204);
    expect(read(turn).answer).toMatchObject({ failure: { code: 'deadline_exceeded' } });
  });

  it('is worked on no more often than it may be delivered, however often it comes', async () => {
    const { store, deliver, message, calls, read, turn } = await createLeaseWorld();
    leaveHeld(store, { fence: 5, leasedUntil: 0 });

    const status = await deliver(message);

    expect(status).toBe(204);
    expect(calls).toEqual([]);
    expect(read(turn).answer).toMatchObject({ failure: { code: 'undeliverable' } });
  });
});

describe('an instance that stops', () => {
  it('starts nothing that comes in after that', async () => {
    const world = await createLeaseWorld();
    const stopping = AbortSignal.abort();

    const status = await receiveHandoff(
      { authorization: 'Bearer test', body: pushBody(world.message) },
      world.receiver,
      { ...world.deps, stopping },
    );

    expect(status).toBe(503);
    expect(world.calls).toEqual([]);
  });
});
