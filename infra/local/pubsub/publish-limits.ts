import { z } from 'zod';
import { invalidArgument } from './pubsub-failure.ts';

/** Limits of the service: docs.cloud.google.com/pubsub/quotas#resource_limits. */
const MAX_MESSAGES = 1_000;
const MAX_REQUEST_BYTES = 10 * 1024 * 1024;
const MAX_ATTRIBUTES = 100;
const MAX_KEY_BYTES = 256;
const MAX_VALUE_BYTES = 1_024;
const MAX_ORDERING_KEY_BYTES = 1_024;

export const publishSchema = z.looseObject({
  topic: z.string(),
  messages: z
    .array(
      z.looseObject({
        data: z.instanceof(Uint8Array).default(new Uint8Array()),
        attributes: z.record(z.string(), z.string()).default({}),
        orderingKey: z.string().default(''),
      }),
    )
    .default([]),
});
type PublishRequest = z.infer<typeof publishSchema>;
type PublishedMessage = PublishRequest['messages'][number];

/** @throws GrpcFailure INVALID_ARGUMENT for what the service would not take. */
export function checkPublish({ messages }: PublishRequest): void {
  if (messages.length === 0) throw invalidArgument('The request has no messages.');
  if (messages.length > MAX_MESSAGES)
    throw invalidArgument(`The value for message_count is too large. You passed ${messages.length}, at most 1000 fit.`);
  const bytes = messages.reduce((sum, message) => sum + sizeOf(message), 0);
  if (bytes > MAX_REQUEST_BYTES)
    throw invalidArgument(`Request payload size exceeds the limit: ${MAX_REQUEST_BYTES} bytes.`);
  for (const message of messages) checkMessage(message);
}

function sizeOf({ data, attributes, orderingKey }: PublishedMessage): number {
  const texts = [orderingKey, ...Object.entries(attributes).flat()];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), data.byteLength);
}

function checkMessage({ data, attributes, orderingKey }: PublishedMessage): void {
  const entries = Object.entries(attributes);
  if (data.byteLength === 0 && entries.length === 0)
    throw invalidArgument('A message must have data or at least one attribute.');
  if (entries.length > MAX_ATTRIBUTES)
    throw invalidArgument(`A message may have at most ${MAX_ATTRIBUTES} attributes.`);
  for (const [key, value] of entries) checkAttribute(key, value);
  if (Buffer.byteLength(orderingKey) > MAX_ORDERING_KEY_BYTES)
    throw invalidArgument(`An ordering key may have at most ${MAX_ORDERING_KEY_BYTES} bytes.`);
}

function checkAttribute(key: string, value: string): void {
  if (key === '' || Buffer.byteLength(key) > MAX_KEY_BYTES)
    throw invalidArgument(`An attribute’s key must have 1 to ${MAX_KEY_BYTES} bytes.`);
  // Google's own clients use this one prefix for the trace that a message belongs to.
  if (key.startsWith('goog') && !key.startsWith('googclient_'))
    throw invalidArgument('An attribute’s key must not start with "goog".');
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES)
    throw invalidArgument(`An attribute’s value may have at most ${MAX_VALUE_BYTES} bytes.`);
}
