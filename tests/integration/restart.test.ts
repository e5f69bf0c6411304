import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerSchema } from '#shared/schemas/answer.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const QUESTIONS = 20;
const HEADERS = { 'content-type': 'application/json', authorization: 'Bearer local:alice@example.com' };

const conversationSchema = z.object({ conversationId: z.string() });
const acceptedSchema = z.object({ turnId: z.string(), links: z.object({ self: z.string(), handoffs: z.string() }) });
const trailSchema = z.object({
  handoffs: z.array(z.object({ id: z.string(), kind: z.string(), doneAt: z.string().nullable() })),
});

interface Platform {
  readonly process: ChildProcess;
  readonly url: string;
}

let state = '';
let running: ChildProcess | null = null;

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'restart-'));
});

afterEach(async () => {
  running?.kill('SIGKILL');
  await rm(state, { recursive: true, force: true });
});

/** Starts the platform as `npm start -- --state` does and waits until it says that it is ready. */
async function start(): Promise<Platform> {
  const child = spawn(process.execPath, [join(ROOT, 'infra/local/start.ts'), `--state=${state}`], {
    env: { ...process.env, PORT: '0', BATON_AS_OF: '2026-11-15' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = child;
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /Ready in .* at (http:\S+)/.exec(line)?.[1];
    if (url !== undefined) return { process: child, url };
  }
  throw new Error('The platform ended before it was ready.');
}

async function accept(url: string, at: number): Promise<z.infer<typeof acceptedSchema>> {
  const begun = await fetch(`${url}/v1/conversations`, { method: 'POST', headers: HEADERS });
  const { conversationId } = conversationSchema.parse(await begun.json());
  const body = JSON.stringify({ question: `revenue by month in ${2024 + (at % 3)}` });
  const response = await fetch(`${url}/v1/conversations/${conversationId}/turns`, {
    method: 'POST',
    headers: HEADERS,
    body,
  });
  return acceptedSchema.parse(await response.json());
}

async function ended(url: string, path: string): Promise<z.infer<typeof answerSchema>> {
  const response = await fetch(`${url}${path}/events`, { headers: HEADERS });
  await response.text(); // The stream closes when the turn ends.
  return answerSchema.parse(await (await fetch(`${url}${path}`, { headers: HEADERS })).json());
}

describe('a platform that keeps its state', () => {
  it('ends every question that was in flight when it was killed, each once', async () => {
    const first = await start();
    const turns = await Promise.all(Array.from({ length: QUESTIONS }, (_, at) => accept(first.url, at)));
    first.process.kill('SIGKILL');
    await once(first.process, 'exit');

    const second = await start();
    const answers = await Promise.all(turns.map(({ links }) => ended(second.url, links.self)));
    const trails = await Promise.all(
      turns.map(async ({ links }) =>
        trailSchema.parse(await (await fetch(`${second.url}${links.handoffs}`, { headers: HEADERS })).json()),
      ),
    );

    expect(
      answers.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'answered' && outcome !== 'failed'),
    ).toEqual([]);
    expect(answers.filter(({ outcome }) => outcome === 'answered').length).toBeGreaterThan(0);
    for (const { handoffs } of trails) {
      const ends = handoffs.filter(({ kind }) => kind === 'analysis.completed');
      expect(ends.length).toBeLessThanOrEqual(1);
      expect(new Set(handoffs.map(({ id }) => id)).size).toBe(handoffs.length);
    }
  }, 120_000);
});
