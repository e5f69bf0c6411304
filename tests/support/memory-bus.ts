import { AppError } from '#shared/errors/app-error.ts';
import type { MessageBus, OutgoingMessage } from '#shared/messaging/message-bus.ts';

export interface Published {
  readonly topic: string;
  readonly message: OutgoingMessage;
}

/** A bus that keeps what is published, and fails while told to. */
export function createMemoryBus(): MessageBus & { readonly published: Published[]; down: boolean } {
  const published: Published[] = [];
  return {
    published,
    down: false,
    publish(topic, message) {
      if (this.down) return Promise.reject(new AppError('messaging_unavailable', 'The bus is down.'));
      published.push({ topic, message });
      return Promise.resolve();
    },
  };
}

/** The body of the push that a subscription would make of a message. */
export function pushBody({ topic, message }: Published, deliveryAttempt = 1): unknown {
  return {
    subscription: `projects/test/subscriptions/${topic}`,
    deliveryAttempt,
    message: { messageId: '1', data: Buffer.from(message.json).toString('base64'), attributes: message.attributes },
  };
}
