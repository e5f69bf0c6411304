import { randomBytes } from 'node:crypto';
import { http, type HttpFunction } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { z } from 'zod';
import { startFirestoreServer } from '#infra/local/firestore/firestore-server.ts';
import { startIdentityServer } from '#infra/local/identity/identity-server.ts';
import { createTokenIssuer } from '#infra/local/identity/token-issuer.ts';
import { startPubSubServer } from '#infra/local/pubsub/pubsub-server.ts';
import { createTopics } from '#infra/local/topics.ts';
import { awaitReplies, found, type Agent } from '#shared/agent/define-agent.ts';
import { receiveAsAgent } from '#shared/agent/run-agent.ts';
import { beginTurn } from '#shared/handoff/begin-turn.ts';
import { keepJsonUnparsed, readJsonBody } from '#shared/http/json-body.ts';
import { servePushes } from '#shared/http/serve-pushes.ts';
import { createPushSenderVerifier } from '#shared/identity/push-sender.ts';
import { createTurnContextKeys } from '#shared/identity/turn-context.ts';
import type { MessageBus } from '#shared/messaging/message-bus.ts';
import { createPubSubBus } from '#shared/messaging/pubsub-bus.ts';
import { EMPTY_ANALYSIS } from '#shared/schemas/analysis.ts';
import { EDGES, topicOf } from '#shared/schemas/edges.ts';
import { functionManifestSchema } from '#shared/schemas/function-manifest.ts';
import { createFirestoreStore } from '#shared/state/firestore-store.ts';
import { defineTool } from '#shared/tool/define-tool.ts';
import { receiveAsToolServer } from '#shared/tool/receive-as-tool-server.ts';
import { percentile, summarize } from './percentile.ts';

/** What the runtime may add to a hop, p50, milliseconds. */
const BAR_MS = 15;
const WARM_UP = 40;
const ROUNDS = 200;

/** The way of a question, and of the bare messages beside it. */
const WAY = [
  'turn.asked.ask-api.coordinator',
  'analysis.requested.coordinator.data-intelligence',
  'tool.called.data-intelligence.snowflake-query',
  'tool.answered.snowflake-query.data-intelligence',
  'analysis.completed.data-intelligence.coordinator',
] as const;
const NAMES = ['coordinator', 'data-intelligence', 'snowflake-query'] as const;

const ANALYSIS = { ...EMPTY_ANALYSIS, outcome: 'answered', tier: 'governed', text: 'It is 42.' } as const;
const nothing = z.object({});
type Nothing = z.infer<typeof nothing>;

/** Agents and a tool that do nothing but hand on: what is left is the runtime. */
const asker: Agent<Nothing, null> = {
  name: 'coordinator',
  startsOn: 'turn.asked',
  record: nothing,
  begin: () => ({}),
  steps: [
    {
      name: 'ask',
      run: (record) =>
        awaitReplies(record, 'Asked.', [
          {
            id: 'analysis',
            draft: {
              kind: 'analysis.requested',
              to: 'data-intelligence',
              brief: {
                question: 'q',
                model: 'm',
                today: '2026-11-15',
                locale: 'en',
                timeZone: 'UTC',
                intent: 'question',
                past: [],
                choices: [],
                named: [],
              },
            },
          },
        ]),
      resume: (record) => found(record, 'It is in.'),
    },
  ],
  finish: () => ({ kind: 'end-turn', analysis: ANALYSIS }),
  fail: (analysis) => ({ kind: 'end-turn', analysis }),
};

const analyst: Agent<Nothing, null> = {
  name: 'data-intelligence',
  startsOn: 'analysis.requested',
  record: nothing,
  begin: () => ({}),
  steps: [
    {
      name: 'call',
      run: (record) =>
        awaitReplies(record, 'Called.', [
          {
            id: 'call',
            draft: { kind: 'tool.called', to: 'snowflake-query', brief: { tool: 'do_it', arguments: {} } },
          },
        ]),
      resume: (record) => found(record, 'Called back.'),
    },
  ],
  finish: (_, { from }) => ({
    kind: 'reply',
    draft: { kind: 'analysis.completed', to: from, brief: { analysis: ANALYSIS } },
  }),
  fail: (analysis, { from }) => ({
    kind: 'reply',
    draft: { kind: 'analysis.completed', to: from, brief: { analysis } },
  }),
};

