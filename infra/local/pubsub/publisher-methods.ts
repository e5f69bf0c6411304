import { z } from 'zod';
import type { Broker } from './broker.ts';
import { invalidArgument } from './pubsub-failure.ts';
import { publishedMessageSchema, topicSchema } from './records.ts';
import { checkTopicName, idOf } from './resource-names.ts';

/** Limits of the service: docs.cloud.google.com/pubsub/quotas#resource_limits. */
const MAX_MESSAGES = 1_000;
const MAX_REQUEST_BYTES = 10_000_000;
const MAX_ATTRIBUTES = 100;
const MAX_KEY_BYTES = 256;
const MAX_VALUE_BYTES = 1_024;

export type PubSubMethod = (request: unknown) => object;

const publishSchema = z.looseObject({ topic: z.string(), messages: z.array(publishedMessageSchema).default([]) });
const topicNameSchema = z.looseObject({ topic: z.string() });
const projectSchema = z.looseObject({ project: z.string() });
const updateTopicSchema = z.looseObject({ topic: topicSchema });

type PublishedMessage = z.infer<typeof publishedMessageSchema>;

function checkMessage({ data, attributes, orderingKey }: PublishedMessage): void {
  const entries = Object.entries(attributes);
  if (data.byteLength === 0 && entries.length === 0) throw invalidArgument('A message needs data or an attribute.');
  if (entries.length > MAX_ATTRIBUTES)
    throw invalidArgument(`A message may have at most ${MAX_ATTRIBUTES} attributes.`);
  for (const [key, value] of entries) checkAttribute(key, value);
  if (Buffer.byteLength(orderingKey) > MAX_VALUE_BYTES)
    throw invalidArgument('An ordering key may have at most 1,024 bytes.');
}

function checkAttribute(key: string, value: string): void {
  if (key === '' || Buffer.byteLength(key) > MAX_KEY_BYTES)
    throw invalidArgument('An attribute’s key must have 1 to 256 bytes.');
  if (key.startsWith('goog') && !key.startsWith('googclient_'))
    throw invalidArgument('An attribute’s key must not start with "goog".');
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES)
    throw invalidArgument('An attribute’s value may have at most 1,024 bytes.');
}

function publish(broker: Broker, request: unknown): object {
  const { topic, messages } = publishSchema.parse(request);
  checkTopicName(topic);
  if (messages.length === 0) throw invalidArgument('The request has no messages.');
  if (messages.length > MAX_MESSAGES) throw invalidArgument(`A request may have at most ${MAX_MESSAGES} messages.`);
  for (const message of messages) checkMessage(message);
  const bytes = messages.reduce((sum, { data }) => sum + data.byteLength, 0);
  if (bytes > MAX_REQUEST_BYTES) throw invalidArgument('A request may have at most 10 MB.');
  const records = messages.map(({ data, attributes, orderingKey }) => ({
    data: Buffer.from(data).toString('base64'),
    attributes,
    orderingKey,
  }));
  return { messageIds: broker.publish(topic, records) };
}

/** google.pubsub.v1.Publisher, without snapshots and schemas. */
export function publisherMethods(broker: Broker): Readonly<Record<string, PubSubMethod>> {
  return {
    Publish: (request) => publish(broker, request),
    CreateTopic(request) {
      const topic = topicSchema.parse(request);
      checkTopicName(topic.name);
      broker.createTopic(topic);
      return topic;
    },
    UpdateTopic(request) {
      const { topic } = updateTopicSchema.parse(request);
      const updated = { ...broker.topic(topic.name), ...topic };
      broker.setTopic(updated);
      return updated;
    },
    GetTopic: (request) => broker.topic(checkTopicName(topicNameSchema.parse(request).topic)),
    ListTopics: (request) => ({ topics: broker.topics(idOf(projectSchema.parse(request).project)), nextPageToken: '' }),
    ListTopicSubscriptions(request) {
      const { topic } = topicNameSchema.parse(request);
      broker.topic(topic);
      const subscriptions = broker.subscriptions().filter((record) => record.topic === topic);
      return { subscriptions: subscriptions.map(({ name }) => name), nextPageToken: '' };
    },
    DeleteTopic(request) {
      broker.deleteTopic(topicNameSchema.parse(request).topic);
      return {};
    },
  };
}
