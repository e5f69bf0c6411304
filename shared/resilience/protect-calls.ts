import {
  bulkhead,
  BulkheadRejectedError,
  ExponentialBackoff,
  handleWhen,
  retry,
  TaskCancelledError,
  type IPolicy,
} from 'cockatiel';
import { AppError, toAppError } from '#shared/errors/app-error.ts';
import { abortError } from './unless-aborted.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';

export interface ProtectionRules {
  /** Most calls at once from this instance. */
  readonly maxAtOnce: number;
  /** Most calls that may wait for their turn; one more is refused. */
  readonly maxWaiting: number;
  /** How often a failed call is made again. */
  readonly retries: number;
  /** Delay before the first retry, milliseconds; it grows and is spread at random. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** Whether a call that failed so may be made again at once. */
  readonly isPassing: (error: unknown) => boolean;
}

/** Makes calls to one dependency, none more at once than it and we can bear. */
export interface ProtectedCalls {
  /**
   * @param call Must be safe to make twice.
   * @param signal Aborts waiting, for a turn or for the next try.
   * @throws AppError `overloaded` when too many wait; `circuit_open`; what the call throws.
   */
  execute<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/**
 * A bulkhead around retries around a circuit breaker: retries wait within their place, and an open circuit is not tried
 * again. Delays have decorrelated jitter, so that many instances don't come back at the same moment.
 */
export function protectCalls(rules: ProtectionRules, breaker: CircuitBreaker): ProtectedCalls {
  const places = bulkhead(rules.maxAtOnce, rules.maxWaiting);
  const again: IPolicy = retry(handleWhen(rules.isPassing), {
    maxAttempts: rules.retries,
    backoff: new ExponentialBackoff({ initialDelay: rules.firstDelayMs, maxDelay: rules.maxDelayMs }),
  });
  return {
    async execute(call, signal) {
      try {
        return await places.execute(() => again.execute(() => breaker.execute(call), signal), signal);
      } catch (error) {
        throw refusal(error, signal);
      }
    },
  };
}

function refusal(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof BulkheadRejectedError) {
    const message = 'Too much is being asked at the moment. Please try again in a few seconds.';
    return new AppError('overloaded', message, { cause: error, details: { retryAfterSeconds: 5 } });
  }
  return error instanceof TaskCancelledError ? abortError(signal) : toAppError(error);
}
