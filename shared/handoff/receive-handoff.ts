import { toAppError, AppError } from '#shared/errors/app-error.ts';
import {
  readPushMessage,
  type PushMessage,
  type PushRequest,
  type PushStatus,
} from '#shared/messaging/push-message.ts';
import type { Logger } from '#shared/observability/logger.ts';
import type { Handoff } from '#shared/schemas/handoff.ts';
import { digestOf } from './handoff-id.ts';
import type { HandoffReceiver, ReceiverDeps } from './handoff-receiver.ts';
import { readHandoff } from './read-handoff.ts';
import { MAX_DELIVERY_ATTEMPTS } from './turn-limits.ts';
import { stoppingError } from './work-signal.ts';
import { workOnHandoff } from './work-on-handoff.ts';

/**
 * Takes one push: verify the sender, parse, take on, check, work, one transaction, publish, acknowledge.
 *
 * Acknowledged is everything that a second delivery could not cure; asked for again is only what it could.
 */
export async function receiveHandoff(
  request: PushRequest,
  receiver: HandoffReceiver,
  deps: ReceiverDeps,
): Promise<PushStatus> {
  try {
    await deps.sender.verify(request.authorization);
  } catch (error) {
    deps.log.error('push_refused', error);
    return 403;
  }
  try {
    if (deps.stopping.aborted) throw stoppingError();
    const message = readPushMessage(request.body);
    const handoff = readHandoff(message, receiver.name);
    return await processHandoff(handoff, message, receiver, deps);
  } catch (error) {
    return giveUp(error, 'message_rejected', deps.log);
  }
}

async function processHandoff(
  handoff: Handoff,
  message: PushMessage,
  receiver: HandoffReceiver,
  deps: ReceiverDeps,
): Promise<PushStatus> {
  const { turnId, kind, traceparent } = handoff;
  const log = deps.log.with({ turnId, kind, traceparent });
  const attempt = message.deliveryAttempt;
  const isLast = attempt !== null && attempt >= MAX_DELIVERY_ATTEMPTS;
  try {
    const delivery = { handoff, digest: digestOf(message.text), isLast };
    const outcome = await workOnHandoff(delivery, receiver, { ...deps, log });
    if (outcome === 'unknown')
      log.error('message_rejected', new AppError('untrusted_sender', 'Nobody handed this on.'));
    else log.info('handoff_received', { outcome, ms: deps.timers.now() - handoff.issuedAt, attempt });
    return 204;
  } catch (error) {
    return giveUp(error, 'handoff_failed', log);
  }
}

function giveUp(error: unknown, event: string, log: Logger): PushStatus {
  log.error(event, error);
  return toAppError(error).retryable ? 503 : 204;
}
