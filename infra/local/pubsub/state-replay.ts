import { compileFilter, type AttributeFilter } from './attribute-filter.ts';
import type { MessageRecord, PendingMessage, SnapshotRecord, SubscriptionRecord, TopicRecord } from './records.ts';
import type { StateEntry } from './state-entries.ts';

interface RestoredSubscription {
  record: SubscriptionRecord;
  readonly takes: AttributeFilter;
  /** By message id. */
  readonly backlog: Map<string, PendingMessage>;
}

/** What a log's entries amount to. Names are full resource names. */
export interface RestoredState {
  /** The greatest message id so far. */
  serial: number;
  readonly topics: Map<string, TopicRecord>;
  readonly subscriptions: Map<string, RestoredSubscription>;
  readonly snapshots: Map<string, SnapshotRecord>;
  /** What each topic, subscription and snapshot keeps for seeking, by message id. */
  readonly retained: Map<string, Map<string, MessageRecord>>;
}

type Change = StateEntry['change'];
type Replay<C extends Change> = (state: RestoredState, entry: Extract<StateEntry, { change: C }>) => void;

const publish: Replay<'published'> = (state, { topic, messages, receivers }) => {
  for (const { messageId } of messages) state.serial = Math.max(state.serial, Number(messageId));
  for (const name of receivers) {
    const subscription = state.subscriptions.get(name);
    const taken = messages.filter(({ attributes }) => subscription?.takes(attributes));
    for (const message of taken) subscription?.backlog.set(message.messageId, { message, attempts: 0 });
  }
  if ((state.topics.get(topic)?.retentionMs ?? null) !== null) retain(state, topic, messages);
  for (const snapshot of state.snapshots.values()) {
    if (snapshot.topic === topic) retain(state, snapshot.name, messages);
  }
};

const attempt: Replay<'attempted'> = (state, { subscription, messageId, attempts }) => {
  const backlog = state.subscriptions.get(subscription)?.backlog;
  const pending = backlog?.get(messageId);
  if (pending !== undefined) backlog?.set(messageId, { ...pending, attempts });
};

const settle: Replay<'settled'> = (state, { subscription: name, messageId }) => {
  const subscription = state.subscriptions.get(name);
  const pending = subscription?.backlog.get(messageId);
  if (subscription === undefined || pending === undefined) return;
  subscription.backlog.delete(messageId);
  if (subscription.record.retainAckedMessages) retain(state, name, [pending.message]);
};

const addBacklog: Replay<'backlog-added'> = (state, { subscription, backlog }) => {
  for (const pending of backlog) state.subscriptions.get(subscription)?.backlog.set(pending.message.messageId, pending);
};

const setSubscription: Replay<'subscription-set'> = (state, { subscription: record }) => {
  const known = state.subscriptions.get(record.name);
  if (known === undefined) {
    state.subscriptions.set(record.name, { record, takes: compileFilter(record.filter), backlog: new Map() });
    return;
  }
  known.record = record;
  if (record.detached) known.backlog.clear();
};

function retain(state: RestoredState, owner: string, messages: readonly MessageRecord[]): void {
  const known = state.retained.get(owner) ?? new Map<string, MessageRecord>();
  for (const message of messages) known.set(message.messageId, message);
  state.retained.set(owner, known);
}

/** What each change does. A change without a row does not compile. */
const REPLAY: { readonly [C in Change]: Replay<C> } = {
  'serial-reached': (state, { serial }) => {
    state.serial = Math.max(state.serial, serial);
  },
  'topic-set': (state, { topic }) => {
    state.topics.set(topic.name, topic);
    if (topic.retentionMs === null) state.retained.delete(topic.name);
  },
  'topic-deleted': (state, { name }) => {
    state.topics.delete(name);
    state.retained.delete(name);
  },
  'subscription-set': setSubscription,
  'subscription-deleted': (state, { name }) => {
    state.subscriptions.delete(name);
    state.retained.delete(name);
  },
  published: publish,
  attempted: attempt,
  settled: settle,
  'backlog-cleared': (state, { subscription }) => state.subscriptions.get(subscription)?.backlog.clear(),
  'backlog-added': addBacklog,
  'snapshot-set': (state, { snapshot }) => {
    state.snapshots.set(snapshot.name, snapshot);
  },
  'snapshot-deleted': (state, { name }) => {
    state.snapshots.delete(name);
    state.retained.delete(name);
  },
  retained: (state, { owner, messages }) => retain(state, owner, messages),
};

function replayOne<C extends Change>(
  state: RestoredState,
  entry: { [K in C]: Extract<StateEntry, { change: K }> }[C],
): void {
  REPLAY[entry.change](state, entry);
}

/** Plays a log through. */
export function replayState(entries: readonly StateEntry[]): RestoredState {
  const state: RestoredState = {
    serial: 0,
    topics: new Map(),
    subscriptions: new Map(),
    snapshots: new Map(),
    retained: new Map(),
  };
  for (const entry of entries) replayOne(state, entry);
  return state;
}
