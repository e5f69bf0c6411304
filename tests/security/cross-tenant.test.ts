import { init, parse } from '@guanmingchiu/sqlparser-ts';
import { expect, it } from 'vitest';
import { planSchema } from '#shared/schemas/plan.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import type { RowPolicy, SemanticModel } from '#shared/semantic/semantic-model.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import type { Catalogue } from '#shared/sql/guard/catalogue.ts';
import { judgeStatement } from '#shared/sql/guard/judge-statement.ts';
import { modelCatalogue } from '#shared/sql/guard/model-catalogue.ts';
import { givenValues } from '#shared/sql/guard/statement-values.ts';
import { differentialModel } from '#tests/differential/differential-model.ts';
import { DuckDbRunner } from '#tests/differential/duckdb-runner.ts';
import { column } from '#tests/differential/model-parts.ts';
import { randomDatabase, type Database, type Row } from '#tests/differential/random-database.ts';
import { randomPlan } from '#tests/differential/random-plan.ts';
import { Random } from '#tests/differential/random.ts';
import { randomStatement } from './random-statement.ts';

const SEED = Number(process.env['BATON_SEED'] ?? 20_261_127);
const DATABASES = Number(process.env['BATON_TENANT_DATABASES'] ?? 6);
const PLANS = 16;
const STATEMENTS = 16;

const WHO = { roles: ['analyst'], attributes: { tenant: 'ours' } };

await init();

/** Every table under a policy: the rows of one's own tenant. */
function tenantModel(): SemanticModel {
  const model = differentialModel();
  const rowPolicies = model.tables.map(({ name }): RowPolicy => ({
    name: `own ${name}`,
    table: name,
    roles: ['*'],
    exceptRoles: [],
    expr: 'TENANT = :tenant',
    expression: {
      kind: 'binary',
      operator: '=',
      left: column(name, 'TENANT'),
      right: { kind: 'attribute', name: 'tenant' },
    },
  }));
  return { ...model, rowPolicies };
}

function mapTables(database: Database, change: (rows: readonly Row[]) => readonly Row[]): Database {
  return {
    ZONES: change(database.ZONES),
    CUSTOMERS: change(database.CUSTOMERS),
    PRODUCTS: change(database.PRODUCTS),
    SALES: change(database.SALES),
    REFUNDS: change(database.REFUNDS),
    STOCK: change(database.STOCK),
    PRICES: change(database.PRICES),
    RATES: change(database.RATES),
    SALE_TAGS: change(database.SALE_TAGS),
    TAGS: change(database.TAGS),
  };
}

/** Two tenants' rows mixed in every table; keys of one may be those of the other. */
function mixedDatabase(random: Random): Database {
  return mapTables(randomDatabase(random), (rows) =>
    rows.map((row) => ({ ...row, TENANT: random.pick(['ours', 'theirs']) })),
  );
}

function onlyOurs(database: Database): Database {
  return mapTables(database, (rows) => rows.filter((row) => row['TENANT'] === 'ours'));
}

interface Runnable {
  readonly sql: string;
  readonly binds: readonly Cell[];
}

function compiled(random: Random, model: SemanticModel): Runnable | null {
  const result = compilePlan(planSchema.parse(randomPlan(random)), model, WHO);
  return result.kind === 'compiled' ? { sql: result.statement, binds: result.binds } : null;
}

function guarded(random: Random, catalogue: Catalogue): Runnable {
  const { text, binds } = randomStatement(random);
  const verdict = judgeStatement(text, catalogue, (sql) => parse(sql, 'snowflake'), givenValues(binds));
  if (!verdict.allowed) throw new Error(`${verdict.reason} ${text}`);
  return { sql: verdict.statement, binds: verdict.binds };
}

async function results(runner: DuckDbRunner, statements: readonly Runnable[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { sql, binds } of statements) {
    const rows = await runner.query(sql, binds);
    found.push(JSON.stringify(rows.map((row) => JSON.stringify(row)).toSorted()));
  }
  return found;
}

