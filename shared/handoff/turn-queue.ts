import { AppError } from '#shared/errors/app-error.ts';
import type { Conversation, Turn } from '#shared/schemas/conversation.ts';
import { handoffSchema, type Handoff } from '#shared/schemas/handoff.ts';
import { edgeOf, topicOf } from '#shared/schemas/edges.ts';
import type { Transaction } from '#shared/state/document-store.ts';
import { handoffId } from './handoff-id.ts';
import {
  conversationFromData,
  conversationToData,
  handoffFromData,
  handoffToData,
  outboxToData,
  paths,
} from './stored-records.ts';
import { MAX_OPEN_TURNS } from './turn-limits.ts';

/** The id of the handoff that starts a turn. */
export function startingHandoffId(turnId: string): string {
  return handoffId([turnId, 'turn.asked']);
}

/**
 * A conversation with one more turn at the end of its queue. Only the first turn in it is worked on: a follow-up sees
 * what the question before it came to, and no late answer overtakes a newer one.
 *
 * @throws AppError `too_many_requests` when too many wait already.
 */
export function withTurn(conversation: Conversation, turnId: string, now: number): Conversation {
  const { openTurns, turnCount } = conversation;
  if (openTurns.length >= MAX_OPEN_TURNS) {
    const message = `${openTurns.length} questions of this conversation are still being answered. Wait for one of them.`;
    throw new AppError('too_many_requests', message, { details: { retryAfterSeconds: 10 } });
  }
  return { ...conversation, openTurns: [...openTurns, turnId], turnCount: turnCount + 1, updatedAt: now };
}

/** A turn that leaves the queue of its conversation, and what may start because of it. */
export type Departure = {
  /** The conversation without the turn; null when the conversation is gone. */
  readonly conversation: Conversation | null;
} & NextTurn;

type NextTurn =
  /** The handoff that starts the next turn, for whoever ends this one to publish. */
  | { readonly next: Handoff; readonly mayPublish: true }
  /** One that the sweep must publish; null when none waits, or the turn was not first. */
  | { readonly next: Handoff | null; readonly mayPublish: false };

const NOBODY_WAITS: NextTurn = { next: null, mayPublish: false };

/**
 * Reads what is needed to end a turn. As with every read of a transaction: before its first write.
 *
 * @param by Name of the function that ends the turn. Where it has an edge to start turns, it hands the next one on in
 * its own name, since each edge has but one publisher. Null for the sweep, which may publish on every edge.
 */
export async function readDeparture(
  transaction: Transaction,
  turn: Turn,
  by: string | null | undefined,
): Promise<Departure> {
  const { conversationId, turnId } = turn;
  const [data] = await transaction.getAll([paths.conversation(conversationId)]);
  if (data === null || data === undefined) return { conversation: null, ...NOBODY_WAITS };
  const before = conversationFromData(data);
  const conversation = { ...before, openTurns: before.openTurns.filter((open) => open !== turnId) };
  const [first] = conversation.openTurns;
  if (first === undefined || before.openTurns[0] !== turnId) return { conversation, ...NOBODY_WAITS };
  const [held] = await transaction.getAll([paths.handoff(conversationId, first, startingHandoffId(first))]);
  if (held === null || held === undefined) return { conversation, ...NOBODY_WAITS };
  const next = handoffSchema.parse(JSON.parse(handoffFromData(held).json));
  return { conversation, ...handedOnBy(by, next) };
}

function handedOnBy(by: string | null | undefined, next: Handoff): NextTurn {
  if (by === undefined) return { next, mayPublish: false };
  if (by === null) return { next, mayPublish: true };
  const own = { ...next, from: by };
  return edgeOf(topicOf(own)) === null ? { next, mayPublish: false } : { next: own, mayPublish: true };
}

/** Takes the turn out of the queue and puts the next one's first handoff in the outbox. */
export function writeDeparture(transaction: Transaction, { conversation, next }: Departure, now: number): void {
  if (conversation === null) return;
  transaction.set(paths.conversation(conversation.conversationId), conversationToData(conversation));
  if (next === null) return;
  const handoffPath = paths.handoff(next.conversationId, next.turnId, next.id);
  transaction.set(handoffPath, handoffToData(next));
  transaction.set(paths.outbox(next.id), outboxToData({ topic: topicOf(next), handoffPath, createdAt: now }));
}
