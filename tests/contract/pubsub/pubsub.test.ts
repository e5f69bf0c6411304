import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import {
  PubSub,
  type CreateSubscriptionOptions,
  type Message,
  type Subscription,
  type Topic,
} from '@google-cloud/pubsub';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTokenIssuer, type TokenIssuer } from '#infra/local/identity/token-issuer.ts';
import { startPubSubServer, type PubSubServer } from '#infra/local/pubsub/pubsub-server.ts';
import { startPushEndpoint, type PushEndpoint } from './push-endpoint.ts';

const AUDIENCE = 'https://coordinator.example.com';
const ACCOUNT = 'push-coordinator@baton.iam.gserviceaccount.com';
const FAST = { minimumBackoff: { seconds: 0, nanos: 20_000_000 }, maximumBackoff: { seconds: 0, nanos: 80_000_000 } };

let server: PubSubServer;
let issuer: TokenIssuer;
let client: PubSub;
let endpoint: PushEndpoint;
let serial = 0;

beforeAll(async () => {
  issuer = await createTokenIssuer({ now: Date.now });
  server = await startPubSubServer({ tokenIssuer: issuer });
});

afterAll(() => server.stop());

beforeEach(async () => {
  process.env['PUBSUB_EMULATOR_HOST'] = server.address;
  serial += 1;
  client = new PubSub({ projectId: `project-${serial}` });
  endpoint = await startPushEndpoint();
});

afterEach(async () => {
  endpoint.stop();
  await client.close();
});

/** A topic and a push subscription to the endpoint, under one name. */
async function pushed(options: CreateSubscriptionOptions = {}, name = 'questions'): Promise<Topic> {
  await client.createTopic(name);
  await client.createSubscription(name, name, {
    ...(options.pushConfig === undefined ? { pushEndpoint: endpoint.url } : {}),
    retryPolicy: FAST,
    ...options,
  });
  return client.topic(name, { batching: { maxMessages: 1 }, messageOrdering: options.enableMessageOrdering === true });
}

/** A topic and a subscription that is pulled. */
async function pulled(
  options: CreateSubscriptionOptions = {},
  name = 'questions',
): Promise<{ topic: Topic; subscription: Subscription }> {
  await client.createTopic(name);
  const [subscription] = await client.createSubscription(name, name, options);
  return { topic: client.topic(name, { messageOrdering: options.enableMessageOrdering === true }), subscription };
}

function publish(
  topic: Topic,
  text: string,
  rest: { attributes?: Record<string, string>; orderingKey?: string } = {},
): Promise<string> {
  return topic.publishMessage({ data: Buffer.from(text), ...rest });
}

/** Takes messages until there are so many, settling each as told. */
async function receive(
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
    await subscription.close();
  }
}

const texts = (messages: readonly Message[]): string[] => messages.map(({ data }) => data.toString());

