import { z } from 'zod';
import { readLocalSettings } from '#infra/local/local-settings.ts';
import { startStack } from '#infra/local/stack.ts';
import { answerSchema, type Answer } from '#shared/schemas/answer.ts';
import { summarize } from './percentile.ts';

const QUESTION = 'revenue by region last month';
const WARM_UP = 30;
const IN_SEQUENCE = 200;
const AT_ONCE = 16;
const HEADERS = { 'content-type': 'application/json', authorization: 'Bearer local:bench@example.com' };

interface Timed {
  readonly answer: Answer;
  readonly ms: number;
}

async function ask(url: string): Promise<Timed> {
  const started = performance.now();
  const response = await fetch(`${url}/v1/ask`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ question: QUESTION }),
  });
  const answer = answerSchema.parse(await response.json());
  if (answer.outcome !== 'answered') throw new Error(`The question was not answered: ${answer.text}`);
  return { answer, ms: performance.now() - started };
}

const trailSchema = z.object({
  handoffs: z.array(
    z.object({
      kind: z.string(),
      from: z.string(),
      to: z.string(),
      issuedAt: z.string(),
      doneAt: z.string().nullable(),
    }),
  ),
});

/** Time from handing on to the receiver being done, per edge, in whole milliseconds. */
async function hopsOf(url: string, { answer }: Timed): Promise<readonly (readonly [string, number])[]> {
  const path = `/v1/conversations/${answer.conversationId}/turns/${answer.turnId}/handoffs`;
  const trail = trailSchema.parse(await (await fetch(`${url}${path}`, { headers: HEADERS })).json());
  return trail.handoffs.flatMap(({ from, to, issuedAt, doneAt }) =>
    doneAt === null ? [] : [[`${from} → ${to}`, Date.parse(doneAt) - Date.parse(issuedAt)] as const],
  );
}

function grouped(pairs: readonly (readonly [string, number])[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return groups;
}

function print(title: string, groups: ReadonlyMap<string, readonly number[]>): void {
  console.log(`\n${title}`);
  for (const [name, samples] of groups) console.log(`  ${name.padEnd(42)} ${summarize(samples)} ms`);
}

/**
 * A warm, simple question through the whole platform: 200 one after the other, then 200 with 16 at once.
 *
 * Prints end-to-end times, the time of each hop, and what the steps themselves took; the rest of a hop is transport and
 * state (verify, read, one transaction, publish).
 */
export async function benchLatency(): Promise<void> {
  const stack = await startStack({ ...readLocalSettings(process.env), port: 0 });
  try {
    for (let at = 0; at < WARM_UP; at += 1) await ask(stack.url);
    const sequence: Timed[] = [];
    for (let at = 0; at < IN_SEQUENCE; at += 1) sequence.push(await ask(stack.url));
    const crowd: Timed[] = [];
    for (let at = 0; at < IN_SEQUENCE; at += AT_ONCE) {
      crowd.push(
        ...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, IN_SEQUENCE - at) }, () => ask(stack.url)))),
      );
    }
    const ends = new Map([
      [`${IN_SEQUENCE} in sequence`, sequence.map(({ ms }) => ms)],
      [`${IN_SEQUENCE}, ${AT_ONCE} at once`, crowd.map(({ ms }) => ms)],
    ]);
    print(`End to end: “${QUESTION}”`, ends);
    const hops = await Promise.all(sequence.slice(-50).map((timed) => hopsOf(stack.url, timed)));
    print('Per hop, handed on → done (latest 50 in sequence)', grouped(hops.flat()));
    const steps = sequence.flatMap(({ answer }) =>
      answer.timings.steps.map(({ agent, step, ms }) => [`${agent} · ${step}`, ms] as const),
    );
    print('Within the steps', grouped(steps));
    const inSteps = sequence.map(({ answer }) => answer.timings.steps.reduce((sum, { ms }) => sum + ms, 0));
    const around = sequence.map(({ ms }, at) => ms - (inSteps[at] ?? 0));
    print(
      'What the time is spent on',
      new Map([
        ['steps', inSteps],
        ['transport, state and the entry', around],
      ]),
    );
  } finally {
    await stack.stop();
  }
}
