import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';

/** Base64 has spare bits at its end: a message has one spelling only, so that no byte of it can be changed unseen. */
function isCanonical(data: string): boolean {
  return Buffer.from(data, 'base64').toString('base64') === data;
}

/** The body of a wrapped Pub/Sub push, as far as we read it. `deliveryAttempt` needs a dead-letter policy. */
const pushBodySchema = z.looseObject({
  subscription: z.string(),
  deliveryAttempt: z.int().positive().optional(),
  message: z.looseObject({
    messageId: z.string(),
    data: z.base64().refine(isCanonical, 'The data is not base64 as it is written.').default(''),
    attributes: z.record(z.string(), z.string()).default({}),
  }),
});

/** A push request, whatever HTTP library took it. */
export interface PushRequest {
  readonly authorization: string | null;
  readonly body: unknown;
}

/** 204 acknowledges; 403 and 503 make Pub/Sub deliver again. */
export type PushStatus = 204 | 403 | 503;

export interface PushMessage {
  /** Id of the subscription, without the project. */
  readonly subscription: string;
  /** From 1; null when the subscription has no dead-letter policy. */
  readonly deliveryAttempt: number | null;
  readonly messageId: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The decoded data, as text. */
  readonly text: string;
}

/**
 * Reads the body of a push request.
 *
 * @throws AppError `invalid_message` when it is not a Pub/Sub push.
 */
export function readPushMessage(body: unknown): PushMessage {
  const parsed = pushBodySchema.safeParse(body);
  if (!parsed.success) {
    throw new AppError('invalid_message', 'The request is not a Pub/Sub push.', { cause: parsed.error });
  }
  const { subscription, deliveryAttempt, message } = parsed.data;
  return {
    subscription: subscription.split('/').at(-1) ?? subscription,
    deliveryAttempt: deliveryAttempt ?? null,
    messageId: message.messageId,
    attributes: message.attributes,
    text: Buffer.from(message.data, 'base64').toString('utf8'),
  };
}
