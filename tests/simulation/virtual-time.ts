import { setImmediate as macrotask } from 'node:timers/promises';

interface Event {
  readonly at: number;
  /** Events of one instant happen in the order in which they were planned. */
  readonly sequence: number;
  readonly action: () => void;
}

/** More events than any run of ours takes. */
const MAX_EVENTS = 200_000;

function isBefore(one: Event, other: Event): boolean {
  return one.at === other.at ? one.sequence < other.sequence : one.at < other.at;
}

/** A binary heap of events, earliest first. */
class EventQueue {
  readonly #events: Event[] = [];

  push(event: Event): void {
    const events = this.#events;
    let at = events.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = events[parent];
      if (above === undefined || isBefore(above, event)) break;
      events[at] = above;
      at = parent;
    }
    events[at] = event;
  }

  peek(): Event | null {
    return this.#events[0] ?? null;
  }

  pop(): Event | null {
    const events = this.#events;
    const first = events[0];
    const last = events.pop();
    if (first === undefined || last === undefined) return null;
    if (events.length > 0) this.#sink(last);
    return first;
  }

  #sink(event: Event): void {
    const events = this.#events;
    let at = 0;
    for (;;) {
      const left = events[2 * at + 1];
      const right = events[2 * at + 2];
      const isRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (child === undefined || isBefore(event, child)) break;
      events[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    events[at] = event;
  }
}

/**
 * The only clock of a simulation: time stands still while code runs and jumps to the next event when nothing is left to
 * run. One event at a time, in a fixed order: the same seed gives the same history.
 */
export class VirtualTime {
  readonly #queue = new EventQueue();
  #now: number;
  #planned = 0;
  #happened = 0;
  #computing = 0;

  /** @param startsAt Epoch milliseconds. */
  constructor(startsAt: number) {
    this.#now = startsAt;
  }

  readonly now = (): number => this.#now;

  /** How many events were planned so far. */
  get events(): number {
    return this.#planned;
  }

  /** Plans an action for `delayMs` from now. */
  after(delayMs: number, action: () => void): void {
    this.#planned += 1;
    this.#queue.push({ at: this.#now + Math.max(0, delayMs), sequence: this.#planned, action });
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Holds the clock while code waits for the machine, as for a signature; the returned function lets it go on, once. */
  holdWhileComputing(): () => void {
    this.#computing += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.#computing -= 1;
      isHeld = false;
    };
  }

  /** Lets everything happen up to an instant, which is then the time. */
  async runUntil(at: number): Promise<void> {
    await this.#settle();
    for (let next = this.#queue.peek(); next !== null && next.at <= at; next = this.#queue.peek()) {
      this.#queue.pop();
      this.#happened += 1;
      if (this.#happened > MAX_EVENTS)
        throw new Error('The simulation does not come to rest: something goes in circles.');
      this.#now = next.at;
      next.action();
      await this.#settle();
    }
    this.#now = at;
  }

  /** Waits until no code can run any further without the clock. */
  async #settle(): Promise<void> {
    do await macrotask();
    while (this.#computing > 0);
  }
}
