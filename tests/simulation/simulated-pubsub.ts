import type { OutgoingMessage } from '#shared/messaging/message-bus.ts';
import { DEAD_LETTERS } from '#shared/schemas/edges.ts';
import type { Random } from '#tests/differential/random.ts';
import type { FaultPlan } from './faults.ts';
import type { History, MessageFacts } from './history.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A push as Pub/Sub makes it. */
export interface Push {
  readonly topic: string;
  readonly messageId: string;
  readonly body: unknown;
}

/** Delivers a push to a function; answers its HTTP status, 0 when the connection broke. */
export type PushTarget = (push: Push) => Promise<number>;

export interface PubSubSettings {
  /** How long a delivery may stay unanswered before it is made again, milliseconds. */
  readonly ackDeadlineMs: number;
  readonly maxDeliveryAttempts: number;
}

/** Topic of the trigger that tells of ended turns. */
export const TURN_ENDED = 'turn.ended';

/** Subscriptions that try for as long as it takes: there is nowhere further to go. */
const ENDLESS: ReadonlySet<string> = new Set([DEAD_LETTERS, TURN_ENDED]);

const MIN_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 60_000;

interface Message {
  readonly id: string;
  readonly topic: string;
  readonly outgoing: OutgoingMessage;
  attempts: number;
  isOver: boolean;
}

/**
 * Pub/Sub with push subscriptions in virtual time: at least once, in any order, again with backoff after a failure or
 * silence, and to the dead-letter topic after the last attempt.
 */
export class SimulatedPubSub {
  readonly #around: { readonly time: VirtualTime; readonly faults: FaultPlan; readonly history: History };
  readonly #random: Random;
  readonly #settings: PubSubSettings;
  readonly #targets = new Map<string, PushTarget>();
  #published = 0;

  constructor(
    around: { readonly time: VirtualTime; readonly faults: FaultPlan; readonly history: History },
    random: Random,
    settings: PubSubSettings,
  ) {
    this.#around = around;
    this.#random = random;
    this.#settings = settings;
  }

  /** Names the one subscriber of a topic. */
  subscribe(topic: string, target: PushTarget): void {
    this.#targets.set(topic, target);
  }

  /** Takes a message for good. */
  readonly publish = (topic: string, outgoing: OutgoingMessage): void => {
    if (!this.#targets.has(topic)) throw new Error(`Nobody receives ${topic} in the simulation.`);
    this.#published += 1;
    const message = { id: `m${this.#published}`, topic, outgoing, attempts: 0, isOver: false };
    this.#around.history.record({ kind: 'published', message: factsOf(message) });
    this.#deliverAfterTravel(message);
  };

  #deliverAfterTravel(message: Message): void {
    const { time, faults } = this.#around;
    const { delayMs, duplicate } = faults.profile;
    const travel = (): number => 1 + this.#random.next() * delayMs;
    time.after(travel(), () => this.#deliver(message));
    if (faults.strikes('duplicate', duplicate, time.now())) {
      const late = this.#random.chance(0.2) ? 60_000 : 0;
      // A duplicate does not count as an attempt, and may come when all is long done.
      time.after(travel() + this.#random.next() * late, () => {
        this.#push(message).catch(() => undefined);
      });
    }
  }

  #push(message: Message): Promise<number> {
    const target = this.#targets.get(message.topic);
    if (target === undefined) throw new Error(`Nobody receives ${message.topic} in the simulation.`);
    const { json, attributes } = message.outgoing;
    const body = {
      subscription: `projects/simulation/subscriptions/${message.topic}`,
      deliveryAttempt: Math.max(1, message.attempts),
      message: { messageId: message.id, data: Buffer.from(json).toString('base64'), attributes },
    };
    return target({ topic: message.topic, messageId: message.id, body });
  }

  #deliver(message: Message): void {
    if (message.isOver) return;
    const { time, faults } = this.#around;
    message.attempts += 1;
    const attempt = message.attempts;
    let isAnswered = false;
    const answered = (status: number): void => {
      // An answer after the acknowledgement deadline comes too late: the next attempt is on its way.
      if (isAnswered || message.isOver) return;
      isAnswered = true;
      const isAcknowledged = status >= 200 && status < 300;
      if (isAcknowledged && !faults.strikes('lost ack', faults.profile.lostAck, time.now())) this.#finish(message);
      else this.#retry(message, attempt);
    };
    time.after(this.#settings.ackDeadlineMs, () => answered(0));
    this.#push(message).then(answered, () => answered(0));
  }

  #finish(message: Message): void {
    message.isOver = true;
    this.#around.history.record({ kind: 'acknowledged', message: factsOf(message) });
  }

  #retry(message: Message, attempt: number): void {
    if (attempt >= this.#settings.maxDeliveryAttempts && !ENDLESS.has(message.topic)) {
      message.isOver = true;
      this.#around.history.record({ kind: 'dead-lettered', message: factsOf(message) });
      this.#forwardDeadLetter(message);
      return;
    }
    const backoff = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** (attempt - 1));
    this.#around.time.after(backoff * (0.8 + 0.4 * this.#random.next()), () => this.#deliver(message));
  }

  /** As Pub/Sub does: the message with where it came from in its attributes. */
  #forwardDeadLetter({ topic, outgoing, attempts }: Message): void {
    if (!this.#targets.has(DEAD_LETTERS)) return;
    const attributes = {
      ...outgoing.attributes,
      CloudPubSubDeadLetterSourceSubscription: topic,
      CloudPubSubDeadLetterSourceSubscriptionProject: 'simulation',
      CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
    };
    this.publish(DEAD_LETTERS, { ...outgoing, attributes });
  }
}

function factsOf({ id, topic, outgoing, attempts }: Message): MessageFacts {
  return { id, topic, turnId: outgoing.attributes['turnId'] ?? null, attempts };
}
