import { Fifo } from './fifo.ts';
import type { MessageRecord, PendingMessage, SubscriptionRecord } from './records.ts';
import { retryDelayMs } from './retry-delay.ts';

/** One delivery of a message, held by one subscriber until it is acknowledged, refused or the time is up. */
export interface Lease {
  readonly ackId: string;
  readonly message: MessageRecord;
  /** Deliveries so far, this one included. */
  readonly attempt: number;
}

export interface LeaseTerms {
  /** Null holds the message until it is acknowledged or refused. */
  readonly leaseMs: number | null;
  /** Called once, when the lease ends in whichever way. */
  readonly onEnd?: (ackId: string) => void;
}

export interface QueueDeps {
  readonly now: () => number;
  /** A message became ready to be taken. */
  onReady(): void;
  /** A message was handed out. */
  onTaken(message: MessageRecord, attempt: number): void;
  /** A message need not be delivered any more: acknowledged, given up, or too old. */
  onSettled(message: MessageRecord): void;
  /** Forwards a message that was delivered too often. @returns False when it can't be: then it stays. */
  forward(message: MessageRecord, attempts: number): boolean;
}

interface Item {
  readonly message: MessageRecord;
  attempts: number;
  ackId: string;
  /** Runs while the message is leased or waits for its next attempt. */
  timer: NodeJS.Timeout | undefined;
  onEnd: ((ackId: string) => void) | undefined;
}

/**
 * What one subscription has still to deliver: at least once, one at a time for each ordering key, later after each
 * refusal, and to the dead letters after the last attempt.
 */
export class DeliveryQueue {
  readonly #deps: QueueDeps;
  #record: SubscriptionRecord;
  readonly #ready = new Fifo<Item>();
  readonly #leased = new Map<string, Item>();
  readonly #delayed = new Set<Item>();
  /** Ordering keys with a message under way, and what waits behind it. */
  readonly #behind = new Map<string, Fifo<Item>>();
  #isClosed = false;
  /** Begins at the time, so that an acknowledgement from before a restart meets no new lease. */
  #leases: number;

  constructor(record: SubscriptionRecord, deps: QueueDeps) {
    this.#record = record;
    this.#deps = deps;
    this.#leases = deps.now() * 1000;
  }

  set record(record: SubscriptionRecord) {
    this.#record = record;
  }

  add(message: MessageRecord, attempts = 0): void {
    const item: Item = { message, attempts, ackId: '', timer: undefined, onEnd: undefined };
    const key = this.#keyOf(message);
    const waiting = key === null ? undefined : this.#behind.get(key);
    if (waiting !== undefined) return waiting.push(item);
    if (key !== null) this.#behind.set(key, new Fifo());
    this.#makeReady(item);
  }