describe('topics and subscriptions', () => {
  it('are created, listed, read and deleted', async () => {
    await pulled();

    const [topics] = await client.getTopics();
    const [subscriptions] = await client.topic('questions').getSubscriptions();
    await client.subscription('questions').delete();
    await client.topic('questions').delete();

    expect(topics.map(({ name }) => name.split('/').at(-1))).toEqual(['questions']);
    expect(subscriptions.map(({ name }) => name.split('/').at(-1))).toEqual(['questions']);
    expect((await client.topic('questions').exists())[0]).toBe(false);
  });

  it.each<[string, () => Promise<unknown>, status]>([
    [
      'a topic that is there already',
      async () => [await client.createTopic('twice'), await client.createTopic('twice')],
      status.ALREADY_EXISTS,
    ],
    ['a subscription to no topic', () => client.createSubscription('nowhere', 'lonely'), status.NOT_FOUND],
    [
      'publishing to no topic',
      () => client.topic('nowhere').publishMessage({ data: Buffer.from('x') }),
      status.NOT_FOUND,
    ],
    ['a name of two letters', () => client.createTopic('ab'), status.INVALID_ARGUMENT],
    ['a name that begins with goog', () => client.createTopic('google-topic'), status.INVALID_ARGUMENT],
    ['a name with a space', () => client.createTopic('a topic'), status.INVALID_ARGUMENT],
    [
      'a filter that can’t be read',
      async () => [
        await client.createTopic('filtered'),
        await client.createSubscription('filtered', 'filtered', { filter: 'attributes.a ~ 1' }),
      ],
      status.INVALID_ARGUMENT,
    ],
    [
      'a deadline of 5 seconds',
      async () => [
        await client.createTopic('hasty'),
        await client.createSubscription('hasty', 'hasty', { ackDeadlineSeconds: 5 }),
      ],
      status.INVALID_ARGUMENT,
    ],
    [
      '101 attributes',
      async () => {
        const [topic] = await client.createTopic('wordy');
        return topic.publishMessage({
          data: Buffer.from('x'),
          attributes: Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`k${at}`, 'v'])),
        });
      },
      status.INVALID_ARGUMENT,
    ],
  ])('refuse %s with the service’s own code', async (_, call, code) => {
    await expect(call()).rejects.toMatchObject({ code });
  });

  it('keep what they were created with', async () => {
    const { subscription } = await pulled({
      ackDeadlineSeconds: 33,
      filter: 'attributes.kind = "a"',
      labels: { team: 'data' },
    });

    const [metadata] = await subscription.getMetadata();

    expect(metadata).toMatchObject({
      ackDeadlineSeconds: 33,
      filter: 'attributes.kind = "a"',
      labels: { team: 'data' },
    });
  });
});

