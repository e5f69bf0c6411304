import { compileFilter, type AttributeFilter } from './attribute-filter.ts';
import { DeliveryQueue, type Delivery } from './delivery-queue.ts';
import type { PubSubFaults } from './pubsub-faults.ts';
import { alreadyExists, failedPrecondition, invalidArgument, notFound } from './pubsub-failure.ts';
import type { PushSender } from './push-sender.ts';
import type { MessageRecord, SubscriptionRecord, TopicRecord } from './records.ts';
import { DELETED_TOPIC, idOf, projectOf } from './resource-names.ts';
import { FORGETFUL, type StateEntry, type StateLog } from './state-log.ts';

/** Pushes under way at once for one subscription. */
const MAX_PUSHES = 64;

interface Subscription {
  record: SubscriptionRecord;
  readonly queue: DeliveryQueue;
  filter: AttributeFilter;
  pushing: number;
  /** Streams and pulls that wait for a message. */
  readonly waiting: Set<() => void>;
  /** Kept after they were acknowledged, for seeking back. */
  acknowledged: MessageRecord[];
}

export interface BrokerDeps {
  readonly sender: PushSender;
  readonly faults: PubSubFaults;
  readonly now: () => number;
}

/** What a publisher hands in; data is base64. */
export type NewMessage = Pick<MessageRecord, 'data' | 'attributes' | 'orderingKey'>;

/** All topics and subscriptions, and the way of a message from one to the others. */
export class Broker {
  readonly #topics = new Map<string, TopicRecord>();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #deps: BrokerDeps;
  #log: StateLog = FORGETFUL;
  #serial = 0;

  constructor(deps: BrokerDeps) {
    this.#deps = deps;
  }

  /** Takes over what an earlier process kept; pushes begin at once. */
  restore(entries: readonly StateEntry[]): void {
    const pending: Pending = new Map();
    for (const entry of entries) this.#replay(entry, pending);
    for (const [name, messages] of pending) {
      for (const message of messages.values()) this.#subscriptions.get(name)?.queue.add(message);
    }
  }

  /** Writes every later change to this log. */
  keepIn(log: StateLog): void {
    this.#log = log;
  }

