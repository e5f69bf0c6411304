import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors/app-error.ts';
import type { HandoffReceiver } from '#shared/handoff/handoff-receiver.ts';
import { sweep } from '#shared/handoff/sweep.ts';
import { EMPTY_ANALYSIS } from '#shared/schemas/analysis.ts';
import { pushBody } from '#tests/support/memory-bus.ts';
import { createTurnWorld } from '#tests/support/turn-world.ts';
import { receiveHandoff } from '#shared/handoff/receive-handoff.ts';

const ANSWER = { ...EMPTY_ANALYSIS, outcome: 'answered', tier: 'governed', text: 'Revenue was $1.' } as const;

/** A coordinator that answers at once, and counts how often it worked. */
function answering(): HandoffReceiver & { worked: number } {
  return {
    name: 'coordinator',
    worked: 0,
    work() {
      this.worked += 1;
      return Promise.resolve({ findings: [], handoffs: [], run: null, end: ANSWER });
    },
  };
}

function failing(error: Error): HandoffReceiver {
  return { name: 'coordinator', work: () => Promise.reject(error) };
}

describe('receiveHandoff', () => {
  it('ends a turn with the answer that its receiver gives', async () => {
    const world = await createTurnWorld([answering()]);
    const turn = await world.ask('revenue');

    const statuses = await world.settle();

    expect(statuses).toEqual([204]);
    expect(world.read(turn)).toMatchObject({
      status: 'ended',
      answer: { outcome: 'answered', text: 'Revenue was $1.', handoffs: 1 },
    });
  });

  it('works once however often the same handoff is delivered', async () => {
    const coordinator = answering();
    const world = await createTurnWorld([coordinator]);
    await world.ask('revenue');

    const statuses = await world.settle(3);

    expect(statuses).toEqual([204, 204, 204]);
    expect(coordinator.worked).toBe(1);
  });

  it('asks for redelivery when a dependency is down, and leaves the turn pending', async () => {
    const world = await createTurnWorld([failing(new AppError('warehouse_unavailable', 'Down.'))]);
    const turn = await world.ask('revenue');

    const statuses = await world.settle();

    expect(statuses).toEqual([503]);
    expect(world.read(turn).status).toBe('pending');
  });

  it('fails the turn visibly, without the cause, when a second try can’t help', async () => {
    const world = await createTurnWorld([failing(new TypeError('rows.secret is undefined'))]);
    const turn = await world.ask('revenue');

    await world.settle();

    expect(world.read(turn).answer).toMatchObject({ outcome: 'failed', failure: { code: 'internal' } });
    expect(JSON.stringify(world.read(turn).answer)).not.toContain('secret');
    expect(world.log.events).toContain('work_failed');
  });

  it('starts no work after the deadline and says so to the person', async () => {
    const coordinator = answering();
    const world = await createTurnWorld([coordinator]);
    const turn = await world.ask('revenue', { timeoutMs: 1_000 });
    world.clock.at += 1_000;

    await world.settle();

    expect(coordinator.worked).toBe(0);
    expect(world.read(turn).answer).toMatchObject({ outcome: 'failed', failure: { code: 'deadline_exceeded' } });
  });

  it('refuses a push whose sender is not trusted, with nothing done', async () => {
    const coordinator = answering();
    const world = await createTurnWorld([coordinator]);
    const turn = await world.ask('revenue');
    const sender = { verify: () => Promise.reject(new AppError('untrusted_sender', 'Forged.')) };
    const [message] = world.bus.published;
    if (message === undefined) throw new Error('Nothing was published.');

    const status = await receiveHandoff({ authorization: null, body: pushBody(message) }, coordinator, {
      ...world.deps,
      sender,
    });

    expect(status).toBe(403);
    expect(coordinator.worked).toBe(0);
    expect(world.read(turn).status).toBe('pending');
  });

  it.each([
    ['is not a push', () => ({ hello: 1 })],
    ['is not JSON', (body: unknown) => replaceData(body, 'no json')],
    ['is not a handoff', (body: unknown) => replaceData(body, '{"kind":"turn.asked"}')],
    [
      'came along another edge',
      (body: unknown) => ({ ...asObject(body), subscription: 'projects/p/subscriptions/tool.called.x.y' }),
    ],
    ['was changed on the way', (body: unknown) => replaceData(body, dataOf(body).replace('revenue', 'profits'))],
  ])('acknowledges a message that %s, with nothing done', async (_, change) => {
    const coordinator = answering();
    const world = await createTurnWorld([coordinator]);
    const turn = await world.ask('revenue');
    const [message] = world.bus.published;
    if (message === undefined) throw new Error('Nothing was published.');

    const status = await receiveHandoff(
      { authorization: '', body: change(pushBody(message)) },
      coordinator,
      world.deps,
    );

    expect(status).toBe(204);
    expect(coordinator.worked).toBe(0);
    expect(world.read(turn).status).toBe('pending');
  });

  it('publishes from the outbox what the bus did not take, once it is back', async () => {
    const coordinator = answering();
    const world = await createTurnWorld([coordinator]);
    world.bus.down = true;
    const turn = await world.ask('revenue');
    world.bus.down = false;
    world.clock.at += 11_000;

    const swept = await sweep(world.deps);
    await world.settle();

    expect(swept).toEqual({ republished: 1, failed: 0 });
    expect(coordinator.worked).toBe(1);
    expect(world.read(turn).status).toBe('ended');
    expect([...world.store.documents.keys()].filter((path) => path.startsWith('outbox/'))).toEqual([]);
  });

  it('ends a turn that nobody works on when its time is up', async () => {
    const world = await createTurnWorld([]);
    const turn = await world.ask('revenue', { timeoutMs: 5_000 });
    world.clock.at += 5_001;

    const swept = await sweep(world.deps);

    expect(swept.failed).toBe(1);
    expect(world.read(turn).answer?.failure).toEqual({ code: 'deadline_exceeded' });
    expect(await sweep(world.deps)).toMatchObject({ failed: 0 });
  });
});

function asObject(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

function dataOf(body: unknown): string {
  const { message } = asObject(body);
  return Buffer.from(String(asObject(message)['data']), 'base64').toString();
}

function replaceData(body: unknown, text: string): unknown {
  const { message } = asObject(body);
  return { ...asObject(body), message: { ...asObject(message), data: Buffer.from(text).toString('base64') } };
}
