import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startIdentityServer } from '#infra/local/identity/identity-server.ts';
import { createTokenIssuer } from '#infra/local/identity/token-issuer.ts';
import { startPubSubServer, type PubSubServerOptions } from '#infra/local/pubsub/pubsub-server.ts';
import { createPushSenderVerifier } from '#shared/identity/push-sender.ts';
import { type Push, startPushEndpoint } from './push-endpoint.ts';
import { connectPubSub, connectSubscriber, createWorld, publish, receive, texts } from './world.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const OIDC = {
  serviceAccountEmail: 'push@baton.iam.gserviceaccount.com',
  audience: 'https://coordinator.example.com',
};

/** What the functions' own check throws. */
const refusalSchema = z.looseObject({
  code: z.literal('untrusted_sender'),
  cause: z.looseObject({ code: z.string() }).optional(),
});

// Its key takes longer to make than a test to run.
const tokenIssuer = await createTokenIssuer({ now: Date.now });

async function start(options: PubSubServerOptions = {}) {
  const server = await startPubSubServer({ tokenIssuer, ...options });
  const client = connectPubSub(server.address, 'local');
  const subscriber = connectSubscriber(server.address, 'local');
  closers.push(
    () => server.stop(),
    () => client.close(),
    () => subscriber.close(),
  );
  const openEndpoint = async () => {
    const endpoint = await startPushEndpoint();
    closers.push(() => endpoint.stop());
    return endpoint;
  };
  return { server, client, world: createWorld({ client, subscriber, openEndpoint }) };
}

const dataOf = (pushes: readonly Push[]): string[] => pushes.map(({ data }) => data);

describe('faults of delivery', () => {
  it('deliver a message twice to each subscription', async () => {
    const { server, world } = await start();
    const { topic, endpoint } = await world.pushed();
    server.faults.add('delivery', { kind: 'duplicate' });
    await publish(topic, 'doubled');
    await publish(topic, 'single');

    expect(dataOf(await endpoint.until(3)).sort()).toEqual(['doubled', 'doubled', 'single']);
  });

  it('deliver messages in the reverse of their order', async () => {
    const { server, world } = await start();
    const { topic, subscription } = await world.pulled();
    server.faults.add('delivery', { kind: 'reverse' }, 3);
    for (const text of ['1', '2', '3', '4']) await publish(topic, text);

    expect(texts(await receive(subscription, 4))).toEqual(['3', '2', '1', '4']);
  });

  it('leave messages that must come in order in order', async () => {
    const { server, world } = await start();
    const { topic, subscription } = await world.pulled({ enableMessageOrdering: true });
    server.faults.add('delivery', { kind: 'reverse' }, 3);
    for (const text of ['1', '2', '3']) await publish(topic, text, { orderingKey: 'k' });

    expect(texts(await receive(subscription, 3))).toEqual(['1', '2', '3']);
  });

  it('are forgotten when they are cleared', async () => {
    const { server, world } = await start();
    const { topic, subscription } = await world.pulled();
    server.faults.add('delivery', { kind: 'reverse' }, 2);
    server.faults.add('delivery', { kind: 'duplicate' }, 2);
    server.faults.clear();
    for (const text of ['1', '2']) await publish(topic, text);

    expect(texts(await receive(subscription, 2))).toEqual(['1', '2']);
  });
});

describe('faults of a push', () => {
  it('close the socket before the handler has the message, which then comes once', async () => {
    const { server, world } = await start();
    const { topic, endpoint } = await world.pushed();
    server.faults.add('push', { kind: 'drop' });
    await publish(topic, 'dropped');
    await endpoint.until(1);
    await publish(topic, 'next');

    expect(dataOf(await endpoint.until(2))).toEqual(['dropped', 'next']);
  });

  it('close the socket after the handler’s work, so that the message comes again', async () => {
    const { server, world } = await start();
    const { topic, endpoint } = await world.pushed();
    server.faults.add('push', { kind: 'drop-answer' });
    await publish(topic, 'twice');

    expect(dataOf(await endpoint.until(2))).toEqual(['twice', 'twice']);
  });

  it('make a push late', async () => {
    const { server, world } = await start();
    const { topic, endpoint } = await world.pushed();
    server.faults.add('push', { kind: 'delay', ms: 120 });
    const before = performance.now();
    await publish(topic, 'late');
    const [push] = await endpoint.until(1);

    expect((push?.at ?? 0) - before).toBeGreaterThanOrEqual(119);
  });

  it('spoil its token in each way that a function must refuse, and then no more', async () => {
    const { server, world } = await start();
    const { topic, endpoint } = await world.pushed({
      pushConfig: (pushEndpoint) => ({ pushEndpoint, oidcToken: OIDC }),
    });
    const flaws = ['expired', 'wrong-audience', 'wrong-key', 'missing'] as const;
    for (const flaw of flaws) server.faults.add('push', { kind: 'token', flaw });
    const identity = await startIdentityServer({ issuer: tokenIssuer });
    closers.push(() => identity.stop());
    const verifier = createPushSenderVerifier({
      keysUrl: `${identity.url}/oauth2/v3/certs`,
      issuers: [tokenIssuer.issuer],
      audience: OIDC.audience,
      serviceAccount: OIDC.serviceAccountEmail,
      now: Date.now,
    });
    const verdict = async ({ headers }: Push): Promise<string> => {
      try {
        await verifier.verify(headers.authorization ?? null);
        return 'taken';
      } catch (error) {
        return refusalSchema.parse(error).cause?.code ?? 'no token';
      }
    };

    const verdicts: string[] = [];
    for (let count = 1; count <= 5; count += 1) {
      await publish(topic, String(count));
      const push = (await endpoint.until(count)).at(-1);
      if (push !== undefined) verdicts.push(await verdict(push));
    }

    expect(verdicts).toEqual([
      'ERR_JWT_EXPIRED',
      'ERR_JWT_CLAIM_VALIDATION_FAILED',
      'ERR_JWKS_NO_MATCHING_KEY',
      'no token',
      'taken',
    ]);
  });
});

describe('a subscriber', () => {
  it('goes on after its connection broke, with what was published meanwhile', async () => {
    const { server, world } = await start();
    const { topic, subscription } = await world.pulled();
    const seen: string[] = [];
    subscription.on('message', (message) => {
      seen.push(message.data.toString());
      message.ack();
    });
    await publish(topic, 'before');
    await expect.poll(() => seen).toEqual(['before']);
    server.faults.dropConnections();
    await publish(topic, 'after');

    await expect.poll(() => new Set(seen), { timeout: 10_000 }).toEqual(new Set(['before', 'after']));
    await subscription.close();
  });

  it('is refused when the service refuses it', async () => {
    const { server, world } = await start();
    const { topic } = await world.pulled();
    server.faults.add('Publish', { kind: 'error', code: status.PERMISSION_DENIED, message: 'Not you.' });

    await expect(publish(topic, 'refused')).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
  });
});

describe('a state file', () => {
  it('delivers after a restart what was not acknowledged before, and nothing else', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'baton-pubsub-'));
    closers.push(() => rm(directory, { recursive: true }));
    const stateFile = join(directory, 'pubsub.jsonl');
    const first = await start({ stateFile });
    const { topic, subscription } = await first.world.pulled();
    await publish(topic, 'done');
    await receive(subscription, 1);
    await expect.poll(() => readFile(stateFile, 'utf8')).toContain('"settled"');
    await publish(topic, 'waiting');
    await first.server.stop();

    const second = await start({ stateFile });
    const messages = await receive(second.client.subscription(subscription.name), 1);

    expect(texts(messages)).toEqual(['waiting']);
  });
});
