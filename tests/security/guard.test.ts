import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { modelCatalogue } from '#shared/sql/guard/model-catalogue.ts';
import { createSqlGuard, type SqlGuard } from '#shared/sql/guard/sql-guard.ts';
import { retailModel } from '#tests/unit/planner/retail-planner.ts';
import { hasCorpus, samplesOf } from './attack-corpus.ts';
import { readNames } from './read-names.ts';

let guard: SqlGuard;
beforeAll(() => {
  // A verdict must not depend on how busy the machine is; how long it takes is measured by `npm run bench -- guard`.
  guard = createSqlGuard({ timeoutMs: 5_000 });
});
afterAll(() => guard.close());

const OPEN = { tables: [], anyTable: false, functions: [] };

it.runIf(hasCorpus).each(['sql.statement', 'sql.select-risky', 'sql.foreign'])(
  'refuses every attack of kind %s',
  { timeout: 60_000 },
  async (kind) => {
    const samples = samplesOf('attacks', kind);
    const retail = modelCatalogue(retailModel, { roles: ['analyst'], attributes: {} });

    const passed: string[] = [];
    for (const { id, text } of samples) {
      // As someone might declare them: every table that the statement names by itself, unless it is Snowflake's own.
      for (const catalogue of kind === 'sql.foreign'
        ? [OPEN, retail]
        : [OPEN, retail, { ...OPEN, tables: readNames(text).tables }]) {
        const verdict = await guard.judge(text, catalogue);
        if (verdict.allowed) passed.push(id);
      }
    }

    process.stdout.write(`guard: ${kind}: ${samples.length - new Set(passed).size} of ${samples.length} refused\n`);
    expect(samples.length).toBeGreaterThan(0);
    expect(passed).toEqual([]);
  },
);

it.runIf(hasCorpus)(
  'accepts harmless statements whose tables and functions are declared',
  { timeout: 60_000 },
  async () => {
    const samples = samplesOf('benign', 'sql.select');

    const refused: string[] = [];
    for (const { id, text } of samples) {
      const { values, ...names } = readNames(text);
      const verdict = await guard.judge(text, { ...names, anyTable: names.tables.length === 0 }, values);
      if (!verdict.allowed) refused.push(`${id}: ${verdict.reason}`);
    }

    const accepted = samples.length - refused.length;
    const share = (accepted / samples.length) * 100;
    process.stdout.write(
      `guard: ${accepted} of all ${samples.length} harmless statements accepted (${share.toFixed(1)} %)\n${refused.map((line) => `  ${line}\n`).join('')}`,
    );
    expect(share).toBeGreaterThanOrEqual(98);
  },
);

it('survives whatever it is given', { timeout: 60_000 }, async () => {
  const seeds = [
    ...samplesOf('attacks', 'sql.statement').slice(0, 150),
    ...samplesOf('attacks', 'sql.select-risky'),
    ...samplesOf('benign', 'sql.select').slice(0, 100),
  ].map(({ text }) => text);
  const base = fc.constantFrom('select a from t where b in (1)', ...seeds);
  const pieces = fc.constantFrom(
    "'",
    '"',
    '/*',
    '--',
    '$$',
    '\0',
    '\u200b',
    '\ud800',
    '(((((((',
    'case ',
    '[',
    '{',
    ' union select ',
    ';',
    '\\',
  );
  const mutated = fc
    .tuple(base, fc.nat(400), fc.nat(30), fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 30 }), base))
    .map(([text, at, cut, piece]) => text.slice(0, at) + piece + text.slice(at + cut));
  const heavy = fc
    .tuple(
      fc.constantFrom('(', '[', 'not ', '-', '1+', "'a'||", 'case when ', 'select ', '{', 'a.', 'a:', '(select '),
      fc.integer({ min: 1, max: 6_000 }),
    )
    .map(([piece, count]) => `select ${piece.repeat(count)}1`);
  let count = 0;

  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated, heavy, fc.string({ unit: 'binary', maxLength: 2_000 })), async (text) => {
      count += 1;
      const verdict = await guard.judge(text, { tables: [], anyTable: true, functions: [] });
      expect(typeof verdict.allowed).toBe('boolean');
    }),
    { numRuns: Number(process.env['BATON_FUZZ_RUNS'] ?? 200) },
  );
  const after = await guard.judge('select a from t', { tables: [], anyTable: true, functions: [] });

  process.stdout.write(`guard: ${count} mutated texts judged, and it still judges\n`);
  expect(after.allowed).toBe(true);
});
