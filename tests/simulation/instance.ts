import { AppError, type ErrorCode } from '#shared/errors/app-error.ts';
import type { Dependency, FaultPlan } from './faults.ts';
import type { History } from './history.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface InstanceSurroundings {
  readonly time: VirtualTime;
  readonly faults: FaultPlan;
  readonly history: History;
}

/** Which port is called, and what its adapter throws when the vendor can't be reached. */
export interface PortCall {
  readonly dependency: Dependency;
  readonly method: string;
  readonly failure: ErrorCode;
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

/**
 * One process of a function. Everything it does to the world goes through {@link call}, which is where it may die: from
 * then on nothing it would have done happens.
 */
export class Instance {
  readonly name: string;
  /** How far its clock is off, milliseconds. */
  readonly skewMs: number;
  isAlive = true;
  /** Aborts when the process must give back what it holds. */
  readonly stopping = new AbortController();
  readonly #around: InstanceSurroundings;
  readonly #onDeath: (() => void)[] = [];
  #frozenUntil = 0;

  constructor(name: string, skewMs: number, around: InstanceSurroundings) {
    this.name = name;
    this.skewMs = skewMs;
    this.#around = around;
  }

  /** What the process takes the time to be. */
  readonly now = (): number => Math.floor(this.#around.time.now() + this.skewMs);

  /** Ends the process at once: SIGKILL. */
  die(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    for (const tell of this.#onDeath) tell();
  }

  /** Calls back when the process dies, as a broken connection does. */
  onDeath(tell: () => void): void {
    this.#onDeath.push(tell);
  }

  /** Continues code of this process: later while it stands still, never when it is dead. */
  resume(action: () => void): void {
    const wait = this.#frozenUntil - this.#around.time.now();
    if (!this.isAlive) return;
    if (wait > 0) this.#around.time.after(wait, () => this.resume(action));
    else action();
  }

  /** Runs `effect` at one instant in the outside world and gives back its value; here processes die and calls fail. */
  call<T>(port: PortCall, effect: () => T): Promise<T> {
    const { time, faults, history } = this.#around;
    if (!this.isAlive) return never();
    const strike = faults.strikeCall(port.dependency, time.now());
    if (strike !== 'none') history.record({ kind: 'fault', fault: strike, where: `${this.name} ${port.method}` });
    if (strike === 'crash-before') {
      this.die();
      return never();
    }
    return new Promise<T>((resolve, reject) => {
      const answer = (settle: () => void): void => time.after(faults.latency(time.now()), () => this.resume(settle));
      const fail = (): void => answer(() => reject(new AppError(port.failure, `${port.method} got no answer.`)));
      // A process that stands still sends nothing; what was sent arrives, even when its sender has died meanwhile.
      const still = Math.max(0, this.#frozenUntil - time.now());
      time.after(still + faults.latency(time.now()), () => {
        if (strike === 'unavailable') return fail();
        if (strike === 'freeze') this.#frozenUntil = time.now() + faults.profile.freezeMs;
        try {
          const value = effect();
          if (strike === 'crash-after') this.die();
          else if (strike === 'lost-answer') fail();
          else answer(() => resolve(value));
        } catch (error) {
          answer(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      });
    });
  }

  /** The process's own alarm clock. */
  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stop = (): void => reject(new AppError('cancelled', 'Nobody waits any more.'));
    if (signal?.aborted === true) stop();
    signal?.addEventListener('abort', stop, { once: true });
    this.#around.time.after(ms, () =>
      this.resume(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }),
    );
    return promise;
  };
}
