import { AppError, toAppError } from '#shared/errors/app-error.ts';
import { edgeOf } from '#shared/schemas/edges.ts';
import { HANDOFF_VERSION, handoffSchema, isReply, MAX_HOPS, type Handoff } from '#shared/schemas/handoff.ts';
import type { TurnContext } from '#shared/identity/turn-context.ts';
import { verifyTurnContext } from '#shared/identity/turn-context.ts';
import type { PushSenderVerifier } from '#shared/identity/push-sender.ts';
import { readPushMessage, type PushMessage } from '#shared/messaging/push-message.ts';
import type { MessageBus } from '#shared/messaging/message-bus.ts';
import type { Logger } from '#shared/observability/logger.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import { commitWork, type WorkResult } from './commit-work.ts';
import { failedAnalysis, failTurn } from './end-turn.ts';
import { digestOf } from './handoff-id.ts';
import { publishHandoffs, republish } from './outbox.ts';
import { handoffFromData, paths, runFromData, turnFromData, type HandoffRecord, type Run } from './stored-records.ts';

/** What a function is given to work on. */
export interface Received {
  readonly handoff: Handoff;
  readonly turn: Turn;
  /** The suspended run that this handoff replies to; null for a handoff that starts something. */
  readonly run: Run | null;
  readonly context: TurnContext;
}

export interface WorkContext {
  readonly now: () => number;
  /** Aborts at the turn's deadline. */
  readonly signal: AbortSignal;
}

/** A function that is fed by handoffs. Its work may read, but changes nothing except through its result. */
export interface HandoffReceiver {
  readonly name: string;
  work(received: Received, context: WorkContext): Promise<WorkResult>;
}

export interface ReceiverDeps {
  readonly store: DocumentStore;
  readonly bus: MessageBus;
  readonly sender: PushSenderVerifier;
  /** JWKS of the entry's keys, as JSON text. */
  readonly contextKeys: () => Promise<string>;
  readonly log: Logger;
  readonly now: () => number;
}

/** A push request, whatever HTTP library took it. */
export interface PushRequest {
  readonly authorization: string | null;
  readonly body: unknown;
}

/** 204 acknowledges; 403 and 503 make Pub/Sub deliver again. */
export type PushStatus = 204 | 403 | 503;

/** How often work is done again at once because another delivery of the same turn won the race. */
const MAX_RACES = 5;

interface Loaded {
  readonly record: HandoffRecord;
  readonly turn: Turn;
  readonly run: Run | null;
}

/**
 * Takes one push: verify the sender, parse, deadline, already done?, work, one transaction, publish, acknowledge.
 *
 * Acknowledged is everything that a second delivery could not cure; asked for again is only what it could.
 */
export async function receiveHandoff(
  request: PushRequest,
  receiver: HandoffReceiver,
  deps: ReceiverDeps,
): Promise<PushStatus> {
  let message: PushMessage;
  let handoff: Handoff;
  try {
    await deps.sender.verify(request.authorization);
  } catch (error) {
    deps.log.error('push_refused', error);
    return 403;
  }
  try {
    message = readPushMessage(request.body);
    handoff = readHandoff(message, receiver.name);
  } catch (error) {
    deps.log.error('message_rejected', error);
    return 204;
  }
  const log = deps.log.with({ turnId: handoff.turnId, kind: handoff.kind, traceparent: handoff.traceparent });
  try {
    const outcome = await processHandoff(handoff, digestOf(message.text), receiver, deps);
    log.info('handoff_received', { outcome, ms: deps.now() - handoff.issuedAt, attempt: message.deliveryAttempt });
    return 204;
  } catch (error) {
    log.error('handoff_failed', error);
    return toAppError(error).retryable ? 503 : 204;
  }
}

