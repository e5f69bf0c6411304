import type { Logger } from '#shared/observability/logger.ts';

/** A logger that keeps the names of events. */
export function createMemoryLog(): Logger & { readonly events: string[] } {
  const events: string[] = [];
  const log: Logger & { readonly events: string[] } = {
    events,
    info: (event) => void events.push(event),
    warn: (event) => void events.push(event),
    error: (event) => void events.push(event),
    with: () => log,
  };
  return log;
}
