import { AppError } from '#shared/errors/app-error.ts';

/** The clock and its alarms, so that tests can move time. */
export interface Timers {
  /** Epoch milliseconds, UTC. */
  readonly now: () => number;
  /** Resolves after `ms` milliseconds; rejects with `cancelled` as soon as `signal` aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** One for all: sleeps end so with each handoff, and a stack says nothing about them. */
const NOBODY_WAITS = new AppError('cancelled', 'Nobody waits any more.');

/** The alarms of this machine, by whatever clock. A sleep does not keep the process alive. */
export function systemTimers(now: () => number): Timers {
  return {
    now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const wake = (): void => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        timer.unref();
        function stop(): void {
          clearTimeout(timer);
          reject(NOBODY_WAITS);
        }
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
      }),
  };
}

const NOT_NEEDED = 'not needed any more';

/** Aborts `target` with `reason` after `ms` milliseconds unless the returned function is called before. */
export function abortAfter(target: AbortController, ms: number, reason: () => unknown, timers: Timers): () => void {
  const stop = new AbortController();
  timers.sleep(ms, stop.signal).then(
    () => target.abort(reason()),
    () => undefined,
  );
  // With a reason, since none would be made into an error with a stack.
  return () => stop.abort(NOT_NEEDED);
}
