import { AppError } from '#shared/errors/app-error.ts';
import { signTurnContext } from '#shared/identity/turn-context.ts';
import type { Caller } from '#shared/identity/caller.ts';
import type { MessageBus } from '#shared/messaging/message-bus.ts';
import type { Conversation, Turn } from '#shared/schemas/conversation.ts';
import { HANDOFF_VERSION, handoffSchema, type Handoff, type TurnAskedBrief } from '#shared/schemas/handoff.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import { newId } from './handoff-id.ts';
import { publishOrLeave, writeHandoffs, writeToOutbox } from './outbox.ts';
import { conversationFromData, conversationToData, paths, turnToData } from './stored-records.ts';
import { startingHandoffId, withTurn } from './turn-queue.ts';

export interface EntryDeps {
  readonly store: DocumentStore;
  readonly bus: MessageBus;
  /** The private key that turn contexts are signed with, a JWK as JSON text. */
  readonly contextKey: () => Promise<string>;
  readonly now: () => number;
  readonly randomBytes: (size: number) => Uint8Array;
}

export interface NewTurn {
  /** Name of the channel's function. */
  readonly channel: string;
  readonly caller: Caller;
  /** The conversation to go on with; null begins a new one. */
  readonly conversationId: string | null;
  readonly brief: Pick<TurnAskedBrief, 'question' | 'model' | 'locale' | 'timeZone' | 'today'>;
  /** How long the turn may take, milliseconds. */
  readonly timeoutMs: number;
  readonly traceparent: string | null;
}

/** Begins a conversation without a question. */
export async function beginConversation(
  caller: Caller,
  deps: Pick<EntryDeps, 'store' | 'now' | 'randomBytes'>,
): Promise<Conversation> {
  const conversation = newConversation(newId('conv', deps.randomBytes), caller, deps.now());
  await deps.store.transact((transaction) => {
    transaction.create(paths.conversation(conversation.conversationId), conversationToData(conversation));
    return Promise.resolve();
  });
  return conversation;
}

function newConversation(conversationId: string, caller: Caller, now: number): Conversation {
  return {
    conversationId,
    ownerId: caller.id,
    model: null,
    turnCount: 0,
    openTurns: [],
    createdAt: now,
    updatedAt: now,
  };
}

/**
 * Stores a turn and hands it on, or, when an earlier turn of the conversation is still open, holds it until that has
 * ended: once this returns, the turn will end, answered or failed.
 *
 * @throws AppError `not_found` when the conversation does not exist or belongs to someone else: both look the same;
 * `too_many_requests` when too many turns of the conversation are open.
 */
export async function beginTurn(asked: NewTurn, deps: EntryDeps): Promise<Turn> {
  const now = deps.now();
  const conversationId = asked.conversationId ?? newId('conv', deps.randomBytes);
  const turnId = newId('turn', deps.randomBytes);
  const deadlineAt = now + asked.timeoutMs;
  const context = await signTurnContext(
    { caller: asked.caller, conversationId, turnId },
    await deps.contextKey(),
    // Tools may still verify it for a while after the deadline, to refuse for the right reason.
    deadlineAt + 60_000,
  );
  const handoff = handoffSchema.parse({
    version: HANDOFF_VERSION,
    id: startingHandoffId(turnId),
    kind: 'turn.asked',
    from: asked.channel,
    to: 'coordinator',
    conversationId,
    turnId,
    issuedAt: now,
    deadlineAt,
    hop: 0,
    context,
    traceparent: asked.traceparent,
    correlation: null,
    brief: { ...asked.brief, askedAt: new Date(now).toISOString() },
    trail: [],
  });
  const { turn, isFirst } = await storeTurn(asked, handoff, deps);
  // A bus that is down for a moment is no reason to refuse: the turn is in the outbox.
  if (isFirst) await publishOrLeave([handoff], deps);
  return turn;
}

interface StoredTurn {
  readonly turn: Turn;
  /** False when it has to wait for an earlier turn of its conversation. */
  readonly isFirst: boolean;
}

function storeTurn(asked: NewTurn, handoff: Handoff, deps: EntryDeps): Promise<StoredTurn> {
  const { conversationId, turnId, issuedAt: now } = handoff;
  const conversationPath = paths.conversation(conversationId);
  return deps.store.transact(async (transaction) => {
    const [data] = await transaction.getAll([conversationPath]);
    const conversation = data ? conversationFromData(data) : null;
    if (asked.conversationId !== null && conversation?.ownerId !== asked.caller.id) {
      throw new AppError('not_found', 'There is no such conversation.');
    }
    const before = conversation ?? newConversation(conversationId, asked.caller, now);
    const turn: Turn = {
      turnId,
      conversationId,
      ownerId: asked.caller.id,
      sequence: before.turnCount,
      question: asked.brief.question,
      model: asked.brief.model,
      askedAt: now,
      deadlineAt: handoff.deadlineAt,
      status: 'pending',
      steps: [],
      handoffs: 1,
      answer: null,
    };
    transaction.set(conversationPath, conversationToData(withTurn(before, turnId, now)));
    transaction.create(paths.turn(conversationId, turnId), turnToData(turn));
    const isFirst = before.openTurns.length === 0;
    if (isFirst) writeToOutbox(transaction, [handoff], now);
    else writeHandoffs(transaction, [handoff]);
    return { turn, isFirst };
  });
}
