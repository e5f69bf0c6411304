/** Whether something may be done now, and if not, after how many whole seconds. */
export type RateVerdict = { readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number };

export interface RateRules {
  /** How often it may be done in the long run. */
  readonly perMinute: number;
  /** How often at once, after a pause. */
  readonly burst: number;
}

export interface RateLimiter {
  take(key: string): RateVerdict;
}

/** Keys that are remembered; beyond it the one that was seen longest ago is forgotten, in its favour. */
const MAX_KEYS = 10_000;

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** A token bucket for each key, as this instance sees it: several instances allow as many times more. */
export function createRateLimiter({ perMinute, burst }: RateRules, now: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>();
  const perMs = perMinute / 60_000;

  function keep(key: string, tokens: number): void {
    buckets.delete(key);
    buckets.set(key, { tokens, at: now() });
    const [oldest] = buckets.keys();
    if (buckets.size > MAX_KEYS && oldest !== undefined) buckets.delete(oldest);
  }

  return {
    take(key) {
      const { tokens, at } = buckets.get(key) ?? { tokens: burst, at: now() };
      const filled = Math.min(burst, tokens + (now() - at) * perMs);
      if (filled < 1) {
        keep(key, filled);
        return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil((1 - filled) / perMs / 1000)) };
      }
      keep(key, filled - 1);
      return { allowed: true };
    },
  };
}
