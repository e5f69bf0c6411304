import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAskApi } from '../../functions/channels/ask-api/handler.ts';
import { keepJsonUnparsed } from '#shared/http/json-body.ts';
import { problemSchema } from '#shared/http/problem.ts';
import type { HandoffReceiver } from '#shared/handoff/handoff-receiver.ts';
import { createLocalCallerVerifier } from '#shared/identity/local-caller-verifier.ts';
import { createRateLimiter } from '#shared/resilience/rate-limiter.ts';
import { EMPTY_ANALYSIS } from '#shared/schemas/analysis.ts';
import { answerSchema } from '#shared/schemas/answer.ts';
import { serveFunction } from '#tests/support/http-function.ts';
import { createTurnWorld } from '#tests/support/turn-world.ts';

const answering: HandoffReceiver = {
  name: 'coordinator',
  work: ({ handoff }) => {
    const question = handoff.kind === 'turn.asked' ? handoff.brief.question : '';
    const finding = { agent: 'coordinator', step: 'echo', finding: 'Echoed.', startedAt: 1, ms: 1 };
    const end = { ...EMPTY_ANALYSIS, outcome: 'answered', tier: 'governed', text: `You asked: ${question}` } as const;
    return Promise.resolve({ findings: [finding], handoffs: [], run: null, end });
  },
};

const LIMITS = {
  turnTimeoutMs: 60_000,
  askLimit: createRateLimiter({ perMinute: 600, burst: 600 }, Date.now),
  models: ['retail'],
  fixedToday: '2026-11-15',
};

type World = Awaited<ReturnType<typeof createTurnWorld>>;
let world: World;
let server: Awaited<ReturnType<typeof serveFunction>>;

beforeAll(async () => {
  keepJsonUnparsed();
  world = await createTurnWorld([answering]);
  const bus = {
    async publish(topic: string, message: Parameters<World['bus']['publish']>[1]) {
      await world.deliver({ topic, message });
    },
  };
  server = await serveFunction(
    createAskApi({
      ...world.entry,
      bus,
      callers: createLocalCallerVerifier(),
      log: world.log,
      ...LIMITS,
    }),
  );
});

afterAll(() => server[Symbol.asyncDispose]());

