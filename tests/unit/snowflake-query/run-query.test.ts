import { describe, expect, it } from 'vitest';
import { createStatementCheck } from '../../../functions/tools/snowflake-query/check-cost.ts';
import { snowflakeConfigSchema, snowflakeRoleOf } from '../../../functions/tools/snowflake-query/config.ts';
import { runQuery, type QueryToolDeps } from '../../../functions/tools/snowflake-query/tools/run_query.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { planSchema, type PlanInput } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import type { SqlGuard } from '#shared/sql/guard/sql-guard.ts';
import type { QueryLimits, ScanEstimate, Statement, StatementLimits } from '#shared/warehouse/warehouse.ts';
import { shopModel } from '#tests/unit/compiler/shop-model.ts';
import { judgeStatement } from '#shared/sql/guard/judge-statement.ts';
import { parseSnowflake } from '#tests/unit/guard/parse-snowflake.ts';
import { column } from '#tests/differential/model-parts.ts';

const RESULT = { queryId: 'q', columns: [], rows: [], rowCount: 0, truncated: false, elapsedMs: 1 };
const guard: SqlGuard = {
  judge: (text, catalogue, values) => Promise.resolve(judgeStatement(text, catalogue, parseSnowflake, values)),
  close: () => Promise.resolve(),
};

/** Europe's shop: each person sees the customers of their own region. */
const model = shopModel({
  rowPolicies: [
    {
      name: 'own customers',
      table: 'customers',
      roles: ['*'],
      exceptRoles: ['global'],
      expr: '',
      expression: {
        kind: 'binary',
        operator: '=',
        left: column('customers', 'REGION'),
        right: { kind: 'attribute', name: 'user_id' },
      },
    },
  ],
});

interface World {
  readonly ran: { readonly statement: Statement; readonly limits: QueryLimits }[];
  readonly described: { readonly statement: Statement; readonly limits: StatementLimits }[];
  readonly deps: QueryToolDeps;
}

function world(options: { estimate?: ScanEstimate | null; allowsGenerated?: boolean; failure?: AppError } = {}): World {
  const ran: World['ran'] = [];
  const described: World['described'] = [];
  const warehouse = {
    query: (statement: Statement, limits: QueryLimits) => {
      ran.push({ statement, limits });
      return Promise.resolve(RESULT);
    },
    describe: (statement: Statement, limits: StatementLimits) => {
      described.push({ statement, limits });
      return options.failure === undefined ? Promise.resolve([]) : Promise.reject(options.failure);
    },
    estimate: () => Promise.resolve(options.estimate ?? null),
  };
  const deps: QueryToolDeps = {
    warehouse,
    models: () => Promise.resolve(new Map([[model.name, model]])),
    guard: options.allowsGenerated === true ? guard : null,
    check: createStatementCheck(warehouse, 1_000_000_000),
    roleOf: (roles) => (roles.includes('global') ? 'BATON_GLOBAL' : null),
  };
  return { ran, described, deps };
}

function call(args: Record<string, unknown>, { deps }: World, roles: readonly string[] = ['analyst'], now = 0) {
  const caller = { id: 'Europe', email: 'e@example.com', roles: [...roles] };
  return runQuery.call(args, deps, {
    turn: { caller, conversationId: 'c', turnId: 't' },
    requestId: 'r',
    signal: new AbortController().signal,
    now: () => now,
  });
}

const byRegion: PlanInput = {
  model: 'shop',
  metrics: [{ kind: 'metric', metric: 'sales.revenue' }],
  dimensions: [{ dimension: 'customers.region' }],
};

function proven(input: PlanInput = byRegion, user = 'Europe', roles: readonly string[] = ['analyst']) {
  const plan = planSchema.parse(input);
  const compiled = compilePlan(plan, model, { roles, attributes: { user_id: user, user_email: 'e@example.com' } });
  if (compiled.kind === 'refused') throw new Error(compiled.message);
  return { sql: compiled.statement, binds: [...compiled.binds], proof: { kind: 'plan', plan } };
}

describe('a statement with its proof', () => {
  it('runs as it is, with tag, limits and an id of its own', async () => {
    const here = world();

    await call(proven(), here);

    expect(here.ran).toHaveLength(1);
    expect(here.ran[0]?.statement.binds).toEqual(['Europe']);
    expect(here.ran[0]?.limits).toMatchObject({ maxRows: 1_000, timeoutMs: 60_000, role: null });
    expect(here.ran[0]?.limits.queryTag).toContain('"turn":"t"');
    expect(here.ran[0]?.limits.requestId).toMatch(/^[\da-f-]{36}$/);
  });

  it.each([
    ['another statement', { ...proven(), sql: 'SELECT 1' }],
    ['one more condition', { ...proven(), sql: `${proven().sql} LIMIT 1` }],
    ['another person’s row policy', proven(byRegion, 'Asia')],
    ['someone’s without the policy', proven(byRegion, 'Europe', ['global'])],
    [
      'no row policy',
      { ...proven(), proof: { kind: 'plan', plan: planSchema.parse({ ...byRegion, dimensions: [] }) } },
    ],
  ])('does not run when it is %s', async (_, args) => {
    const here = world({ allowsGenerated: true });

    await expect(call(args, here)).rejects.toMatchObject({ code: 'forbidden_sql' });
    expect([...here.ran, ...here.described]).toEqual([]);
  });

  it('is refused for a model that is not here', async () => {
    const args = { ...proven(), proof: { kind: 'profile', model: 'other' } };

    await expect(call(args, world())).rejects.toMatchObject({ code: 'unknown_model' });
  });

  it('runs as the role that the warehouse’s own policies know the person by', async () => {
    const here = world();

    await call(proven(byRegion, 'Europe', ['global']), here, ['global']);

    expect(here.described[0]?.limits.role).toBe('BATON_GLOBAL');
    expect(here.ran[0]?.limits.role).toBe('BATON_GLOBAL');
  });
});