const doIt = defineTool({
  name: 'do_it',
  description: 'Does nothing.',
  readOnly: true,
  input: nothing,
  output: nothing,
  run: () => Promise.resolve({}),
  describe: () => 'Done.',
});

const SILENT = { info: () => undefined, warn: () => undefined, error: console.error, with: () => SILENT };

interface Served {
  readonly url: string;
  close(): void;
}

async function serve(name: string, handler: HttpFunction): Promise<Served> {
  http(name, handler);
  const server = getTestServer(name);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const identityOf = (name: string) => ({
  audience: `http://${name}.localhost`,
  serviceAccount: `push-${name}@bench.iam.gserviceaccount.com`,
});

/** Creates the topics of {@link WAY} in a project, each pushed to one of these servers. */
async function connect(projectId: string, served: ReadonlyMap<string, Served>): Promise<void> {
  const folders = NAMES.map((name) => ({
    name,
    group: 'bench',
    directory: '',
    manifest: functionManifestSchema.parse({
      entryPoint: 'bench',
      description: '',
      trigger: 'handoffs',
      receives: EDGES.map(topicOf).filter((topic) => WAY.some((part) => part === topic) && topic.endsWith(`.${name}`)),
    }),
  }));
  await createTopics(projectId, folders, (name) => ({ url: served.get(name)?.url ?? '', ...identityOf(name) }));
}

/** Waits for the end of one way at a time. */
class Finish {
  #resolve: (() => void) | null = null;
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }
  reached(): void {
    this.#resolve?.();
  }
}

const bareBodySchema = z.object({ message: z.object({ attributes: z.object({ at: z.string() }) }) });

/** Handlers that do no more than publish the next message of the way, as large as a handoff. */
async function createBareWay(closing: Served[]): Promise<() => Promise<number>> {
  const bus = createPubSubBus('bench-bare');
  const finish = new Finish();
  const json = JSON.stringify({ padding: 'x'.repeat(1_500) });
  const handler: HttpFunction = async (request, response) => {
    const body = bareBodySchema.parse(readJsonBody(request, 1024 * 1024));
    const at = Number(body.message.attributes.at) + 1;
    const topic = WAY[at];
    if (topic === undefined) finish.reached();
    else await bus.publish(topic, { json, attributes: { at: String(at) } });
    response.status(204).end();
  };
  const served = new Map<string, Served>();
  for (const name of NAMES) served.set(name, await serve(`bare-${name}`, handler));
  closing.push(...served.values());
  await connect('bench-bare', served);
  return async () => {
    const started = performance.now();
    const ended = finish.next();
    await bus.publish(WAY[0], { json, attributes: { at: '0' } });
    await ended;
    return performance.now() - started;
  };
}

