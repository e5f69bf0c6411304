import type { HttpFunction } from '@google-cloud/functions-framework';
import { AppError } from '#shared/errors/app-error.ts';
import { receiveHandoff, type HandoffReceiver, type ReceiverDeps } from '#shared/handoff/receive-handoff.ts';
import { readJsonBody } from './json-body.ts';

/** Larger than any message of ours with its base64 wrapping. */
const MAX_PUSH_BYTES = 1024 * 1024;

/** Serves a receiver of handoffs as the HTTP function that its push subscriptions call. */
export function servePushes(receiver: HandoffReceiver, deps: ReceiverDeps): HttpFunction {
  return async (request, response) => {
    if (request.method !== 'POST') {
      response.status(405).end();
      return;
    }
    const authorization = request.get('authorization') ?? null;
    response.status(await receiveHandoff({ authorization, body: bodyOf(request) }, receiver, deps)).end();
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