  /** The least entries from which this state can be restored. */
  compacted(): readonly StateEntry[] {
    return [
      { change: 'serial-reached', serial: this.#serial },
      ...[...this.#topics.values()].map((topic): StateEntry => ({ change: 'topic-set', topic })),
      ...[...this.#subscriptions.values()].flatMap(({ record, queue }): StateEntry[] => [
        { change: 'subscription-set', subscription: record },
        { change: 'messages-added', subscription: record.name, messages: [...queue.pending()] },
      ]),
    ];
  }

  topic(name: string): TopicRecord {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw notFound(idOf(name));
    return topic;
  }

  subscription(name: string): SubscriptionRecord {
    return this.#find(name).record;
  }

  topics(project: string): readonly TopicRecord[] {
    return [...this.#topics.values()].filter(({ name }) => projectOf(name) === project);
  }

  subscriptions(): readonly SubscriptionRecord[] {
    return [...this.#subscriptions.values()].map(({ record }) => record);
  }

  createTopic(topic: TopicRecord): void {
    if (this.#topics.has(topic.name)) throw alreadyExists(idOf(topic.name));
    this.setTopic(topic);
  }

  setTopic(topic: TopicRecord): void {
    this.#topics.set(topic.name, topic);
    this.#log.append({ change: 'topic-set', topic });
  }

  deleteTopic(name: string): void {
    this.topic(name);
    this.#topics.delete(name);
    this.#log.append({ change: 'topic-deleted', name });
    for (const { record } of this.#subscriptions.values()) {
      if (record.topic === name) this.setSubscription({ ...record, topic: DELETED_TOPIC });
    }
  }

  createSubscription(record: SubscriptionRecord): void {
    if (this.#subscriptions.has(record.name)) throw alreadyExists(idOf(record.name));
    this.topic(record.topic);
    this.setSubscription(record);
  }

  /** Creates or changes; messages that wait are kept. */
  setSubscription(record: SubscriptionRecord): void {
    const known = this.#subscriptions.get(record.name);
    if (known === undefined) this.#subscriptions.set(record.name, this.#newSubscription(record));
    else {
      known.record = record;
      known.queue.record = record;
      known.filter = compileFilter(record.filter);
    }
    this.#log.append({ change: 'subscription-set', subscription: record });
    this.#push(this.#find(record.name));
  }

  deleteSubscription(name: string): void {
    const subscription = this.#find(name);
    subscription.queue.close();
    this.#subscriptions.delete(name);
    this.#log.append({ change: 'subscription-deleted', name });
    for (const wake of subscription.waiting) wake();
  }

  /** @returns The ids of the messages, in order. */
  publish(topicName: string, messages: readonly NewMessage[]): readonly string[] {
    this.topic(topicName);
    const records = messages.map((message): MessageRecord => {
      this.#serial += 1;
      return { ...message, messageId: String(this.#serial), publishedAt: this.#deps.now() };
    });
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.record.topic === topicName) this.#accept(subscription, records);
    }
    return records.map(({ messageId }) => messageId);
  }

  /** Takes messages for a puller. @param leaseMs How long they are held. */
  take(name: string, most: number, leaseMs?: number): readonly Delivery[] {
    const { record, queue } = this.#find(name);
    if (record.pushConfig.pushEndpoint !== '') throw failedPrecondition('Cannot pull from a push subscription.');
    return queue.take(most, leaseMs ?? record.ackDeadlineSeconds * 1000);
  }

  /** Calls back when a message may be ready. @returns Ends the waiting. */
  onReady(name: string, wake: () => void): () => void {
    const { waiting } = this.#find(name);
    waiting.add(wake);
    return () => void waiting.delete(wake);
  }

  has(name: string): boolean {
    return this.#subscriptions.has(name);
  }

  /** @returns Ids that name no message under way. */
  acknowledge(name: string, ackIds: readonly string[]): readonly string[] {
    const { queue } = this.#find(name);
    return ackIds.filter((ackId) => !queue.acknowledge(ackId));
  }

  /** @returns Ids that name no message under way. */
  modifyDeadline(name: string, ackIds: readonly string[], seconds: number): readonly string[] {
    if (seconds < 0 || seconds > 600)
      throw invalidArgument('An acknowledgement deadline must lie between 0 and 600 seconds.');
    const { queue } = this.#find(name);
    return ackIds.filter((ackId) => !queue.extend(ackId, seconds * 1000));
  }

  /** Acknowledges all that was published before, delivers again what was published since and is still kept. */
  seek(name: string, toMs: number): void {
    const subscription = this.#find(name);
    const again = subscription.acknowledged.filter(({ publishedAt }) => publishedAt >= toMs);
    subscription.acknowledged = subscription.acknowledged.filter(({ publishedAt }) => publishedAt < toMs);
    subscription.queue.retain(({ publishedAt }) => publishedAt >= toMs);
    this.#accept(subscription, again);
  }

  close(): void {
    for (const { queue, waiting } of this.#subscriptions.values()) {
      queue.close();
      for (const wake of waiting) wake();
    }
    this.#log.close();
  }

  #find(name: string): Subscription {
    const subscription = this.#subscriptions.get(name);
    if (subscription === undefined) throw notFound(idOf(name));
    return subscription;
  }

  #newSubscription(record: SubscriptionRecord): Subscription {
    const subscription: Subscription = {
      record,
      filter: compileFilter(record.filter),
      pushing: 0,
      waiting: new Set(),
      acknowledged: [],
      queue: new DeliveryQueue(record, {
        onReady: () => this.#wake(subscription),
        onAcknowledged: (message) => this.#onAcknowledged(subscription, message),
        onDeadLetter: (message, attempts) => this.#deadLetter(subscription, message, attempts),
      }),
    };
    return subscription;
  }

  #accept(subscription: Subscription, records: readonly MessageRecord[]): void {
    const messages = records.filter(({ attributes }) => subscription.filter(attributes));
    if (messages.length === 0) return;
    this.#log.append({ change: 'messages-added', subscription: subscription.record.name, messages: [...messages] });
    for (const message of messages) subscription.queue.add(message);
  }

  #wake(subscription: Subscription): void {
    if (subscription.record.pushConfig.pushEndpoint === '') for (const wake of subscription.waiting) wake();
    // In a moment, so that messages published together are pushed together.
    else queueMicrotask(() => this.#push(subscription));
  }

  #push(subscription: Subscription): void {
    if (subscription.record.pushConfig.pushEndpoint === '') return;
    const taken = subscription.queue.take(MAX_PUSHES - subscription.pushing, null);
    const deliveries = this.#deps.faults.reverses ? taken.toReversed() : taken;
    for (const delivery of deliveries) void this.#pushOne(subscription, delivery);
  }

  async #pushOne(subscription: Subscription, delivery: Delivery): Promise<void> {
    subscription.pushing += 1;
    const { ackId } = delivery;
    if (this.#deps.faults.doublesDelivery()) await this.#deps.sender.send(subscription.record, delivery);
    const isTaken = await this.#deps.sender.send(subscription.record, delivery);
    subscription.pushing -= 1;
    if (isTaken) subscription.queue.acknowledge(ackId);
    else subscription.queue.refuse(ackId);
    this.#push(subscription);
  }

  #onAcknowledged(subscription: Subscription, message: MessageRecord): void {
    const { record } = subscription;
    this.#log.append({ change: 'message-done', subscription: record.name, messageId: message.messageId });
    if (!record.retainAckedMessages) return;
    const oldest = this.#deps.now() - record.retentionMs;
    subscription.acknowledged = [
      ...subscription.acknowledged.filter(({ publishedAt }) => publishedAt >= oldest),
      message,
    ];
  }

