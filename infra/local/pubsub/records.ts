import { z } from 'zod';

/** How messages are pushed; an empty endpoint means that they are pulled. Field names are the protocol's. */
export const pushConfigSchema = z.looseObject({
  pushEndpoint: z.string().default(''),
  attributes: z.record(z.string(), z.string()).default({}),
  oidcToken: z.looseObject({ serviceAccountEmail: z.string(), audience: z.string().default('') }).nullish(),
  noWrapper: z.looseObject({ writeMetadata: z.boolean().default(false) }).nullish(),
});

export const topicSchema = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  /** How long messages are kept for seeking back, whoever acknowledged them; null keeps none. */
  retentionMs: z.number().nullable(),
  kmsKeyName: z.string(),
});
export type TopicRecord = z.infer<typeof topicSchema>;

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
  /** After so long without a subscriber the service deletes a subscription; null is never. Only kept here. */
  expirationMs: z.number().nullable(),
  detached: z.boolean(),
});
export type SubscriptionRecord = z.infer<typeof subscriptionSchema>;

/** A message as it is kept; data is base64. */
export const messageSchema = z.object({
  /** A whole number; a later message's is greater. */
  messageId: z.string(),
  data: z.string(),
  attributes: z.record(z.string(), z.string()),
  orderingKey: z.string(),
  /** Epoch milliseconds. */
  publishedAt: z.number(),
});
export type MessageRecord = z.infer<typeof messageSchema>;

export const snapshotSchema = z.object({
  name: z.string(),
  topic: z.string(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
  labels: z.record(z.string(), z.string()),
});
export type SnapshotRecord = z.infer<typeof snapshotSchema>;

/** A message that a subscription has still to deliver, and how often it was delivered already. */
export interface PendingMessage {
  readonly message: MessageRecord;
  readonly attempts: number;
}

export function isPush(record: Pick<SubscriptionRecord, 'pushConfig'>): boolean {
  return record.pushConfig.pushEndpoint !== '';
}