  /** Takes up to `most` messages, oldest first. */
  take(most: number, terms: LeaseTerms): readonly Lease[] {
    const leases: Lease[] = [];
    while (leases.length < most) {
      const item = this.#ready.shift();
      if (item === undefined) return leases;
      if (this.#isExpired(item) || this.#isForwarded(item)) this.#settle(item);
      else leases.push(this.#lease(item, terms));
    }
    return leases;
  }

  /** @returns False when nobody holds a message under this id any more. */
  acknowledge(ackId: string): boolean {
    const item = this.#release(ackId);
    if (item === null) return false;
    this.#settle(item);
    return true;
  }

  /** Gives a message back: it is delivered again, or forwarded after its last attempt. False as in acknowledge. */
  refuse(ackId: string): boolean {
    const item = this.#release(ackId);
    if (item === null) return false;
    if (this.#isForwarded(item)) this.#settle(item);
    else this.#delay(item);
    return true;
  }

  /** Holds a message for so long from now; 0 refuses it. False as in acknowledge. */
  extend(ackId: string, leaseMs: number): boolean {
    if (leaseMs === 0) return this.refuse(ackId);
    const item = this.#leased.get(ackId);
    if (item === undefined) return false;
    this.#expireIn(item, leaseMs);
    return true;
  }

  /** Lets go of messages that nobody holds and that are older than the subscription keeps them. */
  expire(): void {
    const expired: Item[] = [];
    this.#ready.filter((item) => {
      if (!this.#isExpired(item)) return true;
      expired.push(item);
      return false;
    });
    for (const item of expired) this.#settle(item);
  }

  /** Forgets everything under way and begins with these. */
  reset(messages: readonly PendingMessage[]): void {
    this.#clear();
    for (const { message, attempts } of messages) this.add(message, attempts);
  }

  close(): void {
    this.#isClosed = true;
    this.#clear();
  }

  /** Messages not settled yet, in the order of publishing. */
  pending(): readonly PendingMessage[] {
    const behind = [...this.#behind.values()].flatMap((waiting) => waiting.toArray());
    const items = [...this.#ready.toArray(), ...this.#delayed, ...this.#leased.values(), ...behind];
    return items
      .map(({ message, attempts }) => ({ message, attempts }))
      .toSorted((one, other) => Number(one.message.messageId) - Number(other.message.messageId));
  }

  #keyOf(message: MessageRecord): string | null {
    return this.#record.enableMessageOrdering && message.orderingKey !== '' ? message.orderingKey : null;
  }

  #isExpired({ message }: Item): boolean {
    return message.publishedAt < this.#deps.now() - this.#record.retentionMs;
  }

  /** Also true of a message whose last attempt ended this process: a restart does not deliver it again. */
  #isForwarded({ message, attempts }: Item): boolean {
    const { deadLetter } = this.#record;
    if (deadLetter === null || attempts < deadLetter.maxDeliveryAttempts) return false;
    return this.#deps.forward(message, attempts);
  }

  #makeReady(item: Item): void {
    if (this.#isClosed) return;
    this.#ready.push(item);
    this.#deps.onReady();
  }

  #lease(item: Item, { leaseMs, onEnd }: LeaseTerms): Lease {
    this.#leases += 1;
    item.attempts += 1;
    item.ackId = `${item.message.messageId}:${this.#leases}`;
    item.onEnd = onEnd;
    this.#leased.set(item.ackId, item);
    if (leaseMs !== null) this.#expireIn(item, leaseMs);
    this.#deps.onTaken(item.message, item.attempts);
    return { ackId: item.ackId, message: item.message, attempt: item.attempts };
  }

  #expireIn(item: Item, leaseMs: number): void {
    clearTimeout(item.timer);
    const { ackId } = item;
    item.timer = setTimeout(() => this.refuse(ackId), leaseMs);
    item.timer.unref();
  }

  #release(ackId: string): Item | null {
    const item = this.#leased.get(ackId);
    if (item === undefined) return null;
    clearTimeout(item.timer);
    this.#leased.delete(ackId);
    item.onEnd?.(ackId);
    return item;
  }

  #settle({ message }: Item): void {
    this.#deps.onSettled(message);
    const key = this.#keyOf(message);
    if (key === null) return;
    const next = this.#behind.get(key)?.shift();
    if (next === undefined) this.#behind.delete(key);
    else this.#makeReady(next);
  }

  #delay(item: Item): void {
    const waitMs = retryDelayMs(this.#record, item.attempts);
    if (waitMs === 0) return this.#makeReady(item);
    this.#delayed.add(item);
    item.timer = setTimeout(() => {
      this.#delayed.delete(item);
      this.#makeReady(item);
    }, waitMs);
    item.timer.unref();
  }

  #clear(): void {
    for (const { timer } of this.#delayed) clearTimeout(timer);
    for (const ackId of this.#leased.keys()) this.#release(ackId);
    this.#ready.filter(() => false);
    this.#delayed.clear();
    this.#behind.clear();
  }
}
