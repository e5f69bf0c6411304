import { z } from 'zod';
import type { Broker } from './broker.ts';
import { invalidArgument, staleAcknowledgements } from './pubsub-failure.ts';
import type { PubSubMethod } from './publisher-methods.ts';
import { pull } from './pull.ts';
import { pushConfigSchema, type SubscriptionRecord } from './records.ts';
import { checkProject, checkSnapshotName, checkSubscriptionName, projectOf } from './resource-names.ts';
import { snapshotMethods } from './snapshot-methods.ts';
import type { Subscription } from './subscription.ts';
import {
  changeSubscription,
  checkEndpoint,
  subscriptionRequestSchema,
  toSubscription,
} from './subscription-settings.ts';
import { pageOf, spanSchema, toWireSubscription, updateMaskSchema } from './wire-format.ts';

const nameSchema = z.looseObject({ subscription: z.string() });
const ackSchema = nameSchema.extend({ ackIds: z.array(z.string()) });
const modifySchema = ackSchema.extend({ ackDeadlineSeconds: z.int().default(0) });
const modifyPushSchema = nameSchema.extend({ pushConfig: pushConfigSchema.nullish() });
const updateSchema = z.looseObject({ subscription: subscriptionRequestSchema, updateMask: updateMaskSchema });
const seekSchema = nameSchema.extend({ time: spanSchema.nullish(), snapshot: z.string().nullish() });
const projectSchema = z.looseObject({ project: z.string() });

const MAX_ACK_DEADLINE_SECONDS = 600;
/** Message id and lease, as the delivery queue makes them. */
const ACK_ID = /^\d+:\d+$/;

/** @throws GrpcFailure INVALID_ARGUMENT for no id, or one that was never given out. */
function checkAckIds(ackIds: readonly string[]): void {
  if (ackIds.length === 0) throw invalidArgument('No ack ids specified.');
  const wrong = ackIds.find((ackId) => !ACK_ID.test(ackId));
  if (wrong !== undefined) throw invalidArgument(`You have passed an invalid ack ID to the service (ack_id=${wrong}).`);
}

/** Late acknowledgements are of no effect; only an exactly-once subscription says so. */
function reportStale({ record }: Subscription, stale: readonly string[]): object {
  if (record.enableExactlyOnceDelivery && stale.length > 0) throw staleAcknowledgements(stale);
  return {};
}

function acknowledge(broker: Broker, request: unknown): object {
  const { subscription: name, ackIds } = ackSchema.parse(request);
  const subscription = broker.subscription(checkSubscriptionName(name));
  checkAckIds(ackIds);
  return reportStale(
    subscription,
    ackIds.filter((ackId) => !subscription.acknowledge(ackId)),
  );
}

function modifyAckDeadline(broker: Broker, request: unknown): object {
  const { subscription: name, ackIds, ackDeadlineSeconds } = modifySchema.parse(request);
  const subscription = broker.subscription(checkSubscriptionName(name));
  checkAckIds(ackIds);
  if (ackDeadlineSeconds < 0 || ackDeadlineSeconds > MAX_ACK_DEADLINE_SECONDS)
    throw invalidArgument('Invalid ack deadline given: it must lie between 0 and 600 seconds.');
  return reportStale(
    subscription,
    ackIds.filter((ackId) => !subscription.extend(ackId, ackDeadlineSeconds * 1000)),
  );
}

function seek(broker: Broker, request: unknown): object {
  const { subscription, time, snapshot } = seekSchema.parse(request);
  checkSubscriptionName(subscription);
  if (time !== null && time !== undefined) broker.seekToTime(subscription, time);
  else if (typeof snapshot === 'string') broker.seekToSnapshot(subscription, checkSnapshotName(snapshot));
  else throw invalidArgument('A seek needs a time or a snapshot.');
  return {};
}

/** google.pubsub.v1.Subscriber but for StreamingPull. */
export function subscriberMethods(broker: Broker): Readonly<Record<string, PubSubMethod>> {
  const named = (request: unknown): Subscription =>
    broker.subscription(checkSubscriptionName(nameSchema.parse(request).subscription));
  const describe = (record: SubscriptionRecord): object => {
    const topic = broker.topics.has(record.topic) ? broker.topics.get(record.topic) : null;
    return toWireSubscription(record, topic?.retentionMs ?? null);
  };
  return {
    ...snapshotMethods(broker),
    CreateSubscription(request) {
      const record = toSubscription(subscriptionRequestSchema.parse(request));
      broker.createSubscription(record);
      return describe(record);
    },
    UpdateSubscription(request) {
      const { subscription, updateMask } = updateSchema.parse(request);
      const { record } = broker.subscription(checkSubscriptionName(subscription.name));
      const changed = changeSubscription(record, subscription, updateMask);
      broker.updateSubscription(changed);
      return describe(changed);
    },
    GetSubscription: (request) => describe(named(request).record),
    ListSubscriptions(request) {
      const project = checkProject(projectSchema.parse(request).project);
      const records = broker.subscriptions().filter(({ name }) => projectOf(name) === project);
      const { page, nextPageToken } = pageOf(records, request);
      return { subscriptions: page.map(describe), nextPageToken };
    },
    DeleteSubscription(request) {
      broker.deleteSubscription(named(request).record.name);
      return {};
    },
    ModifyPushConfig(request) {
      const { record } = named(request);
      const pushConfig = pushConfigSchema.parse(modifyPushSchema.parse(request).pushConfig ?? {});
      checkEndpoint(pushConfig.pushEndpoint);
      broker.updateSubscription({ ...record, pushConfig });
      return {};
    },
    Pull: (request) => pull(broker, request),
    Acknowledge: (request) => acknowledge(broker, request),
    ModifyAckDeadline: (request) => modifyAckDeadline(broker, request),
    Seek: (request) => seek(broker, request),
  };
}
