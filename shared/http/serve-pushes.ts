import type { HttpFunction } from '@google-cloud/functions-framework';
import { AppError } from '#shared/errors/app-error.ts';
import type { HandoffReceiver, ReceiverDeps } from '#shared/handoff/handoff-receiver.ts';
import { receiveHandoff } from '#shared/handoff/receive-handoff.ts';
import { systemTimers } from '#shared/resilience/timers.ts';
import { createGracefulStop } from './graceful-stop.ts';
import { readJsonBody } from './json-body.ts';

/** Larger than any message of ours with its base64 wrapping. */
const MAX_PUSH_BYTES = 1024 * 1024;

export interface PushDeps extends Omit<ReceiverDeps, 'timers' | 'stopping'> {
  readonly now: () => number;
}

/** Serves a receiver of handoffs as the HTTP function that its push subscriptions call. */
export function servePushes(receiver: HandoffReceiver, { now, ...deps }: PushDeps): HttpFunction {
  const { stopping, admit } = createGracefulStop();
  const receiverDeps = { ...deps, timers: systemTimers(now), stopping };
  return async (request, response) => {
    if (!admit(response)) {
      response.status(503).set('Retry-After', '1').end();
      return;
    }
    if (request.method !== 'POST') {
      response.status(405).end();
      return;
    }
    const authorization = request.get('authorization') ?? null;
    response.status(await receiveHandoff({ authorization, body: bodyOf(request) }, receiver, receiverDeps)).end();
  };
}

/** A body that is not JSON is left to the receiver, which rejects it after it has checked the sender. */
function bodyOf(request: Parameters<HttpFunction>[0]): unknown {
  try {
    return readJsonBody(request, MAX_PUSH_BYTES);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
