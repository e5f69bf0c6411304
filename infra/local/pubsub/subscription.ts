import { compileFilter, type AttributeFilter } from './attribute-filter.ts';
import { DeliveryQueue, type Lease, type LeaseTerms } from './delivery-queue.ts';
import { failedPrecondition } from './pubsub-failure.ts';
import type { PubSubFaults } from './pubsub-faults.ts';
import { isPush, type MessageRecord, type PendingMessage, type SubscriptionRecord } from './records.ts';
import { RetainedMessages } from './retained-messages.ts';
import type { StateEntry } from './state-entries.ts';

export interface SubscriptionDeps {
  /** Keeps a change. */
  append(entry: StateEntry): void;
  readonly faults: PubSubFaults;
  readonly now: () => number;
  /** Publishes to the dead-letter topic. @returns False when there is none. */
  forward(subscription: SubscriptionRecord, message: MessageRecord, attempts: number): boolean;
}

/** One subscription: which messages it takes, what it has still to deliver, and who waits for that. */
export class Subscription {
  readonly retained = new RetainedMessages();
  readonly #deps: SubscriptionDeps;
  readonly #queue: DeliveryQueue;
  readonly #filter: AttributeFilter;
  readonly #waiting = new Set<() => void>();
  readonly #held: MessageRecord[] = [];
  #record: SubscriptionRecord;
  #isWaking = false;
  #isClosed = false;

  constructor(record: SubscriptionRecord, deps: SubscriptionDeps) {
    this.#record = record;
    this.#deps = deps;
    this.#filter = compileFilter(record.filter);
    this.#queue = new DeliveryQueue(record, {
      now: deps.now,
      onReady: () => this.#wake(),
      onTaken: (message, attempts) => this.#onTaken(message, attempts),
      onSettled: (message) => this.#onSettled(message),
      forward: (message, attempts) => deps.forward(this.#record, message, attempts),
    });
  }

  get record(): SubscriptionRecord {
    return this.#record;
  }

  set record(record: SubscriptionRecord) {
    this.#record = record;
    this.#queue.record = record;
    if (record.detached) this.#queue.reset([]);
    this.#wake();
  }

  /** False once the subscription was deleted. */
  get isOpen(): boolean {
    return !this.#isClosed;
  }

  takes(message: MessageRecord): boolean {
    return !this.#record.detached && this.#filter(message.attributes);
  }

  /** Takes in what was published, but for what the filter refuses. */
  accept(messages: readonly MessageRecord[]): void {
    for (const message of messages) {
      if (!this.takes(message)) continue;
      if (this.#deps.faults.takeDoubled()) this.#add(message);
      this.#add(message);
    }
  }

  restore(backlog: readonly PendingMessage[]): void {
    this.#queue.reset(backlog);
  }

  /** Hands out up to `most` messages. @throws GrpcFailure FAILED_PRECONDITION when detached. */
  take(most: number, terms: LeaseTerms): readonly Lease[] {
    if (this.#record.detached) throw failedPrecondition('The subscription is detached from its topic.');
    return this.#queue.take(most, terms);
  }

  acknowledge(ackId: string): boolean {
    return this.#queue.acknowledge(ackId);
  }

  refuse(ackId: string): boolean {
    return this.#queue.refuse(ackId);
  }

  extend(ackId: string, leaseMs: number): boolean {
    return this.#queue.extend(ackId, leaseMs);
  }

  pending(): readonly PendingMessage[] {
    return this.#queue.pending();
  }

  /** Delivers exactly these from now on, as far as the filter takes them. */
  seek(messages: readonly MessageRecord[]): void {
    const wanted = messages
      .filter((message) => this.takes(message))
      .toSorted((one, other) => Number(one.messageId) - Number(other.messageId));
    const backlog = wanted.map((message) => ({ message, attempts: 0 }));
    this.#deps.append({ change: 'backlog-cleared', subscription: this.#record.name });
    this.#deps.append({ change: 'backlog-added', subscription: this.#record.name, backlog });
    this.#queue.reset(backlog);
  }

  /** Lets go of what is older than the subscription keeps it. */
  expire(): void {
    this.#queue.expire();
    this.retained.expire(this.#deps.now() - this.#record.retentionMs);
  }

  /** Calls back when messages may be ready, or the subscription is gone. @returns Ends the waiting. */
  onReady(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => void this.#waiting.delete(wake);
  }

  close(): void {
    this.#isClosed = true;
    this.#queue.close();
    this.#wake();
  }

  #add(message: MessageRecord): void {
    const isOrdered = this.#record.enableMessageOrdering && message.orderingKey !== '';
    const left = isOrdered ? 0 : this.#deps.faults.takeReversed();
    if (left === 0) return this.#queue.add(message);
    this.#held.push(message);
    if (left > 1) return;
    for (const held of this.#held.splice(0).reverse()) this.#queue.add(held);
  }

  /** In a moment, so that messages published together are handed out together. */
  #wake(): void {
    if (this.#isWaking) return;
    this.#isWaking = true;
    queueMicrotask(() => {
      this.#isWaking = false;
      for (const wake of this.#waiting) wake();
    });
  }

  #onTaken({ messageId }: MessageRecord, attempts: number): void {
    // Counted before the subscriber works, so that a message that ends the process is given up all the same.
    if (this.#record.deadLetter === null) return;
    this.#deps.append({ change: 'attempted', subscription: this.#record.name, messageId, attempts });
  }

  #onSettled(message: MessageRecord): void {
    const { name, retainAckedMessages } = this.#record;
    this.#deps.append({ change: 'settled', subscription: name, messageId: message.messageId });
    if (retainAckedMessages) this.retained.add([message]);
  }
}

/** True of subscriptions that are pulled from. @throws GrpcFailure FAILED_PRECONDITION for one that pushes. */
export function checkPullable(record: SubscriptionRecord): void {
  if (isPush(record)) throw failedPrecondition('This method is not supported for this subscription type.');
}
