import { invalidArgument } from './firestore-failure.ts';
import type { Timestamp } from './protocol.ts';

/** Microseconds since 1970, as a whole number: below 2^53 until the year 2255. */
export type Micros = number;

export function toTimestamp(micros: Micros): Timestamp {
  const seconds = Math.floor(micros / 1_000_000);
  return { seconds: String(seconds), nanos: (micros - seconds * 1_000_000) * 1_000 };
}

export function toMicros(timestamp: Timestamp): Micros {
  const micros = Number(timestamp.seconds) * 1_000_000 + Math.trunc(timestamp.nanos / 1_000);
  if (!Number.isSafeInteger(micros)) throw invalidArgument('The timestamp is out of range.');
  return micros;
}

/** Gives commit times that never repeat and never run backwards, whatever the machine's clock does. */
export class CommitClock {
  readonly #now: () => number;
  #last: Micros = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The time of the newest commit, or of now when that is later: what a read sees. */
  read(): Micros {
    return Math.max(this.#last, Math.floor(this.#now() * 1_000));
  }

  /** The next commit's time. */
  tick(): Micros {
    this.#last = Math.max(this.#last + 1, Math.floor(this.#now() * 1_000));
    return this.#last;
  }

  /** Commits from a state file are in the past, even when the machine's clock was set back since. */
  advanceTo(micros: Micros): void {
    this.#last = Math.max(this.#last, micros);
  }
}
