/** The addresses a fault may strike. */
export type Endpoint =
  'login' | 'renew' | 'heartbeat' | 'session' | 'query' | 'result' | 'abort' | 'monitoring' | 'chunk' | 'telemetry';

/** What goes wrong with a request. */
export type Fault =
  /** The answer comes late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** A plain HTTP status with an empty body, as a proxy or the store of the chunks gives it. */
  | { readonly kind: 'status'; readonly status: number }
  /** A Snowflake failure with status 200. */
  | { readonly kind: 'error'; readonly code: string; readonly sqlState: string; readonly message: string }
  /** The socket closes before the answer. */
  | { readonly kind: 'drop' }
  /** The session token has run out: the client must renew it. */
  | { readonly kind: 'expired-session' }
  /** The body comes in small parts with pauses between them. */
  | { readonly kind: 'trickle'; readonly bytesPerPart: number; readonly pauseMs: number };

interface PlannedFault {
  readonly endpoint: Endpoint;
  readonly fault: Fault;
  remaining: number;
}

/** Faults that tests have ordered, each for a number of requests. Several for one address strike in the order given. */
export class Faults {
  #planned: PlannedFault[] = [];

  /** Orders a fault for the next `times` requests (default 1) to an address. */
  add(endpoint: Endpoint, fault: Fault, times = 1): void {
    this.#planned.push({ endpoint, fault, remaining: times });
  }

  clear(): void {
    this.#planned = [];
  }

  /** The fault that strikes this request, which uses it up; null for none. */
  take(endpoint: Endpoint): Fault | null {
    const planned = this.#planned.find((candidate) => candidate.endpoint === endpoint);
    if (planned === undefined) return null;
    planned.remaining -= 1;
    if (planned.remaining <= 0) this.#planned = this.#planned.filter((candidate) => candidate !== planned);
    return planned.fault;
  }
}
