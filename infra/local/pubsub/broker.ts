import { alreadyExists, invalidArgument, notFound } from './pubsub-failure.ts';
import type { PubSubFaults } from './pubsub-faults.ts';
import { PushDispatcher } from './push-dispatcher.ts';
import type { PushSender } from './push-sender.ts';
import type { MessageRecord, SubscriptionRecord } from './records.ts';
import { DELETED_TOPIC, idOf, projectOf } from './resource-names.ts';
import { Snapshots } from './snapshots.ts';
import type { StateEntry } from './state-entries.ts';
import { FORGETFUL, type StateLog } from './state-log.ts';
import { replayState } from './state-replay.ts';
import { Subscription } from './subscription.ts';
import { inChunks, retainedEntries, Topics } from './topics.ts';

export interface BrokerDeps {
  readonly sender: PushSender;
  readonly faults: PubSubFaults;
  readonly now: () => number;
}

/** What a publisher hands in; data is base64. */
export type NewMessage = Pick<MessageRecord, 'data' | 'attributes' | 'orderingKey'>;

/** All topics, subscriptions and snapshots, and the way of a message from one to the others. */
export class Broker {
  readonly topics: Topics;
  readonly snapshots: Snapshots;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #deps: BrokerDeps;
  #log: StateLog = FORGETFUL;
  #serial: number;

  constructor(deps: BrokerDeps) {
    this.#deps = deps;
    // Message ids begin at the time, so that those of two runs without a log differ.
    this.#serial = deps.now() * 1000;
    const append = (entry: StateEntry): void => this.#log.append(entry);
    this.topics = new Topics(deps.now, append);
    this.snapshots = new Snapshots(deps.now, append);
  }

  /** Takes over what an earlier process kept; pushes begin at once. */
  restore(entries: readonly StateEntry[]): void {
    const state = replayState(entries);
    const retained = (name: string): readonly MessageRecord[] => [...(state.retained.get(name)?.values() ?? [])];
    this.#serial = Math.max(this.#serial, state.serial);
    for (const topic of state.topics.values()) this.topics.restore(topic, retained(topic.name));
    for (const snapshot of state.snapshots.values()) this.snapshots.restore(snapshot, retained(snapshot.name));
    for (const { record, backlog } of state.subscriptions.values()) {
      const subscription = this.#open(record);
      subscription.retained.add(retained(record.name));
      subscription.restore([...backlog.values()]);
    }
  }

  /** Writes every later change to this log. */
  keepIn(log: StateLog): void {
    this.#log = log;
  }

  /** Resolves once all changes so far would survive the end of the process. */
  flushed(): Promise<void> {
    return this.#log.flushed();
  }

