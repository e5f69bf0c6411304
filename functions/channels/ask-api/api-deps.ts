import type { EntryDeps } from '#shared/handoff/begin-turn.ts';
import type { EndingDeps } from '#shared/handoff/end-turn.ts';
import type { RateLimiter } from '#shared/resilience/rate-limiter.ts';
import type { AskRequest } from '#shared/schemas/conversation.ts';

/** What the routes of the API work with. */
export interface ApiDeps extends EntryDeps {
  /** How long a turn may take, milliseconds. */
  readonly turnTimeoutMs: number;
  /** How often one caller may ask. */
  readonly askLimit: RateLimiter;
  /** Names of the semantic models that may be asked. */
  readonly models: readonly string[];
  /** The date that "today" is fixed to on a laptop, or null to go by the clock. */
  readonly fixedToday: string | null;
}

export type TurnRequest = Omit<AskRequest, 'conversationId'>;

/** How a turn is ended here: the conversation's next one starts at once. */
export function endingDeps({ store, now, bus }: ApiDeps): EndingDeps {
  return { store, now, starter: { bus, name: 'ask-api' } };
}
