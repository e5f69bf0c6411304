import { describe, expect, it } from 'vitest';
import { createRateLimiter } from '#shared/resilience/rate-limiter.ts';

function createLimiter() {
  const clock = { at: 0 };
  const limiter = createRateLimiter({ perMinute: 30, burst: 3 }, () => clock.at);
  return { clock, limiter };
}

describe('a rate limiter', () => {
  it('allows a burst, then says how long to wait', () => {
    const { limiter } = createLimiter();
    const allowed = [1, 2, 3].map(() => limiter.take('alice').allowed);

    expect(allowed).toEqual([true, true, true]);
    expect(limiter.take('alice')).toEqual({ allowed: false, retryAfterSeconds: 2 });
  });

  it('allows again after exactly the time that it said', () => {
    const { clock, limiter } = createLimiter();
    for (let at = 0; at < 4; at += 1) limiter.take('alice');
    clock.at += 1_999;
    const before = limiter.take('alice').allowed;
    clock.at += 1;

    expect([before, limiter.take('alice').allowed]).toEqual([false, true]);
  });

  it('never saves up more than a burst', () => {
    const { clock, limiter } = createLimiter();
    limiter.take('alice');
    clock.at += 3_600_000;

    expect([1, 2, 3, 4].map(() => limiter.take('alice').allowed)).toEqual([true, true, true, false]);
  });

  it('counts each key by itself, and remembers a bounded number of them', () => {
    const { limiter } = createLimiter();
    for (let at = 0; at < 4; at += 1) limiter.take('alice');
    const bob = limiter.take('bob').allowed;
    for (let at = 0; at < 10_000; at += 1) limiter.take(`visitor ${at}`);

    expect(bob).toBe(true);
    expect(limiter.take('alice').allowed).toBe(true);
  });
});
