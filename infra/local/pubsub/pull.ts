import { z } from 'zod';
import type { Broker } from './broker.ts';
import { invalidArgument } from './pubsub-failure.ts';
import { checkSubscriptionName } from './resource-names.ts';
import { checkPullable, type Subscription } from './subscription.ts';
import { toReceivedMessage } from './wire-format.ts';

const pullSchema = z.looseObject({
  subscription: z.string(),
  maxMessages: z.int(),
  returnImmediately: z.boolean().default(false),
});

/** How long a pull that finds nothing waits for the first message; the service's own wait is bounded but not stated. */
const PATIENCE_MS = 2_000;
const MAX_MESSAGES = 1_000;

/** Pull: what is ready now, or the first that comes within a moment. */
export async function pull(broker: Broker, request: unknown): Promise<object> {
  const { subscription: name, maxMessages, returnImmediately } = pullSchema.parse(request);
  const subscription = broker.subscription(checkSubscriptionName(name));
  if (maxMessages < 1) throw invalidArgument('max_messages must be positive.');
  checkPullable(subscription.record);
  const most = Math.min(maxMessages, MAX_MESSAGES);
  let leases = take(subscription, most);
  if (leases.length === 0 && !returnImmediately) {
    await firstMessage(subscription);
    leases = subscription.isOpen ? take(subscription, most) : [];
  }
  return { receivedMessages: leases.map((lease) => toReceivedMessage(subscription.record, lease)) };
}

function take(subscription: Subscription, most: number) {
  return subscription.take(most, { leaseMs: subscription.record.ackDeadlineSeconds * 1000 });
}

async function firstMessage(subscription: Subscription): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = subscription.onReady(resolve);
  const timer = setTimeout(resolve, PATIENCE_MS);
  await promise;
  stop();
  clearTimeout(timer);
}
