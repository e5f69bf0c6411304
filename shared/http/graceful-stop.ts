/** How long requests may go on after SIGTERM before they must give back what they hold, milliseconds. */
const FINISH_MS = 6_000;

/** When the process ends, whatever still runs: Cloud Run kills it after ten seconds. */
const EXIT_MS = 9_000;

/** Requests at a time that an instance bears; Cloud Run sends fewer, by the function's concurrency. */
const MAX_OPEN = 250;

/** The process, as far as stopping it goes. */
export interface StoppableProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  on(signal: 'SIGTERM', listener: () => void): unknown;
  removeAllListeners(signal: 'SIGTERM'): unknown;
  exit(code: number): unknown;
}

/** A response, as far as its end goes. */
export interface Closing {
  once(event: 'close', listener: () => void): unknown;
}

/** Whether this instance takes requests, and when those it has must give back what they hold. */
export interface GracefulStop {
  /** Aborts when requests must give back what they hold. */
  readonly stopping: AbortSignal;
  /** Counts a request until its response is closed; false when the instance takes no more, now or for good. */
  readonly admit: (response: Closing) => boolean;
}

/**
 * Lets an instance finish what it has when it is told to stop.
 *
 * The functions framework answers the latest request with an error on SIGTERM and exits at once (5.0.5, its issue 704).
 * It begins to listen after our code is loaded, so its listener is replaced at the first request. In a process that is
 * not the framework's own, which sets FUNCTION_TARGET, stopping is the host's business.
 */
export function createGracefulStop(host: StoppableProcess = process, maxOpen: number = MAX_OPEN): GracefulStop {
  const stop = new AbortController();
  const isOurs = host.env['FUNCTION_TARGET'] !== undefined;
  let listens = false;
  let drains = false;
  let open = 0;

  function leaveWhenDone(): void {
    if (drains && open === 0) host.exit(0);
  }
  function drain(): void {
    drains = true;
    setTimeout(() => stop.abort(), FINISH_MS).unref();
    setTimeout(() => host.exit(0), EXIT_MS).unref();
    leaveWhenDone();
  }
  function listen(): void {
    listens = true;
    host.removeAllListeners('SIGTERM');
    host.on('SIGTERM', drain);
  }

  return {
    stopping: stop.signal,
    admit(response) {
      if (isOurs && !listens) listen();
      if (drains || open >= maxOpen) return false;
      open += 1;
      response.once('close', () => {
        open -= 1;
        leaveWhenDone();
      });
      return true;
    },
  };
}
