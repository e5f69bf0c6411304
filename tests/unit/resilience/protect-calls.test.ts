import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors/app-error.ts';
import { protectCalls, type ProtectionRules } from '#shared/resilience/protect-calls.ts';

const RULES: ProtectionRules = {
  maxAtOnce: 2,
  maxWaiting: 1,
  retries: 2,
  firstDelayMs: 1,
  maxDelayMs: 2,
  isPassing: (error) => error instanceof AppError && error.code === 'warehouse_unavailable',
};
const BREAKER = { execute: <T>(call: () => Promise<T>): Promise<T> => call() };
const NEVER = new AbortController().signal;

describe('protected calls', () => {
  it('run no more at once than allowed, let one wait, and refuse the next', async () => {
    const calls = protectCalls(RULES, BREAKER);
    const open: (() => void)[] = [];
    const call = (): Promise<string> =>
      new Promise((resolve) => {
        open.push(() => resolve('rows'));
      });

    const running = [1, 2, 3].map(() => calls.execute(call, NEVER));
    const refused = calls.execute(call, NEVER);

    await expect(refused).rejects.toMatchObject({
      code: 'overloaded',
      retryable: true,
      details: { retryAfterSeconds: 5 },
    });
    expect(open).toHaveLength(2);
    open.forEach((finish) => finish());
    await running[0];
    await new Promise(setImmediate);
    open.forEach((finish) => finish());
    expect(await Promise.all(running)).toEqual(['rows', 'rows', 'rows']);
  });

  it('are made again while the failure is a passing one', async () => {
    let tries = 0;
    const call = (): Promise<number> => {
      tries += 1;
      return tries < 3 ? Promise.reject(new AppError('warehouse_unavailable', 'No.')) : Promise.resolve(tries);
    };

    expect(await protectCalls(RULES, BREAKER).execute(call, NEVER)).toBe(3);
  });

  it.each([
    ['warehouse_unavailable', 3],
    ['invalid_sql', 1],
    ['circuit_open', 1],
  ] as const)('fail with %s after %i tries', async (code, expected) => {
    let tries = 0;
    const call = (): Promise<never> => {
      tries += 1;
      return Promise.reject(new AppError(code, 'No.'));
    };

    await expect(protectCalls(RULES, BREAKER).execute(call, NEVER)).rejects.toMatchObject({ code });
    expect(tries).toBe(expected);
  });

  it('are not begun for someone who no longer waits', async () => {
    const signal = AbortSignal.abort(new AppError('deadline_exceeded', 'Too late.'));

    const refused = protectCalls(RULES, BREAKER).execute(() => Promise.resolve('rows'), signal);

    await expect(refused).rejects.toMatchObject({ code: 'deadline_exceeded' });
  });
});
