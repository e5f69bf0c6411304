import type { status } from '@grpc/grpc-js';

/** What may go wrong on demand. */
export type PubSubFault =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'error'; readonly code: status; readonly message: string };

/** Faults that tests ask for; none by default. Counts run down as faults are used. */
export class PubSubFaults {
  readonly #calls = new Map<string, PubSubFault[]>();
  #dropped = 0;
  #doubled = 0;
  #reversed = false;
  readonly #spoiled: ('expired' | 'wrong-audience')[] = [];

  /** The next calls of an RPC, e.g. `Publish`, meet these faults, one each. */
  onCall(rpc: string, ...faults: readonly PubSubFault[]): void {
    this.#calls.set(rpc, [...(this.#calls.get(rpc) ?? []), ...faults]);
  }

  /** The next pushes break their connection. */
  dropPushes(count: number): void {
    this.#dropped += count;
  }

  /** The next messages are delivered twice. */
  deliverTwice(count: number): void {
    this.#doubled += count;
  }

  /** Messages that are ready at the same time are pushed newest first. */
  deliverReversed(on: boolean): void {
    this.#reversed = on;
  }

  /** The next pushes bear a token that must be refused. */
  spoilTokens(kind: 'expired' | 'wrong-audience', count: number): void {
    for (let at = 0; at < count; at += 1) this.#spoiled.push(kind);
  }

  take(rpc: string): PubSubFault | null {
    return this.#calls.get(rpc)?.shift() ?? null;
  }

  dropsPush(): boolean {
    if (this.#dropped === 0) return false;
    this.#dropped -= 1;
    return true;
  }

  doublesDelivery(): boolean {
    if (this.#doubled === 0) return false;
    this.#doubled -= 1;
    return true;
  }

  get reverses(): boolean {
    return this.#reversed;
  }

  /** How the next token differs from a good one; null when it does not. */
  spoiledToken(audience: string): { readonly audience: string; readonly lifetimeSeconds: number } | null {
    const kind = this.#spoiled.shift();
    if (kind === undefined) return null;
    return kind === 'expired'
      ? { audience, lifetimeSeconds: -60 }
      : { audience: 'https://elsewhere.example.com', lifetimeSeconds: 3_600 };
  }
}
