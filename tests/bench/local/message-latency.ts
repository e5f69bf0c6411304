import { Agent, request } from 'node:http';
import type { PubSub, Topic } from '@google-cloud/pubsub';
import { connectPubSub } from '#tests/contract/pubsub/world.ts';
import { startPushEndpoint, type PushEndpoint } from '#tests/contract/pubsub/push-endpoint.ts';
import { summarize } from '../percentile.ts';
import { printFigures, startContenders, type Contender } from './contenders.ts';

const MESSAGES = 300;
const WARM_UP = 30;
const DATA = Buffer.alloc(1_024, 'x');

interface Line {
  readonly name: string;
  /** Sends one message; resolves when the handler has it. */
  send(): Promise<void>;
  readonly samples: number[];
}

async function openLine({ name, address }: Contender, endpoint: PushEndpoint, client: PubSub): Promise<Line> {
  const [created] = await client.createTopic('bench');
  await client.createSubscription('bench', 'bench', { pushEndpoint: endpoint.url });
  // As the product publishes: at once, one by one.
  const topic: Topic = client.topic(created.name, { batching: { maxMessages: 1, maxMilliseconds: 0 } });
  let sent = 0;
  const send = async (): Promise<void> => {
    sent += 1;
    await Promise.all([endpoint.until(sent), topic.publishMessage({ data: DATA })]);
  };
  return { name: `${name} (${address})`, samples: [], send };
}

/** The least that a push can take: one HTTP request to the same handler. */
function bareLine(endpoint: PushEndpoint): Line {
  const agent = new Agent({ keepAlive: true });
  const post = (): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const outgoing = request(endpoint.url, { agent, method: 'POST' }, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    outgoing.on('error', reject);
    outgoing.end(DATA);
    return promise;
  };
  return { name: 'one bare HTTP request', samples: [], send: post };
}

/** Publish → handler starts, one message of 1 KB after another. */
export async function benchMessages(): Promise<void> {
  const contenders = await startContenders('pubsub');
  const endpoints: PushEndpoint[] = [];
  const clients: PubSub[] = [];
  const lines: Line[] = [];
  try {
    for (const contender of contenders) {
      const endpoint = await startPushEndpoint();
      endpoints.push(endpoint);
      const client = connectPubSub(contender.address, 'bench');
      clients.push(client);
      lines.push(await openLine(contender, endpoint, client));
    }
    const bare = await startPushEndpoint();
    endpoints.push(bare);
    lines.push(bareLine(bare));
    for (let count = 0; count < WARM_UP; count += 1) for (const line of lines) await line.send();
    for (let count = 0; count < MESSAGES; count += 1) {
      for (const line of lines) {
        const before = performance.now();
        await line.send();
        line.samples.push(performance.now() - before);
      }
    }
    printFigures(
      `Publish → handler, ${MESSAGES} messages of 1 KB in turns (ms)`,
      new Map(lines.map(({ name, samples }) => [name, summarize(samples)])),
    );
  } finally {
    for (const client of clients) await client.close();
    for (const endpoint of endpoints) endpoint.stop();
    for (const contender of contenders) await contender.stop();
  }
}