/** The real runtime: verified pushes, leases, transactions, outbox. */
async function createRuntimeWay(closing: Served[], keysUrl: string): Promise<() => Promise<number>> {
  const projectId = 'bench-runtime';
  const store = createFirestoreStore({ projectId, databaseId: 'platform' });
  const keys = await createTurnContextKeys('bench');
  const finish = new Finish();
  let startedAt = 0;
  const pubsub = createPubSubBus(projectId);
  const bus: MessageBus = {
    publish(topic, message) {
      if (topic === WAY[0]) startedAt = performance.now();
      return pubsub.publish(topic, message);
    },
  };
  const now = Date.now;
  const receivers = [
    receiveAsAgent(asker, null),
    receiveAsAgent(analyst, null),
    receiveAsToolServer({ name: 'snowflake-query', tools: [doIt], deps: null, log: SILENT }),
  ];
  const served = new Map<string, Served>();
  for (const receiver of receivers) {
    const sender = createPushSenderVerifier({
      keysUrl,
      issuers: ['https://accounts.google.com'],
      now,
      ...identityOf(receiver.name),
    });
    const contextKeys = (): Promise<string> => Promise.resolve(keys.publicKeys);
    const push = servePushes(receiver, { store, bus, sender, contextKeys, log: SILENT, now });
    const handler: HttpFunction = async (request, response) => {
      await push(request, response);
      if (readTopic(request.rawBody) === WAY.at(-1)) finish.reached();
    };
    served.set(receiver.name, await serve(`runtime-${receiver.name}`, handler));
  }
  closing.push(...served.values());
  await connect(projectId, served);
  const caller = { id: 'bench', email: 'bench@example.com', roles: [] };
  const brief = { question: 'q', model: null, locale: 'en', timeZone: 'UTC', today: '2026-11-15' };
  return async () => {
    const ended = finish.next();
    await beginTurn(
      { channel: 'ask-api', caller, conversationId: null, brief, timeoutMs: 60_000, traceparent: null },
      { store, bus, now, randomBytes, contextKey: () => Promise.resolve(keys.privateKey) },
    );
    await ended;
    return performance.now() - startedAt;
  };
}

function readTopic(body: Buffer | undefined): string {
  return /"subscription":"[^"]*\/([^"/]+)"/.exec(body?.toString() ?? '')?.[1] ?? '';
}

/**
 * What the runtime adds to a hop: five handoffs through the real runtime and five bare messages over the same servers, in
 * turn, each from the first publish to the end of the last handler.
 */
export async function benchHop(): Promise<void> {
  keepJsonUnparsed();
  const issuer = await createTokenIssuer({ now: Date.now });
  const identity = await startIdentityServer({ issuer });
  const pubsub = await startPubSubServer({ tokenIssuer: issuer });
  const firestore = await startFirestoreServer({});
  process.env['PUBSUB_EMULATOR_HOST'] = pubsub.address;
  process.env['FIRESTORE_EMULATOR_HOST'] = firestore.address;
  const closing: Served[] = [];
  try {
    const bare = await createBareWay(closing);
    const runtime = await createRuntimeWay(closing, `${identity.url}/oauth2/v3/certs`);
    for (let at = 0; at < WARM_UP; at += 1) await runtime().then(bare);
    const samples: Sample[] = [];
    for (let at = 0; at < ROUNDS; at += 1) samples.push({ bare: await timed(bare), runtime: await timed(runtime) });
    report(samples);
  } finally {
    for (const served of closing) served.close();
    await Promise.all([identity.stop(), pubsub.stop(), firestore.stop()]);
  }
}

/** One way, per hop, milliseconds: by the clock, and by what this process and its servers computed. */
interface Timed {
  readonly ms: number;
  readonly cpuMs: number;
}

interface Sample {
  readonly bare: Timed;
  readonly runtime: Timed;
}

async function timed(way: () => Promise<number>): Promise<Timed> {
  const before = process.cpuUsage();
  const ms = await way();
  const { user, system } = process.cpuUsage(before);
  return { ms: ms / WAY.length, cpuMs: (user + system) / 1000 / WAY.length };
}

function report(samples: readonly Sample[]): void {
  const added = samples.map(({ bare, runtime }) => runtime.ms - bare.ms);
  const computed = samples.map(({ bare, runtime }) => runtime.cpuMs - bare.cpuMs);
  console.log(`A hop, mean of the ${WAY.length} hops of a way, ${samples.length} ways of each kind in turn`);
  console.log(`  bare publish → push → handler   ${summarize(samples.map(({ bare }) => bare.ms))} ms`);
  console.log(`  through the runtime             ${summarize(samples.map(({ runtime }) => runtime.ms))} ms`);
  console.log(`  added by the runtime (paired)   ${summarize(added)} ms`);
  console.log(`  processor time added, servers too ${summarize(computed)} ms`);
  const p50 = percentile(added, 0.5);
  console.log(`\n${p50 <= BAR_MS ? 'Within' : 'OVER'} the bar of ${BAR_MS} ms added at p50.`);
  if (p50 > BAR_MS) process.exitCode = 1;
}
