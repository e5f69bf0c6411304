import type { Micros } from './commit-clock.ts';
import { aborted, invalidArgument } from './firestore-failure.ts';
import type { LockOwner } from './lock-table.ts';

/** Limits of https://firebase.google.com/docs/firestore/quotas: a transaction's whole life, and its silence. */
const MAX_LIFE_MS = 270_000;
const MAX_IDLE_MS = 60_000;
/** A client that died in mid-transaction must not hold up the others for the whole idle time. */
const ABANDONED_AFTER_MS = 20_000;

/** Asked at commit: whether what a query of the transaction found is still what it would find. */
export type QueryCheck = () => boolean;

/** One transaction from its begin to its commit or rollback. */
export class Transaction implements LockOwner {
  /** When it sees the documents, if it is read-only; null when it reads the newest under locks. */
  readonly snapshotAt: Micros | null;
  readonly locked = new Set<string>();
  /** Update times of the documents read; null for one that was not there. */
  readonly #versions = new Map<string, Micros | null>();
  readonly #queries: QueryCheck[] = [];
  readonly #now: () => number;
  readonly #beganAt: number;
  #lastUsedAt: number;
  #isExpired = false;

  constructor(snapshotAt: Micros | null, now: () => number) {
    this.snapshotAt = snapshotAt;
    this.#now = now;
    this.#beganAt = now();
    this.#lastUsedAt = this.#beganAt;
  }

  /** Each call of the client shows that it lives. Throws INVALID_ARGUMENT when the transaction has ended meanwhile. */
  touch(): void {
    if (this.hasTimedOut()) throw invalidArgument('The referenced transaction has expired or is no longer valid.');
    if (this.#isExpired) throw aborted('The transaction lost its locks: its client had been silent for too long.');
    this.#lastUsedAt = this.#now();
  }

  rememberRead(name: string, version: Micros | null): void {
    if (!this.#versions.has(name)) this.#versions.set(name, version);
  }

  rememberQuery(check: QueryCheck): void {
    this.#queries.push(check);
  }

  checkWritable(): void {
    if (this.snapshotAt !== null) throw invalidArgument('Cannot modify entities in a read-only transaction.');
  }

  /** Throws ABORTED when something it read is no longer so, or it has lost its locks. */
  checkReads(versionOf: (name: string) => Micros | null): void {
    this.touch();
    for (const [name, version] of this.#versions) {
      if (versionOf(name) !== version) throw aborted('The referenced document has changed since it was read.');
    }
    if (!this.#queries.every((isUnchanged) => isUnchanged())) {
      throw aborted('The result of a query has changed since it was read.');
    }
  }

  hasTimedOut(): boolean {
    const now = this.#now();
    return now - this.#beganAt > MAX_LIFE_MS || now - this.#lastUsedAt > MAX_IDLE_MS;
  }

  isAbandoned(): boolean {
    return this.#now() - this.#lastUsedAt > ABANDONED_AFTER_MS;
  }

  isOver(): boolean {
    return this.#isExpired;
  }

  expire(): void {
    this.#isExpired = true;
  }
}
