import type { CreateSubscriptionOptions } from '@google-cloud/pubsub';
import { expect } from 'vitest';
import type { Features } from '#tests/support/describe-contract.ts';
import { CODE, publish, pullAll, type World } from '../world.ts';

const idOf = ({ name }: { readonly name: string }): string => name.split('/').at(-1) ?? '';

/** A feature that a subscription with these settings is refused. */
function refusesSubscription(options: CreateSubscriptionOptions, code: number = CODE.invalidArgument) {
  return async ({ client, uniqueId }: World): Promise<void> => {
    const [topic] = await client.createTopic(uniqueId());

    await expect(client.createSubscription(topic.name, uniqueId(), options)).rejects.toMatchObject({ code });
  };
}

function refusesTopicName(name: string) {
  return async ({ client }: World): Promise<void> => {
    await expect(client.createTopic(name)).rejects.toMatchObject({ code: CODE.invalidArgument });
  };
}

/** Topics and subscriptions: made, found, changed, refused. */
export const resourceFeatures: Features<World> = {
  'makes topics, finds them and deletes them': async ({ client, uniqueId }) => {
    const id = uniqueId();
    const [topic] = await client.createTopic(id);
    const [topics] = await client.getTopics();
    const [isThere] = await topic.exists();
    await topic.delete();

    expect(topics.map(idOf)).toContain(id);
    expect(isThere).toBe(true);
    expect((await client.topic(id).exists())[0]).toBe(false);
  },
  'lists the subscriptions of a topic and of a project': async ({ client, pulled }) => {
    const { topic, subscription } = await pulled();
    const [ofTopic] = await topic.getSubscriptions();
    const [ofProject] = await client.getSubscriptions();

    expect(ofTopic.map(idOf)).toEqual([idOf(subscription)]);
    expect(ofProject.map(idOf)).toContain(idOf(subscription));
  },
  'keeps the settings of a subscription': async ({ pulled }) => {
    const settings = { ackDeadlineSeconds: 33, labels: { team: 'data' }, enableMessageOrdering: true };
    const { subscription } = await pulled(settings);
    const [metadata] = await subscription.getMetadata();

    expect(metadata).toMatchObject(settings);
  },
  'keeps a filter, a retry policy and a dead-letter policy': async ({ client, uniqueId, pulled }) => {
    const [dead] = await client.createTopic(uniqueId());
    const deadLetterPolicy = { deadLetterTopic: dead.name, maxDeliveryAttempts: 7 };
    const retryPolicy = { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 20 } };
    const { subscription } = await pulled({ filter: 'attributes.kind = "a"', deadLetterPolicy, retryPolicy });
    const [metadata] = await subscription.getMetadata();

    expect(metadata).toMatchObject({ filter: 'attributes.kind = "a"', deadLetterPolicy });
    expect(String(metadata.retryPolicy?.maximumBackoff?.seconds)).toBe('20');
  },
  'changes what may be changed of a subscription': async ({ pulled }) => {
    const { subscription } = await pulled();
    await subscription.setMetadata({ ackDeadlineSeconds: 60, labels: { team: 'new' } });
    const [metadata] = await subscription.getMetadata();

    expect(metadata).toMatchObject({ ackDeadlineSeconds: 60, labels: { team: 'new' } });
  },
  'changes the labels of a topic': async ({ pulled }) => {
    const { topic } = await pulled();
    await topic.setMetadata({ labels: { team: 'data' } });

    expect((await topic.getMetadata())[0].labels).toEqual({ team: 'data' });
  },
  'keeps a subscription, and what it has to deliver, when its topic is deleted': async (world) => {
    const { topic, subscription } = await world.pulled();
    await publish(topic, 'left');
    await topic.delete();

    expect((await subscription.getMetadata())[0].topic).toBe('_deleted-topic_');
    expect((await pullAll(world, subscription, 1)).map(({ text }) => text)).toEqual(['left']);
  },
  'delivers nothing that was published before the subscription': async (world) => {
    const { topic } = await world.pulled();
    await publish(topic, 'early');
    const [late] = await world.client.createSubscription(topic.name, world.uniqueId());
    await publish(topic, 'late');

    expect((await pullAll(world, late, 1)).map(({ text }) => text)).toEqual(['late']);
  },
  'refuses a topic that is there already': async ({ client, uniqueId }) => {
    const id = uniqueId();
    await client.createTopic(id);

    await expect(client.createTopic(id)).rejects.toMatchObject({ code: CODE.alreadyExists });
  },
  'refuses a subscription that is there already': async ({ client, pulled }) => {
    const { topic, subscription } = await pulled();

    await expect(client.createSubscription(topic.name, idOf(subscription))).rejects.toMatchObject({
      code: CODE.alreadyExists,
    });
  },
  'refuses a subscription to no topic': async ({ client, uniqueId }) => {
    await expect(client.createSubscription(uniqueId(), uniqueId())).rejects.toMatchObject({ code: CODE.notFound });
  },
  'refuses to publish to no topic': async ({ client, uniqueId }) => {
    await expect(publish(client.topic(uniqueId()), 'x')).rejects.toMatchObject({ code: CODE.notFound });
  },
  'refuses names of two letters': refusesTopicName('ab'),
  'refuses names that begin with goog': refusesTopicName('google-topic'),
  'refuses names with a space': refusesTopicName('a topic'),
  'refuses names that begin with a digit': refusesTopicName('1topic'),
  'refuses a filter that can’t be read': refusesSubscription({ filter: 'attributes.a ~ 1' }),
  'refuses a deadline of 5 seconds': refusesSubscription({ ackDeadlineSeconds: 5 }),
  'refuses a deadline of 601 seconds': refusesSubscription({ ackDeadlineSeconds: 601 }),
  'refuses a backoff over 600 seconds': refusesSubscription({
    retryPolicy: { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 601 } },
  }),
  'refuses a retention over 31 days': refusesSubscription({ messageRetentionDuration: { seconds: 32 * 86_400 } }),
  'refuses fewer than five delivery attempts': async ({ client, uniqueId }) => {
    const [topic] = await client.createTopic(uniqueId());
    const deadLetterPolicy = { deadLetterTopic: topic.name, maxDeliveryAttempts: 4 };

    await expect(client.createSubscription(topic.name, uniqueId(), { deadLetterPolicy })).rejects.toMatchObject({
      code: CODE.invalidArgument,
    });
  },
  'refuses 101 attributes': async ({ pulled }) => {
    const { topic } = await pulled();
    const attributes = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`k${at}`, 'v']));

    await expect(publish(topic, 'x', { attributes })).rejects.toMatchObject({ code: CODE.invalidArgument });
  },
  'refuses an attribute that is too long': async ({ pulled }) => {
    const { topic } = await pulled();

    await expect(publish(topic, 'x', { attributes: { key: 'v'.repeat(1_025) } })).rejects.toMatchObject({
      code: CODE.invalidArgument,
    });
  },
};
