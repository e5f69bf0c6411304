/** A stream of random numbers that depends on nothing but its seed. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** An element, each as likely as the others. */
  pick<Type>(items: readonly [Type, ...Type[]]): Type;
  /** About normal, mean 0 and deviation 1. */
  normal(): number;
}

/** Mixes 32 bits so that near seeds give far streams (finalizer of MurmurHash3, public domain). */
function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function seedOf(seed: number, stream: string): number {
  let state = mix(seed);
  for (let at = 0; at < stream.length; at += 1) state = mix(state ^ stream.charCodeAt(at));
  return state;
}

/**
 * Makes the stream of a name: streams of one seed are independent, so that a change of one table leaves the others.
 *
 * Generator: mulberry32 (32-bit state, period 2^32), with integer arithmetic only, the same on every machine.
 */
export function createRandom(seed: number, stream: string): Random {
  let state = seedOf(seed, stream);
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  }
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    // Sum of twelve uniform numbers: mean 6, variance 1.
    normal: () => Array.from({ length: 12 }, next).reduce((sum, value) => sum + value, -6),
  };
}

/** Picks by weight: returns the place of the weight in which a number in [0, 1) falls. */
export function createWeightedPick(weights: readonly number[]): (random: Random) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const bounds: number[] = [];
  let reached = 0;
  for (const weight of weights) bounds.push((reached += weight / total));
  return (random) => {
    const value = random.next();
    let low = 0;
    let high = bounds.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((bounds[middle] ?? 1) > value) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