/** Parses a message and checks that it came along an edge that ends here. */
function readHandoff(message: PushMessage, name: string): Handoff {
  const edge = edgeOf(message.subscription);
  const parsed = handoffSchema.safeParse(safeJson(message.text));
  if (!parsed.success) throw new AppError('invalid_message', 'The message is not a handoff.', { cause: parsed.error });
  const handoff = parsed.data;
  if (handoff.version > HANDOFF_VERSION) {
    throw new AppError('invalid_message', `Handoff version ${handoff.version} is newer than this function reads.`);
  }
  if (
    edge === null ||
    edge.to !== name ||
    edge.kind !== handoff.kind ||
    edge.from !== handoff.from ||
    handoff.to !== name
  ) {
    throw new AppError('untrusted_sender', 'The handoff came along a way that nobody may hand it on.', {
      details: { subscription: message.subscription },
    });
  }
  return handoff;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('invalid_message', 'The message is not JSON.', { cause: error });
  }
}

type Outcome = 'done' | 'already_done' | 'turn_ended' | 'unknown' | 'failed';

async function processHandoff(
  handoff: Handoff,
  digest: string,
  receiver: HandoffReceiver,
  deps: ReceiverDeps,
): Promise<Outcome> {
  for (let race = 0; ; race += 1) {
    const loaded = await load(handoff, deps.store);
    if (loaded === null || loaded.record.digest !== digest) return 'unknown';
    if (loaded.record.doneAt !== null) {
      await republish(loaded.record.handedOn, deps);
      return 'already_done';
    }
    if (loaded.turn.status === 'ended') return 'turn_ended';
    const hopeless = hopelessness(handoff, deps.now());
    if (hopeless !== null) {
      await failTurn(handoff, hopeless, deps);
      return 'failed';
    }
    try {
      return await workAndCommit(handoff, loaded, receiver, deps);
    } catch (error) {
      if (toAppError(error).code !== 'state_contended' || race >= MAX_RACES) throw error;
    }
  }
}

async function load(handoff: Handoff, store: DocumentStore): Promise<Loaded | null> {
  const { conversationId, turnId, id, correlation } = handoff;
  const runPath =
    isReply(handoff) && correlation !== null ? [paths.run(conversationId, turnId, correlation.runId)] : [];
  const [record, turn, run] = await store.getAll([
    paths.handoff(conversationId, turnId, id),
    paths.turn(conversationId, turnId),
    ...runPath,
  ]);
  if (record === null || record === undefined || turn === null || turn === undefined) return null;
  return {
    record: handoffFromData(record),
    turn: turnFromData(turn),
    run: run === null || run === undefined ? null : runFromData(run),
  };
}

/** Why no step may start any more, or null. */
function hopelessness(handoff: Handoff, now: number): AppError | null {
  if (now >= handoff.deadlineAt)
    return new AppError('deadline_exceeded', 'The turn’s time was up before its work was done.');
  if (handoff.hop > MAX_HOPS) return new AppError('internal', 'The turn was handed on too often.');
  return null;
}

async function workAndCommit(
  handoff: Handoff,
  loaded: Loaded,
  receiver: HandoffReceiver,
  deps: ReceiverDeps,
): Promise<Outcome> {
  const { turn, run } = loaded;
  const context = await verifyTurnContext(handoff.context, await deps.contextKeys(), {
    conversationId: handoff.conversationId,
    turnId: handoff.turnId,
    now: deps.now(),
  });
  const result = await workOrFail({ handoff, turn, run, context }, receiver, deps);
  const committed = await commitWork({ handoff, receiver: receiver.name, run, result }, deps);
  if (committed.outcome === 'done') await publishHandoffs(committed.handoffs, deps);
  return committed.outcome;
}

/** Work that can't succeed becomes a visible failure of the turn; work that may succeed later is thrown. */
async function workOrFail(received: Received, receiver: HandoffReceiver, deps: ReceiverDeps): Promise<WorkResult> {
  const timeLeft = Math.max(1, received.handoff.deadlineAt - deps.now());
  try {
    return await receiver.work(received, { now: deps.now, signal: AbortSignal.timeout(timeLeft) });
  } catch (error) {
    const failure = toAppError(error);
    if (failure.retryable) throw failure;
    deps.log.error('work_failed', failure, { turnId: received.handoff.turnId });
    return { findings: [], handoffs: [], run: null, end: failedAnalysis(failure) };
  }
}
