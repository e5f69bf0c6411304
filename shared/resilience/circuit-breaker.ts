import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleType,
  noJitterGenerator,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { withTimeout } from './with-timeout.ts';

/** A breaker's state as it is remembered. */
export interface RememberedBreaker {
  /** What the breaker says of itself. */
  readonly state: unknown;
  /** When it came to be so, epoch milliseconds. */
  readonly changedAt: number;
}

/** Where breakers are remembered beyond the instance that they tripped in. */
export interface BreakerMemory {
  recall(name: string): Promise<RememberedBreaker | null>;
  remember(name: string, breaker: RememberedBreaker): Promise<void>;
}

export interface BreakerRules {
  /** Name of the dependency, kebab-case. */
  readonly name: string;
  /** What the person is told while the circuit is open, before when it is tried again. */
  readonly message: string;
  /** How many failures in a row open the circuit; those that come together are one. */
  readonly failures: number;
  /** How long it stays open at first, milliseconds; doubled each time that a trial fails, up to `maxOpenMs`. */
  readonly openMs: number;
  readonly maxOpenMs: number;
  /** Whether an error says that the dependency is unwell; any other counts as an answer. */
  readonly isFailure: (error: unknown) => boolean;
}

export interface CircuitBreaker {
  /** @throws AppError `circuit_open`, without a call, while the dependency is believed to be down. */
  execute<T>(call: () => Promise<T>): Promise<T>;
}

/** How long what was recalled is believed, milliseconds: so much later another instance's break is known here. */
const RECALL_MS = 5_000;

/** How long recalling or remembering may take; without it the breaker goes by what this instance knows. */
const MEMORY_MS = 1_000;

/** Failures closer to each other than this are one, milliseconds: a connection that breaks fails all that run on it. */
const TOGETHER_MS = 1_000;

class CountedFailure extends Error {
  constructor(cause: unknown) {
    super('A failure that counts.', { cause });
  }
}

const openStateSchema = z.object({
  ownState: z.object({ value: z.literal(CircuitState.Open), openedAt: z.number(), attemptNo: z.int().positive() }),
});

type Answer<T> = { readonly value: T } | { readonly error: unknown };

/**
 * Stops calling a dependency that is down, and says so at once.
 *
 * Its state outlives the instance: an instance that starts while the circuit is open does not find out anew, at the
 * cost of several slow failures, and one that sees the dependency recover tells the others.
 */
export function createCircuitBreaker(rules: BreakerRules, memory: BreakerMemory, now: () => number): CircuitBreaker {
  let policy = createPolicy(rules, null);
  let recalledAt = Number.NEGATIVE_INFINITY;
  let changedAt = 0;
  let failedAt = Number.NEGATIVE_INFINITY;

  async function settle<T>(call: () => Promise<T>): Promise<Answer<T>> {
    try {
      return { value: await call() };
    } catch (error) {
      // What is no failure of the dependency is an answer of it, and closes the circuit.
      if (!rules.isFailure(error)) return { error };
      if (now() - failedAt < TOGETHER_MS) throw error;
      failedAt = now();
      throw new CountedFailure(error);
    }
  }

  async function recall(): Promise<void> {
    if (now() - recalledAt < RECALL_MS) return;
    recalledAt = now();
    const known = await answered(() => memory.recall(rules.name));
    if (known === null || known.changedAt <= changedAt) return;
    ({ changedAt } = known);
    policy = createPolicy(rules, known.state);
  }

  async function remember(used: CircuitBreakerPolicy): Promise<void> {
    changedAt = now();
    const state = used.toJSON();
    await answered(() => memory.remember(rules.name, { state, changedAt }));
  }

  return {
    async execute(call) {
      await recall();
      const used = policy;
      let isChanged = false;
      const listening = used.onStateChange((state) => {
        isChanged ||= state !== CircuitState.HalfOpen;
      });
      try {
        return unwrap(await used.execute(() => settle(call)));
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw openError(rules, used, now());
        throw error instanceof CountedFailure ? error.cause : error;
      } finally {
        listening.dispose();
        if (isChanged) await remember(used);
      }
    },
  };
}

/** A memory that can't be reached makes a breaker forgetful, not wrong. */
async function answered<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await withTimeout(ask(), MEMORY_MS, () => new AppError('state_unavailable', 'The memory did not answer.'));
  } catch {
    return null;
  }
}

function unwrap<T>(answer: Answer<T>): T {
  if ('error' in answer) throw answer.error;
  return answer.value;
}

function createPolicy({ failures, openMs, maxOpenMs }: BreakerRules, state: unknown): CircuitBreakerPolicy {
  return circuitBreaker(handleType(CountedFailure), {
    breaker: new ConsecutiveBreaker(failures),
    halfOpenAfter: new ExponentialBackoff({
      initialDelay: openMs,
      maxDelay: maxOpenMs,
      generator: noJitterGenerator,
    }),
    ...(state === null ? {} : { initialState: state }),
  });
}

function openError(rules: BreakerRules, policy: CircuitBreakerPolicy, now: number): AppError {
  const parsed = openStateSchema.safeParse(policy.toJSON());
  const { openedAt, attemptNo } = parsed.success ? parsed.data.ownState : { openedAt: now, attemptNo: 1 };
  const openMs = Math.min(rules.maxOpenMs, rules.openMs * 2 ** (attemptNo - 1));
  const retryAfterSeconds = Math.max(1, Math.ceil((openedAt + openMs - now) / 1000));
  const message = `${rules.message} It is tried again in ${retryAfterSeconds} s.`;
  return new AppError('circuit_open', message, { details: { dependency: rules.name, retryAfterSeconds } });
}
