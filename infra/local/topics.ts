import { PubSub } from '@google-cloud/pubsub';
import { MAX_DELIVERY_ATTEMPTS } from '#shared/handoff/turn-limits.ts';
import { DEAD_LETTERS } from '#shared/schemas/edges.ts';
import type { FunctionFolder } from './manifests.ts';

/** Where a function listens and how pushes to it are signed. */
export interface PushTarget {
  readonly url: string;
  readonly audience: string;
  readonly serviceAccount: string;
}

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

/**
 * Creates a topic and a push subscription for each edge that ends at one of these functions, as Terraform does: five
 * attempts, then the dead-letter topic, whose own subscription tries for as long as it takes.
 */
export async function createTopics(
  projectId: string,
  functions: readonly FunctionFolder[],
  targetOf: (name: string) => PushTarget,
): Promise<number> {
  const client = new PubSub({ projectId });
  await unlessItExists(client.createTopic(DEAD_LETTERS));
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
      expirationPolicy: {},
      ...(topic === DEAD_LETTERS ? {} : { deadLetterPolicy: deadLetterPolicy(client.projectId) }),
    }),
  );
  // After a restart the subscription is kept, but its function listens at another port.
  if (!isNew) await client.subscription(topic).modifyPushConfig({ pushEndpoint, oidcToken });
}

function deadLetterPolicy(projectId: string) {
  return {
    deadLetterTopic: `projects/${projectId}/topics/${DEAD_LETTERS}`,
    maxDeliveryAttempts: MAX_DELIVERY_ATTEMPTS,
  };
}
