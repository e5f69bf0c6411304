import { loadFirestoreService } from '#infra/local/firestore/proto-service.ts';
import { loadService } from '#infra/local/grpc/load-service.ts';
import { z } from 'zod';
import { createRawClient, type RawClient } from './raw-grpc-client.ts';

const PUBSUB_PROTOS = '@google-cloud/pubsub/build/protos/protos.json';
const TOPIC = 'projects/load/topics/load';
const SUBSCRIPTION = 'projects/load/subscriptions/load';
const DATABASE = 'projects/load/databases/(default)';
const MESSAGES_A_CALL = 500;
const WRITES_A_COMMIT = 250;
/** Writes go to so many documents, over and over. */
const DOCUMENTS = 1_000;
const PATIENCE_MS = 60_000;

const pulledSchema = z.tuple([z.object({ receivedMessages: z.array(z.looseObject({ ackId: z.string() })) })]);

/** Puts a server under load, for its memory to be looked at. */
export interface Load {
  /** Works off so many items. */
  run(items: number): Promise<void>;
  close(): void;
}

async function call(client: RawClient, method: string, request: object): Promise<readonly unknown[]> {
  const { code, details, messages } = await client.call(method, request, PATIENCE_MS);
  if (code !== 0) throw new Error(`${method} failed with ${code}: ${details}`);
  return messages;
}

/** Messages of 1 KB, published, pulled and acknowledged. */
export async function createMessageLoad(address: string): Promise<Load> {
  const publisher = createRawClient(address, loadService(PUBSUB_PROTOS, 'google.pubsub.v1.Publisher'));
  const subscriber = createRawClient(address, loadService(PUBSUB_PROTOS, 'google.pubsub.v1.Subscriber'));
  await call(publisher, 'CreateTopic', { name: TOPIC });
  await call(subscriber, 'CreateSubscription', { name: SUBSCRIPTION, topic: TOPIC });
  const messages = Array.from({ length: MESSAGES_A_CALL }, (_, at) => ({
    data: Buffer.alloc(1_024, at % 256),
    attributes: { at: String(at) },
  }));
  const drain = async (count: number): Promise<void> => {
    for (let left = count; left > 0;) {
      const request = { subscription: SUBSCRIPTION, maxMessages: left };
      const [{ receivedMessages }] = pulledSchema.parse(await call(subscriber, 'Pull', request));
      const ackIds = receivedMessages.map(({ ackId }) => ackId);
      left -= ackIds.length;
      if (ackIds.length > 0) await call(subscriber, 'Acknowledge', { subscription: SUBSCRIPTION, ackIds });
    }
  };
  return {
    run: async (items) => {
      for (let done = 0; done < items; done += MESSAGES_A_CALL) {
        await call(publisher, 'Publish', { topic: TOPIC, messages });
        await drain(MESSAGES_A_CALL);
      }
    },
    close: () => {
      publisher.close();
      subscriber.close();
    },
  };
}

/** Writes of 1 KB to a thousand documents. */
export function createWriteLoad(address: string): Load {
  const client = createRawClient(address, loadFirestoreService());
  let serial = 0;
  const write = (): object => {
    serial += 1;
    const fields = { serial: { integerValue: String(serial) }, text: { stringValue: String(serial).padEnd(1_024) } };
    return { update: { name: `${DATABASE}/documents/load/d${serial % DOCUMENTS}`, fields } };
  };
  return {
    run: async (items) => {
      for (let done = 0; done < items; done += WRITES_A_COMMIT) {
        await call(client, 'Commit', { database: DATABASE, writes: Array.from({ length: WRITES_A_COMMIT }, write) });
      }
    },
    close: () => client.close(),
  };
}
