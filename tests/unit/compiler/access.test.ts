import { describe, expect, it } from 'vitest';
import { planSchema, type PlanInput } from '#shared/schemas/plan.ts';
import { visibleModel } from '#shared/semantic/access.ts';
import type { RowPolicy, SemanticModel } from '#shared/semantic/semantic-model.ts';
import { compilePlan, type CompileOptions } from '#shared/sql/compile/compile-plan.ts';
import type { CompiledPlan, RefusedPlan } from '#shared/sql/compile/compiled-plan.ts';
import { column, dimension, table } from '#tests/differential/model-parts.ts';
import { shopModel } from './shop-model.ts';

const revenue = { kind: 'metric', metric: 'sales.revenue' } as const;

/** The shop with an e-mail that only the role `privacy` may see, and a figure that only `finance` may. */
function guardedShop(policies: readonly RowPolicy[] = []): SemanticModel {
  const shop = shopModel({ rowPolicies: policies });
  return {
    ...shop,
    tables: shop.tables.map((one) => ({
      ...one,
      dimensions:
        one.name === 'customers'
          ? [...one.dimensions, dimension('customers', 'email', { pii: 'email', visibleTo: ['privacy'] })]
          : one.dimensions,
      metrics: one.metrics.map((metric) =>
        metric.id === 'refunds.refund_amount' ? { ...metric, visibleTo: ['finance'], drivers: [] } : metric,
      ),
    })),
  };
}

function compile(
  input: Omit<PlanInput, 'model'>,
  options: CompileOptions,
  model = guardedShop(),
): CompiledPlan | RefusedPlan {
  return compilePlan(planSchema.parse({ model: 'shop', ...input }), model, options);
}

function policy(on: string, name: string, more: Partial<RowPolicy> = {}): RowPolicy {
  const expression = {
    kind: 'binary',
    operator: '=',
    left: column(on, name),
    right: { kind: 'attribute', name: 'region' },
  } as const;
  return { name: `${on}_${name}`, table: on, roles: ['*'], exceptRoles: [], expr: '', expression, ...more };
}

const PLACES: readonly [string, (id: string) => Omit<PlanInput, 'model'>][] = [
  ['a split', (id) => ({ metrics: [revenue], dimensions: [{ dimension: id }] })],
  ['a list of values', (id) => ({ dimensions: [{ dimension: id }] })],
  ['a filter', (id) => ({ metrics: [revenue], where: { kind: 'in', field: id, values: ['x'] } })],
  ['a search', (id) => ({ metrics: [revenue], where: { kind: 'text', field: id, match: 'contains', value: 'x' } })],
  ['a named filter', (id) => ({ metrics: [revenue], where: { kind: 'named', filter: id } })],
  ["a metric's own filter", (id) => ({ metrics: [{ ...revenue, where: { kind: 'null', field: id } }] })],
  [
    'an aggregate',
    (id) => ({ metrics: [{ kind: 'aggregate', function: 'count_distinct', table: 'customers', of: id, alias: 'n' }] }),
  ],
  ['a listing', (id) => ({ listing: { table: 'customers', columns: [{ dimension: id }] } })],
  [
    'the order within a listing',
    (id) => ({
      listing: {
        table: 'customers',
        columns: [{ dimension: 'customers.region' }],
        latest: { per: ['customers.region'], by: id },
      },
    }),
  ],
  [
    'the groups of a listing',
    (id) => ({
      listing: {
        table: 'customers',
        columns: [{ dimension: 'customers.region' }],
        latest: { per: [id], by: 'customers.signup_date' },
      },
    }),
  ],
  [
    'the period',
    (id) => ({ metrics: [revenue], period: { from: '2026-01-01', to: '2026-02-01', label: 'x', timeDimension: id } }),
  ],
  [
    'a nested query',
    (id) => ({
      metrics: [revenue],
      nested: [{ name: 'inner', query: { dimensions: [{ dimension: id }] } }],
      where: { kind: 'member', field: 'customers.region', of: 'inner' },
    }),
  ],
];

