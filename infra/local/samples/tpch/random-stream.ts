/** The generator's modulus, a Mersenne prime. */
const MODULUS = 2_147_483_647;
/** Its multiplier: Park and Miller, "Random number generators: good ones are hard to find", CACM 31(10), 1988. */
const MULTIPLIER = 16_807;

/** The next state, (state × 16807) mod (2³¹ − 1), in 32-bit steps (Carta, CACM 33(1), 1990). */
export function nextState(state: number): number {
  const low = (state & 0xffff) * MULTIPLIER;
  const high = (state >>> 16) * MULTIPLIER;
  const sum = low + (high & 0x7fff) * 65_536 + (high >>> 15);
  return sum >= MODULUS ? sum - MODULUS : sum;
}

/** A whole number from `from` to `from + count - 1` for a state; the order of the operations decides the last unit. */
export function spread(state: number, from: number, count: number): number {
  return from + Math.floor((state / MODULUS) * count);
}

/**
 * One column's random numbers as TPC-H's generator draws them: each column has a stream of its own, and each row moves it on by the
 * same number of draws however many it used, so that a column does not depend on any other.
 */
export class RandomStream {
  #state: number;
  #used = 0;
  readonly #perRow: number;

  /**
   * @param seed the column's initial state.
   * @param perRow draws that a row is given, at least as many as it can use.
   */
  constructor(seed: number, perRow: number) {
    this.#state = seed;
    this.#perRow = perRow;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    this.#state = nextState(this.#state);
    this.#used += 1;
    return spread(this.#state, from, to - from + 1);
  }

  /** 31 random bits, negated: dbgen asks for a range whose size overflows a 32-bit whole number. */
  bits(): number {
    this.#state = nextState(this.#state);
    this.#used += 1;
    return Math.trunc((this.#state / MODULUS) * -0x8000_0000);
  }

  pick(items: readonly string[]): string {
    return items[this.between(1, items.length) - 1] ?? '';
  }

  /** Leaves out what the row did not draw. */
  endRow(): void {
    for (; this.#used < this.#perRow; this.#used += 1) this.#state = nextState(this.#state);
    this.#used = 0;
  }
}

/** Ends the row of every stream. */
export function endRow(streams: Readonly<Record<string, RandomStream>>): void {
  for (const stream of Object.values(streams)) stream.endRow();
}
