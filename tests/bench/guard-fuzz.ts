import { Worker } from 'node:worker_threads';
import type { Catalogue } from '#shared/sql/guard/catalogue.ts';
import type { GuardReply, GuardRequest } from '#shared/sql/guard/guard-worker.ts';
import { NO_VALUES } from '#shared/sql/guard/statement-values.ts';
import { createSqlGuard, JUDGE_TIMEOUT_MS } from '#shared/sql/guard/sql-guard.ts';
import { Random } from '#tests/differential/random.ts';
import { percentile } from './percentile.ts';

const SEED = Number(process.env['BATON_SEED'] ?? 20_261_128);
const TEXTS = Number(process.env['BATON_FUZZ_TEXTS'] ?? 300);
const MOST_CHARACTERS = 20_000;
/** Slowest texts so far, from which further ones are bred. */
const BREEDERS = 25;
/** When a thread of the fuzz is given up, milliseconds by the clock. */
const GIVEN_UP_MS = 2_000;

const OPEN: Catalogue = { tables: [], anyTable: true, functions: [] };

/** What parsers are slow at: what nests, what chains, what must be tried in several ways, what is long. */
const PIECES = [
  '(', ')', '[', ']', '{', '}', ',', ';', ' ', '\n', "'", '"', '$$', '--\n', '/*', '*/', '?', ':', '::', '.', '->', '|', '!', '@', '#', '\\',
  'SELECT ', ' FROM ', ' WHERE ', ' AND ', ' OR ', 'NOT ', ' BETWEEN ', ' IN (', ' LIKE ', ' IS NULL', 'CASE WHEN ', ' THEN ', ' ELSE ', ' END',
  'WITH ', ' AS (', ' AS ', 'UNION ', 'UNION ALL ', ' JOIN ', ' ON ', ' USING (', 'LATERAL ', 'TABLE(', 'VALUES (', 'EXISTS (', 'INTERVAL ', 'CAST(',
  '::ARRAY(', '::OBJECT(a ', '::MAP(', '::NUMBER(10,2)', 'DATE_PART(', ' OVER (', 'PARTITION BY ', ' ORDER BY ', ' GROUP BY ', 'GROUPING SETS (',
  ' MATCH_RECOGNIZE (', 'PATTERN (', 'DEFINE a AS ', 'PERMUTE(', '{-', '-}', ' UNPIVOT (', ' PIVOT (', ' FOR a IN (', 'm!PREDICT(', '{*}', 'x -> ',
  'PRIOR ', 'CONNECT BY ', 'a', 'b', 't', 'f(', '1', '1.5', "'x'", 'a.b', 'a:b', 'a + ', "a || ", '- ', 'a = 1', 'DATE ', 'DISTINCT ', 'RECURSIVE ',
  'INNER_QUERY_28', 'STRUCTURED_TYPE_41', 'FINAL ', 'SKIP TO ', ' COLLATE ', '\u{1F600}', 'é',
] as const; // prettier-ignore

