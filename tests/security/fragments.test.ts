import { expect, it } from 'vitest';
import { planSchema, type PlanInput } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import type { CompiledPlan } from '#shared/sql/compile/compiled-plan.ts';
import { differentialModel } from '#tests/differential/differential-model.ts';
import { DuckDbRunner } from '#tests/differential/duckdb-runner.ts';
import type { Database } from '#tests/differential/random-database.ts';
import { hasCorpus, samplesOf } from './attack-corpus.ts';

const AT_ONCE = 200;
const model = differentialModel();
const lines = { kind: 'metric', metric: 'sales.lines' } as const;

function compile(plan: Omit<PlanInput, 'model'>): CompiledPlan {
  const compiled = compilePlan(planSchema.parse({ model: 'test', ...plan }), model);
  if (compiled.kind === 'refused') throw new Error(compiled.message);
  return compiled;
}

function filteredBy(value: string): readonly CompiledPlan[] {
  const condition = (where: PlanInput['where']) => compile({ metrics: [lines], where });
  return [
    condition({ kind: 'in', field: 'sales.channel', values: [value] }),
    condition({ kind: 'compare', field: 'sales.channel', operator: '<>', value }),
    condition({ kind: 'range', field: 'sales.channel', from: value, to: null }),
    condition({ kind: 'text', field: 'sales.channel', match: 'contains', value: value.slice(0, 1_000) }),
  ];
}

/** One sale for each text, in the channel of that name. */
function salesIn(channels: readonly string[]): Database {
  const sales = channels.map((channel, at) => ({ SALE_ID: at, CHANNEL: channel, QUANTITY: 1, AMOUNT: 1 }));
  return { ZONES: [], CUSTOMERS: [], PRODUCTS: [], SALES: sales, REFUNDS: [], STOCK: [] };
}

it.runIf(hasCorpus)(
  'keeps every piece of an injection a value, in the statement and when it runs',
  { timeout: 120_000 },
  async () => {
    const texts = [...new Set(samplesOf('attacks', 'sql.fragment').map(({ text }) => text))].filter(
      (text) => text !== '',
    );
    const harmless = filteredBy('x').map(({ statement }) => statement);
    const runner = await DuckDbRunner.start();

    const changed = texts.filter((text) => filteredBy(text).some(({ statement }, at) => statement !== harmless[at]));

    // A text with NUL cannot be loaded by the SQL that the rows are written with.
    const lost: string[] = [];
    const loadable = texts.filter((text) => !text.includes('\0'));
    for (let from = 0; from < loadable.length; from += AT_ONCE) {
      const [asked, others] = [loadable.slice(from, from + AT_ONCE), loadable.slice(0, from)];
      await runner.load(salesIn([...asked, ...others.slice(-AT_ONCE)]));
      const { statement, binds } = compile({
        metrics: [lines],
        dimensions: [{ dimension: 'sales.channel' }],
        where: { kind: 'in', field: 'sales.channel', values: [...asked] },
      });
      const rows = await runner.query(statement, binds);
      const found = new Set(rows.map(([channel]) => channel));
      lost.push(...asked.filter((text) => !found.has(text)));
      expect(rows).toHaveLength(asked.length);
    }

    process.stdout.write(
      `binds: ${texts.length} pieces of injections, ${changed.length} change a statement, ${lost.length} are not found as the value they are\n`,
    );
    expect(changed).toEqual([]);
    expect(lost).toEqual([]);
    expect(texts.length).toBeGreaterThan(0);
  },
);
