import { PubSub } from '@google-cloud/pubsub';
import { MAX_DELIVERY_ATTEMPTS } from '#shared/handoff/turn-limits.ts';
import type { FunctionFolder } from './manifests.ts';

/** Where a function listens and how pushes to it are signed. */
export interface PushTarget {
  readonly url: string;
  readonly audience: string;
  readonly serviceAccount: string;
}

/** As in the cloud: five attempts, then the dead-letter topic, which has a subscription that holds what comes. */
const DEAD_LETTERS = 'dead-letters';
const ACK_DEADLINE_SECONDS = 600;

/** gRPC status ALREADY_EXISTS. */
const ALREADY_EXISTS = 6;

async function unlessItExists(creation: Promise<unknown>): Promise<boolean> {
  try {
    await creation;
    return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === ALREADY_EXISTS) return false;
    throw error;
  }
}

/** Creates a topic and a push subscription for each edge that ends at one of these functions, as Terraform does. */
export async function createTopics(
  projectId: string,
  functions: readonly FunctionFolder[],
  targetOf: (name: string) => PushTarget,
): Promise<number> {
  const client = new PubSub({ projectId });
  await unlessItExists(client.createTopic(DEAD_LETTERS));
  await unlessItExists(client.createSubscription(DEAD_LETTERS, `${DEAD_LETTERS}.held`));
  const edges = functions.flatMap(({ name, manifest }) => manifest.receives.map((topic) => ({ topic, name })));
  await Promise.all(edges.map(({ topic, name }) => createEdge(client, topic, targetOf(name))));
  await client.close();
  return edges.length;
}

async function createEdge(client: PubSub, topic: string, target: PushTarget): Promise<void> {
  await unlessItExists(client.createTopic(topic));
  const pushEndpoint = target.url;
  const oidcToken = { serviceAccountEmail: target.serviceAccount, audience: target.audience };
  const isNew = await unlessItExists(
    client.createSubscription(topic, topic, {
      pushEndpoint,
      oidcToken,
      ackDeadlineSeconds: ACK_DEADLINE_SECONDS,
      retryPolicy: { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 60 } },
      deadLetterPolicy: {
        deadLetterTopic: `projects/${client.projectId}/topics/${DEAD_LETTERS}`,
        maxDeliveryAttempts: MAX_DELIVERY_ATTEMPTS,
      },
      expirationPolicy: {},
    }),
  );
  // After a restart the subscription is kept, but its function listens at another port.
  if (!isNew) await client.subscription(topic).modifyPushConfig({ pushEndpoint, oidcToken });
}