  /** The least entries from which this state can be restored. */
  *entries(): Iterable<StateEntry> {
    yield { change: 'serial-reached', serial: this.#serial };
    yield* this.topics.entries();
    yield* this.snapshots.entries();
    for (const subscription of this.#subscriptions.values()) {
      const { record, retained } = subscription;
      yield { change: 'subscription-set', subscription: record };
      yield* retainedEntries(record.name, retained.values());
      for (const backlog of inChunks(subscription.pending())) {
        yield { change: 'backlog-added', subscription: record.name, backlog };
      }
    }
  }

  /** @throws GrpcFailure NOT_FOUND. */
  subscription(name: string): Subscription {
    const subscription = this.#subscriptions.get(name);
    if (subscription === undefined) throw notFound(idOf(name));
    return subscription;
  }

  /** Subscriptions by name. */
  subscriptions(): readonly SubscriptionRecord[] {
    return [...this.#subscriptions.values()]
      .map(({ record }) => record)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  deleteTopic(name: string): void {
    this.topics.delete(name);
    for (const { record } of this.#subscriptions.values()) {
      if (record.topic === name) this.updateSubscription({ ...record, topic: DELETED_TOPIC });
    }
  }

  /** @throws GrpcFailure ALREADY_EXISTS; NOT_FOUND without its topic. */
  createSubscription(record: SubscriptionRecord): void {
    if (this.#subscriptions.has(record.name)) throw alreadyExists(idOf(record.name));
    this.topics.get(record.topic);
    this.#open(record);
    this.#log.append({ change: 'subscription-set', subscription: record });
  }

  /** Changes settings; messages that wait are kept. @throws GrpcFailure NOT_FOUND. */
  updateSubscription(record: SubscriptionRecord): void {
    this.subscription(record.name).record = record;
    this.#log.append({ change: 'subscription-set', subscription: record });
  }

  deleteSubscription(name: string): void {
    const subscription = this.subscription(name);
    this.#subscriptions.delete(name);
    this.#log.append({ change: 'subscription-deleted', name });
    subscription.close();
  }

  /** @returns The ids of the messages, in order. @throws GrpcFailure NOT_FOUND. */
  publish(topic: string, messages: readonly NewMessage[]): readonly string[] {
    const { retentionMs } = this.topics.get(topic);
    const publishedAt = this.#deps.now();
    const records = messages.map((message): MessageRecord => {
      this.#serial += 1;
      return { messageId: String(this.#serial), ...message, publishedAt };
    });
    const receivers = [...this.#subscriptions.values()].filter(
      (subscription) => subscription.record.topic === topic && records.some((record) => subscription.takes(record)),
    );
    if (receivers.length > 0 || retentionMs !== null || this.snapshots.keeps(topic)) {
      const names = receivers.map(({ record }) => record.name);
      this.#log.append({ change: 'published', topic, messages: records, receivers: names });
    }
    this.topics.retain(topic, records);
    this.snapshots.retain(topic, records);
    for (const subscription of receivers) subscription.accept(records);
    return records.map(({ messageId }) => messageId);
  }

  /** Acknowledges what was published before, delivers again what was published since and is still kept. */
  seekToTime(name: string, toMs: number): void {
    const subscription = this.subscription(name);
    const pending = subscription.pending().map(({ message }) => message);
    const all = [...this.topics.retained(subscription.record.topic), ...subscription.retained.values(), ...pending];
    const { retainAckedMessages } = subscription.record;
    if (retainAckedMessages) subscription.retained.add(pending);
    const byId = new Map(all.map((message) => [message.messageId, message]));
    subscription.seek([...byId.values()].filter(({ publishedAt }) => publishedAt >= toMs));
  }

  /** @throws GrpcFailure NOT_FOUND; INVALID_ARGUMENT for a snapshot of another topic. */
  seekToSnapshot(name: string, snapshot: string): void {
    const subscription = this.subscription(name);
    if (this.snapshots.get(snapshot).topic !== subscription.record.topic) {
      throw invalidArgument('The snapshot was made of a subscription to another topic.');
    }
    subscription.seek(this.snapshots.messages(snapshot));
  }

  /** Lets go of everything that is older than it is kept. */
  expire(): void {
    this.topics.expire();
    this.snapshots.expire();
    for (const subscription of this.#subscriptions.values()) subscription.expire();
  }

  close(): void {
    for (const subscription of this.#subscriptions.values()) subscription.close();
    this.#log.close();
  }

  #open(record: SubscriptionRecord): Subscription {
    const { faults, now, sender } = this.#deps;
    const subscription = new Subscription(record, {
      faults,
      now,
      append: (entry) => this.#log.append(entry),
      forward: (from, message, attempts) => this.#forward(from, message, attempts),
    });
    this.#subscriptions.set(record.name, subscription);
    new PushDispatcher(subscription, sender).start();
    return subscription;
  }

  /** Forwards a message to the dead letters, with the attributes that say where it comes from. */
  #forward({ name, deadLetter }: SubscriptionRecord, message: MessageRecord, attempts: number): boolean {
    if (deadLetter === null || !this.topics.has(deadLetter.topic)) return false;
    const attributes = {
      ...message.attributes,
      CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
      CloudPubSubDeadLetterSourceSubscription: idOf(name),
      CloudPubSubDeadLetterSourceSubscriptionProject: projectOf(name),
      CloudPubSubDeadLetterSourceTopicPublishTime: new Date(message.publishedAt).toISOString(),
    };
    this.publish(deadLetter.topic, [{ data: message.data, orderingKey: message.orderingKey, attributes }]);
    return true;
  }
}
