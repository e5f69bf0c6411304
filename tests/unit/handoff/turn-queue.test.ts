import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors/app-error.ts';
import type { HandoffReceiver } from '#shared/handoff/handoff-receiver.ts';
import { failTurn } from '#shared/handoff/end-turn.ts';
import { sweep } from '#shared/handoff/sweep.ts';
import { createTurnWorld } from '#tests/support/turn-world.ts';
import { GOOD_ANALYSIS } from '#tests/support/handoffs.ts';

/** A coordinator that answers at once, and remembers the order. */
function answering(): HandoffReceiver & { readonly order: string[] } {
  const order: string[] = [];
  return {
    name: 'coordinator',
    order,
    work({ turn }) {
      order.push(turn.question);
      return Promise.resolve({ findings: [], handoffs: [], run: null, end: GOOD_ANALYSIS });
    },
  };
}

const CANCELLED = new AppError('cancelled', 'The question was cancelled.');

async function createQueueWorld() {
  const coordinator = answering();
  const world = await createTurnWorld([coordinator]);
  const first = await world.ask('one');
  const { conversationId } = first;
  const second = await world.ask('two', { conversationId });
  const third = await world.ask('three', { conversationId });
  const starter = { bus: world.bus, name: 'ask-api' };
  return { ...world, ...coordinator, turns: { first, second, third }, ending: { ...world.deps, starter } };
}

const topicsOf = (world: { readonly bus: { readonly published: readonly { readonly topic: string }[] } }) =>
  world.bus.published.map(({ topic }) => topic);

describe('the queue of a conversation', () => {
  it('starts a turn when the one before it has ended, in the order in which they were asked', async () => {
    const world = await createQueueWorld();
    const publishedBefore = world.bus.published.length;

    await world.settle();

    expect(publishedBefore).toBe(1);
    expect(world.order).toEqual(['one', 'two', 'three']);
    expect(topicsOf(world)).toEqual([
      'turn.asked.ask-api.coordinator',
      'turn.asked.coordinator.coordinator',
      'turn.asked.coordinator.coordinator',
    ]);
  });

  it('keeps its order when every delivery is made three times', async () => {
    const world = await createQueueWorld();

    await world.settle(3);

    expect(world.order).toEqual(['one', 'two', 'three']);
  });

  it('goes on when a turn is ended from outside', async () => {
    const world = await createQueueWorld();

    await failTurn(world.turns.first, CANCELLED, world.ending);
    await world.settle();

    expect(world.order).toEqual(['two', 'three']);
    expect(world.read(world.turns.first).answer?.failure).toEqual({ code: 'cancelled' });
  });

  it('passes over a turn that was ended while it waited', async () => {
    const world = await createQueueWorld();

    await failTurn(world.turns.second, CANCELLED, world.ending);
    await world.settle();

    expect(world.order).toEqual(['one', 'three']);
  });

  it('lets the sweep start the next turn where nobody else may', async () => {
    const world = await createQueueWorld();
    const { store, deps } = world;
    await failTurn(world.turns.first, CANCELLED, { store, now: deps.now });
    const publishedBefore = world.bus.published.length;
    world.clock.at += 11_000;

    await sweep(deps);
    await world.settle();

    expect(publishedBefore).toBe(1);
    expect(world.order).toEqual(['two', 'three']);
  });

  it('starts the next turn at once when the sweep ends a late one', async () => {
    const world = await createTurnWorld([answering()]);
    const late = await world.ask('one', { timeoutMs: 1_000 });
    const next = await world.ask('two', { conversationId: late.conversationId });
    world.clock.at += 1_001;
    world.bus.published.length = 0;

    await sweep(world.deps);
    await world.settle();

    expect(world.read(late).answer?.failure).toEqual({ code: 'deadline_exceeded' });
    expect(world.read(next).answer?.outcome).toBe('answered');
  });

  it('holds ten turns and asks to wait with the eleventh', async () => {
    const world = await createQueueWorld();
    const { conversationId } = world.turns.first;
    for (let at = 4; at <= 10; at += 1) await world.ask(`question ${at}`, { conversationId });

    const asked = world.ask('one too many', { conversationId });

    await expect(asked).rejects.toMatchObject({ code: 'too_many_requests', status: 429 });
  });

  it('is its own for each conversation', async () => {
    const world = await createQueueWorld();

    await world.ask('elsewhere');

    expect(topicsOf(world)).toEqual(['turn.asked.ask-api.coordinator', 'turn.asked.ask-api.coordinator']);
  });
});
