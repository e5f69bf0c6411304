import { PubSub, type Topic } from '@google-cloud/pubsub';
import { AppError } from '#shared/errors/app-error.ts';
import { withTimeout } from '#shared/resilience/with-timeout.ts';
import type { MessageBus } from './message-bus.ts';

/** How long publishing may take, with the client's own tries; it would go on for ten minutes. */
const PUBLISH_MS = 15_000;

/**
 * Google Cloud Pub/Sub as the message bus.
 *
 * Publishes each message at once (`maxMessages: 1`): the client's own batching would add 10 ms to every handoff.
 */
export function createPubSubBus(projectId: string): MessageBus {
  const client = new PubSub({ projectId });
  const topics = new Map<string, Topic>();

  function topicNamed(name: string): Topic {
    const known = topics.get(name);
    if (known !== undefined) return known;
    const topic = client.topic(name, { batching: { maxMessages: 1, maxMilliseconds: 0 } });
    topics.set(name, topic);
    return topic;
  }

  return {
    async publish(topic, message) {
      const target = topicNamed(topic);
      try {
        const published = target.publishMessage({
          data: Buffer.from(message.json),
          attributes: { ...message.attributes },
        });
        await withTimeout(published, PUBLISH_MS, () => new Error('No answer in time.'));
      } catch (error) {
        throw new AppError('messaging_unavailable', 'A message could not be published.', {
          cause: error,
          details: { topic },
        });
      }
    },
  };
}
