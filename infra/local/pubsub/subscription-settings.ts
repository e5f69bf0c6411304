import { z } from 'zod';
import { compileFilter } from './attribute-filter.ts';
import { failedPrecondition, invalidArgument, unimplemented } from './pubsub-failure.ts';
import { pushConfigSchema, type SubscriptionRecord } from './records.ts';
import { checkSubscriptionName, checkTopicName } from './resource-names.ts';
import { maskedPaths, spanSchema, type updateMaskSchema } from './wire-format.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Defaults and limits of the Subscription message in pubsub.proto. */
const DEFAULT_ACK_SECONDS = 10;
const DEFAULT_RETENTION_MS = 7 * DAY_MS;
const RETENTION_MS = { least: 10 * MINUTE_MS, most: 31 * DAY_MS };
const DEFAULT_ATTEMPTS = 5;
const DEFAULT_BACKOFF = { minimumMs: 10_000, maximumMs: 600_000 };
const MAX_BACKOFF_MS = 600_000;
const DEFAULT_EXPIRATION_MS = 31 * DAY_MS;

/** A subscription as a request describes it. */
export const subscriptionRequestSchema = z.looseObject({
  name: z.string(),
  topic: z.string(),
  pushConfig: pushConfigSchema.nullish(),
  ackDeadlineSeconds: z.int().default(0),
  retainAckedMessages: z.boolean().default(false),
  messageRetentionDuration: spanSchema.nullish(),
  labels: z.record(z.string(), z.string()).default({}),
  enableMessageOrdering: z.boolean().default(false),
  filter: z.string().default(''),
  deadLetterPolicy: z.looseObject({ deadLetterTopic: z.string(), maxDeliveryAttempts: z.int().default(0) }).nullish(),
  retryPolicy: z.looseObject({ minimumBackoff: spanSchema.nullish(), maximumBackoff: spanSchema.nullish() }).nullish(),
  enableExactlyOnceDelivery: z.boolean().default(false),
  expirationPolicy: z.looseObject({ ttl: spanSchema.nullish() }).nullish(),
  // What is not served is refused, not left out in silence.
  bigqueryConfig: z.unknown(),
  cloudStorageConfig: z.unknown(),
  bigtableConfig: z.unknown(),
  messageTransforms: z.array(z.unknown()).default([]),
});
export type SubscriptionRequest = z.infer<typeof subscriptionRequestSchema>;

function isOutside(value: number, { least, most }: { least: number; most: number }): boolean {
  return value < least || value > most;
}

function checkServed(request: SubscriptionRequest): void {
  const { bigqueryConfig, cloudStorageConfig, bigtableConfig, messageTransforms } = request;
  const exports = [bigqueryConfig, cloudStorageConfig, bigtableConfig];
  if (exports.some((config) => config !== null && config !== undefined)) throw unimplemented('export subscriptions');
  if (messageTransforms.length > 0) throw unimplemented('message transforms');
}

/** @throws GrpcFailure INVALID_ARGUMENT for an endpoint that is not http or https. */
export function checkEndpoint(endpoint: string): void {
  if (endpoint === '') return;
  const protocol = URL.canParse(endpoint) ? new URL(endpoint).protocol : '';
  // The service takes https alone; functions on a laptop listen on http.
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw invalidArgument(`Invalid push endpoint given (endpoint=${endpoint}). It must be a URL.`);
  }
}

function checkLimits(record: SubscriptionRecord): void {
  const { ackDeadlineSeconds, deadLetter, retry, retentionMs, pushConfig, enableExactlyOnceDelivery } = record;
  if (isOutside(ackDeadlineSeconds, { least: 10, most: 600 }))
    throw invalidArgument('Invalid ack deadline given: it must lie between 10 and 600 seconds.');
  if (isOutside(retentionMs, RETENTION_MS))
    throw invalidArgument('Invalid message_retention_duration: it must lie between 10 minutes and 31 days.');
  if (deadLetter !== null && isOutside(deadLetter.maxDeliveryAttempts, { least: 5, most: 100 }))
    throw invalidArgument('Invalid max_delivery_attempts: it must lie between 5 and 100.');
  if (retry !== null && !isBackoff(retry))
    throw invalidArgument('Invalid retry_policy: 0 s ≤ minimum_backoff ≤ maximum_backoff ≤ 600 s.');
  if (enableExactlyOnceDelivery && pushConfig.pushEndpoint !== '')
    throw failedPrecondition('Exactly-once delivery is not supported by push subscriptions.');
}

