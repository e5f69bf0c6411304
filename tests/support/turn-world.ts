import { randomBytes } from 'node:crypto';
import { beginTurn, type EntryDeps } from '#shared/handoff/begin-turn.ts';
import type { HandoffReceiver } from '#shared/handoff/handoff-receiver.ts';
import { receiveHandoff } from '#shared/handoff/receive-handoff.ts';
import type { PushStatus } from '#shared/messaging/push-message.ts';
import { paths, turnFromData } from '#shared/handoff/stored-records.ts';
import { createTurnContextKeys } from '#shared/identity/turn-context.ts';
import { systemTimers, type Timers } from '#shared/resilience/timers.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import { createMemoryBus, pushBody, type Published } from './memory-bus.ts';
import { createMemoryLog } from './memory-log.ts';
import { createMemoryStore } from './memory-store.ts';

export const ALICE = { id: 'local:alice@example.com', email: 'alice@example.com', roles: ['analyst'] };

/** A small world of receivers on fakes, with a clock that stands still until it is moved. */
export async function createTurnWorld(receivers: readonly HandoffReceiver[], options: { timers?: Timers } = {}) {
  const keys = await createTurnContextKeys('test');
  const store = createMemoryStore();
  const bus = createMemoryBus();
  const log = createMemoryLog();
  const clock = { at: Date.UTC(2026, 10, 15, 12) };
  const now = options.timers?.now ?? (() => clock.at);
  const entry: EntryDeps = { store, bus, now, randomBytes, contextKey: () => Promise.resolve(keys.privateKey) };
  const sender = { verify: () => Promise.resolve() };
  const deps = {
    store,
    bus,
    sender,
    log,
    now,
    timers: options.timers ?? systemTimers(now),
    stopping: new AbortController().signal,
    contextKeys: () => Promise.resolve(keys.publicKeys),
  };

  async function ask(question: string, options: { conversationId?: string; timeoutMs?: number } = {}): Promise<Turn> {
    const brief = { question, model: null, locale: 'en-US', timeZone: 'UTC', today: '2026-11-15' };
    return beginTurn(
      {
        channel: 'ask-api',
        caller: ALICE,
        conversationId: options.conversationId ?? null,
        brief,
        timeoutMs: options.timeoutMs ?? 60_000,
        traceparent: null,
      },
      entry,
    );
  }

  async function deliver(published: Published, attempt = 1): Promise<PushStatus> {
    const receiver = receivers.find(({ name }) => name === published.topic.split('.').at(-1));
    if (receiver === undefined) throw new Error(`Nobody receives ${published.topic}.`);
    return receiveHandoff({ authorization: 'Bearer test', body: pushBody(published, attempt) }, receiver, deps);
  }

  /** Delivers what is published, in order, each as often as `times` says, until nothing new comes. */
  async function settle(times = 1): Promise<PushStatus[]> {
    const statuses: PushStatus[] = [];
    for (let at = 0; at < bus.published.length; at += 1) {
      const next = bus.published[at];
      if (next === undefined) break;
      for (let time = 0; time < times; time += 1) statuses.push(await deliver(next));
    }
    return statuses;
  }

  function read(turn: Turn): Turn {
    const data = store.documents.get(paths.turn(turn.conversationId, turn.turnId));
    if (data === undefined) throw new Error('The turn is gone.');
    return turnFromData(data);
  }

  return { store, bus, log, clock, deps, entry, ask, deliver, settle, read };
}