describe('a push subscription', () => {
  it('pushes a message wrapped, with both spellings of its fields', async () => {
    const topic = await pushed();

    const messageId = await publish(topic, 'hello', { attributes: { kind: 'greeting' } });
    const [push] = await endpoint.until(1);

    expect(push).toMatchObject({ data: 'hello', attributes: { kind: 'greeting' } });
    expect(JSON.parse(push?.raw ?? '')).toMatchObject({
      subscription: `projects/project-${serial}/subscriptions/questions`,
      message: { messageId, message_id: messageId, data: Buffer.from('hello').toString('base64') },
    });
  });

  it('signs each push with a token for its account and audience', async () => {
    const topic = await pushed({ oidcToken: { serviceAccountEmail: ACCOUNT, audience: AUDIENCE } });

    await publish(topic, 'hello');
    const [push] = await endpoint.until(1);
    const token = push?.headers.authorization?.replace('Bearer ', '') ?? '';
    const { payload } = await jwtVerify(token, createLocalJWKSet(issuer.jwks()), {
      audience: AUDIENCE,
      issuer: 'https://accounts.google.com',
    });

    expect(payload).toMatchObject({ email: ACCOUNT, email_verified: true });
  });

  it('pushes again after a refusal, later each time, and counts the attempts', async () => {
    await client.createTopic('dead-letters');
    const topic = await pushed({
      deadLetterPolicy: { deadLetterTopic: `projects/project-${serial}/topics/dead-letters`, maxDeliveryAttempts: 5 },
    });
    endpoint.answer(500, 503, 429);

    await publish(topic, 'stubborn');
    const pushes = await endpoint.until(4);

    expect(pushes.map(({ deliveryAttempt }) => deliveryAttempt)).toEqual([1, 2, 3, 4]);
    const waits = pushes.slice(1).map(({ at }, place) => at - (pushes[place]?.at ?? 0));
    expect(waits[0]).toBeGreaterThanOrEqual(18);
    expect(waits[2]).toBeGreaterThan(waits[0] ?? 0);
  });

  it('forwards a message to the dead letters after its last attempt, saying where it came from', async () => {
    const dead = await pulled({}, 'dead-letters');
    const topic = await pushed({
      deadLetterPolicy: { deadLetterTopic: `projects/project-${serial}/topics/dead-letters`, maxDeliveryAttempts: 5 },
    });
    endpoint.answer(500, 500, 500, 500, 500);

    await publish(topic, 'poison', { attributes: { kind: 'question' } });
    const [message] = await receive(dead.subscription, 1);

    expect(message?.data.toString()).toBe('poison');
    expect(message?.attributes).toMatchObject({
      kind: 'question',
      CloudPubSubDeadLetterSourceDeliveryCount: '5',
      CloudPubSubDeadLetterSourceSubscription: 'questions',
      CloudPubSubDeadLetterSourceSubscriptionProject: `project-${serial}`,
    });
    expect(endpoint.pushes).toHaveLength(5);
  });

  it('pushes messages of one ordering key one at a time and in order, also past a refusal', async () => {
    const topic = await pushed({ enableMessageOrdering: true });
    endpoint.answer(204, 500);

    for (const text of ['one', 'two', 'three']) await publish(topic, text, { orderingKey: 'conversation' });
    const pushes = await endpoint.until(4);

    expect(pushes.map(({ data }) => data)).toEqual(['one', 'two', 'two', 'three']);
  });

  it('lets only messages pass that its filter allows', async () => {
    const topic = await pushed({ filter: 'attributes.kind = "a" AND NOT hasPrefix(attributes.user, "test-")' });

    await publish(topic, 'other', { attributes: { kind: 'b', user: 'ann' } });
    await publish(topic, 'tester', { attributes: { kind: 'a', user: 'test-1' } });
    await publish(topic, 'wanted', { attributes: { kind: 'a', user: 'ann' } });
    const [push] = await endpoint.until(1);

    expect(push?.data).toBe('wanted');
    expect(endpoint.pushes).toHaveLength(1);
  });

  it('pushes the data alone when it is not wrapped, with the metadata in headers', async () => {
    const topic = await pushed({ pushConfig: { pushEndpoint: endpoint.url, noWrapper: { writeMetadata: true } } });

    const messageId = await publish(topic, '{"plain":true}', { attributes: { kind: 'bare' } });
    const [push] = await endpoint.until(1);

    expect(push?.raw).toBe('{"plain":true}');
    expect(push?.headers).toMatchObject({ 'x-goog-pubsub-message-id': messageId, kind: 'bare' });
  });

  it('adds CloudEvents headers when its endpoint is that of an Eventarc trigger', async () => {
    const mode = '__GCP_CloudEventsMode=CUSTOM_PUBSUB_projects%2Fp%2Ftopics%2Ft';
    const topic = await pushed({ pushEndpoint: `${endpoint.url}?${mode}` });

    const messageId = await publish(topic, 'event');
    const [push] = await endpoint.until(1);

    expect(push).toMatchObject({ data: 'event' });
    expect(push?.headers).toMatchObject({
      'ce-id': messageId,
      'ce-specversion': '1.0',
      'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
    });
  });

  it('goes to another endpoint once it is told to', async () => {
    const topic = await pushed({ pushEndpoint: 'http://127.0.0.1:9/nowhere' });
    await publish(topic, 'moved');

    await client.subscription('questions').modifyPushConfig({ pushEndpoint: endpoint.url });
    const [push] = await endpoint.until(1);

    expect(push?.data).toBe('moved');
  });
});

