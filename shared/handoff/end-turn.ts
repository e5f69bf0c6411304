import { EMPTY_ANALYSIS, type Analysis } from '#shared/schemas/analysis.ts';
import type { Answer, StepTiming } from '#shared/schemas/answer.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import type { Finding } from '#shared/schemas/handoff.ts';
import type { AppError } from '#shared/errors/app-error.ts';
import type { MessageBus } from '#shared/messaging/message-bus.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import { publishOrLeave } from './outbox.ts';
import { paths, turnFromData, turnToData } from './stored-records.ts';
import { readDeparture, writeDeparture } from './turn-queue.ts';

function toTiming({ agent, step, finding, ms }: Finding): StepTiming {
  return { agent, step, finding, ms };
}

/** The turn with its final answer; from here on nothing about it changes. */
export function endedTurn(turn: Turn, analysis: Analysis, now: number): Turn & { answer: Answer } {
  const answer: Answer = {
    ...analysis,
    turnId: turn.turnId,
    conversationId: turn.conversationId,
    timings: { totalMs: Math.max(0, now - turn.askedAt), steps: turn.steps.map(toTiming) },
    handoffs: turn.handoffs,
  };
  return { ...turn, status: 'ended', answer };
}

/** What a person is told when a turn fails; never the cause, which is only logged. */
const FAILURE_TEXT: Readonly<Record<string, string>> = {
  deadline_exceeded: 'This took too long, so it was stopped. Please ask again, perhaps for a shorter period.',
  warehouse_timeout: 'The warehouse took too long to answer. Please ask for a shorter period or fewer rows.',
  warehouse_unavailable: 'The warehouse can’t be reached at the moment. Please try again in a few minutes.',
  result_too_large: 'The result is too large to show. Please ask for fewer rows or a coarser breakdown.',
  cancelled: 'The question was cancelled.',
};

/** A visible failure, worded for the person who asked. */
export function failedAnalysis(error: AppError): Analysis {
  const shown = error.audience === 'user' ? error.message : 'Something went wrong on our side. Please try again.';
  return {
    ...EMPTY_ANALYSIS,
    outcome: 'failed',
    text: FAILURE_TEXT[error.code] ?? shown,
    failure: { code: error.code },
  };
}

/** Who hands on the next turn of a conversation when the turn before it has ended. */
export interface TurnStarter {
  readonly bus: MessageBus;
  /** Name of the function that ends turns here; null for the sweep, which may publish on every edge. */
  readonly name: string | null;
}

export interface EndingDeps {
  readonly store: DocumentStore;
  readonly now: () => number;
  /** Without one the sweep starts the next turn. */
  readonly starter?: TurnStarter;
}

/**
 * Ends a turn as failed unless it has ended already, and starts the next one of its conversation.
 *
 * @returns The turn as it stands afterwards; null when there is no such turn.
 */
export async function failTurn(
  turnKey: { readonly conversationId: string; readonly turnId: string },
  error: AppError,
  { store, now, starter }: EndingDeps,
): Promise<Turn | null> {
  const path = paths.turn(turnKey.conversationId, turnKey.turnId);
  const failed = await store.transact(async (transaction) => {
    const [data] = await transaction.getAll([path]);
    if (data === null || data === undefined) return null;
    const turn = turnFromData(data);
    if (turn.status === 'ended') return { turn, next: null };
    const departure = await readDeparture(transaction, turn, starter?.name);
    const ended = endedTurn(turn, failedAnalysis(error), now());
    transaction.set(path, turnToData(ended));
    writeDeparture(transaction, departure, now());
    return { turn: ended, next: departure.mayPublish ? departure.next : null };
  });
  if (failed === null) return null;
  if (failed.next !== null && starter !== undefined) await publishOrLeave([failed.next], { store, bus: starter.bus });
  return failed.turn;
}
