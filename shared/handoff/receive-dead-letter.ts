import { z } from 'zod';
import { AppError, toAppError } from '#shared/errors/app-error.ts';
import type { PushSenderVerifier } from '#shared/identity/push-sender.ts';
import type { MessageBus } from '#shared/messaging/message-bus.ts';
import type { PushRequest, PushStatus } from '#shared/messaging/push-message.ts';
import { readPushMessage } from '#shared/messaging/push-message.ts';
import type { Logger } from '#shared/observability/logger.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import { failTurn } from './end-turn.ts';
import { digestOf } from './handoff-id.ts';
import { handoffFromData, paths } from './stored-records.ts';

export interface DeadLetterDeps {
  /** Name of the function. */
  readonly name: string;
  readonly store: DocumentStore;
  readonly bus: MessageBus;
  readonly sender: PushSenderVerifier;
  readonly log: Logger;
  readonly now: () => number;
}

/** What is read of a handoff that may be of any version: whose it is. */
const belongingSchema = z.looseObject({ id: z.string(), conversationId: z.string(), turnId: z.string() });
type Belonging = z.infer<typeof belongingSchema>;

/** Attribute that Pub/Sub adds to a dead letter (docs.cloud.google.com/pubsub/docs/dead-letter-topics). */
const SOURCE = 'CloudPubSubDeadLetterSourceSubscription';

/**
 * Takes a handoff that could not be delivered, and ends its turn visibly.
 *
 * Only what was really handed on, and is not done, can end a turn: anything else on the topic is logged and acknowledged.
 */
export async function receiveDeadLetter(request: PushRequest, deps: DeadLetterDeps): Promise<PushStatus> {
  try {
    await deps.sender.verify(request.authorization);
  } catch (error) {
    deps.log.error('push_refused', error);
    return 403;
  }
  try {
    await endTurnOf(request.body, deps);
    return 204;
  } catch (error) {
    deps.log.error('dead_letter_failed', error);
    return toAppError(error).retryable ? 503 : 204;
  }
}

async function endTurnOf(body: unknown, deps: DeadLetterDeps): Promise<void> {
  const { text, attributes } = readPushMessage(body);
  const source = attributes[SOURCE] ?? 'unknown';
  const handoff = readBelonging(text);
  if (handoff === null || !(await isOpen(handoff, digestOf(text), deps.store))) {
    deps.log.warn('dead_letter_ignored', { source });
    return;
  }
  const failure = new AppError('undeliverable', 'A step of the question could not be carried out.');
  await failTurn(handoff, failure, { ...deps, starter: { bus: deps.bus, name: deps.name } });
  deps.log.error('turn_undeliverable', failure, { source, turnId: handoff.turnId });
}

function readBelonging(text: string): Belonging | null {
  try {
    return belongingSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function isOpen(
  { conversationId, turnId, id }: Belonging,
  digest: string,
  store: DocumentStore,
): Promise<boolean> {
  const [data] = await store.getAll([paths.handoff(conversationId, turnId, id)]);
  if (data === null || data === undefined) return false;
  const record = handoffFromData(data);
  return record.digest === digest && record.doneAt === null;
}
