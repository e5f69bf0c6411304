import { z } from 'zod';
import type { Broker } from './broker.ts';
import { checkPublish, publishSchema } from './publish-limits.ts';
import { invalidArgument, unimplemented } from './pubsub-failure.ts';
import type { TopicRecord } from './records.ts';
import { checkProject, checkSubscriptionName, checkTopicName } from './resource-names.ts';
import { maskedPaths, pageOf, spanSchema, toWireTopic, updateMaskSchema } from './wire-format.ts';

/** Answers one unary call. Throws GrpcFailure, or ZodError for a request of the wrong shape. */
export type PubSubMethod = (request: unknown) => object | Promise<object>;

const topicNameSchema = z.looseObject({ topic: z.string() });
const projectSchema = z.looseObject({ project: z.string() });
const subscriptionNameSchema = z.looseObject({ subscription: z.string() });
const topicRequestSchema = z.looseObject({
  name: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  kmsKeyName: z.string().default(''),
  messageRetentionDuration: spanSchema.nullish(),
  // What is not served is refused, not left out in silence.
  schemaSettings: z.unknown(),
  ingestionDataSourceSettings: z.unknown(),
  messageTransforms: z.array(z.unknown()).default([]),
});
const updateTopicSchema = z.looseObject({ topic: topicRequestSchema, updateMask: updateMaskSchema });

/** Limits of Topic.message_retention_duration in pubsub.proto. */
const MIN_RETENTION_MS = 10 * 60_000;
const MAX_RETENTION_MS = 31 * 24 * 60 * 60_000;

function toTopic(request: z.infer<typeof topicRequestSchema>): TopicRecord {
  const { name, labels, kmsKeyName, messageRetentionDuration: retentionMs = null } = request;
  const { schemaSettings, ingestionDataSourceSettings, messageTransforms } = request;
  if (schemaSettings !== null && schemaSettings !== undefined) throw unimplemented('schemas');
  if (ingestionDataSourceSettings !== null && ingestionDataSourceSettings !== undefined)
    throw unimplemented('ingestion topics');
  if (messageTransforms.length > 0) throw unimplemented('message transforms');
  if (retentionMs !== null && (retentionMs < MIN_RETENTION_MS || retentionMs > MAX_RETENTION_MS))
    throw invalidArgument('Invalid message_retention_duration: it must lie between 10 minutes and 31 days.');
  return { name: checkTopicName(name), labels, kmsKeyName, retentionMs };
}

function publish(broker: Broker, request: unknown): object {
  const publication = publishSchema.parse(request);
  checkTopicName(publication.topic);
  checkPublish(publication);
  const messages = publication.messages.map(({ data, attributes, orderingKey }) => ({
    data: Buffer.from(data).toString('base64'),
    attributes,
    orderingKey,
  }));
  return { messageIds: broker.publish(publication.topic, messages) };
}

/** Field of a request → field of the record that it changes. */
const CHANGEABLE: Readonly<Record<string, keyof TopicRecord>> = {
  labels: 'labels',
  kms_key_name: 'kmsKeyName',
  message_retention_duration: 'retentionMs',
};

function updateTopic(broker: Broker, request: unknown): object {
  const { topic, updateMask } = updateTopicSchema.parse(request);
  const wanted = toTopic(topic);
  const changes = maskedPaths(updateMask).map((path) => {
    const field = Object.hasOwn(CHANGEABLE, path) ? CHANGEABLE[path] : undefined;
    if (field === undefined)
      throw invalidArgument(`Invalid update_mask provided in the UpdateTopicRequest: ${path} can't be changed.`);
    return [field, wanted[field]] as const;
  });
  const changed: TopicRecord = { ...broker.topics.get(topic.name), ...Object.fromEntries(changes) };
  broker.topics.update(changed);
  return toWireTopic(changed);
}

function topicOf(request: unknown): string {
  return checkTopicName(topicNameSchema.parse(request).topic);
}

/** google.pubsub.v1.Publisher. */
export function publisherMethods(broker: Broker): Readonly<Record<string, PubSubMethod>> {
  return {
    Publish: (request) => publish(broker, request),
    CreateTopic(request) {
      const topic = toTopic(topicRequestSchema.parse(request));
      broker.topics.create(topic);
      return toWireTopic(topic);
    },
    UpdateTopic: (request) => updateTopic(broker, request),
    GetTopic: (request) => toWireTopic(broker.topics.get(topicOf(request))),
    ListTopics(request) {
      const project = checkProject(projectSchema.parse(request).project);
      const { page, nextPageToken } = pageOf(broker.topics.list(project), request);
      return { topics: page.map(toWireTopic), nextPageToken };
    },
    ListTopicSubscriptions(request) {
      const { name } = broker.topics.get(topicOf(request));
      const attached = broker.subscriptions().filter(({ topic, detached }) => topic === name && !detached);
      const { page, nextPageToken } = pageOf(attached, request);
      return { subscriptions: page.map((record) => record.name), nextPageToken };
    },
    ListTopicSnapshots(request) {
      const { name } = broker.topics.get(topicOf(request));
      const snapshots = broker.snapshots.all().filter(({ topic }) => topic === name);
      const { page, nextPageToken } = pageOf(snapshots, request);
      return { snapshots: page.map((record) => record.name), nextPageToken };
    },
    DeleteTopic(request) {
      broker.deleteTopic(topicOf(request));
      return {};
    },
    DetachSubscription(request) {
      const { record } = broker.subscription(checkSubscriptionName(subscriptionNameSchema.parse(request).subscription));
      broker.updateSubscription({ ...record, detached: true });
      return {};
    },
  };
}
