import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HandoffReceiver } from '#shared/handoff/handoff-receiver.ts';
import { keepJsonUnparsed } from '#shared/http/json-body.ts';
import { servePushes } from '#shared/http/serve-pushes.ts';
import { GOOD_ANALYSIS } from '#tests/support/handoffs.ts';
import { serveFunction } from '#tests/support/http-function.ts';
import { pushBody, type Published } from '#tests/support/memory-bus.ts';
import { createPushSigner } from '#tests/support/push-signer.ts';
import { createTurnWorld } from '#tests/support/turn-world.ts';

const AUDIENCE = 'https://coordinator.example.com';
const ACCOUNT = 'push-coordinator@baton.iam.gserviceaccount.com';
const MINUTE = 60_000;

const coordinator: HandoffReceiver & { worked: number } = {
  name: 'coordinator',
  worked: 0,
  work() {
    this.worked += 1;
    return Promise.resolve({ findings: [], handoffs: [], run: null, end: GOOD_ANALYSIS });
  },
};

type World = Awaited<ReturnType<typeof createTurnWorld>>;
type Signer = Awaited<ReturnType<typeof createPushSigner>>;
let world: World;
let signer: Signer;
let server: Awaited<ReturnType<typeof serveFunction>>;

beforeAll(async () => {
  keepJsonUnparsed();
  world = await createTurnWorld([coordinator]);
  const { now } = world.deps;
  signer = await createPushSigner({ audience: AUDIENCE, serviceAccount: ACCOUNT, now });
  server = await serveFunction(servePushes(coordinator, { ...world.deps, sender: signer.verifier }));
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await signer[Symbol.asyncDispose]();
});

beforeEach(() => {
  coordinator.worked = 0;
});

async function push(authorization: string | null, body: string): Promise<number> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) },
    body,
  });
  return response.status;
}

async function askedMessage(question = 'revenue') {
  const turn = await world.ask(question);
  const message = world.bus.published.at(-1);
  if (message === undefined) throw new Error('Nothing was published.');
  return { turn, message, body: JSON.stringify(pushBody(message)) };
}

/** Everything that is stored and published, to see that nothing was done. */
function traces(): string {
  return JSON.stringify([[...world.store.documents], world.bus.published.length, coordinator.worked]);
}

/** Replaces one character by another of the same alphabet. */
function flipped(text: string, at: number): string {
  const place = at % text.length;
  const other = text.charAt(place) === 'A' ? 'B' : 'A';
  return `${text.slice(0, place)}${other}${text.slice(place + 1)}`;
}

describe('a push that is genuine', () => {
  it('is worked on', async () => {
    const { turn, body } = await askedMessage();

    const status = await push(await signer.sign(), body);

    expect([status, coordinator.worked, world.read(turn).status]).toEqual([204, 1, 'ended']);
  });

  it('has one effect however often it is replayed, also at the same time', async () => {
    const { body } = await askedMessage();
    const authorization = await signer.sign();
    await push(authorization, body);
    const before = traces();

    const statuses = await Promise.all(Array.from({ length: 100 }, () => push(authorization, body)));

    expect(new Set(statuses)).toEqual(new Set([204]));
    expect(traces()).toBe(before);
  });
});

describe('a push whose sender is not our subscription', () => {
  const seconds = (offset: number) => Math.floor((world.deps.now() + offset) / 1000);

  it.each<[string, () => Promise<string | null>]>([
    ['bears no token', () => Promise.resolve(null)],
    ['bears something else', () => Promise.resolve('Basic YTpi')],
    ['bears an empty token', () => Promise.resolve('Bearer ')],
    ['is signed by somebody else', () => signer.forge()],
    ['is not signed', () => signer.unsigned()],
    ['is signed with the public key as a secret', () => signer.confuse()],
    ['is signed with a key that nobody publishes', () => signer.sign({}, { kid: 'k2' })],
    ['has expired', () => signer.sign({ exp: seconds(-MINUTE) })],
    ['is not valid yet', () => signer.sign({ nbf: seconds(MINUTE) })],
    ['never expires', () => signer.sign({ exp: undefined })],
    ['is for another function', () => signer.sign({ aud: 'https://data-intelligence.example.com' })],
    ['is for a function whose name begins so', () => signer.sign({ aud: `${AUDIENCE}.evil.example` })],
    ['comes from another issuer', () => signer.sign({ iss: 'https://accounts.evil.example' })],
    ['comes from another account', () => signer.sign({ email: 'push-other@baton.iam.gserviceaccount.com' })],
    ['comes from an account that is not verified', () => signer.sign({ email_verified: false })],
    ['comes from no account', () => signer.sign({ email: undefined })],
  ])('because it %s is refused with nothing done', async (_, authorize) => {
    const { body } = await askedMessage();
    const before = traces();

    const status = await push(await authorize(), body);

    expect([status, traces()]).toEqual([403, before]);
  });

  it('because a character of its token was changed is refused with nothing done', async () => {
    const { body } = await askedMessage();
    const token = (await signer.sign()).slice('Bearer '.length);
    const before = traces();

    await fc.assert(
      fc.asyncProperty(fc.nat({ max: token.length - 1 }), async (at) => {
        fc.pre(token.charAt(at) !== '.');

        expect(await push(`Bearer ${flipped(token, at)}`, body)).toBe(403);
      }),
      { numRuns: 100, examples: [[token.length - 1]] },
    );
    expect(traces()).toBe(before);
  });
});

