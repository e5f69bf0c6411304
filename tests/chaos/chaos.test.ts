import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerSchema, type Answer } from '#shared/schemas/answer.ts';
import { Random } from '#tests/differential/random.ts';
import { IsolatedPlatform } from './isolated-platform.ts';

const SECONDS = Number(process.env['CHAOS_SECONDS'] ?? 60);
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 100_000);

/** How long a turn may take here, and how often late ones are swept. */
const TURN_MS = 30_000;
const SWEEP_MS = 30_000;

/** A loaded machine is slow to answer, start and sweep. */
const SLACK_MS = 60_000;

const acceptedSchema = z.object({ turnId: z.string(), links: z.object({ self: z.string(), handoffs: z.string() }) });
const trailSchema = z.object({ handoffs: z.array(z.object({ id: z.string(), kind: z.string() })) });

type Accepted = z.infer<typeof acceptedSchema> & { readonly user: string };

const random = new Random(SEED);
const done: string[] = [];
const turns: Accepted[] = [];
const answers = new Map<string, Answer>();
const counts = { asked: 0, killed: 0, frozen: 0 };
let platform: IsolatedPlatform;
let functions = 0;

beforeAll(async () => {
  platform = await IsolatedPlatform.start({ TURN_TIMEOUT_MS: String(TURN_MS) });
  functions = platform.processes.size;
}, 180_000);

afterAll(async () => {
  await platform.stop();
  process.stdout.write(`${done.join('\n')}\n`);
}, 60_000);

function headersOf(user: string): Record<string, string> {
  return { 'content-type': 'application/json', authorization: `Bearer local:${user}` };
}

async function call(user: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${platform.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: headersOf(user),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  if (!response.ok) throw new Error(`${path} was answered ${response.status}.`);
  return response.json();
}

/** What a call gives; null when the function is dead, or gave no answer. */
async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch {
    return null;
  }
}

async function ask(): Promise<Accepted | null> {
  counts.asked += 1;
  const user = `person${counts.asked}@example.com`;
  const question = random.pick(['revenue by region in 2025', 'revenue in October 2026', 'units by channel in 2025']);
  return attempt(async () => {
    const { conversationId } = z
      .object({ conversationId: z.string() })
      .parse(await call(user, '/v1/conversations', {}));
    const accepted = await call(user, `/v1/conversations/${conversationId}/turns`, { question });
    return { ...acceptedSchema.parse(accepted), user };
  });
}

/** The final answer of a turn; null while there is none. */
async function look({ user, links }: Accepted): Promise<Answer | null> {
  const answer = answerSchema.safeParse(await attempt(() => call(user, links.self)));
  return answer.success ? answer.data : null;
}

async function load(until: number): Promise<void> {
  const asking: Promise<void>[] = [];
  while (Date.now() < until) {
    asking.push(
      ask().then((accepted) => {
        if (accepted !== null) turns.push(accepted);
      }),
    );
    await sleep(random.int(300, 900));
  }
  await Promise.all(asking);
}

/** Kills or freezes one function at a time, and leaves the others up, so that there is always something to harm. */
async function harm(until: number): Promise<void> {
  while (Date.now() < until) {
    await sleep(random.int(1_000, 3_000));
    const up = [...platform.processes.keys()];
    if (up.length < functions - 1) continue;
    const name = random.pick(up);
    if (random.chance(0.6)) {
      if (platform.signal(name, 'SIGKILL')) counts.killed += 1;
      continue;
    }
    const pid = platform.processes.get(name);
    if (!platform.signal(name, 'SIGSTOP')) continue;
    counts.frozen += 1;
    await sleep(random.int(500, 4_000));
    if (platform.processes.get(name) === pid) platform.signal(name, 'SIGCONT');
  }
}

/** Looks at every turn until all have ended or the time is up; what was seen once must stay as it was. */
async function settle(until: number): Promise<readonly Accepted[]> {
  let open: readonly Accepted[] = turns;
  while (open.length > 0 && Date.now() < until) {
    const still: Accepted[] = [];
    for (const turn of open) {
      const answer = await look(turn);
      if (answer === null) still.push(turn);
      else answers.set(turn.turnId, answer);
    }
    open = still;
    if (open.length > 0) await sleep(1_000);
  }
  return open;
}

describe('functions in processes of their own, killed and frozen at random under load', () => {
  it(`end every accepted turn exactly once, and answer again afterwards (${SECONDS} s, seed ${SEED})`, async () => {
    const until = Date.now() + SECONDS * 1_000;
    await Promise.all([load(until), harm(until)]);
    const stoppedAt = Date.now();
    const open = await settle(stoppedAt + TURN_MS + SWEEP_MS + SLACK_MS);
    const settledMs = Date.now() - stoppedAt;
    await platform.untilWhole(functions);
    const again = await Promise.all(turns.map(look));
    const trails = await Promise.all(
      turns.map(async ({ user, links }) => trailSchema.parse(await call(user, links.handoffs))),
    );
    const afterwards = await Promise.all(Array.from({ length: 5 }, answerAfterwards));

    const outcomes = [...answers.values()].map(({ outcome, failure }) => failure?.code ?? outcome);
    const tally = [...new Set(outcomes)].map((one) => `${outcomes.filter((other) => other === one).length} ${one}`);
    done.push(
      `chaos for ${SECONDS} s over ${functions} functions (seed ${SEED}): ${counts.killed} killed, ${counts.frozen} frozen`,
      `  ${counts.asked} questions asked, ${turns.length} accepted: ${tally.join(', ')}; ${open.length} pending`,
      `  all ended ${(settledMs / 1000).toFixed(1)} s after the last harm; ${afterwards.length} new questions answered`,
    );
    expect(open).toEqual([]);
    expect(turns.length).toBeGreaterThan(0);
    expect(counts.killed + counts.frozen).toBeGreaterThan(0);
    expect([...answers.values()].filter(({ outcome }) => outcome !== 'answered' && outcome !== 'failed')).toEqual([]);
    expect(again).toEqual(turns.map(({ turnId }) => answers.get(turnId)));
    for (const { handoffs } of trails) {
      expect(handoffs.filter(({ kind }) => kind === 'analysis.completed').length).toBeLessThanOrEqual(1);
      expect(new Set(handoffs.map(({ id }) => id)).size).toBe(handoffs.length);
    }
    expect(afterwards.map(({ outcome }) => outcome)).toEqual(afterwards.map(() => 'answered'));
  }, 400_000);
});

/** Asks a question when nothing is harmed any more. */
async function answerAfterwards(): Promise<Answer> {
  const asked = await ask();
  if (asked === null) throw new Error('A question was not accepted although nothing is harmed any more.');
  for (let looks = 0; looks < 120; looks += 1) {
    const answer = await look(asked);
    if (answer !== null) return answer;
    await sleep(500);
  }
  throw new Error('A question got no answer although nothing is harmed any more.');
}
