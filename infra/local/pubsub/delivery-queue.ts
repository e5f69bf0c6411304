import type { MessageRecord, SubscriptionRecord } from './records.ts';

/** A message on its way to one subscriber. */
export interface Delivery {
  readonly message: MessageRecord;
  /** Deliveries so far, this one included once it was taken. */
  attempts: number;
  /** Names this attempt: an older one's acknowledgement is told from this one's. */
  ackId: string;
  /** Ends the lease when it runs out; undefined while nobody holds the message. */
  timer: NodeJS.Timeout | undefined;
}

export interface QueueEvents {
  /** A message became ready to be taken. */
  onReady(): void;
  /** A message need not be delivered any more. */
  onAcknowledged(message: MessageRecord): void;
  /** A message was given up after its last attempt. */
  onDeadLetter(message: MessageRecord, attempts: number): void;
}

/** Backoff where a subscription states none: pushes wait longer each time, pulls do not wait. */
const PUSH_BACKOFF = { minimumMs: 100, maximumMs: 60_000 };

/**
 * What one subscription has still to deliver: at least once, one at a time for each ordering key, later after each
 * refusal, and to the dead letters after the last attempt.
 */
export class DeliveryQueue {
  #record: SubscriptionRecord;
  readonly #events: QueueEvents;
  readonly #ready: Delivery[] = [];
  readonly #outstanding = new Map<string, Delivery>();
  readonly #delayed = new Set<Delivery>();
  /** Ordering keys with a message under way, and those that wait behind it. */
  readonly #behind = new Map<string, Delivery[]>();
  #serial = 0;
  #isClosed = false;

  constructor(record: SubscriptionRecord, events: QueueEvents) {
    this.#record = record;
    this.#events = events;
  }

  set record(record: SubscriptionRecord) {
    this.#record = record;
  }

  /** Messages not acknowledged yet. */
  get size(): number {
    const behind = [...this.#behind.values()].reduce((sum, waiting) => sum + waiting.length, 0);
    return this.#ready.length + this.#outstanding.size + this.#delayed.size + behind;
  }

  add(message: MessageRecord): void {
    const delivery: Delivery = { message, attempts: 0, ackId: '', timer: undefined };
    const key = this.#keyOf(message);
    const waiting = key === null ? undefined : this.#behind.get(key);
    if (waiting !== undefined) return void waiting.push(delivery);
    if (key !== null) this.#behind.set(key, []);
    this.#makeReady(delivery);
  }

  /** Takes up to `most` messages and holds each for `leaseMs`, or until it is settled when that is null. */
  take(most: number, leaseMs: number | null): readonly Delivery[] {
    const taken = this.#ready.splice(0, most);
    for (const delivery of taken) {
      this.#serial += 1;
      delivery.attempts += 1;
      delivery.ackId = `${this.#serial}:${delivery.message.messageId}:${delivery.attempts}`;
      this.#outstanding.set(delivery.ackId, delivery);
      if (leaseMs !== null) this.#lease(delivery, leaseMs);
    }
    return taken;
  }

  /** @returns False when nobody holds a message under this id any more. */
  acknowledge(ackId: string): boolean {
    const delivery = this.#release(ackId);
    if (delivery === null) return false;
    this.#finish(delivery);
    return true;
  }

  /** Gives a message back: it is delivered again, or given up after its last attempt. */
  refuse(ackId: string): boolean {
    const delivery = this.#release(ackId);
    if (delivery === null) return false;
    const { deadLetter } = this.#record;
    if (deadLetter !== null && delivery.attempts >= deadLetter.maxDeliveryAttempts) {
      this.#events.onDeadLetter(delivery.message, delivery.attempts);
      this.#finish(delivery);
      return true;
    }
    this.#delay(delivery);
    return true;
  }

  /** Holds a message for so long from now; 0 refuses it. */
  extend(ackId: string, leaseMs: number): boolean {
    if (leaseMs === 0) return this.refuse(ackId);
    const delivery = this.#outstanding.get(ackId);
    if (delivery === undefined) return false;
    this.#lease(delivery, leaseMs);
    return true;
  }

  /** Drops every message for which `keeps` is false. */
  retain(keeps: (message: MessageRecord) => boolean): void {
    const all = [...this.#ready, ...this.#delayed, ...this.#outstanding.values(), ...[...this.#behind.values()].flat()];
    const kept = all.map(({ message }) => message).filter(keeps);
    const dropped = all.map(({ message }) => message).filter((message) => !keeps(message));
    this.#clear();
    for (const message of dropped) this.#events.onAcknowledged(message);
    for (const message of kept.toSorted((one, other) => one.publishedAt - other.publishedAt)) this.add(message);
  }

  close(): void {
    this.#isClosed = true;
    this.#clear();
  }

  /** Messages not acknowledged yet, oldest first. */
  pending(): readonly MessageRecord[] {
    const all = [...this.#ready, ...this.#delayed, ...this.#outstanding.values(), ...[...this.#behind.values()].flat()];
    return all.map(({ message }) => message).toSorted((one, other) => Number(one.messageId) - Number(other.messageId));
  }

  #keyOf(message: MessageRecord): string | null {
    return this.#record.enableMessageOrdering && message.orderingKey !== '' ? message.orderingKey : null;
  }

  #makeReady(delivery: Delivery): void {
    if (this.#isClosed) return;
    this.#ready.push(delivery);
    this.#events.onReady();
  }

  #lease(delivery: Delivery, leaseMs: number): void {
    clearTimeout(delivery.timer);
    delivery.timer = setTimeout(() => this.refuse(delivery.ackId), leaseMs);
    delivery.timer.unref();
  }

  #release(ackId: string): Delivery | null {
    const delivery = this.#outstanding.get(ackId);
    if (delivery === undefined) return null;
    clearTimeout(delivery.timer);
    this.#outstanding.delete(ackId);
    return delivery;
  }

  #finish(delivery: Delivery): void {
    this.#events.onAcknowledged(delivery.message);
    const key = this.#keyOf(delivery.message);
    if (key === null) return;
    const next = this.#behind.get(key)?.shift();
    if (next === undefined) this.#behind.delete(key);
    else this.#makeReady(next);
  }

  #delay(delivery: Delivery): void {
    const isPush = this.#record.pushConfig.pushEndpoint !== '';
    const backoff = this.#record.retry ?? (isPush ? PUSH_BACKOFF : null);
    if (backoff === null) return this.#makeReady(delivery);
    const waitMs = Math.min(backoff.maximumMs, backoff.minimumMs * 2 ** (delivery.attempts - 1));
    this.#delayed.add(delivery);
    delivery.timer = setTimeout(() => {
      this.#delayed.delete(delivery);
      this.#makeReady(delivery);
    }, waitMs);
    delivery.timer.unref();
  }

  #clear(): void {
    for (const { timer } of [...this.#outstanding.values(), ...this.#delayed]) clearTimeout(timer);
    this.#ready.length = 0;
    this.#outstanding.clear();
    this.#delayed.clear();
    this.#behind.clear();
  }
}
