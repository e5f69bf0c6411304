import { AppError } from '#shared/errors/app-error.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import type { Handoff } from '#shared/schemas/handoff.ts';
import { handoffId } from './handoff-id.ts';

/** How often Pub/Sub delivers a handoff before it becomes a dead letter; set on every subscription. */
export const MAX_DELIVERY_ATTEMPTS = 5;

/** How many turns of one conversation may wait for each other. */
export const MAX_OPEN_TURNS = 10;

/** How many handoffs may follow one another in one line. */
const MAX_HOPS = 60;

/** How many handoffs one turn may take in all: what a question may cost. */
const MAX_HANDOFFS = 120;

/** How often the same brief may go to the same receiver in one line before it is called a loop. */
const MAX_REPEATS = 3;

/** What a handoff asks, in short: equal for the same brief to the same receiver, whoever hands it on and when. */
export function digestOfRequest({ kind, to, brief }: Pick<Handoff, 'kind' | 'to' | 'brief'>): string {
  return handoffId([kind, to, JSON.stringify(brief)]).slice(0, 12);
}

/**
 * Refuses what a turn may not cost.
 *
 * @throws AppError `turn_limit_reached` when the line is too long, the turn has used up its handoffs, or the same is
 * asked of the same function again and again.
 */
export function requireWithinLimits(turn: Turn, handoffs: readonly Handoff[]): void {
  if (turn.handoffs + handoffs.length > MAX_HANDOFFS) throw limitReached(`more than ${MAX_HANDOFFS} handoffs`);
  for (const handoff of handoffs) {
    if (handoff.hop > MAX_HOPS) throw limitReached(`more than ${MAX_HOPS} handoffs in one line`);
    const repeats = handoff.lineage.filter((digest) => digest === handoff.lineage.at(-1)).length;
    if (repeats > MAX_REPEATS) throw limitReached(`asking ${handoff.to} the same thing ${repeats} times`);
  }
}

function limitReached(what: string): AppError {
  return new AppError(
    'turn_limit_reached',
    `The question was stopped because it took ${what}. Please ask it in parts.`,
  );
}