/** Whole shapes, grown to a size. */
const SHAPES: readonly ((count: number) => string)[] = [
  (count) => `SELECT ${'('.repeat(count)}1${')'.repeat(count)}`,
  (count) => `SELECT a FROM t WHERE ${Array.from({ length: count }, (_, at) => `a = ${String(at)}`).join(' AND ')}`,
  (count) => `SELECT ${Array.from({ length: count }, (_, at) => `a${String(at)}`).join(', ')} FROM t`,
  (count) => `SELECT ${Array.from({ length: count }, (_, at) => `SUM(CASE WHEN a = ${String(at)} THEN b END) AS s${String(at)}`).join(', ')} FROM t`,
  (count) => `SELECT a FROM t WHERE a IN (${Array.from({ length: count }, (_, at) => `'v${String(at)}'`).join(', ')})`,
  (count) => `WITH ${Array.from({ length: count }, (_, at) => `c${String(at)} AS (SELECT a FROM t UNION ALL SELECT a FROM c${String(at)})`).join(', ')} SELECT 1`,
  (count) => `SELECT * FROM ${'(SELECT * FROM '.repeat(Math.min(count, 38))}t${')'.repeat(Math.min(count, 38))}`,
  (count) => `SELECT * FROM ${'(SELECT * FROM '.repeat(Math.min(count, 18))}t${') MATCH_RECOGNIZE (ORDER BY a PATTERN (x y+) DEFINE x AS TRUE)'.repeat(Math.min(count, 18))}`,
  (count) => `SELECT * FROM t MATCH_RECOGNIZE (ORDER BY a PATTERN (${'(a | b)* '.repeat(count)}) DEFINE a AS TRUE)`,
  (count) => `SELECT a${'::OBJECT(x NUMBER(10,2))'.repeat(count)} FROM t`,
  (count) => `SELECT '${'x'.repeat(count * 10)}' AS a, "${'y'.repeat(count * 5)}" AS b`,
  (count) => `SELECT a FROM t ${Array.from({ length: count }, (_, at) => `LEFT JOIN t AS t${String(at)} ON t.a = t${String(at)}.a`).join(' ')}`,
  (count) => Array.from({ length: count }, () => 'SELECT a FROM t').join(' UNION ALL '),
  (count) => `SELECT ${'f('.repeat(Math.min(count, 38))}a${')'.repeat(Math.min(count, 38))}`,
  (count) => `SELECT ${'a || '.repeat(count)}a, ${'- '.repeat(count)}1`,
  (count) => `SELECT ${'CASE WHEN a THEN '.repeat(Math.min(count, 38))}1${' END'.repeat(Math.min(count, 38))}`,
]; // prettier-ignore

interface Judged {
  readonly text: string;
  /** Processor time of the thread, milliseconds; null when it ended or was given up. */
  readonly workedMs: number | null;
}

/** One thread of the guard's own code, asked directly, so that its processor time can be read. */
class FuzzedThread {
  readonly #worker: Worker;
  #usedMs = 0;
  #settle: ((usedMs: number | null) => void) | null = null;
  #isReady: Promise<void>;
  isGone = false;

  constructor() {
    this.#worker = new Worker(new URL('../../shared/sql/guard/guard-worker.ts', import.meta.url), { stderr: true });
    this.#isReady = new Promise((resolve) => {
      this.#worker.on('message', ({ kind, usedMs }: GuardReply) => {
        if (kind === 'ready') resolve();
        const worked = usedMs - this.#usedMs;
        this.#usedMs = usedMs;
        if (kind === 'judged') this.#end(worked);
      });
      const gone = (): void => {
        this.isGone = true;
        resolve();
        this.#end(null);
      };
      this.#worker.on('error', gone);
      this.#worker.on('exit', gone);
    });
    this.#send({ kind: 'learn', catalogueId: 0, catalogue: OPEN });
  }

  async judge(text: string): Promise<Judged> {
    await this.#isReady;
    const workedMs = await new Promise<number | null>((resolve) => {
      this.#settle = resolve;
      const timer = setTimeout(() => void this.close(), GIVEN_UP_MS);
      this.#send({ kind: 'judge', id: 0, catalogueId: 0, text, values: NO_VALUES });
      this.#settle = (usedMs) => {
        clearTimeout(timer);
        resolve(usedMs);
      };
    });
    return { text, workedMs };
  }

  async close(): Promise<void> {
    this.isGone = true;
    await this.#worker.terminate();
  }

  #send(request: GuardRequest): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(request);
  }

  #end(usedMs: number | null): void {
    const settle = this.#settle;
    this.#settle = null;
    settle?.(usedMs);
  }
}

function grown(random: Random): string {
  return random.pick(SHAPES)(Math.ceil(10 ** (random.next() * 3.2)));
}

