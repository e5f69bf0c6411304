import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';

/** The body of a wrapped Pub/Sub push, as far as we read it. `deliveryAttempt` needs a dead-letter policy. */
const pushBodySchema = z.looseObject({
  subscription: z.string(),
  deliveryAttempt: z.int().positive().optional(),
  message: z.looseObject({
    messageId: z.string(),
    data: z.base64().default(''),
    attributes: z.record(z.string(), z.string()).default({}),
  }),
});

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
