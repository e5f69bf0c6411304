import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/errors/app-error.ts';
import { createCircuitBreaker, type BreakerMemory, type BreakerRules } from '#shared/resilience/circuit-breaker.ts';
import { createBreakerMemory } from '#shared/state/breaker-memory.ts';
import { createMemoryStore } from '#tests/support/memory-store.ts';

const RULES: BreakerRules = {
  name: 'snowflake',
  message: 'The warehouse can’t be reached at the moment.',
  failures: 3,
  openMs: 5_000,
  maxOpenMs: 60_000,
  isFailure: (error) => error instanceof AppError && error.code === 'warehouse_unavailable',
};
const DOWN = new AppError('warehouse_unavailable', 'No answer.');

/** Instances of a function that share a memory, and a dependency that is up or down. */
function createInstances(memory: BreakerMemory = createBreakerMemory(createMemoryStore())) {
  const dependency: { error: AppError | null; calls: number } = { error: DOWN, calls: 0 };
  const call = (): Promise<string> => {
    dependency.calls += 1;
    return dependency.error === null ? Promise.resolve('rows') : Promise.reject(dependency.error);
  };
  const start = () => {
    const breaker = createCircuitBreaker(RULES, memory, Date.now);
    return () => breaker.execute(call).catch((error: unknown) => (error instanceof AppError ? error.code : error));
  };
  return { dependency, start };
}

/** Calls until the circuit is open: failures that count are a second apart. */
async function trip(ask: () => Promise<unknown>): Promise<void> {
  for (let failure = 0; failure < RULES.failures; failure += 1) {
    await ask();
    vi.advanceTimersByTime(1_000);
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 15, 12), toFake: ['Date', 'setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a circuit breaker', () => {
  it('stops calling after three failures and says when it tries again', async () => {
    const breaker = createCircuitBreaker(RULES, createBreakerMemory(createMemoryStore()), Date.now);
    await trip(() => breaker.execute(() => Promise.reject(DOWN)).catch(() => null));

    const refused = breaker.execute(() => Promise.resolve('rows'));

    await expect(refused).rejects.toMatchObject({
      code: 'circuit_open',
      audience: 'user',
      retryable: false,
      message: 'The warehouse can’t be reached at the moment. It is tried again in 4 s.',
      details: { dependency: 'snowflake', retryAfterSeconds: 4 },
    });
  });

  it('counts failures that come together as one', async () => {
    const { dependency, start } = createInstances();
    const ask = start();

    await Promise.all([ask(), ask(), ask(), ask(), ask()]);
    dependency.error = null;

    expect(await ask()).toBe('rows');
  });

  it('takes what the dependency refuses for an answer', async () => {
    const { dependency, start } = createInstances();
    const ask = start();
    dependency.error = new AppError('invalid_sql', 'No.');

    await trip(ask);

    expect(await ask()).toBe('invalid_sql');
    expect(dependency.calls).toBe(4);
  });

  it('tries once when its time is over, and closes when that succeeds', async () => {
    const { dependency, start } = createInstances();
    const ask = start();
    await trip(ask);
    dependency.error = null;

    const before = await ask();
    vi.advanceTimersByTime(5_000);
    const after = [await ask(), await ask()];

    expect(before).toBe('circuit_open');
    expect(after).toEqual(['rows', 'rows']);
  });

  it('stays open twice as long when the trial fails', async () => {
    const { dependency, start } = createInstances();
    const ask = start();
    await trip(ask);
    vi.advanceTimersByTime(5_000);

    const trial = await ask();
    vi.advanceTimersByTime(9_000);
    const tooEarly = await ask();
    vi.advanceTimersByTime(1_000);
    dependency.error = null;

    expect([trial, tooEarly, await ask()]).toEqual(['warehouse_unavailable', 'circuit_open', 'rows']);
  });

  it('outlives the instance: one that starts while it is open makes no call', async () => {
    const { dependency, start } = createInstances();
    await trip(start());
    const callsBefore = dependency.calls;

    const code = await start()();

    expect(code).toBe('circuit_open');
    expect(dependency.calls).toBe(callsBefore);
  });

  it('is known to instances that run already, within seconds, and so is that it closed', async () => {
    const { dependency, start } = createInstances();
    const [one, other] = [start(), start()];
    dependency.error = null;
    await other();
    dependency.error = DOWN;
    await trip(one);

    vi.advanceTimersByTime(2_500);
    const opened = await other();
    dependency.error = null;
    vi.advanceTimersByTime(2_500);
    await one();
    vi.advanceTimersByTime(2_500);

    expect(opened).toBe('circuit_open');
    expect(await other()).toBe('rows');
  });

  it('goes by what it knows itself when the memory can’t be reached', async () => {
    const failing = (): Promise<never> => Promise.reject(new AppError('state_unavailable', 'Down.'));
    const { start } = createInstances({ recall: failing, remember: failing });
    const ask = start();

    await trip(ask);

    expect(await ask()).toBe('circuit_open');
  });
});
