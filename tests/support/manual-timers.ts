import { AppError } from '#shared/errors/app-error.ts';
import type { Timers } from '#shared/resilience/timers.ts';

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

export interface ManualTimers extends Timers {
  /** Moves the clock, ringing each alarm on its way at its time. */
  readonly advance: (ms: number) => Promise<void>;
}

/** How many turns of the event loop something may take that waits for no clock, signatures included. */
const MAX_TURNS = 10_000;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Lets the event loop turn until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    if (holds()) return;
    await nextTurn();
  }
  throw new Error('It never came about.');
}

/** Lets what is ready to go on do so. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
}

/** A clock that only a test moves. */
export function createManualTimers(start = Date.UTC(2026, 10, 15, 12)): ManualTimers {
  let now = start;
  const alarms = new Set<Alarm>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const alarm: Alarm = { at: now + ms, ring: resolve };
        const cancel = (): void => {
          alarms.delete(alarm);
          reject(new AppError('cancelled', 'Nobody waits any more.'));
        };
        if (signal.aborted) cancel();
        else alarms.add(alarm);
        signal.addEventListener('abort', cancel, { once: true });
      }),
    async advance(ms) {
      const end = now + ms;
      await settled();
      for (;;) {
        const [next] = [...alarms].filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at);
        if (next === undefined) break;
        now = Math.max(now, next.at);
        alarms.delete(next);
        next.ring();
        await settled();
      }
      now = end;
      await settled();
    },
  };
}
