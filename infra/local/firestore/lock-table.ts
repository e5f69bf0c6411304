import { aborted } from './firestore-failure.ts';

/** Who holds or wants locks: a transaction, or a commit outside of one. */
export interface LockOwner {
  /** Whether it may lose its locks to one that waits: its client has gone silent. */
  isAbandoned(): boolean;
  /** Whether it has ended, and must be given no more locks. */
  isOver(): boolean;
  /** Ends it: a commit that follows must fail. */
  expire(): void;
}

interface Waiter {
  readonly owner: LockOwner;
  readonly grant: () => void;
}

interface Lock {
  holder: LockOwner;
  readonly queue: Waiter[];
}

/**
 * Exclusive locks on document names, given in the order asked for. Waiting instead of failing spares the client's
 * back-off of a second or more; only in a circle of waiters somebody goes without.
 */
export class LockTable {
  readonly #locks = new Map<string, Lock>();

  isFree(name: string, owner: LockOwner | null): boolean {
    const lock = this.#locks.get(name);
    return lock === undefined || lock.holder === owner;
  }

  /**
   * Resolves with true once the owner holds the lock, with false when it would wait for somebody who waits for it.
   * Rejects with ABORTED when the signal ends the wait.
   */
  async acquire(name: string, owner: LockOwner, signal: AbortSignal): Promise<boolean> {
    const lock = this.#locks.get(name);
    if (lock === undefined) {
      this.#locks.set(name, { holder: owner, queue: [] });
      return true;
    }
    if (lock.holder === owner) return true;
    if (lock.holder.isAbandoned()) {
      this.#takeFrom(lock.holder);
      return this.acquire(name, owner, signal);
    }
    if (this.#wouldDeadlock(lock, owner)) return false;
    await this.#wait(lock, owner, signal);
    return true;
  }

  async #wait(lock: Lock, owner: LockOwner, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = { owner, grant: resolve };
    lock.queue.push(waiter);
    const leave = (): void => {
      const index = lock.queue.indexOf(waiter);
      if (index >= 0) lock.queue.splice(index, 1);
      reject(aborted('The call ended while it waited for a lock.'));
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Gives all of an owner's locks to whoever waits next. */
  releaseAll(owner: LockOwner, names: Iterable<string>): void {
    for (const name of names) {
      const lock = this.#locks.get(name);
      if (lock?.holder === owner) this.#passOn(name, lock);
    }
  }

  /** Takes the locks of silent clients that others wait for. Called now and then. */
  releaseAbandoned(): void {
    for (const lock of this.#locks.values()) {
      if (lock.queue.length > 0 && lock.holder.isAbandoned()) this.#takeFrom(lock.holder);
    }
  }

  #takeFrom(owner: LockOwner): void {
    owner.expire();
    for (const [name, lock] of this.#locks) {
      if (lock.holder === owner) this.#passOn(name, lock);
    }
  }

  #passOn(name: string, lock: Lock): void {
    const next = lock.queue.shift();
    if (next === undefined) {
      this.#locks.delete(name);
      return;
    }
    lock.holder = next.owner;
    next.grant();
  }

  /** Whether somebody this owner would wait for waits, through others, for this owner. */
  #wouldDeadlock(wanted: Lock, owner: LockOwner): boolean {
    const seen = new Set<LockOwner>();
    const pending = blockersOf(wanted, null);
    for (let blocker = pending.pop(); blocker !== undefined; blocker = pending.pop()) {
      if (blocker === owner) return true;
      if (seen.has(blocker)) continue;
      seen.add(blocker);
      pending.push(...this.#blockersOfOwner(blocker));
    }
    return false;
  }

  #blockersOfOwner(owner: LockOwner): readonly LockOwner[] {
    const blockers: LockOwner[] = [];
    for (const lock of this.#locks.values()) {
      const waits = lock.queue.some((waiter) => waiter.owner === owner);
      if (waits) blockers.push(...blockersOf(lock, owner));
    }
    return blockers;
  }
}

/** Those before `owner` in the line for a lock; all of them for null. */
function blockersOf(lock: Lock, owner: LockOwner | null): LockOwner[] {
  const blockers = [lock.holder];
  for (const waiter of lock.queue) {
    if (waiter.owner === owner) break;
    blockers.push(waiter.owner);
  }
  return blockers;
}
