import { AppError } from '#shared/errors/app-error.ts';

/** Why a signal aborted; `cancelled` where nobody gave a reason of ours. */
export function abortError({ reason }: AbortSignal): AppError {
  return reason instanceof AppError ? reason : new AppError('cancelled', 'It was cancelled.', { cause: reason });
}

/** What `work` comes to, or the reason of the abort at once: work that does not listen must not hold up its end. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(abortError(signal));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
