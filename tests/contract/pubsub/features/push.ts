import { decodeJwt } from 'jose';
import { expect } from 'vitest';
import type { Features } from '#tests/support/describe-contract.ts';
import { publish, receive, type World } from '../world.ts';

const AUDIENCE = 'https://coordinator.example.com';
const ACCOUNT = 'push-coordinator@baton.iam.gserviceaccount.com';

/** Messages pushed to an endpoint. */
export const pushFeatures: Features<World> = {
  'pushes a message wrapped, with both spellings of its fields': async ({ pushed }) => {
    const { topic, subscription, endpoint } = await pushed();
    const messageId = await publish(topic, 'hello', { attributes: { kind: 'greeting' } });
    const [push] = await endpoint.until(1);

    expect(push).toMatchObject({ data: 'hello', attributes: { kind: 'greeting' } });
    expect(JSON.parse(push?.raw ?? '')).toMatchObject({
      subscription: subscription.name,
      message: { messageId, message_id: messageId, data: Buffer.from('hello').toString('base64') },
    });
    expect(push?.headers['content-type']).toMatch(/^application\/json/u);
  },
  'leaves out attributes, order and attempt when there are none': async ({ pushed }) => {
    const { topic, endpoint } = await pushed();
    await publish(topic, 'bare');
    const [push] = await endpoint.until(1);

    expect(push?.raw).not.toMatch(/attributes|orderingKey|deliveryAttempt/u);
  },
  'pushes again after a refusal, later each time': async ({ pushed }) => {
    const retryPolicy = { minimumBackoff: { nanos: 100_000_000 }, maximumBackoff: { seconds: 5 } };
    const { topic, endpoint } = await pushed({ retryPolicy });
    endpoint.answer(500, 503, 429);
    await publish(topic, 'stubborn');
    const pushes = await endpoint.until(4);
    const waits = pushes.slice(1).map(({ at }, place) => at - (pushes[place]?.at ?? 0));

    expect(waits[0]).toBeGreaterThanOrEqual(40);
    expect(waits[2]).toBeGreaterThan(waits[0] ?? 0);
  },
  'takes 200, 201, 202 and 204 for an acknowledgement': async ({ pushed }) => {
    const { topic, endpoint } = await pushed();
    endpoint.answer(200, 201, 202, 204, 204);
    for (const text of ['1', '2', '3', '4', 'last']) await publish(topic, text);
    await endpoint.until(5);

    expect(endpoint.pushes.map(({ data }) => data).sort()).toEqual(['1', '2', '3', '4', 'last']);
  },
  'counts the attempts and gives up to the dead letters': async ({ pulled, pushed }) => {
    const dead = await pulled();
    const deadLetterPolicy = { deadLetterTopic: dead.topic.name, maxDeliveryAttempts: 5 };
    const { topic, endpoint } = await pushed({ deadLetterPolicy });
    endpoint.answer(500, 500, 500, 500, 500);
    await publish(topic, 'poison');
    const [message] = await receive(dead.subscription, 1);

    expect(message?.data.toString()).toBe('poison');
    expect(endpoint.pushes.map(({ deliveryAttempt }) => deliveryAttempt)).toEqual([1, 2, 3, 4, 5]);
  },
  'pushes messages of one key one at a time and in order, also past a refusal': async ({ pushed }) => {
    const { topic, endpoint } = await pushed({ enableMessageOrdering: true });
    endpoint.answer(204, 500);
    for (const text of ['one', 'two', 'three']) await publish(topic, text, { orderingKey: 'conversation' });
    const pushes = await endpoint.until(4);

    expect(pushes.map(({ data }) => data)).toEqual(['one', 'two', 'two', 'three']);
    expect(pushes[0]?.raw).toContain('"orderingKey":"conversation"');
  },
  'pushes only what its filter lets pass': async ({ pushed }) => {
    const { topic, endpoint } = await pushed({ filter: 'attributes.kind = "a"' });
    await publish(topic, 'other', { attributes: { kind: 'b' } });
    await publish(topic, 'wanted', { attributes: { kind: 'a' } });
    await endpoint.until(1);
    await publish(topic, 'also wanted', { attributes: { kind: 'a' } });
    await endpoint.until(2);

    expect(endpoint.pushes.map(({ data }) => data)).toEqual(['wanted', 'also wanted']);
  },
  'pushes the data alone when it is not wrapped, with the metadata in headers': async ({ pushed }) => {
    const { topic, endpoint } = await pushed({
      pushConfig: (pushEndpoint) => ({ pushEndpoint, noWrapper: { writeMetadata: true } }),
    });
    const messageId = await publish(topic, '{"plain":true}', { attributes: { kind: 'bare' } });
    const [push] = await endpoint.until(1);

    expect(push?.raw).toBe('{"plain":true}');
    expect(push?.headers).toMatchObject({ 'x-goog-pubsub-message-id': messageId, kind: 'bare' });
  },
  'pushes the data alone without metadata when it is told not to write any': async ({ pushed }) => {
    const { topic, endpoint } = await pushed({
      pushConfig: (pushEndpoint) => ({ pushEndpoint, noWrapper: { writeMetadata: false } }),
    });
    await publish(topic, 'bare', { attributes: { kind: 'hidden' } });
    const [push] = await endpoint.until(1);

    expect(push?.raw).toBe('bare');
    expect(push?.headers['kind']).toBeUndefined();
  },
  'adds CloudEvents headers when its endpoint is that of an Eventarc trigger': async ({ pushed }) => {
    const mode = '__GCP_CloudEventsMode=CUSTOM_PUBSUB_projects%2Fp%2Ftopics%2Ft';
    const { topic, endpoint } = await pushed({ pushConfig: (url) => ({ pushEndpoint: `${url}?${mode}` }) });
    const messageId = await publish(topic, 'event');
    const [push] = await endpoint.until(1);

    expect(push).toMatchObject({ data: 'event' });
    expect(push?.headers).toMatchObject({
      'ce-id': messageId,
      'ce-specversion': '1.0',
      'ce-source': `//pubsub.googleapis.com/${topic.name}`,
      'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
    });
  },
  'signs each push with a token for its account and audience': async ({ pushed }) => {
    const oidcToken = { serviceAccountEmail: ACCOUNT, audience: AUDIENCE };
    const { topic, endpoint } = await pushed({ pushConfig: (pushEndpoint) => ({ pushEndpoint, oidcToken }) });
    await publish(topic, 'hello');
    const [push] = await endpoint.until(1);

    expect(decodeJwt(push?.headers.authorization?.replace('Bearer ', '') ?? '')).toMatchObject({
      aud: AUDIENCE,
      email: ACCOUNT,
      email_verified: true,
      iss: 'https://accounts.google.com',
    });
  },
  'takes its endpoint for the audience when none is named': async ({ pushed }) => {
    const oidcToken = { serviceAccountEmail: ACCOUNT };
    const { topic, endpoint } = await pushed({ pushConfig: (pushEndpoint) => ({ pushEndpoint, oidcToken }) });
    await publish(topic, 'hello');
    const [push] = await endpoint.until(1);

    expect(decodeJwt(push?.headers.authorization?.replace('Bearer ', '') ?? '').aud).toBe(endpoint.url);
  },
  'goes to another endpoint once it is told to': async ({ pushed }) => {
    const { topic, subscription, endpoint } = await pushed({
      pushConfig: () => ({ pushEndpoint: 'http://127.0.0.1:9/nowhere' }),
    });
    await publish(topic, 'moved');
    await subscription.modifyPushConfig({ pushEndpoint: endpoint.url });
    const [push] = await endpoint.until(1);

    expect(push?.data).toBe('moved');
  },
  'can be pulled from once it has no endpoint any more': async ({ client, pushed }) => {
    const { topic, subscription } = await pushed({
      pushConfig: () => ({ pushEndpoint: 'http://127.0.0.1:9/nowhere' }),
    });
    await subscription.modifyPushConfig({});
    await publish(topic, 'pulled');
    const [message] = await receive(client.subscription(subscription.name), 1);

    expect(message?.data.toString()).toBe('pulled');
  },
};