describe('a push from our subscription whose message is not what was handed on', () => {
  const encoded = ({ message }: Published): string => Buffer.from(message.json).toString('base64');
  const withData = (message: Published, data: string): string =>
    JSON.stringify(pushBody(message)).replace(encoded(message), data);

  it('because a character of its data was changed is acknowledged with nothing done', async () => {
    const { message } = await askedMessage();
    const authorization = await signer.sign();
    const data = encoded(message);
    const before = traces();

    await fc.assert(
      fc.asyncProperty(fc.nat({ max: data.length - 1 }), async (at) => {
        // A changed version may be a newer one, which is left to another instance.
        expect([204, 503]).toContain(await push(authorization, withData(message, flipped(data, at))));
      }),
      { numRuns: 150, examples: [[data.length - 1], [data.length - 2], [data.length - 3]] },
    );
    expect(traces()).toBe(before);
  });

  it.each<[string, (message: Published, other: Published) => Published]>([
    [
      'comes along another edge',
      (message) => ({ ...message, topic: 'analysis.completed.data-intelligence.coordinator' }),
    ],
    ['comes along no edge', (message) => ({ ...message, topic: 'turn.asked.stranger.coordinator' })],
    [
      'says another turn in its attributes',
      ({ topic, message }) => ({
        topic,
        message: { ...message, attributes: { ...message.attributes, turnId: 'turn_x' } },
      }),
    ],
    [
      'says another kind in its attributes',
      ({ topic, message }) => ({ topic, message: { ...message, attributes: { kind: 'tool.called' } } }),
    ],
    [
      'bears another turn’s context',
      ({ topic, message }, other) => {
        const context = contextOf(other);
        return { topic, message: { ...message, json: message.json.replace(contextOf({ topic, message }), context) } };
      },
    ],
    [
      'is moved into another turn',
      ({ topic, message }, other) => {
        const [own, foreign] = [turnIdOf(message.json), turnIdOf(other.message.json)];
        return { topic, message: { ...message, json: message.json.replaceAll(own, foreign) } };
      },
    ],
  ])('because it %s is acknowledged with nothing done', async (_, change) => {
    const { message } = await askedMessage();
    const { message: other } = await askedMessage('orders');
    const authorization = await signer.sign();
    const before = traces();

    const status = await push(authorization, JSON.stringify(pushBody(change(message, other))));

    expect([status, traces()]).toEqual([204, before]);
  });

  it('because a byte around its handoff was changed is refused, or has the effect that it had unchanged', async () => {
    const authorization = await signer.sign();

    await fc.assert(
      fc.asyncProperty(fc.nat(), async (at) => {
        const { turn, body } = await askedMessage();
        const published = world.bus.published.length;

        const status = await push(authorization, flipped(body, at));

        const { answer } = world.read(turn);
        expect([204, 503]).toContain(status);
        expect(answer?.text ?? GOOD_ANALYSIS.text).toBe(GOOD_ANALYSIS.text);
        expect(world.bus.published.length).toBe(published);
      }),
      { numRuns: 100 },
    );
  });
});

function contextOf({ message }: Published): string {
  return /"context":"([^"]+)"/.exec(message.json)?.[1] ?? '';
}

function turnIdOf(json: string): string {
  return /turn_[a-z2-7]+/.exec(json)?.[0] ?? '';
}
