import { expect } from 'vitest';
import type { Features } from '#tests/support/describe-contract.ts';
import { publish, pullAll, pullNow, receive, texts, type World } from '../world.ts';

/** A feature that of five messages a filter lets exactly these pass. */
function passes(filter: string, expected: readonly string[]) {
  return async (world: World): Promise<void> => {
    const { topic, subscription } = await world.pulled({ filter });
    await publish(topic, 'plain');
    await publish(topic, 'ann', { attributes: { kind: 'a', user: 'ann' } });
    await publish(topic, 'test', { attributes: { kind: 'a', user: 'test-1' } });
    await publish(topic, 'bob', { attributes: { kind: 'b', user: 'bob' } });
    await publish(topic, 'empty', { attributes: { user: '' } });

    const pulled = await pullAll(world, subscription, expected.length);
    const more = await pullNow(world, subscription);

    expect(pulled.map(({ text }) => text)).toEqual(expected);
    expect(more).toEqual([]);
  };
}

/** Messages from publisher to subscriber. */
export const deliveryFeatures: Features<World> = {
  'streams messages with their attributes': async ({ pulled }) => {
    const { topic, subscription } = await pulled();
    const messageId = await publish(topic, 'one', { attributes: { at: '1' } });
    const [message] = await receive(subscription, 1);

    expect(message).toMatchObject({ id: messageId, attributes: { at: '1' } });
    expect(message?.data.toString()).toBe('one');
    expect(Math.abs((message?.publishTime.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  },
  'delivers attributes without data': async ({ pulled }) => {
    const { topic, subscription } = await pulled();
    await topic.publishMessage({ attributes: { only: 'this' } });
    const [message] = await receive(subscription, 1);

    expect(message).toMatchObject({ length: 0, attributes: { only: 'this' } });
  },
  'gives messages of a batch ids of their own, in order': async ({ client, pulled }) => {
    const { topic, subscription } = await pulled();
    const batching = client.topic(topic.name, { batching: { maxMessages: 5, maxMilliseconds: 50 } });
    const ids = await Promise.all(['1', '2', '3', '4', '5'].map((text) => publish(batching, text)));
    const messages = await receive(subscription, 5);

    expect(new Set(ids).size).toBe(5);
    expect(messages.map(({ id }) => id).sort()).toEqual(ids.toSorted());
  },
  'delivers again what was given back': async ({ pulled }) => {
    const { topic, subscription } = await pulled();
    await publish(topic, 'again');
    const messages = await receive(subscription, 2, (message, at) => (at === 1 ? message.nack() : message.ack()));

    expect(texts(messages)).toEqual(['again', 'again']);
  },
  'hands each message to each subscription': async ({ client, uniqueId, pulled }) => {
    const { topic, subscription } = await pulled();
    const [other] = await client.createSubscription(topic.name, uniqueId());
    await publish(topic, 'shared');
    const [mine, theirs] = await Promise.all([receive(subscription, 1), receive(other, 1)]);

    expect([texts(mine), texts(theirs)]).toEqual([['shared'], ['shared']]);
  },
  'shares the messages of a subscription among its subscribers': async ({ client, pulled }) => {
    const { topic, subscription } = await pulled();
    const counts = [0, 0];
    const { promise, resolve } = Promise.withResolvers<void>();
    const flowControl = { maxMessages: 1, allowExcessMessages: false };
    const subscribers = counts.map((_, at) => {
      const subscriber = client.subscription(subscription.name, { flowControl });
      subscriber.on('message', (message) => {
        counts[at] = (counts[at] ?? 0) + 1;
        setTimeout(() => message.ack(), 20);
        if ((counts[0] ?? 0) + (counts[1] ?? 0) === 12) resolve();
      });
      return subscriber;
    });
    await Promise.all(Array.from({ length: 12 }, (_, at) => publish(topic, String(at))));
    await promise;
    await Promise.all(subscribers.map((subscriber) => subscriber.close()));

    expect(Math.min(...counts)).toBeGreaterThan(0);
  },
  'takes single pulls and acknowledges by id': async (world) => {
    const { topic, subscription } = await world.pulled();
    await publish(topic, 'one');
    await publish(topic, 'two');
    const pulled = await pullAll(world, subscription, 2);
    await world.subscriber.acknowledge({ subscription: subscription.name, ackIds: pulled.map(({ ackId }) => ackId) });

    expect(pulled.map(({ text }) => text).sort()).toEqual(['one', 'two']);
    expect(await pullNow(world, subscription)).toEqual([]);
  },
  'gives no more messages than a pull asks for': async (world) => {
    const { topic, subscription } = await world.pulled();
    for (const text of ['1', '2', '3']) await publish(topic, text);

    expect((await pullAll(world, subscription, 2)).length).toBe(2);
  },
  'delivers again once the deadline for an acknowledgement has passed': async (world) => {
    const { topic, subscription } = await world.pulled();
    await publish(topic, 'slow');
    const [first] = await pullAll(world, subscription, 1);
    await world.subscriber.modifyAckDeadline({
      subscription: subscription.name,
      ackIds: [first?.ackId ?? ''],
      ackDeadlineSeconds: 1,
    });
    const [second] = await pullAll(world, subscription, 1);

    expect(second?.text).toBe('slow');
    expect(second?.ackId).not.toBe(first?.ackId);
  },
  'delivers again at once when the deadline is set to nothing': async (world) => {
    const { topic, subscription } = await world.pulled();
    await publish(topic, 'back');
    const [first] = await pullAll(world, subscription, 1);
    const ackIds = [first?.ackId ?? ''];
    await world.subscriber.modifyAckDeadline({ subscription: subscription.name, ackIds, ackDeadlineSeconds: 0 });

    expect((await pullAll(world, subscription, 1)).map(({ text }) => text)).toEqual(['back']);
  },
  'keeps the order of a key': async ({ pulled }) => {
    const { topic, subscription } = await pulled({ enableMessageOrdering: true });
    for (const text of ['1', '2', '3', '4']) await publish(topic, text, { orderingKey: 'k' });

    expect(texts(await receive(subscription, 4))).toEqual(['1', '2', '3', '4']);
  },
  'keeps the order of a key when one is given back': async ({ pulled }) => {
    const { topic, subscription } = await pulled({ enableMessageOrdering: true });
    for (const text of ['1', '2', '3']) await publish(topic, text, { orderingKey: 'k' });
    let isRefused = false;
    const settled: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    subscription.on('message', (message) => {
      if (message.data.toString() === '2' && !isRefused) {
        isRefused = true;
        message.nack();
        return;
      }
      settled.push(message.data.toString());
      message.ack();
      if (settled.length >= 3 && settled.includes('3')) resolve();
    });
    await promise;
    await subscription.close();

    expect([...new Set(settled)]).toEqual(['1', '2', '3']);
  },
  'lets a key that waits hold up no other key': async (world) => {
    const { topic, subscription } = await world.pulled({ enableMessageOrdering: true });
    await publish(topic, 'a1', { orderingKey: 'a' });
    const [first] = await pullAll(world, subscription, 1);
    await publish(topic, 'b1', { orderingKey: 'b' });

    expect(first?.text).toBe('a1');
    expect((await pullAll(world, subscription, 1)).map(({ text }) => text)).toEqual(['b1']);
  },
  'confirms acknowledgements when delivery is exactly once': async ({ pulled }) => {
    const { topic, subscription } = await pulled({ enableExactlyOnceDelivery: true });
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    subscription.on('message', (message) => void message.ackWithResponse().then(resolve, reject));
    subscription.on('error', reject);
    await publish(topic, 'precious');
    const response = await promise;
    await subscription.close();

    expect(response).toBe('SUCCESS');
  },
  'refuses an acknowledgement that comes too late when delivery is exactly once': async (world) => {
    const { topic, subscription } = await world.pulled({ enableExactlyOnceDelivery: true });
    await publish(topic, 'precious');
    const [first] = await pullAll(world, subscription, 1);
    const ackIds = [first?.ackId ?? ''];
    await world.subscriber.modifyAckDeadline({ subscription: subscription.name, ackIds, ackDeadlineSeconds: 0 });
    await pullAll(world, subscription, 1);

    await expect(world.subscriber.acknowledge({ subscription: subscription.name, ackIds })).rejects.toThrow(/ack/iu);
  },
  'waits longer after each refusal, as the retry policy says': async (world) => {
    const retryPolicy = {
      minimumBackoff: { seconds: 0, nanos: 200_000_000 },
      maximumBackoff: { seconds: 5 },
    };
    const { topic, subscription } = await world.pulled({ retryPolicy });
    await publish(topic, 'stubborn');
    const times: number[] = [];
    await receive(subscription, 4, (message, at) => {
      times.push(performance.now());
      if (at < 4) message.nack();
      else message.ack();
    });
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));

    // Each wait is drawn at random around its place in the series of 200, 400 and 800 ms.
    expect(waits[0]).toBeGreaterThanOrEqual(80);
    expect(waits[2]).toBeGreaterThan(waits[0] ?? 0);
  },
  'forwards to the dead letters after the last attempt, and says where from': async (world) => {
    const dead = await world.pulled();
    const source = await world.pulled({
      retryPolicy: { minimumBackoff: { nanos: 10_000_000 }, maximumBackoff: { nanos: 20_000_000 } },
      deadLetterPolicy: { deadLetterTopic: dead.topic.name, maxDeliveryAttempts: 5 },
    });
    await publish(source.topic, 'poison', { attributes: { kind: 'question' } });
    const attempts: number[] = [];
    await receive(source.subscription, 5, (message) => {
      attempts.push(message.deliveryAttempt);
      message.nack();
    });
    const [message] = await receive(dead.subscription, 1);

    expect(attempts).toEqual([1, 2, 3, 4, 5]);
    expect(message?.data.toString()).toBe('poison');
    expect(message?.attributes).toMatchObject({
      kind: 'question',
      CloudPubSubDeadLetterSourceDeliveryCount: '5',
      CloudPubSubDeadLetterSourceSubscription: source.subscription.name.split('/').at(-1),
    });
  },
  'filters by equality': passes('attributes.kind = "a"', ['ann', 'test']),
  'filters by inequality': passes('attributes.kind != "a"', ['plain', 'bob', 'empty']),
  'filters by presence': passes('attributes:user', ['ann', 'test', 'bob', 'empty']),
  'filters by absence': passes('NOT attributes:user', ['plain']),
  'filters by prefix': passes('hasPrefix(attributes.user, "test-")', ['test']),
  'filters by both of two': passes('attributes.kind = "a" AND attributes.user = "ann"', ['ann']),
  'filters by either of two': passes('attributes.user = "ann" OR attributes.user = "bob"', ['ann', 'bob']),
  'filters by what stands in parentheses': passes(
    'attributes:kind AND NOT (attributes.kind = "b" OR hasPrefix(attributes.user, "test-"))',
    ['ann'],
  ),
};
