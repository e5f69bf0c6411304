import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Lease } from './delivery-queue.ts';
import type { SubscriptionRecord } from './records.ts';

/** In the endpoint of a subscription that Eventarc made for a function. */
const EVENTARC_MODE = '__GCP_CloudEventsMode';

const SENDER_HEADERS = {
  from: 'noreply@google.com',
  'user-agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
};

/** What is posted to a push endpoint. */
export interface PushPost {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** A message as its subscription wants it: wrapped in JSON, as a CloudEvent, or its data alone. */
export function toPushPost(record: SubscriptionRecord, lease: Lease): PushPost {
  const { noWrapper } = record.pushConfig;
  return noWrapper === null || noWrapper === undefined
    ? wrapped(record, lease)
    : unwrapped(record, lease, noWrapper.writeMetadata);
}

/** The message in JSON, with both spellings of its fields, as the service sends them. */
function wrapped(record: SubscriptionRecord, { message, attempt }: Lease): PushPost {
  const publishTime = new Date(message.publishedAt).toISOString();
  const { messageId, data, attributes, orderingKey } = message;
  const body = {
    message: {
      ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
      ...(data === '' ? {} : { data }),
      messageId,
      message_id: messageId,
      ...(orderingKey === '' ? {} : { orderingKey }),
      publishTime,
      publish_time: publishTime,
    },
    subscription: record.name,
    ...(record.deadLetter === null ? {} : { deliveryAttempt: attempt }),
  };
  const isEventarc = record.pushConfig.pushEndpoint.includes(EVENTARC_MODE);
  return {
    body: Buffer.from(JSON.stringify(body)),
    headers: {
      'content-type': 'application/json',
      ...SENDER_HEADERS,
      ...(isEventarc ? eventHeaders(record, messageId, publishTime) : {}),
    },
  };
}

/** CloudEvents 1.0 in binary mode, as an event-triggered function receives it. */
function eventHeaders(record: SubscriptionRecord, messageId: string, publishTime: string): PushPost['headers'] {
  return {
    'ce-id': messageId,
    'ce-source': `//pubsub.googleapis.com/${record.topic}`,
    'ce-specversion': '1.0',
    'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
    'ce-time': publishTime,
  };
}

/** The data alone; with `writeMetadata` the rest travels in headers. */
function unwrapped(record: SubscriptionRecord, { message }: Lease, writesMetadata: boolean): PushPost {
  const body = Buffer.from(message.data, 'base64');
  if (!writesMetadata) return { body, headers: SENDER_HEADERS };
  const headers = {
    ...Object.fromEntries(Object.entries(message.attributes).filter(([name, value]) => isHeader(name, value))),
    ...SENDER_HEADERS,
    'x-goog-pubsub-subscription-name': record.name,
    'x-goog-pubsub-message-id': message.messageId,
    'x-goog-pubsub-publish-time': new Date(message.publishedAt).toISOString(),
    ...(message.orderingKey === '' ? {} : { 'x-goog-pubsub-ordering-key': message.orderingKey }),
  };
  return { body, headers };
}

/** Attributes that HTTP can't carry, or that would break the request, are left out. */
function isHeader(name: string, value: string): boolean {
  if (['host', 'content-length', 'transfer-encoding', 'connection'].includes(name.toLowerCase())) return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false; // Node says by throwing what may not be a header.
  }
}
