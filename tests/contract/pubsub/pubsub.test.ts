import { PubSub, v1 } from '@google-cloud/pubsub';
import { expect, it } from 'vitest';
import { createTokenIssuer } from '#infra/local/identity/token-issuer.ts';
import { startPubSubServer } from '#infra/local/pubsub/pubsub-server.ts';
import { describeContract, type Features, type Subject } from '#tests/support/describe-contract.ts';
import { findGoogleEmulator, startGoogleEmulator } from '#tests/support/google-emulator.ts';
import { deliveryFeatures } from './features/delivery.ts';
import { pushFeatures } from './features/push.ts';
import { replayFeatures } from './features/replay.ts';
import { resourceFeatures } from './features/resources.ts';
import { GOOGLE_EMULATOR_GAPS } from './google-emulator-gaps.ts';
import { type PushEndpoint, startPushEndpoint } from './push-endpoint.ts';
import { connectPubSub, connectSubscriber, createWorld, NAME_PREFIX, type World } from './world.ts';

type Groups = Readonly<Record<string, Features<World>>>;

const PROJECT = 'contract-tests';
/** A real project's pushes cannot reach this machine. */
const PULLED: Groups = { resources: resourceFeatures, delivery: deliveryFeatures, replay: replayFeatures };
const GROUPS: Groups = { ...PULLED, push: pushFeatures };
const FEATURES = Object.values(GROUPS).flatMap((features) => Object.keys(features));

/** @param stopServer what is to be done when all is closed */
function subjectOf(client: PubSub, subscriber: v1.SubscriberClient, stopServer: () => Promise<void>): Subject<World> {
  const endpoints: PushEndpoint[] = [];
  const openEndpoint = async (): Promise<PushEndpoint> => {
    const endpoint = await startPushEndpoint();
    endpoints.push(endpoint);
    return endpoint;
  };
  return {
    createWorld: () => createWorld({ client, subscriber, openEndpoint }),
    stop: async () => {
      for (const endpoint of endpoints) endpoint.stop();
      await subscriber.close();
      await client.close();
      await stopServer();
    },
  };
}

describeContract(
  'the local Pub/Sub',
  GROUPS,
  async () => {
    const server = await startPubSubServer({ tokenIssuer: await createTokenIssuer({ now: Date.now }) });
    const { address } = server;
    return subjectOf(connectPubSub(address, PROJECT), connectSubscriber(address, PROJECT), () => server.stop());
  },
  { skipped: null },
);

const emulator = findGoogleEmulator('pubsub');
describeContract(
  "Google's Pub/Sub emulator",
  GROUPS,
  async () => {
    if (emulator === null) throw new Error('It is not installed.');
    const server = await startGoogleEmulator(emulator);
    const { address } = server;
    return subjectOf(connectPubSub(address, PROJECT), connectSubscriber(address, PROJECT), () => server.stop());
  },
  {
    skipped: emulator === null ? 'no Google Cloud SDK with the emulator and Java' : null,
    retries: 2,
    gaps: GOOGLE_EMULATOR_GAPS,
    timeoutMs: 15_000,
  },
);

const projectId = process.env['PUBSUB_CONTRACT_PROJECT'] ?? '';

/** Deletes what worlds have made, of this run and of runs that broke off. */
async function cleanProject(): Promise<void> {
  const client = new PubSub({ projectId });
  const isOurs = ({ name }: { readonly name: string }): boolean =>
    name.split('/').at(-1)?.startsWith(NAME_PREFIX) === true;
  const [[subscriptions], [topics]] = await Promise.all([client.getSubscriptions(), client.getTopics()]);
  for (const one of [...subscriptions.filter(isOurs), ...topics.filter(isOurs)]) await one.delete();
  await client.close();
}

describeContract(
  'Pub/Sub in a real project',
  PULLED,
  async () => subjectOf(new PubSub({ projectId }), new v1.SubscriberClient({ projectId }), cleanProject),
  { skipped: projectId === '' ? 'PUBSUB_CONTRACT_PROJECT is not set' : null, timeoutMs: 120_000 },
);

it('has a contract of at least 17 features, each with a name of its own', () => {
  process.stdout.write(`Pub/Sub contract: ${FEATURES.length} features\n`);

  expect(new Set(FEATURES).size).toBe(FEATURES.length);
  expect(FEATURES.length).toBeGreaterThanOrEqual(17);
  expect(FEATURES).toEqual(expect.arrayContaining(Object.keys(GOOGLE_EMULATOR_GAPS)));
});
