import type { HttpFunction } from '@google-cloud/functions-framework';
import { AppError } from '#shared/errors/app-error.ts';
import type { PushRequest, PushStatus } from '#shared/messaging/push-message.ts';
import { createGracefulStop, type GracefulStop } from './graceful-stop.ts';
import { readJsonBody } from './json-body.ts';

/** Larger than any message of ours with its base64 wrapping. */
const MAX_PUSH_BYTES = 1024 * 1024;

/** Serves whatever takes pushes as the HTTP function that push subscriptions call. */
export function servePushRequests(
  take: (request: PushRequest) => Promise<PushStatus>,
  { admit }: GracefulStop = createGracefulStop(),
): HttpFunction {
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
    response.status(await take({ authorization, body: bodyOf(request) })).end();
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
