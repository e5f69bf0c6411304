import { init, parse } from '@guanmingchiu/sqlparser-ts';
import type { Catalogue } from '#shared/sql/guard/catalogue.ts';
import { judgeStatement } from '#shared/sql/guard/judge-statement.ts';
import { createSqlGuard } from '#shared/sql/guard/sql-guard.ts';
import { percentile } from './percentile.ts';

const TABLES = 100;
const COLUMNS = 20;
const ROUNDS = 150;
/** Most of a thread that 95 of 100 statements may take. */
const LIMIT_MS = 5;

/** A model's worth of tables: 100 with 20 columns each, half of them under a row policy. */
function catalogue(): Catalogue {
  const columns = Array.from({ length: COLUMNS }, (_, at) => `C${String(at)}`);
  const tables = Array.from({ length: TABLES }, (_, at) => {
    const path = ['DB', 'MART', `T${String(at)}`];
    const rows = { text: `(SELECT t.* FROM DB.MART.T${String(at)} AS t WHERE (t.TENANT = ?))`, binds: ['acme'] };
    return { path, columns, rows: at % 2 === 0 ? rows : null };
  });
  return { tables, anyTable: false, functions: [] };
}

/** What people and language models write: from one line to a page. */
function statements(): readonly string[] {
  const sums = Array.from(
    { length: 12 },
    (_, at) => `SUM(CASE WHEN a.c1 = 'x${String(at)}' THEN a.c2 ELSE 0 END) AS s${String(at)}`,
  );
  const steps = Array.from(
    { length: 8 },
    (_, at) =>
      `p${String(at)} AS (SELECT c0, DATE_TRUNC('month', c3) AS m, SUM(c2) AS v FROM t${String(at)} WHERE c3 >= '2026-01-01' GROUP BY 1, 2)`,
  );
  const values = Array.from({ length: 400 }, (_, at) => `'v${String(at)}'`);
  return [
    'SELECT COUNT(*) FROM t1',
    "SELECT c1, SUM(c2) AS v FROM t2 WHERE c3 >= '2026-01-01' AND c3 < '2026-02-01' GROUP BY c1 ORDER BY v DESC LIMIT 10",
    'SELECT a.c1, b.c4, AVG(a.c2) FROM t3 a LEFT JOIN t4 b ON a.c0 = b.c0 WHERE b.c5 IS NOT NULL GROUP BY 1, 2 HAVING COUNT(*) > 5',
    'SELECT *, ROW_NUMBER() OVER (PARTITION BY c1 ORDER BY c2 DESC NULLS LAST) AS place FROM t5 QUALIFY place <= 3',
    'SELECT c0, c2 - LAG(c2) OVER (PARTITION BY c0 ORDER BY c3) AS change FROM t6 WHERE c1 IN (SELECT c1 FROM t7 WHERE c2 > 10)',
    'SELECT d.c0, f.value:sku::STRING, SUM(f.value:quantity::NUMBER(10,2)) FROM t8 d, LATERAL FLATTEN(INPUT => d.c9:lines) f GROUP BY ALL',
    `SELECT a.c0, ${sums.join(', ')} FROM t9 a JOIN t10 b ON a.c0 = b.c0 AND b.c1 ILIKE '%x%' GROUP BY a.c0`,
    `WITH ${steps.join(', ')} SELECT p0.c0, p0.m, ${Array.from({ length: 8 }, (_, at) => `p${String(at)}.v AS v${String(at)}`).join(', ')} FROM p0 ${Array.from({ length: 7 }, (_, at) => `LEFT JOIN p${String(at + 1)} ON p0.c0 = p${String(at + 1)}.c0 AND p0.m = p${String(at + 1)}.m`).join(' ')} ORDER BY 1, 2`,
    `SELECT c1, COUNT(DISTINCT c0) FROM t11 WHERE c4 IN (${values.join(', ')}) GROUP BY c1`,
    'SELECT c1 FROM t12 UNION ALL SELECT c1 FROM t13 EXCEPT SELECT c1 FROM t14',
  ];
}

interface Measured {
  readonly name: string;
  readonly spent: Spent[];
}

/**
 * How long the guard takes for a statement, over a catalogue of 2,000 columns: in one thread, as callers see it with the
 * threads between, and the parser alone as the least it could be.
 */
export async function benchGuard(): Promise<void> {
  await init();
  const known = catalogue();
  const texts = statements();
  const guard = createSqlGuard();
  const parser: Measured = { name: 'parser alone', spent: [] };
  const inThread: Measured = { name: 'guard, in its thread', spent: [] };
  const asked: Measured = { name: 'guard, as the caller waits', spent: [] };
  let refused = 0;
  for (let round = -40; round < ROUNDS; round += 1) {
    for (const text of texts) {
      const times = [await timed(() => parse(text, 'snowflake'))];
      times.push(await timed(() => judgeStatement(text, known, (sql) => parse(sql, 'snowflake'))));
      times.push(
        await timed(async () => {
          const { allowed } = await guard.judge(text, known);
          if (!allowed) refused += 1;
        }),
      );
      // The first rounds warm the code up.
      if (round >= 0) [parser, inThread, asked].forEach((one, at) => one.spent.push(...times.slice(at, at + 1)));
    }
  }
  await guard.close();
  const lengths = texts.map((text) => text.length);
  console.log(
    `${ROUNDS * texts.length} judgements of ${texts.length} statements (${Math.min(...lengths)} to ${Math.max(...lengths)} characters), ${TABLES} tables with ${TABLES * COLUMNS} columns, ${refused} refused`,
  );
  for (const { name, spent } of [parser, inThread, asked]) {
    const figures = (['cpuMs', 'wallMs'] as const).map((kind) => {
      const times = spent.map((one) => one[kind]);
      const [p50, p95] = [0.5, 0.95].map((share) => percentile(times, share).toFixed(2));
      return `${kind === 'cpuMs' ? 'processor' : 'clock'} p50 ${p50 ?? ''} ms p95 ${p95 ?? ''} ms`;
    });
    console.log(`${name.padEnd(26)} ${figures.join('   ')}`);
  }
  const p95 = percentile(
    inThread.spent.map(({ cpuMs }) => cpuMs),
    0.95,
  );
  console.log(`${p95 <= LIMIT_MS ? 'holds' : 'BROKEN'}: guard p95 ${p95.toFixed(2)} ms, limit ${LIMIT_MS} ms`);
}

interface Spent {
  /** By the clock, milliseconds; on a busy machine most of it is waiting. */
  readonly wallMs: number;
  /** Of this thread's processor, milliseconds. */
  readonly cpuMs: number;
}

async function timed(work: () => unknown): Promise<Spent> {
  const started = performance.now();
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return { wallMs: performance.now() - started, cpuMs: (user + system) / 1_000 };
}
