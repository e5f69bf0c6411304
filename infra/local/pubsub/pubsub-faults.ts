import { type CallFault, CallFaults } from '../grpc/call-faults.ts';

/** What goes wrong with a push. */
export type PushFault =
  /** It is late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The socket closes before the handler has the message. */
  | { readonly kind: 'drop' }
  /** The handler does its work, and the socket closes before its answer. */
  | { readonly kind: 'drop-answer' };

/** What is wrong with the token of a signed push. */
export type TokenFlaw = 'expired' | 'wrong-audience' | 'wrong-key' | 'missing';
export type TokenFault = { readonly kind: 'token'; readonly flaw: TokenFlaw };

/** What goes wrong with the delivery of a message. */
export type DeliveryFault =
  /** It comes twice to each subscription. */
  | { readonly kind: 'duplicate' }
  /** It is held until as many have come as the fault is ordered for; then they come newest first, across topics. */
  | { readonly kind: 'reverse' };

/** Faults that tests have ordered, each for a number of calls, pushes or messages; none by default. */
export class PubSubFaults {
  /** Those of RPCs. */
  readonly calls = new CallFaults();
  #pushes: PushFault[] = [];
  #tokens: TokenFlaw[] = [];
  #doubled = 0;
  #reversed = 0;

  /** @param where name of an RPC such as `Publish`, `push`, or `delivery`. @param times 1 unless given */
  add(where: 'push', fault: PushFault | TokenFault, times?: number): void;
  add(where: 'delivery', fault: DeliveryFault, times?: number): void;
  add(where: Capitalize<string>, fault: CallFault, times?: number): void;
  add(where: string, fault: CallFault | PushFault | TokenFault | DeliveryFault, times = 1): void {
    switch (fault.kind) {
      case 'token':
        this.#tokens.push(...repeated(fault.flaw, times));
        return;
      case 'duplicate':
        this.#doubled += times;
        return;
      case 'reverse':
        this.#reversed = times;
        return;
      case 'error':
        this.calls.add(where, fault, times);
        return;
      default:
        if (where === 'push') this.#pushes.push(...repeated(fault, times));
        else this.calls.add(where, fault, times);
    }
  }

  /** Closes every open connection of publishers and subscribers now. @returns how many there were */
  dropConnections(): number {
    return this.calls.dropConnections();
  }

  /** Forgets all faults that have not struck yet. */
  clear(): void {
    this.calls.clear();
    this.#pushes = [];
    this.#tokens = [];
    this.#doubled = 0;
    this.#reversed = 0;
  }

  takePush(): PushFault | null {
    return this.#pushes.shift() ?? null;
  }

  takeToken(): TokenFlaw | null {
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

function repeated<T>(value: T, times: number): readonly T[] {
  return Array.from({ length: times }, () => value);
}