  /** Forwards a message with the attributes that say where it comes from. */
  #deadLetter({ record }: Subscription, message: MessageRecord, attempts: number): void {
    if (record.deadLetter === null || !this.#topics.has(record.deadLetter.topic)) return;
    const attributes = {
      ...message.attributes,
      CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
      CloudPubSubDeadLetterSourceSubscription: idOf(record.name),
      CloudPubSubDeadLetterSourceSubscriptionProject: projectOf(record.name),
      CloudPubSubDeadLetterSourceTopicPublishTime: new Date(message.publishedAt).toISOString(),
    };
    this.publish(record.deadLetter.topic, [{ data: message.data, orderingKey: message.orderingKey, attributes }]);
  }

  #replay(entry: StateEntry, pending: Pending): void {
    switch (entry.change) {
      case 'topic-set':
        return void this.#topics.set(entry.topic.name, entry.topic);
      case 'topic-deleted':
        return void this.#topics.delete(entry.name);
      case 'subscription-set':
        return this.setSubscription(entry.subscription);
      case 'subscription-deleted':
        pending.delete(entry.name);
        return void this.#subscriptions.delete(entry.name);
      case 'messages-added':
        for (const { messageId } of entry.messages) this.#serial = Math.max(this.#serial, Number(messageId));
        return rememberMessages(pending, entry.subscription, entry.messages);
      case 'message-done':
        return void pending.get(entry.subscription)?.delete(entry.messageId);
      case 'serial-reached':
        this.#serial = Math.max(this.#serial, entry.serial);
    }
  }
}

type Pending = Map<string, Map<string, MessageRecord>>;

function rememberMessages(pending: Pending, name: string, messages: readonly MessageRecord[]): void {
  const known = pending.get(name) ?? new Map<string, MessageRecord>();
  for (const message of messages) known.set(message.messageId, message);
  pending.set(name, known);
}
