import type { status } from '@grpc/grpc-js';

/** What may go wrong with one call of an RPC. */
export type CallFault =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'error'; readonly code: status; readonly message: string };

/** What may go wrong with one push; a connection may break before the handler gets the message or after its work. */
export type PushFault =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'drop-request' }
  | { readonly kind: 'drop-response' };

/** What may be wrong with the token of a push. */
export type TokenFault = 'expired' | 'wrong-audience' | 'wrong-key' | 'missing';

/** Faults that tests ask for; none by default. Each is used once, in the order of asking. */
export class PubSubFaults {
  readonly #calls = new Map<string, CallFault[]>();
  readonly #pushes: PushFault[] = [];
  readonly #tokens: TokenFault[] = [];
  #doubled = 0;
  #reversed = 0;

  /** The next calls of an RPC, such as `Publish`, meet these faults, one each. */
  onCall(rpc: string, ...faults: readonly CallFault[]): void {
    this.#calls.set(rpc, [...(this.#calls.get(rpc) ?? []), ...faults]);
  }

  /** The next pushes meet these faults, one each. */
  onPush(...faults: readonly PushFault[]): void {
    this.#pushes.push(...faults);
  }

  /** The tokens of the next signed pushes have these flaws, one each. */
  onToken(...faults: readonly TokenFault[]): void {
    this.#tokens.push(...faults);
  }

  /** The next messages are delivered twice to each subscription. */
  deliverTwice(count: number): void {
    this.#doubled += count;
  }

  /**
   * The next messages are held until there are so many, then come newest first; across topics. Messages that a
   * subscription must deliver in order stay in order.
   */
  deliverReversed(count: number): void {
    this.#reversed = count;
  }

  takeCall(rpc: string): CallFault | null {
    return this.#calls.get(rpc)?.shift() ?? null;
  }

  takePush(): PushFault | null {
    return this.#pushes.shift() ?? null;
  }

  takeToken(): TokenFault | null {
    return this.#tokens.shift() ?? null;
  }

  takeDoubled(): boolean {
    if (this.#doubled === 0) return false;
    this.#doubled -= 1;
    return true;
  }

  /** @returns How many messages are still to be held, this one included; 0 when none is. */
  takeReversed(): number {
    const left = this.#reversed;
    if (left > 0) this.#reversed -= 1;
    return left;
  }
}