function call(
  path: string,
  options: { body?: unknown; text?: string; user?: string | null; headers?: Record<string, string> } = {},
): Promise<Response> {
  const { user = 'alice@example.com' } = options;
  const text = options.text ?? (options.body === undefined ? null : JSON.stringify(options.body));
  return fetch(`${server.url}${path}`, {
    method: text === null ? 'GET' : 'POST',
    headers: {
      ...(user === null ? {} : { authorization: `Bearer local:${user}` }),
      ...(text === null ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    body: text,
  });
}

async function askedTurn(): Promise<{ conversationId: string; turnId: string }> {
  return answerSchema.parse(await (await call('/v1/ask', { body: { question: 'revenue' } })).json());
}

describe('the API', () => {
  it('answers a question in one call', async () => {
    const response = await call('/v1/ask', { body: { question: '  revenue ' } });

    expect(response.status).toBe(200);
    expect(answerSchema.parse(await response.json())).toMatchObject({
      outcome: 'answered',
      text: 'You asked: revenue',
    });
  });

  it('streams AG-UI events whose last custom one is the answer', async () => {
    const response = await call('/v1/ask', { body: { question: 'revenue' }, headers: { accept: 'text/event-stream' } });
    const text = await response.text();

    const types = [...text.matchAll(/"type":"([A-Z_]+)"/g)].map(([, type]) => type);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(types.join(' ')).toBe(
      'RUN_STARTED STEP_STARTED CUSTOM STEP_FINISHED ' +
        'TEXT_MESSAGE_START TEXT_MESSAGE_CONTENT TEXT_MESSAGE_END CUSTOM RUN_FINISHED',
    );
    expect(text).toContain('"name":"answer"');
  });

  it('resumes a stream after the event that the client saw last', async () => {
    const { conversationId, turnId } = await askedTurn();

    const response = await call(`/v1/conversations/${conversationId}/turns/${turnId}/events`, {
      headers: { 'last-event-id': '6' },
    });

    expect([...(await response.text()).matchAll(/^id: (\d+)$/gm)].map(([, id]) => id)).toEqual(['7', '8']);
  });

  it('accepts a turn in a conversation and lists it there', async () => {
    const begun = await call('/v1/conversations', { text: '' });
    const { conversationId } = z.object({ conversationId: z.string() }).parse(await begun.json());

    const accepted = await call(`/v1/conversations/${conversationId}/turns`, { body: { question: 'orders' } });
    const listed = await call(`/v1/conversations/${conversationId}`);

    expect([begun.status, accepted.status, listed.status]).toEqual([201, 202, 200]);
    expect(await listed.json()).toMatchObject({ turns: [{ question: 'orders', answer: { outcome: 'answered' } }] });
  });

  it('cancels a turn that nobody answers, for its owner only', async () => {
    const held = await createTurnWorld([]);
    const api = createAskApi({ ...held.entry, callers: createLocalCallerVerifier(), log: held.log, ...LIMITS });
    await using quiet = await serveFunction(api);
    const { conversationId, turnId } = await held.ask('revenue');
    const cancel = (user: string) =>
      fetch(`${quiet.url}/v1/conversations/${conversationId}/turns/${turnId}/cancel`, {
        method: 'POST',
        headers: { authorization: `Bearer local:${user}` },
      });

    const foreign = await cancel('bob@example.com');
    const own = await cancel('alice@example.com');

    expect([foreign.status, own.status]).toEqual([404, 200]);
    expect(answerSchema.parse(await own.json())).toMatchObject({ outcome: 'failed', failure: { code: 'cancelled' } });
  });

  it('leaves a turn that has ended as it is when it is cancelled', async () => {
    const { conversationId, turnId } = await askedTurn();

    const response = await call(`/v1/conversations/${conversationId}/turns/${turnId}/cancel`, { text: '' });

    expect(await response.json()).toMatchObject({ outcome: 'answered' });
  });

  it('asks a caller who asks too fast to wait, and says how long', async () => {
    const eager = await createTurnWorld([]);
    const askLimit = createRateLimiter({ perMinute: 1, burst: 1 }, eager.deps.now);
    const api = createAskApi({
      ...eager.entry,
      callers: createLocalCallerVerifier(),
      log: eager.log,
      ...LIMITS,
      askLimit,
    });
    await using limited = await serveFunction(api);
    const begin = () =>
      fetch(`${limited.url}/v1/conversations`, {
        method: 'POST',
        headers: { authorization: 'Bearer local:a@b.example' },
      });
    const { conversationId } = z.object({ conversationId: z.string() }).parse(await (await begin()).json());
    const ask = () =>
      fetch(`${limited.url}/v1/conversations/${conversationId}/turns`, {
        method: 'POST',
        headers: { authorization: 'Bearer local:a@b.example', 'content-type': 'application/json' },
        body: JSON.stringify({ question: 'revenue' }),
      });

    const [first, second] = [await ask(), await ask()];

    expect([first.status, second.status]).toEqual([202, 429]);
    expect(second.headers.get('retry-after')).toBe('60');
    expect(problemSchema.parse(await second.json()).code).toBe('too_many_requests');
  });

  it('serves the trail as JSON and as Markdown', async () => {
    const { conversationId, turnId } = await askedTurn();
    const path = `/v1/conversations/${conversationId}/turns/${turnId}/handoffs`;

    const asJson = await call(path);
    const asMarkdown = await call(path, { headers: { accept: 'text/markdown' } });

    expect(await asJson.json()).toMatchObject({
      outcome: 'answered',
      handoffs: [
        {
          kind: 'turn.asked',
          from: 'ask-api',
          to: 'coordinator',
          received: 'The question: revenue',
          checked: ['asks-what-the-person-asked', 'deadline-is-the-turns', 'starts-its-line'],
          found: [{ step: 'echo', finding: 'Echoed.', ms: 1 }],
          handedOn: [],
        },
      ],
    });
    const document = await asMarkdown.text();
    expect(document).toContain('## 1. ask-api → coordinator: turn.asked');
    expect(document).toContain('- **Found** by echo in 1 ms: Echoed.');
  });

  it('keeps the last opinion of a turn, and gives it back to whoever gave it', async () => {
    const { conversationId, turnId } = await askedTurn();
    const path = `/v1/conversations/${conversationId}/turns/${turnId}/feedback`;

    await call(path, { body: { rating: 'up' } });
    const said = await call(path, { body: { rating: 'down', correction: 'I meant orders' } });
    const foreign = await call(path, { body: { rating: 'up' }, user: 'eve@example.com' });
    const listed = z
      .object({
        feedback: z.array(z.looseObject({ turnId: z.string(), rating: z.string(), correction: z.string().nullable() })),
      })
      .parse(await (await call('/v1/feedback')).json());

    expect([said.status, foreign.status]).toEqual([200, 404]);
    expect(listed.feedback.filter((one) => one.turnId === turnId)).toMatchObject([
      { rating: 'down', correction: 'I meant orders', question: 'revenue' },
    ]);
  });

  it('describes every route, with schemas, in its OpenAPI document', async () => {
    const response = await call('/openapi.json', { user: null });
    const { paths } = z
      .object({ openapi: z.literal('3.1.0'), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(await response.json());

    expect(Object.keys(paths)).toEqual([
      '/v1/ask',
      '/v1/conversations',
      '/v1/conversations/{conversationId}/turns',
      '/v1/conversations/{conversationId}',
      '/v1/conversations/{conversationId}/turns/{turnId}',
      '/v1/conversations/{conversationId}/turns/{turnId}/events',
      '/v1/conversations/{conversationId}/turns/{turnId}/handoffs',
      '/v1/conversations/{conversationId}/turns/{turnId}/cancel',
      '/v1/conversations/{conversationId}/turns/{turnId}/feedback',
      '/v1/feedback',
      '/health',
      '/openapi.json',
    ]);
    expect(paths['/v1/ask']?.['post']).toMatchObject({
      requestBody: { content: { 'application/json': { schema: { required: ['question'] } } } },
    });
  });

  const question = { question: 'revenue' };
  it.each([
    ['an empty question', () => call('/v1/ask', { body: { question: ' ' } }), 400, 'invalid_request'],
    ['no question', () => call('/v1/ask', { body: {} }), 400, 'invalid_request'],
    ['an unknown field', () => call('/v1/ask', { body: { ...question, qestion: 1 } }), 400, 'invalid_request'],
    [
      'a question of 4,001 characters',
      () => call('/v1/ask', { body: { question: 'x'.repeat(4_001) } }),
      400,
      'invalid_request',
    ],
    ['a body of 100 kB', () => call('/v1/ask', { body: { question: 'x'.repeat(100_000) } }), 413, 'payload_too_large'],
    ['no JSON', () => call('/v1/ask', { text: '{"question": ' }), 400, 'invalid_json'],
    ['bytes that are not UTF-8', () => call('/v1/ask', { text: '\u0000' }), 400, 'invalid_json'],
    [
      'another content type',
      () => call('/v1/ask', { body: question, headers: { 'content-type': 'text/plain' } }),
      415,
      'unsupported_media_type',
    ],
    ['an unknown model', () => call('/v1/ask', { body: { ...question, model: 'nope' } }), 404, 'unknown_model'],
    [
      'an unknown time zone',
      () => call('/v1/ask', { body: { ...question, timeZone: 'Mars/Base' } }),
      400,
      'invalid_request',
    ],
    [
      'an id of no form',
      () => call('/v1/ask', { body: { ...question, conversationId: '../x' } }),
      400,
      'invalid_request',
    ],
    ['an unknown conversation', () => call(`/v1/conversations/conv_${'a'.repeat(26)}`), 404, 'not_found'],
    ['an id of no form in the path', () => call('/v1/conversations/nope'), 404, 'not_found'],
    ['nobody signed in', () => call('/v1/ask', { body: question, user: null }), 401, 'unauthenticated'],
    ['no e-mail address', () => call('/v1/ask', { body: question, user: 'alice' }), 401, 'unauthenticated'],
    ['another method', () => call('/v1/ask'), 405, 'method_not_allowed'],
    ['another address', () => call('/v2/ask', { body: question }), 404, 'not_found'],
  ])('answers %s with a problem that has no stack', async (_, send, status, code) => {
    const response = await send();
    const text = await response.text();

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(problemSchema.parse(JSON.parse(text))).toMatchObject({ status, code });
    expect(text).not.toMatch(/node_modules|\.ts:|at \w+ \(/);
  });

  it('treats a foreign conversation as one that does not exist', async () => {
    const { conversationId, turnId } = await askedTurn();
    const paths = [`/v1/conversations/${conversationId}`, `/v1/conversations/${conversationId}/turns/${turnId}`];

    const foreign = await Promise.all(paths.map((path) => call(path, { user: 'bob@example.com' })));
    const asked = await call(`/v1/conversations/${conversationId}/turns`, { body: question, user: 'bob@example.com' });
    const missing = await call(`/v1/conversations/conv_${'b'.repeat(26)}/turns`, {
      body: question,
      user: 'bob@example.com',
    });

    expect(foreign.map(({ status }) => status)).toEqual([404, 404]);
    expect(await asked.json()).toEqual(await missing.json());
  });
});