function isBackoff({ minimumMs, maximumMs }: { minimumMs: number; maximumMs: number }): boolean {
  return minimumMs >= 0 && minimumMs <= maximumMs && maximumMs <= MAX_BACKOFF_MS;
}

function toDeadLetter(policy: SubscriptionRequest['deadLetterPolicy']): SubscriptionRecord['deadLetter'] {
  if (policy === null || policy === undefined) return null;
  const { deadLetterTopic, maxDeliveryAttempts } = policy;
  checkTopicName(deadLetterTopic);
  return { topic: deadLetterTopic, maxDeliveryAttempts: maxDeliveryAttempts || DEFAULT_ATTEMPTS };
}

function toRetry(policy: SubscriptionRequest['retryPolicy']): SubscriptionRecord['retry'] {
  if (policy === null || policy === undefined) return null;
  const minimumMs = policy.minimumBackoff ?? DEFAULT_BACKOFF.minimumMs;
  return { minimumMs, maximumMs: policy.maximumBackoff ?? DEFAULT_BACKOFF.maximumMs };
}

/** Null never expires: a policy that is given without a time. */
function toExpiration(policy: SubscriptionRequest['expirationPolicy']): number | null {
  if (policy === null || policy === undefined) return DEFAULT_EXPIRATION_MS;
  return policy.ttl ?? null;
}

/** A request with its defaults filled in. @throws GrpcFailure as the service does. */
export function toSubscription(request: SubscriptionRequest): SubscriptionRecord {
  checkServed(request);
  checkEndpoint(request.pushConfig?.pushEndpoint ?? '');
  compileFilter(request.filter);
  const { name, topic, retainAckedMessages, labels, enableMessageOrdering, filter, enableExactlyOnceDelivery } =
    request;
  const record: SubscriptionRecord = {
    name: checkSubscriptionName(name),
    topic,
    pushConfig: pushConfigSchema.parse(request.pushConfig ?? {}),
    ackDeadlineSeconds: request.ackDeadlineSeconds === 0 ? DEFAULT_ACK_SECONDS : request.ackDeadlineSeconds,
    retainAckedMessages,
    retentionMs: request.messageRetentionDuration ?? DEFAULT_RETENTION_MS,
    labels,
    enableMessageOrdering,
    filter,
    deadLetter: toDeadLetter(request.deadLetterPolicy),
    retry: toRetry(request.retryPolicy),
    enableExactlyOnceDelivery,
    expirationMs: toExpiration(request.expirationPolicy),
    detached: false,
  };
  checkLimits(record);
  return record;
}

/** Field of a request → field of the record that it changes. Filter, topic and ordering are fixed at creation. */
const CHANGEABLE: Readonly<Record<string, keyof SubscriptionRecord>> = {
  ack_deadline_seconds: 'ackDeadlineSeconds',
  push_config: 'pushConfig',
  retain_acked_messages: 'retainAckedMessages',
  message_retention_duration: 'retentionMs',
  labels: 'labels',
  dead_letter_policy: 'deadLetter',
  retry_policy: 'retry',
  enable_exactly_once_delivery: 'enableExactlyOnceDelivery',
  expiration_policy: 'expirationMs',
};

/** A subscription after an update of the masked fields. @throws GrpcFailure INVALID_ARGUMENT for other fields. */
export function changeSubscription(
  known: SubscriptionRecord,
  request: SubscriptionRequest,
  mask: z.infer<typeof updateMaskSchema>,
): SubscriptionRecord {
  const wanted = toSubscription({ ...request, topic: known.topic, filter: known.filter });
  const changes = maskedPaths(mask).map((path) => {
    const field = Object.hasOwn(CHANGEABLE, path) ? CHANGEABLE[path] : undefined;
    if (field === undefined)
      throw invalidArgument(`Invalid update_mask provided in the UpdateSubscriptionRequest: ${path} can't be changed.`);
    return [field, wanted[field]] as const;
  });
  const changed: SubscriptionRecord = { ...known, ...Object.fromEntries(changes) };
  checkLimits(changed);
  return changed;
}