describe('a pull subscription', () => {
  it('streams messages with their attributes and acknowledges them', async () => {
    const { topic, subscription } = await pulled();
    await publish(topic, 'one', { attributes: { at: '1' } });

    const [message] = await receive(subscription, 1);

    expect(message).toMatchObject({ attributes: { at: '1' } });
    expect(message?.data.toString()).toBe('one');
  });

  it('delivers again what was given back', async () => {
    const { topic, subscription } = await pulled();
    await publish(topic, 'again');

    const messages = await receive(subscription, 2, (message, at) => (at === 1 ? message.nack() : message.ack()));

    expect(texts(messages)).toEqual(['again', 'again']);
  });

  it('hands the same message to each subscription, and to one client of it only', async () => {
    const { topic, subscription } = await pulled();
    const [other] = await client.createSubscription('questions', 'copies');
    await publish(topic, 'shared');

    const [mine, theirs] = await Promise.all([receive(subscription, 1), receive(other, 1)]);

    expect([texts(mine), texts(theirs)]).toEqual([['shared'], ['shared']]);
  });

  it('keeps the order of a key', async () => {
    const { topic, subscription } = await pulled({ enableMessageOrdering: true });
    for (const text of ['1', '2', '3', '4']) await publish(topic, text, { orderingKey: 'k' });

    expect(texts(await receive(subscription, 4))).toEqual(['1', '2', '3', '4']);
  });

  it('confirms acknowledgements when delivery is exactly once', async () => {
    const { topic, subscription } = await pulled({ enableExactlyOnceDelivery: true });
    await publish(topic, 'precious');
    let confirmed = '';

    await receive(subscription, 1, (message) => {
      void message.ackWithResponse().then((response) => {
        confirmed = response;
      });
    });

    await expect.poll(() => confirmed).toBe('SUCCESS');
  });

  it('delivers again from a time that it is sought to', async () => {
    const { topic, subscription } = await pulled({ retainAckedMessages: true });
    const before = Date.now() - 1_000;
    await publish(topic, 'replayed');
    await receive(subscription, 1);

    const again = client.subscription('questions');
    await again.seek(new Date(before));

    expect(texts(await receive(again, 1))).toEqual(['replayed']);
  });
});

describe('faults on demand', () => {
  it('delivers twice, drops a connection, spoils a token and fails a call, each once', async () => {
    const topic = await pushed({ oidcToken: { serviceAccountEmail: ACCOUNT, audience: AUDIENCE } });
    server.faults.add('delivery', { kind: 'duplicate' });
    await publish(topic, 'doubled');
    await endpoint.until(2);
    server.faults.add('push', { kind: 'drop' });
    server.faults.add('push', { kind: 'token', flaw: 'wrong-audience' });
    await publish(topic, 'dropped');
    const pushes = await endpoint.until(3);
    server.faults.add('Publish', { kind: 'error', code: status.PERMISSION_DENIED, message: 'Not you.' });

    await expect(publish(topic, 'refused')).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
    expect(pushes.map(({ data }) => data)).toEqual(['doubled', 'doubled', 'dropped']);
  });
});

describe('a server with a state file', () => {
  it('delivers after a restart what was not acknowledged before, and nothing else', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'pubsub-'));
    const stateFile = join(directory, 'pubsub.jsonl');
    const first = await startPubSubServer({ stateFile });
    process.env['PUBSUB_EMULATOR_HOST'] = first.address;
    client = new PubSub({ projectId: 'kept' });
    const { topic, subscription } = await pulled();
    await publish(topic, 'done');
    await receive(subscription, 1);
    await expect.poll(() => readFile(stateFile, 'utf8')).toContain('"settled"');
    await publish(topic, 'waiting');
    await first.stop();

    const second = await startPubSubServer({ stateFile });
    process.env['PUBSUB_EMULATOR_HOST'] = second.address;
    client = new PubSub({ projectId: 'kept' });
    const messages = await receive(client.subscription('questions'), 1);
    await second.stop();

    expect(texts(messages)).toEqual(['waiting']);
    await rm(directory, { recursive: true });
  });

  it('refuses to start in the cloud', async () => {
    process.env['K_SERVICE'] = 'pubsub';

    await expect(startPubSubServer()).rejects.toMatchObject({ code: 'invalid_configuration' });
    Reflect.deleteProperty(process.env, 'K_SERVICE');
  });
});
