import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';

import { FirestoreFailure } from './firestore-failure.ts';

/**
 * What goes wrong with a call: it is late; it fails without having done anything; or it does its work
 * and the answer is lost on the way.
 */
export type FirestoreFault =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'error'; readonly code: status; readonly message: string }
  | { readonly kind: 'lost-answer' };

/** Faults that tests have ordered, by method name such as 'Commit', in the order given. */
export class FirestoreFaults {
  #planned: { readonly method: string; readonly fault: FirestoreFault }[] = [];
  readonly #listenStreams = new Set<() => void>();

  /** Orders a fault for the next `times` calls (default 1) of a method. */
  add(method: string, fault: FirestoreFault, times = 1): void {
    for (let count = 0; count < times; count += 1) this.#planned.push({ method, fault });
  }

  /** Makes the next commits lose against an imagined other transaction. */
  abortCommits(times = 1): void {
    this.add(
      'Commit',
      { kind: 'error', code: status.ABORTED, message: 'Too much contention on these documents.' },
      times,
    );
  }

  /** Breaks every open Listen stream, as a lost connection does; clients resume. @returns how many there were */
  dropListenStreams(): number {
    const streams = [...this.#listenStreams];
    for (const drop of streams) drop();
    return streams.length;
  }

  clear(): void {
    this.#planned = [];
  }

  /** Registers an open stream. @returns what forgets it again */
  watchStream(drop: () => void): () => void {
    this.#listenStreams.add(drop);
    return () => this.#listenStreams.delete(drop);
  }

  /** Lets the fault ordered for a call strike before it. @returns what strikes after it */
  async strike(method: string): Promise<() => void> {
    const fault = this.#take(method);
    if (fault === null) return () => undefined;
    if (fault.kind === 'error') throw new FirestoreFailure(fault.code, fault.message);
    if (fault.kind === 'delay') {
      await sleep(fault.ms);
      return () => undefined;
    }
    return () => {
      throw new FirestoreFailure(status.UNAVAILABLE, 'The connection was lost before the answer came.');
    };
  }

  #take(method: string): FirestoreFault | null {
    const index = this.#planned.findIndex((planned) => planned.method === method);
    return index < 0 ? null : (this.#planned.splice(index, 1)[0]?.fault ?? null);
  }
}