describe('a statement without proof', () => {
  const sql = 'select region, count(*) from customers group by region -- all of them';

  it('is not run unless an operator lets it', async () => {
    await expect(call({ sql, model: 'shop' }, world())).rejects.toMatchObject({ code: 'forbidden_sql' });
  });

  it('runs as the guard writes it anew, within the person’s own rows', async () => {
    const here = world({ allowsGenerated: true });

    await call({ sql, model: 'shop' }, here);

    expect(here.ran[0]?.statement.binds).toEqual(['Europe']);
    expect(here.ran[0]?.statement.sql).toContain('WHERE (customers.REGION = ?)');
    expect(here.ran[0]?.statement.sql).not.toContain('all of them');
  });

  it('runs with its own values beside those of its policies, each in its place', async () => {
    const here = world({ allowsGenerated: true });
    const bound = 'with low as (select ? as least) select ? as label from low, customers where region <> ?';

    await call({ sql: bound, model: 'shop', binds: [1, 'x', 'Asia'] }, here);

    expect(here.ran[0]?.statement.binds).toEqual([1, 'x', 'Europe', 'Asia']);
  });

  it.each([
    ['names no model', { sql }, 'must name its model'],
    ['brings values that it has no place for', { sql, model: 'shop', binds: ['x'] }, 'a place for each'],
    ['does not pass the guard', { sql: 'select * from staff', model: 'shop' }, 'STAFF is not known'],
  ])('is refused when it %s', async (_, args, message) => {
    await expect(call(args, world({ allowsGenerated: true }))).rejects.toThrow(message);
  });
});

describe('before it runs, a statement', () => {
  const estimate = (bytes: number, partitions = 5): ScanEstimate => ({ bytes, partitions, partitionsTotal: 10 });

  it('is compiled by the warehouse, once for ten minutes', async () => {
    const here = world();

    await call(proven(), here);
    await call(proven(), here, ['analyst'], 60_000);
    await call(proven(), here, ['analyst'], 11 * 60_000);

    expect(here.described).toHaveLength(2);
    expect(here.ran).toHaveLength(3);
  });

  it('does not run when it does not compile', async () => {
    const here = world({ failure: new AppError('invalid_sql', 'No.') });

    await expect(call(proven(), here)).rejects.toMatchObject({ code: 'invalid_sql' });
    expect(here.ran).toEqual([]);
  });

  it('may read as much as the budget, and its result says what it was expected to read', async () => {
    const here = world({ estimate: estimate(1_000_000_000) });

    const { result } = await call(proven(), here);

    expect(here.ran).toHaveLength(1);
    expect(result).toMatchObject({ scan: { bytes: 1_000_000_000, by: 'plan' } });
  });

  it.each([
    [
      estimate(2_500_000_000),
      'It would read about 2.5 GB, more than the 1 GB that one statement may. Ask for a shorter period',
    ],
    [estimate(2_500_000_000, 10), 'It reads its tables whole: ask for a period'],
  ])('is refused over it, with what to narrow', async (over, message) => {
    const here = world({ estimate: over });

    await expect(call(proven(), here)).rejects.toThrow(message);
    await expect(call(proven(), here)).rejects.toMatchObject({ code: 'too_expensive', audience: 'user' });
    expect(here.ran).toEqual([]);
  });
});

it.each([undefined, ''])('keeps its budget and its refusal of generated SQL when they are set to %j', (value) => {
  const { SNOWFLAKE_MAX_SCAN_BYTES: budget, GENERATED_SQL: generated } = snowflakeConfigSchema.shape;

  expect([budget.parse(value), generated.parse(value)]).toEqual([50_000_000_000, 'off']);
});

it('maps roles of ours to roles of Snowflake in the order in which they are configured', () => {
  const pairs = snowflakeConfigSchema.shape.SNOWFLAKE_CALLER_ROLES.parse(
    'privacy=BATON_PRIVACY, emea = BATON_EMEA'.replaceAll(' = ', '='),
  );

  expect(snowflakeRoleOf(['emea', 'privacy'], pairs)).toBe('BATON_PRIVACY');
  expect(snowflakeRoleOf(['emea'], pairs)).toBe('BATON_EMEA');
  expect(snowflakeRoleOf(['analyst'], pairs)).toBeNull();
  expect(() => snowflakeConfigSchema.shape.SNOWFLAKE_CALLER_ROLES.parse('x=a;b')).toThrow('SNOWFLAKE_ROLE');
});
