import { z } from 'zod';
import type { Lease } from './delivery-queue.ts';
import { invalidArgument } from './pubsub-failure.ts';
import type { MessageRecord, SnapshotRecord, SubscriptionRecord, TopicRecord } from './records.ts';

/** A protobuf Duration or Timestamp as the descriptors decode it, in milliseconds. */
export const spanSchema = z
  .looseObject({ seconds: z.coerce.number(), nanos: z.coerce.number().default(0) })
  .transform(({ seconds, nanos }) => seconds * 1000 + nanos / 1e6);

/** Milliseconds as a protobuf Duration or Timestamp. */
export function toSpan(ms: number): { readonly seconds: number; readonly nanos: number } {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.round((ms - seconds * 1000) * 1e6) };
}

export const updateMaskSchema = z.looseObject({ paths: z.array(z.string()) }).nullish();

/** Fields that a field mask names. @throws GrpcFailure INVALID_ARGUMENT for an empty mask. */
export function maskedPaths(mask: z.infer<typeof updateMaskSchema>): readonly string[] {
  const paths = mask?.paths ?? [];
  if (paths.length === 0) throw invalidArgument('The update_mask must name a field.');
  return paths;
}

export const pageSchema = z.looseObject({ pageSize: z.int().default(0), pageToken: z.string().default('') });

/** One page of a list, and the token of the next: the number of items before it. */
export function pageOf<Item>(
  items: readonly Item[],
  request: unknown,
): { page: readonly Item[]; nextPageToken: string } {
  const { pageSize, pageToken } = pageSchema.parse(request);
  const from = pageToken === '' ? 0 : Number(pageToken);
  if (!Number.isInteger(from) || from < 0) throw invalidArgument('The page_token is not one of this list.');
  const to = pageSize > 0 ? from + pageSize : items.length;
  return { page: items.slice(from, to), nextPageToken: to < items.length ? String(to) : '' };
}

export function toWireMessage(message: MessageRecord): object {
  return {
    data: Buffer.from(message.data, 'base64'),
    attributes: message.attributes,
    messageId: message.messageId,
    publishTime: toSpan(message.publishedAt),
    orderingKey: message.orderingKey,
  };
}

/** A message as pullers receive it; attempts are only told with a dead-letter policy. */
export function toReceivedMessage({ deadLetter }: SubscriptionRecord, { ackId, message, attempt }: Lease): object {
  return { ackId, message: toWireMessage(message), deliveryAttempt: deadLetter === null ? 0 : attempt };
}

export function toWireTopic({ retentionMs, ...rest }: TopicRecord): object {
  return { ...rest, messageRetentionDuration: retentionMs === null ? null : toSpan(retentionMs), state: 'ACTIVE' };
}

export function toWireSnapshot({ expiresAt, ...rest }: SnapshotRecord): object {
  return { ...rest, expireTime: toSpan(expiresAt) };
}

/** @param topicRetentionMs How long the subscription's topic keeps messages. */
export function toWireSubscription(record: SubscriptionRecord, topicRetentionMs: number | null): object {
  const { retentionMs, deadLetter, retry, expirationMs, ...rest } = record;
  return {
    ...rest,
    messageRetentionDuration: toSpan(retentionMs),
    topicMessageRetentionDuration: topicRetentionMs === null ? null : toSpan(topicRetentionMs),
    expirationPolicy: { ttl: expirationMs === null ? null : toSpan(expirationMs) },
    deadLetterPolicy:
      deadLetter === null
        ? null
        : { deadLetterTopic: deadLetter.topic, maxDeliveryAttempts: deadLetter.maxDeliveryAttempts },
    retryPolicy:
      retry === null ? null : { minimumBackoff: toSpan(retry.minimumMs), maximumBackoff: toSpan(retry.maximumMs) },
    state: 'ACTIVE',
  };
}