/** A piece or a stretch of another text, once or many times, somewhere in a text. */
function bred(random: Random, parents: readonly string[]): string {
  const [text, other] = [random.pick(parents), random.pick(parents)];
  const at = random.int(0, text.length);
  const from = random.int(0, other.length);
  const stretch = random.chance(0.3) ? other.slice(from, from + random.int(1, 200)) : random.pick(PIECES);
  const count = random.chance(0.5) ? 1 : Math.ceil(10 ** (random.next() * 3));
  return text.slice(0, at) + stretch.repeat(count) + text.slice(at + random.int(0, 40));
}

function costOf({ workedMs }: Judged): number {
  return workedMs ?? Infinity;
}

/**
 * Looks for the texts that need most of the guard's thread: random ones of its own seed, bred from the slowest so far.
 * Then sends the slowest through the guard itself, and sees how long it and the harmless statement after it take.
 */
export async function benchGuardFuzz(): Promise<void> {
  const random = new Random(SEED);
  let thread = new FuzzedThread();
  const slowest: Judged[] = [];
  const times: number[] = [];
  let broken = 0;
  for (let place = 0; place < TEXTS; place += 1) {
    const isNew = slowest.length < BREEDERS || random.chance(0.4);
    const text = isNew
      ? grown(random)
      : bred(
          random,
          slowest.map((one) => one.text),
        );
    const judged = await thread.judge(text.slice(0, MOST_CHARACTERS));
    if (judged.workedMs === null) broken += 1;
    else times.push(judged.workedMs);
    if (thread.isGone) thread = new FuzzedThread();
    slowest.push(judged);
    slowest.sort((one, other) => costOf(other) - costOf(one));
    slowest.length = Math.min(slowest.length, BREEDERS);
  }
  await thread.close();
  const longest = Math.max(...times);
  console.log(
    `fuzz, seed ${SEED}: ${TEXTS} texts of up to ${MOST_CHARACTERS} characters; processor time p50 ${percentile(times, 0.5).toFixed(2)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms, longest ${longest.toFixed(1)} ms; ${broken} ended their thread`,
  );
  for (const { text, workedMs } of slowest.slice(0, 5)) {
    console.log(
      `  ${workedMs === null ? 'ended' : `${workedMs.toFixed(1)} ms`}: ${text.slice(0, 90).replaceAll('\n', ' ')}… (${text.length})`,
    );
  }
  await throughTheGuard(slowest.map(({ text }) => text));
}

/** By the clock, as the caller waits: the worst texts one after the other, each with a harmless statement behind it. */
async function throughTheGuard(texts: readonly string[]): Promise<void> {
  const guard = createSqlGuard();
  await guard.judge('SELECT 1', OPEN);
  const [waits, after]: [number[], number[]] = [[], []];
  let [stopped, refusedAfter] = [0, 0];
  for (const text of texts) {
    const started = performance.now();
    const verdict = await guard.judge(text, OPEN);
    const between = performance.now();
    const harmless = await guard.judge('SELECT a FROM t WHERE b = 1', OPEN);
    waits.push(between - started);
    after.push(performance.now() - between);
    if (!verdict.allowed && /too long|cannot be read/.test(verdict.reason)) stopped += 1;
    if (!harmless.allowed) refusedAfter += 1;
  }
  await guard.close();
  const longest = Math.max(...waits);
  console.log(
    `through the guard: the ${texts.length} worst, by the clock p50 ${percentile(waits, 0.5).toFixed(1)} ms, longest ${longest.toFixed(1)} ms; ${stopped} stopped or crashed; the harmless statement after each p50 ${percentile(after, 0.5).toFixed(1)} ms, longest ${Math.max(...after).toFixed(1)} ms, ${refusedAfter} of them refused`,
  );
  console.log(
    `${refusedAfter === 0 ? 'holds' : 'BROKEN'}: no text blocks its caller or the next statement; limit ${JUDGE_TIMEOUT_MS} ms of the thread's processor time`,
  );
}