describe('a field hidden from the roles of a person', () => {
  it.each(PLACES)('is as unknown as a misspelt one in %s', (_, plan) => {
    const hidden = compile(plan('customers.email'), { roles: ['analyst'] });
    const missing = compile(plan('customers.emial'), { roles: ['analyst'] });

    expect(hidden).toMatchObject({ kind: 'refused', reason: 'unknown' });
    expect(JSON.stringify(hidden).replaceAll('email', 'emial')).toBe(JSON.stringify(missing));
  });

  it('is there for someone with the role', () => {
    const [, split] = PLACES[0] ?? ['', () => ({})];

    expect(compile(split('customers.email'), { roles: ['privacy'] }).kind).toBe('compiled');
  });

  it('is unknown too when it is a metric, while what is computed from it may be asked', () => {
    const asked = (metric: string) => compile({ metrics: [{ kind: 'metric', metric }] }, { roles: ['analyst'] });

    const hidden = JSON.stringify(asked('refunds.refund_amount'));

    expect(hidden.replaceAll('refund_amount', 'refund_amuont')).toBe(JSON.stringify(asked('refunds.refund_amuont')));
    expect(asked('net_after_refunds').kind).toBe('compiled');
  });

  it('is nowhere in the model that planners and language models are shown', () => {
    const shown = JSON.stringify(visibleModel(guardedShop(), ['analyst']).tables);

    expect(shown).not.toContain('email');
    expect(shown).not.toContain('"refunds.refund_amount"');
    expect(JSON.stringify(visibleModel(guardedShop(), ['privacy']))).toContain('email');
  });
});

describe('a row policy', () => {
  const europe = { roles: ['analyst'], attributes: { region: 'Europe' } };
  const byRegion = { metrics: [revenue], dimensions: [{ dimension: 'customers.region' }] };

  it('wraps its table wherever the statement reads it, with the attribute bound', () => {
    const compiled = compile(byRegion, europe, guardedShop([policy('customers', 'REGION')]));

    expect(compiled).toMatchObject({ binds: ['Europe'] });
    expect(JSON.stringify(compiled)).toContain(
      '(SELECT customers.* FROM CUSTOMERS AS customers WHERE (customers.REGION = ?))',
    );
  });

  it('may look at a table that its own leads to', () => {
    const onSales = policy('sales', '', {
      expression: {
        kind: 'binary',
        operator: '=',
        left: column('customers', 'REGION'),
        right: { kind: 'attribute', name: 'region' },
      },
    });

    const compiled = compile({ metrics: [revenue] }, europe, guardedShop([onSales]));

    expect(JSON.stringify(compiled)).toMatch(
      /FROM \(SELECT sales\.\* FROM SALES AS sales.{1,10}LEFT JOIN CUSTOMERS AS customers.*WHERE/,
    );
  });

  it.each([
    ['everyone', ['*'], [], ['analyst'], true],
    ['a role that the person has', ['analyst'], [], ['analyst'], true],
    ['a role that the person lacks', ['auditor'], [], ['analyst'], false],
    ['everyone except a role that the person has', ['*'], ['global'], ['analyst', 'global'], false],
  ])('that holds for %s', (_, roles, exceptRoles, ...[caller, applies]) => {
    const model = guardedShop([policy('customers', 'REGION', { roles, exceptRoles })]);

    const compiled = compile(byRegion, { roles: caller, attributes: { region: 'Europe' } }, model);

    expect(JSON.stringify(compiled).includes('customers.REGION = ?')).toBe(applies);
  });

  it('lets nothing through when it asks for something that is not known of the person', () => {
    const compiled = compile(byRegion, { roles: ['analyst'] }, guardedShop([policy('customers', 'REGION')]));

    expect(compiled).toMatchObject({ kind: 'refused' });
  });

  it('on a query behind a logical table narrows the query', () => {
    const shop = guardedShop([policy('customers', 'REGION')]);
    const asQuery = table('customers', ['CUSTOMER_KEY'], {
      ...shop.tables[0],
      baseTable: { kind: 'query', definition: 'SELECT * FROM RAW_CUSTOMERS' },
    });

    const compiled = compile(byRegion, europe, { ...shop, tables: [asQuery, ...shop.tables.slice(1)] });

    expect(JSON.stringify(compiled)).toContain('AS customers WHERE (customers.REGION = ?)');
  });
});
