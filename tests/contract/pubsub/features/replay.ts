import { expect } from 'vitest';
import type { Features } from '#tests/support/describe-contract.ts';
import { CODE, publish, pullAll, pullNow, receive, texts, type World } from '../world.ts';

/** Going back in time: retention, seek, snapshots. */
export const replayFeatures: Features<World> = {
  'delivers acknowledged messages again from a time that it is sought to': async ({ client, pulled }) => {
    const { topic, subscription } = await pulled({ retainAckedMessages: true });
    const before = Date.now() - 1_000;
    await publish(topic, 'replayed');
    await receive(subscription, 1);
    const again = client.subscription(subscription.name);
    await again.seek(new Date(before));

    expect(texts(await receive(again, 1))).toEqual(['replayed']);
  },
  'takes everything as acknowledged when it is sought to the future': async (world) => {
    const { topic, subscription } = await world.pulled();
    await publish(topic, 'skipped');
    await subscription.seek(new Date(Date.now() + 60_000));

    expect(await pullNow(world, subscription)).toEqual([]);
  },
  'delivers to a new subscription what its topic kept from before': async (world) => {
    const { client, uniqueId } = world;
    const [topic] = await client.createTopic({
      name: `projects/${client.projectId}/topics/${uniqueId()}`,
      messageRetentionDuration: { seconds: 3_600 },
    });
    const before = Date.now() - 1_000;
    await publish(topic, 'kept');
    const [late] = await client.createSubscription(topic.name, uniqueId());
    await late.seek(new Date(before));

    expect((await pullAll(world, late, 1)).map(({ text }) => text)).toEqual(['kept']);
  },
  'goes back to what a snapshot held': async (world) => {
    const { topic, subscription } = await world.pulled();
    await publish(topic, 'waiting');
    const snapshot = subscription.snapshot(world.uniqueId());
    await snapshot.create();
    const pulled = await pullAll(world, subscription, 1);
    await world.subscriber.acknowledge({ subscription: subscription.name, ackIds: pulled.map(({ ackId }) => ackId) });
    await publish(topic, 'since');
    await snapshot.seek();
    const again = await pullAll(world, subscription, 2);
    await snapshot.delete();

    expect(again.map(({ text }) => text).sort()).toEqual(['since', 'waiting']);
  },
  'lists snapshots and deletes them': async (world) => {
    const { subscription } = await world.pulled();
    const id = world.uniqueId();
    const snapshot = subscription.snapshot(id);
    await snapshot.create();
    const [before] = await world.client.getSnapshots();
    await snapshot.delete();
    const [after] = await world.client.getSnapshots();
    const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name.split('/').at(-1));

    expect(names(before)).toContain(id);
    expect(names(after)).not.toContain(id);
  },
  'refuses to go back to a snapshot that is not there': async ({ pulled, uniqueId }) => {
    const { subscription } = await pulled();

    await expect(subscription.seek(uniqueId())).rejects.toMatchObject({ code: CODE.notFound });
  },
};
