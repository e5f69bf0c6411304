import { z } from 'zod';

/** A protobuf Duration or Timestamp as the descriptors decode it. */
const secondsSchema = z.looseObject({ seconds: z.coerce.number(), nanos: z.coerce.number().default(0) });
const msSchema = secondsSchema.transform(({ seconds, nanos }) => seconds * 1000 + nanos / 1e6);

const oidcTokenSchema = z.looseObject({ serviceAccountEmail: z.string(), audience: z.string().default('') });

/** How messages are pushed; an empty endpoint means that they are pulled. */
export const pushConfigSchema = z.looseObject({
  pushEndpoint: z.string().default(''),
  attributes: z.record(z.string(), z.string()).default({}),
  oidcToken: oidcTokenSchema.nullish(),
  noWrapper: z.looseObject({ writeMetadata: z.boolean().default(false) }).nullish(),
});
export type PushConfig = z.infer<typeof pushConfigSchema>;

export const topicSchema = z.looseObject({
  name: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
});
export type TopicRecord = z.infer<typeof topicSchema>;

/** A subscription as a request describes it; durations are protobuf's. */
export const subscriptionRequestSchema = z.looseObject({
  name: z.string(),
  topic: z.string(),
  pushConfig: pushConfigSchema.nullish(),
  ackDeadlineSeconds: z.int().default(0),
  retainAckedMessages: z.boolean().default(false),
  messageRetentionDuration: msSchema.nullish(),
  labels: z.record(z.string(), z.string()).default({}),
  enableMessageOrdering: z.boolean().default(false),
  filter: z.string().default(''),
  deadLetterPolicy: z.looseObject({ deadLetterTopic: z.string(), maxDeliveryAttempts: z.int().default(0) }).nullish(),
  retryPolicy: z.looseObject({ minimumBackoff: msSchema.nullish(), maximumBackoff: msSchema.nullish() }).nullish(),
  enableExactlyOnceDelivery: z.boolean().default(false),
  detached: z.boolean().default(false),
});
export type SubscriptionRequest = z.infer<typeof subscriptionRequestSchema>;

/** A subscription as it is kept: defaults filled in, durations in milliseconds. */
export const subscriptionSchema = z.object({
  name: z.string(),
  topic: z.string(),
  pushConfig: pushConfigSchema,
  ackDeadlineSeconds: z.int(),
  retainAckedMessages: z.boolean(),
  retentionMs: z.number(),
  labels: z.record(z.string(), z.string()),
  enableMessageOrdering: z.boolean(),
  filter: z.string(),
  deadLetter: z.object({ topic: z.string(), maxDeliveryAttempts: z.int() }).nullable(),
  /** Null delivers again at once. */
  retry: z.object({ minimumMs: z.number(), maximumMs: z.number() }).nullable(),
  enableExactlyOnceDelivery: z.boolean(),
});
export type SubscriptionRecord = z.infer<typeof subscriptionSchema>;

/** A message as it is kept; data is base64. */
export const messageSchema = z.object({
  messageId: z.string(),
  data: z.string(),
  attributes: z.record(z.string(), z.string()),
  orderingKey: z.string(),
  /** Epoch milliseconds. */
  publishedAt: z.number(),
});
export type MessageRecord = z.infer<typeof messageSchema>;

export const publishedMessageSchema = z.looseObject({
  data: z.instanceof(Uint8Array).default(new Uint8Array()),
  attributes: z.record(z.string(), z.string()).default({}),
  orderingKey: z.string().default(''),
});

/** A span of milliseconds as a protobuf Duration. */
export function toDuration(ms: number): { seconds: number; nanos: number } {
  return { seconds: Math.floor(ms / 1000), nanos: Math.round((ms % 1000) * 1e6) };
}

/** A message as the service hands it out. */
export function toWireMessage(message: MessageRecord): object {
  return {
    data: Buffer.from(message.data, 'base64'),
    attributes: message.attributes,
    messageId: message.messageId,
    publishTime: toDuration(message.publishedAt),
    orderingKey: message.orderingKey,
  };
}

/** A subscription as the service describes it. */
export function toWireSubscription(record: SubscriptionRecord): object {
  const { retentionMs, deadLetter, retry, pushConfig, ...rest } = record;
  return {
    ...rest,
    pushConfig,
    messageRetentionDuration: toDuration(retentionMs),
    deadLetterPolicy:
      deadLetter === null
        ? null
        : { deadLetterTopic: deadLetter.topic, maxDeliveryAttempts: deadLetter.maxDeliveryAttempts },
    retryPolicy:
      retry === null
        ? null
        : { minimumBackoff: toDuration(retry.minimumMs), maximumBackoff: toDuration(retry.maximumMs) },
    state: 'ACTIVE',
  };
}
