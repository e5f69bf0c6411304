import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { installMacros } from '#infra/local/snowflake/dialect/install-macros.ts';
import { lowerStatement } from '#infra/local/snowflake/dialect/lower-statement.ts';
import { planSchema, type PlanInput } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import type { CompiledPlan } from '#shared/sql/compile/compiled-plan.ts';
import { differentialModel } from '#tests/differential/differential-model.ts';
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

const SESSION = {
  database: null,
  schema: null,
  role: null,
  warehouse: null,
  user: 'TEST',
  sessionId: '1',
  parameters: {},
};

/** A table with one sale for each text, in the channel of that name, behind the local warehouse's dialect. */
async function salesIn(channels: readonly string[]) {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  await installMacros(connection);
  await connection.run('CREATE TABLE "SALES" ("CHANNEL" VARCHAR)');
  const insert = await connection.prepare('INSERT INTO "SALES" VALUES ($1)');
  for (const channel of channels) {
    insert.bindVarchar(1, channel);
    await insert.run();
  }
  return async ({ statement, binds }: CompiledPlan): Promise<readonly (readonly unknown[])[]> => {
    const types = binds.map(() => 'TEXT');
    const lowered = lowerStatement(statement, SESSION, types);
    if (lowered.kind !== 'query') throw new Error('The compiler wrote something else than a query.');
    return (await connection.runAndReadAll(lowered.sql, [...binds])).getRowsJson();
  };
}

it.runIf(hasCorpus)(
  'keeps every piece of an injection a value, in the statement and when it runs',
  { timeout: 120_000 },
  async () => {
    const texts = [...new Set(samplesOf('attacks', 'sql.fragment').map(({ text }) => text))].filter(
      (text) => text !== '',
    );
    const harmless = filteredBy('x').map(({ statement }) => statement);
    const query = await salesIn(texts);

    const changed = texts.filter((text) => filteredBy(text).some(({ statement }, at) => statement !== harmless[at]));

    const lost: string[] = [];
    for (let from = 0; from < texts.length; from += AT_ONCE) {
      const asked = texts.slice(from, from + AT_ONCE);
      const rows = await query(
        compile({
          metrics: [lines],
          dimensions: [{ dimension: 'sales.channel' }],
          where: { kind: 'in', field: 'sales.channel', values: [...asked] },
        }),
      );
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
