import { AppError } from '#shared/errors/app-error.ts';
import { createCircuitBreaker, type BreakerMemory, type BreakerRules } from '#shared/resilience/circuit-breaker.ts';
import { protectCalls, type ProtectionRules } from '#shared/resilience/protect-calls.ts';
import type { Warehouse } from './warehouse.ts';

/** No answer is a failure of the warehouse; a statement that it refuses, or that runs too long, is an answer. */
function isUnwell(error: unknown): boolean {
  return error instanceof AppError && error.code === 'warehouse_unavailable';
}

const BREAKER: BreakerRules = {
  name: 'snowflake',
  message: 'The warehouse can’t be reached at the moment.',
  failures: 3,
  openMs: 5_000,
  maxOpenMs: 60_000,
  isFailure: isUnwell,
};

/** As many statements as an instance has requests, and as many waiting; the driver takes seconds for a try itself. */
const CALLS: ProtectionRules = {
  maxAtOnce: 8,
  maxWaiting: 32,
  retries: 1,
  firstDelayMs: 200,
  maxDelayMs: 2_000,
  isPassing: isUnwell,
};

/** A warehouse that is not asked while it is down, nor more than it can bear. A statement may be sent twice. */
export function protectWarehouse(warehouse: Warehouse, memory: BreakerMemory, now: () => number): Warehouse {
  const calls = protectCalls(CALLS, createCircuitBreaker(BREAKER, memory, now));
  return {
    query: (statement, limits) => calls.execute(() => warehouse.query(statement, limits), limits.signal),
    describe: (statement, limits) => calls.execute(() => warehouse.describe(statement, limits), limits.signal),
    estimate: (statement, limits) => calls.execute(() => warehouse.estimate(statement, limits), limits.signal),
  };
}
