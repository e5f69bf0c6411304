import { setTimeout as sleep } from 'node:timers/promises';
import type { status } from '@grpc/grpc-js';

import { GrpcFailure } from './grpc-failure.ts';

/** What goes wrong with a call of an RPC. */
export type CallFault =
  /** It is late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** It fails without having done anything. */
  | { readonly kind: 'error'; readonly code: status; readonly message: string }
  /** The socket closes before anything was done. */
  | { readonly kind: 'drop' }
  /** It does its work, and the socket closes before the answer. */
  | { readonly kind: 'drop-answer' };

/** A call under way. */
export interface StruckCall {
  /** `IP:PORT` of the client, by which its connection is known. */
  getPeer(): string;
}

interface PlannedFault {
  readonly method: string;
  readonly fault: CallFault;
  remaining: number;
}

/** Faults that tests have ordered, each for a number of calls. Several for one RPC strike in the order given. */
export class CallFaults {
  #planned: PlannedFault[] = [];
  #dropConnection: (peer: string | null) => number = () => 0;

  /** @param method name of an RPC, such as `Commit`. @param times calls that it strikes, 1 unless given */
  add(method: string, fault: CallFault, times = 1): void {
    this.#planned.push({ method, fault, remaining: times });
  }

  /** Closes every open connection now, with the streams on it; clients connect again. @returns how many there were */
  dropConnections(): number {
    return this.#dropConnection(null);
  }

  /** Forgets all faults that have not struck yet. */
  clear(): void {
    this.#planned = [];
  }

  /** The server's own way to close one client's connection, or all of them for null. */
  dropWith(drop: (peer: string | null) => number): void {
    this.#dropConnection = drop;
  }

  /** Lets the fault ordered for a call strike before its work. @returns what strikes after it */
  async strike(method: string, call: StruckCall): Promise<() => void> {
    const fault = this.#take(method);
    if (fault?.kind === 'error') throw new GrpcFailure(fault.code, fault.message);
    if (fault?.kind === 'delay') await sleep(fault.ms);
    if (fault?.kind === 'drop-answer') return () => this.#dropConnection(call.getPeer());
    if (fault?.kind === 'drop') {
      this.#dropConnection(call.getPeer());
      // Nobody is left to answer; the call must not do its work.
      await new Promise<never>(() => undefined);
    }
    return () => undefined;
  }

  #take(method: string): CallFault | null {
    const planned = this.#planned.find((candidate) => candidate.method === method);
    if (planned === undefined) return null;
    planned.remaining -= 1;
    if (planned.remaining <= 0) this.#planned = this.#planned.filter((candidate) => candidate !== planned);
    return planned.fault;
  }
}
