import { AppError } from '#shared/errors/app-error.ts';
import { abortAfter, type Timers } from '#shared/resilience/timers.ts';
import type { Handoff } from '#shared/schemas/handoff.ts';

/** The signal that work goes by, and what to call when it is done. */
export interface WorkSignal {
  readonly work: AbortController;
  dispose(): void;
}

/** A signal that aborts at the turn's deadline, or when the instance must give back what it holds. */
export function workSignal({ deadlineAt }: Handoff, stopping: AbortSignal, timers: Timers): WorkSignal {
  const work = new AbortController();
  const forget = abortAfter(work, Math.max(0, deadlineAt - timers.now()), deadlineError, timers);
  const stop = (): void => work.abort(stoppingError());
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop, { once: true });
  return {
    work,
    dispose() {
      forget();
      stopping.removeEventListener('abort', stop);
    },
  };
}

export function stoppingError(): AppError {
  return new AppError('instance_stopping', 'This instance is stopping; another goes on.');
}

export function deadlineError(): AppError {
  return new AppError('deadline_exceeded', 'The turn’s time was up before its work was done.');
}
