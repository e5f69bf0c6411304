import { randomUUID } from 'node:crypto';
import {
  type CreateSubscriptionOptions,
  type Message,
  PubSub,
  type Subscription,
  type Topic,
  v1,
} from '@google-cloud/pubsub';
import { credentials } from '@grpc/grpc-js';
import type { PushEndpoint } from './push-endpoint.ts';

/** Everything that a world names begins so, to be found and deleted. */
export const NAME_PREFIX = 'contract-';

/** gRPC codes by number, as errors of the client carry them. */
export const CODE = { invalidArgument: 3, notFound: 5, alreadyExists: 6, failedPrecondition: 9 } as const;

/** What one feature is tried on: a project, and names in it that nobody else uses. */
export interface World {
  readonly client: PubSub;
  /** The calls below the client's streams: one Pull at a time. */
  readonly subscriber: v1.SubscriberClient;
  /** An id for a topic, a subscription or a snapshot. */
  readonly uniqueId: () => string;
  /** A topic and a subscription to it that is pulled. */
  readonly pulled: (options?: CreateSubscriptionOptions) => Promise<Pair>;
  /** A topic, a subscription that pushes, and the endpoint that it pushes to. */
  readonly pushed: (options?: PushOptions) => Promise<Pair & { readonly endpoint: PushEndpoint }>;
}

export interface Pair {
  readonly topic: Topic;
  readonly subscription: Subscription;
}

export type PushOptions = Omit<CreateSubscriptionOptions, 'pushConfig' | 'pushEndpoint'> & {
  readonly pushConfig?: (url: string) => CreateSubscriptionOptions['pushConfig'];
};

/** The shortest backoff, so that a test of redelivery takes no seconds. */
const FAST = { minimumBackoff: { seconds: 0, nanos: 20_000_000 }, maximumBackoff: { seconds: 0, nanos: 80_000_000 } };

export interface WorldDeps {
  readonly client: PubSub;
  readonly subscriber: v1.SubscriberClient;
  readonly openEndpoint: () => Promise<PushEndpoint>;
}

export function createWorld({ client, subscriber, openEndpoint }: WorldDeps): World {
  const uniqueId = () => `${NAME_PREFIX}${randomUUID()}`;
  const pair = async (options: CreateSubscriptionOptions): Promise<Pair> => {
    const [topic] = await client.createTopic(uniqueId());
    const [subscription] = await client.createSubscription(topic.name, uniqueId(), options);
    const messageOrdering = options.enableMessageOrdering === true;
    return { topic: client.topic(topic.name, { batching: { maxMessages: 1 }, messageOrdering }), subscription };
  };
  return {
    client,
    subscriber,
    uniqueId,
    pulled: (options = {}) => pair(options),
    pushed: async ({ pushConfig, ...options } = {}) => {
      const endpoint = await openEndpoint();
      const config = pushConfig?.(endpoint.url) ?? { pushEndpoint: endpoint.url };
      return { ...(await pair({ retryPolicy: FAST, ...options, pushConfig: config })), endpoint };
    },
  };
}

/** The unmodified client for a server of this machine, which takes its address from the environment when it is made. */
export function connectPubSub(address: string, projectId: string): PubSub {
  process.env['PUBSUB_EMULATOR_HOST'] = address;
  try {
    return new PubSub({ projectId });
  } finally {
    delete process.env['PUBSUB_EMULATOR_HOST'];
  }
}

/** The calls below a client's streams, at a server of this machine. */
export function connectSubscriber(address: string, projectId: string): v1.SubscriberClient {
  const [servicePath = '', port] = address.split(':');
  return new v1.SubscriberClient({
    projectId,
    servicePath,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
  });
}

/** Takes what is ready and does not wait for more; with the ids to acknowledge by. */
export function pullNow(world: World, subscription: Subscription): Promise<readonly Pulled[]> {
  return pullOnce(world, subscription, { maxMessages: 10, returnImmediately: true });
}

async function pullOnce(
  { subscriber }: World,
  subscription: Subscription,
  options: { readonly maxMessages: number; readonly returnImmediately?: boolean },
): Promise<readonly Pulled[]> {
  const [{ receivedMessages }] = await subscriber.pull({ subscription: subscription.name, ...options });
  return (receivedMessages ?? []).map(({ ackId, message, deliveryAttempt }) => ({
    ackId: ackId ?? '',
    text: Buffer.from(message?.data ?? '').toString(),
    attributes: message?.attributes ?? {},
    deliveryAttempt: deliveryAttempt ?? 0,
  }));
}

export interface Pulled {
  readonly ackId: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly deliveryAttempt: number;
}

/** Pulls until so many came, as a single pull may give fewer. */
export async function pullAll(world: World, subscription: Subscription, count: number): Promise<readonly Pulled[]> {
  const pulled: Pulled[] = [];
  while (pulled.length < count)
    pulled.push(...(await pullOnce(world, subscription, { maxMessages: count - pulled.length })));
  return pulled;
}

export function publish(
  topic: Topic,
  text: string,
  rest: { attributes?: Record<string, string>; orderingKey?: string } = {},
): Promise<string> {
  return topic.publishMessage({ data: Buffer.from(text), ...rest });
}

/** Takes messages until there are so many, settling each as told. */
export async function receive(
  subscription: Subscription,
  count: number,
  settle: (message: Message, at: number) => void = (message) => message.ack(),
): Promise<Message[]> {
  const { promise, resolve, reject } = Promise.withResolvers<Message[]>();
  const taken: Message[] = [];
  subscription.on('message', (message: Message) => {
    taken.push(message);
    settle(message, taken.length);
    if (taken.length === count) resolve(taken);
  });
  subscription.on('error', reject);
  try {
    return await promise;
  } finally {
    subscription.removeAllListeners();
    await subscription.close();
  }
}

export const texts = (messages: readonly Message[]): string[] => messages.map(({ data }) => data.toString());
