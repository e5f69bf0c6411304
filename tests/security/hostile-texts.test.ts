import { afterAll, expect, it } from 'vitest';
import { createSqlGuard } from '#shared/sql/guard/sql-guard.ts';
import { SHOP } from '#tests/unit/guard/parse-snowflake.ts';

const guard = createSqlGuard();
afterAll(() => guard.close());

const many = (count: number, of: (at: number) => string, between = ' '): string =>
  Array.from({ length: count }, (_, at) => of(at)).join(between);

/** As large as the guard reads at all, each of a shape that makes parsers slow, deep or confused. */
const HOSTILE: Readonly<Record<string, string>> = {
  parentheses: `SELECT ${'('.repeat(9_000)}1${')'.repeat(9_000)}`,
  'open parentheses': `SELECT ${'('.repeat(19_000)}`,
  'parentheses to the limit': `SELECT ${'('.repeat(39)}1${')'.repeat(39)}`,
  'subqueries to the limit': `${'SELECT * FROM ('.repeat(38)}SELECT 1${')'.repeat(38)}`,
  'casts in a row': `SELECT 1${'::INT'.repeat(3_900)}`,
  'casts to the limit': `SELECT a${'::INT'.repeat(245)} FROM t`,
  'matched queries in one another': `SELECT * FROM ${'(SELECT * FROM '.repeat(18)}t${') MATCH_RECOGNIZE (ORDER BY a PATTERN (x y+) DEFINE x AS TRUE)'.repeat(18)}`,
  'nots in a row': `SELECT ${'NOT '.repeat(4_900)}TRUE`,
  'signs in a row': `SELECT ${'- '.repeat(9_900)}1`,
  additions: `SELECT ${many(4_000, () => '1', '+')}`,
  alternatives: `SELECT a FROM t WHERE ${many(1_100, (at) => `a = ${String(at)}`, ' OR ')}`,
  'a list': `SELECT a FROM t WHERE a IN (${many(4_000, String, ',')})`,
  cases: `SELECT ${'CASE WHEN a = 1 THEN '.repeat(39)}1${' END'.repeat(39)} FROM t`,
  'columns of cases': `SELECT ${many(600, (at) => `CASE WHEN a = ${String(at)} THEN b END`, ', ')} FROM t`,
  unions: many(900, () => 'SELECT a FROM t', ' UNION '),
  joins: `SELECT 1 FROM t ${many(800, (at) => `JOIN t AS t${String(at)} ON 1 = 1`)}`,
  'common tables': `WITH ${many(400, (at) => `c${String(at)} AS (SELECT a FROM t)`, ', ')} SELECT 1`,
  'functions in functions': `SELECT ${'ABS('.repeat(39)}a${')'.repeat(39)} FROM t`,
  'an open text': `SELECT '${'x'.repeat(19_900)}`,
  'open quotes': `SELECT ${"'".repeat(19_901)}`,
  'an open comment': `SELECT 1 ${'/*'.repeat(9_900)}`,
  dashes: `SELECT 1 ${'-- \n'.repeat(4_900)}`,
  dollars: `SELECT ${'$$'.repeat(9_900)}`,
  brackets: `SELECT a${'['.repeat(19_000)}`,
  'paths in a row': `SELECT a${':b'.repeat(9_900)} FROM t`,
  lambdas: `SELECT ${'x -> '.repeat(3_900)}1`,
  semicolons: `SELECT 1${';'.repeat(19_900)}`,
  nothing: '\u0000'.repeat(19_900),
  'unusual signs': `SELECT ${'\u{1F600}'.repeat(4_000)}`,
  'half of a sign': `SELECT '${'\ud800'.repeat(5_000)}'`,
  intervals: `SELECT ${'INTERVAL '.repeat(2_000)}'1 day'`,
  betweens: `SELECT a FROM t WHERE ${'a BETWEEN '.repeat(1_900)}1 AND 2`,
};

it('answers every hostile text, the next harmless one too, and its caller hardly works for it', async () => {
  const harmless = 'SELECT 1';
  await guard.judge(harmless, SHOP);
  const own = process.threadCpuUsage();

  const verdicts: (readonly [name: string, verdict: string, after: boolean])[] = [];
  for (const [name, text] of Object.entries(HOSTILE)) {
    const verdict = await guard.judge(text, SHOP);
    const after = await guard.judge(harmless, SHOP);
    verdicts.push([name, verdict.allowed ? 'allowed' : verdict.reason, after.allowed]);
  }

  const spent = process.threadCpuUsage(own);
  const cut = verdicts.filter(([, verdict]) => verdict === 'Refused: it takes too long to read.');
  const perTextMs = (spent.user + spent.system) / 1_000 / verdicts.length;
  process.stdout.write(
    `hostile texts: ${String(verdicts.length)}, stopped at the limit: ${cut.map(([name]) => name).join(', ') || 'none'}; the caller's own work ${perTextMs.toFixed(2)} ms a text\n`,
  );
  expect(verdicts.filter(([, , after]) => !after)).toEqual([]);
  expect(perTextMs).toBeLessThan(20);
});