/** The same random statements on both tenants' rows and on ours alone; how many results differ. */
async function compare(
  model: SemanticModel,
  databases: number,
): Promise<{ plans: number; statements: number; differing: readonly string[] }> {
  const random = new Random(SEED);
  const runner = await DuckDbRunner.start({ TENANT: 'VARCHAR' });
  const catalogue = modelCatalogue(model, WHO);
  const count = { plans: 0, statements: 0 };
  const differing: string[] = [];
  for (let place = 0; place < databases; place += 1) {
    const database = mixedDatabase(random);
    const plans = Array.from({ length: PLANS }, () => compiled(random, model)).filter((one) => one !== null);
    const all = [...plans, ...Array.from({ length: STATEMENTS }, () => guarded(random, catalogue))];
    await runner.load(database);
    const together = await results(runner, all);
    await runner.load(onlyOurs(database));
    const alone = await results(runner, all);
    differing.push(...all.filter((_, at) => together[at] !== alone[at]).map(({ sql }) => sql));
    count.plans += plans.length;
    count.statements += STATEMENTS;
  }
  return { ...count, differing };
}

it('gives the same results when the other tenant’s rows are deleted', { timeout: 120_000 }, async () => {
  const { plans, statements, differing } = await compare(tenantModel(), DATABASES);

  process.stdout.write(
    `cross-tenant: seed ${SEED}, ${plans} compiled plans and ${statements} guarded statements on ${DATABASES} databases, ${differing.length} differ without the other tenant’s rows\n`,
  );
  expect(differing.slice(0, 3)).toEqual([]);
  expect(plans).toBeGreaterThan(DATABASES * 4);
});

it.each([
  'SELECT * FROM SALES MATCH_RECOGNIZE (PARTITION BY CHANNEL ORDER BY ORDER_DATE MEASURES FINAL LAST(up.AMOUNT) AS high ALL ROWS PER MATCH PATTERN (a up+) DEFINE up AS AMOUNT > LAG(AMOUNT)) AS m',
  'SELECT COUNT(*) FROM (SELECT * FROM SALES AS s JOIN CUSTOMERS AS c USING (CUSTOMER_KEY)) MATCH_RECOGNIZE (ORDER BY ORDER_DATE PATTERN (a) DEFINE a AS EXISTS (SELECT 1 FROM REFUNDS))',
  'SELECT m!PREDICT(INPUT_DATA => {*}) FROM SALES',
  'SELECT m!PREDICT(INPUT_DATA => {SALES.*}, REGION => (SELECT MAX(REGION) FROM CUSTOMERS)) FROM SALES',
  'SELECT * FROM TABLE(m!FORECAST((SELECT ARRAY_AGG(AMOUNT) FROM SALES)))',
  'SELECT * FROM SALES PIVOT (SUM(AMOUNT) FOR CHANNEL IN (SELECT REGION FROM CUSTOMERS)) AS p',
  'SELECT * FROM SALES AS a ASOF JOIN REFUNDS AS b MATCH_CONDITION (a.ORDER_DATE >= b.REFUND_DATE) USING (CUSTOMER_KEY)',
])('reads every table behind its policy: %s', (text) => {
  const tables = { ...modelCatalogue(tenantModel(), WHO), functions: ['M'] };
  const verdict = judgeStatement(text, tables, (sql) => parse(sql, 'snowflake'));

  expect(verdict).toMatchObject({ allowed: true });
  const statement = verdict.allowed ? verdict.statement : '';
  const narrowings = tables.tables.flatMap(({ rows }) => (rows === null ? [] : [rows.text]));
  const rest = narrowings.reduce((left, rows) => left.replaceAll(rows, ''), statement);
  expect(rest).not.toBe(statement);
  expect(rest).not.toMatch(/\b(?:FROM|JOIN) (?:\w+\.)*(?:SALES|CUSTOMERS|REFUNDS)\b/);
});

it('would notice: without the policies most results differ', { timeout: 120_000 }, async () => {
  const { plans, statements, differing } = await compare(differentialModel(), 2);

  expect(differing.length).toBeGreaterThan((plans + statements) / 3);
});
