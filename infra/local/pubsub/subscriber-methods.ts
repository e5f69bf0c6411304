import { z } from 'zod';
import type { Broker } from './broker.ts';
import { compileFilter } from './attribute-filter.ts';
import { failedPrecondition, invalidArgument } from './pubsub-failure.ts';
import type { PubSubMethod } from './publisher-methods.ts';
import {
  pushConfigSchema,
  subscriptionRequestSchema,
  toWireMessage,
  toWireSubscription,
  type SubscriptionRecord,
  type SubscriptionRequest,
} from './records.ts';
import { checkSubscriptionName, checkTopicName, idOf, projectOf } from './resource-names.ts';

const DEFAULT_ACK_SECONDS = 10;
const DEFAULT_RETENTION_MS = 7 * 24 * 60 * 60_000;
const DEFAULT_ATTEMPTS = 5;
const DEFAULT_BACKOFF = { minimumMs: 10_000, maximumMs: 600_000 };

const nameSchema = z.looseObject({ subscription: z.string() });
const ackSchema = nameSchema.extend({ ackIds: z.array(z.string()) });
const modifySchema = ackSchema.extend({ ackDeadlineSeconds: z.int().default(0) });
const modifyPushSchema = nameSchema.extend({ pushConfig: pushConfigSchema.nullish() });
const pullSchema = nameSchema.extend({ maxMessages: z.int(), returnImmediately: z.boolean().default(false) });
const updateSchema = z.looseObject({
  subscription: subscriptionRequestSchema,
  updateMask: z.looseObject({ paths: z.array(z.string()) }),
});
const seekSchema = nameSchema.extend({
  time: z.looseObject({ seconds: z.coerce.number(), nanos: z.coerce.number().default(0) }).nullish(),
});
const projectSchema = z.looseObject({ project: z.string() });

function isOutside(value: number, least: number, most: number): boolean {
  return value !== 0 && (value < least || value > most);
}

function checkLimits({
  ackDeadlineSeconds,
  deadLetterPolicy,
  pushConfig,
  enableExactlyOnceDelivery,
}: SubscriptionRequest): void {
  if (isOutside(ackDeadlineSeconds, 10, 600))
    throw invalidArgument('ack_deadline_seconds must lie between 10 and 600.');
  if (isOutside(deadLetterPolicy?.maxDeliveryAttempts ?? 0, 5, 100)) {
    throw invalidArgument('max_delivery_attempts must lie between 5 and 100.');
  }
  if (enableExactlyOnceDelivery && (pushConfig?.pushEndpoint ?? '') !== '') {
    throw failedPrecondition('Exactly-once delivery is not supported by push subscriptions.');
  }
}

function toDeadLetter(policy: SubscriptionRequest['deadLetterPolicy']): SubscriptionRecord['deadLetter'] {
  if (policy === null || policy === undefined) return null;
  return { topic: policy.deadLetterTopic, maxDeliveryAttempts: policy.maxDeliveryAttempts || DEFAULT_ATTEMPTS };
}

function toRetry(policy: SubscriptionRequest['retryPolicy']): SubscriptionRecord['retry'] {
  if (policy === null || policy === undefined) return null;
  const { minimumBackoff, maximumBackoff } = policy;
  return {
    minimumMs: minimumBackoff ?? DEFAULT_BACKOFF.minimumMs,
    maximumMs: maximumBackoff ?? DEFAULT_BACKOFF.maximumMs,
  };
}

/** A request with its defaults filled in. @throws PubSubFailure INVALID_ARGUMENT as the service does. */
export function toRecord(request: SubscriptionRequest): SubscriptionRecord {
  checkSubscriptionName(request.name);
  checkTopicName(request.topic);
  checkLimits(request);
  compileFilter(request.filter);
  const { name, topic, retainAckedMessages, labels, enableMessageOrdering, filter, enableExactlyOnceDelivery } =
    request;
  return {
    name,
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
  };
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
};

/** Fields without an effect here: messages are never too many, and subscriptions never expire. */
const IGNORED = new Set(['expiration_policy']);

function update(broker: Broker, request: unknown): object {
  const { subscription, updateMask } = updateSchema.parse(request);
  const known = broker.subscription(subscription.name);
  const wanted = toRecord({ ...subscription, topic: known.topic, filter: known.filter });
  const paths = updateMask.paths.filter((path) => !IGNORED.has(path));
  const changes = paths.map((path) => {
    const field = CHANGEABLE[path];
    if (field === undefined)
      throw invalidArgument(`Invalid update_mask provided in the UpdateSubscriptionRequest: ${path}.`);
    return [field, wanted[field]] as const;
  });
  const changed: SubscriptionRecord = { ...known, ...Object.fromEntries(changes) };
  broker.setSubscription(changed);
  return toWireSubscription(changed);
}

/** google.pubsub.v1.Subscriber but for StreamingPull, snapshots and detaching. */
export function subscriberMethods(broker: Broker): Readonly<Record<string, PubSubMethod>> {
  return {
    CreateSubscription(request) {
      const record = toRecord(subscriptionRequestSchema.parse(request));
      broker.createSubscription(record);
      return toWireSubscription(record);
    },
    UpdateSubscription: (request) => update(broker, request),
    GetSubscription: (request) =>
      toWireSubscription(broker.subscription(checkSubscriptionName(nameSchema.parse(request).subscription))),
    ListSubscriptions(request) {
      const project = idOf(projectSchema.parse(request).project);
      const records = broker.subscriptions().filter(({ name }) => projectOf(name) === project);
      return { subscriptions: records.map(toWireSubscription), nextPageToken: '' };
    },
    DeleteSubscription(request) {
      broker.deleteSubscription(nameSchema.parse(request).subscription);
      return {};
    },
    ModifyPushConfig(request) {
      const { subscription, pushConfig } = modifyPushSchema.parse(request);
      broker.setSubscription({
        ...broker.subscription(subscription),
        pushConfig: pushConfigSchema.parse(pushConfig ?? {}),
      });
      return {};
    },
    Acknowledge(request) {
      const { subscription, ackIds } = ackSchema.parse(request);
      broker.acknowledge(subscription, ackIds);
      return {};
    },
    ModifyAckDeadline(request) {
      const { subscription, ackIds, ackDeadlineSeconds } = modifySchema.parse(request);
      broker.modifyDeadline(subscription, ackIds, ackDeadlineSeconds);
      return {};
    },
    Seek(request) {
      const { subscription, time } = seekSchema.parse(request);
      if (time === null || time === undefined)
        throw invalidArgument('Only seeking to a time is served here, not to a snapshot.');
      broker.seek(subscription, time.seconds * 1000 + time.nanos / 1e6);
      return {};
    },
  };
}

/** How long a pull that finds nothing waits for the first message. */
const PULL_PATIENCE_MS = 2_000;

/** Pull: what is ready now, or the first that comes within a moment. */
export async function pull(broker: Broker, request: unknown): Promise<object> {
  const { subscription, maxMessages, returnImmediately } = pullSchema.parse(request);
  if (maxMessages < 1) throw invalidArgument('max_messages must be positive.');
  let taken = broker.take(subscription, maxMessages);
  if (taken.length === 0 && !returnImmediately) {
    await firstMessage(broker, subscription);
    taken = broker.has(subscription) ? broker.take(subscription, maxMessages) : [];
  }
  const { deadLetter } = broker.subscription(subscription);
  const receivedMessages = taken.map(({ ackId, message, attempts }) => ({
    ackId,
    message: toWireMessage(message),
    deliveryAttempt: deadLetter === null ? 0 : attempts,
  }));
  return { receivedMessages };
}

function firstMessage(broker: Broker, subscription: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = broker.onReady(subscription, resolve);
  const timer = setTimeout(resolve, PULL_PATIENCE_MS);
  return promise.finally(() => {
    stop();
    clearTimeout(timer);
  });
}
