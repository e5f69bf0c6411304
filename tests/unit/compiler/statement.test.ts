import { expect, it } from 'vitest';
import { planSchema, type PlanInput } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import type { CompiledPlan } from '#shared/sql/compile/compiled-plan.ts';
import { proofText } from '#shared/sql/compile/grain-proof.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { shopModel } from './shop-model.ts';

const revenue = { kind: 'metric', metric: 'sales.revenue' } as const;
const october = { from: '2026-10-01', to: '2026-11-01', label: 'October 2026' };

function compiled(input: Omit<PlanInput, 'model'>, model: SemanticModel = shopModel()): CompiledPlan {
  const result = compilePlan(planSchema.parse({ model: 'shop', ...input }), model);
  if (result.kind === 'refused') throw new Error(result.message);
  return result;
}

it('tests a period half-open on the raw column, with bound dates', () => {
  const { statement, binds } = compiled({ metrics: [revenue], period: october });

  expect(statement).toContain('sales.ORDER_DATE >= CAST(? AS DATE)\n    AND sales.ORDER_DATE < CAST(? AS DATE)');
  expect(binds).toEqual(['2026-10-01', '2026-11-01']);
});

it('keeps alternatives inside their condition, so that none escapes the period', () => {
  const { statement } = compiled({
    metrics: [revenue],
    period: october,
    where: {
      kind: 'or',
      conditions: [
        { kind: 'in', field: 'sales.channel', values: ['Online'] },
        { kind: 'null', field: 'sales.channel' },
      ],
    },
  });

  expect(statement).toContain('AND (sales.CHANNEL = ? OR sales.CHANNEL IS NULL)');
});

it('binds every value of a question and writes none into the statement', () => {
  const evil = `x' OR 1=1 --`;

  const { statement, binds } = compiled({
    metrics: [revenue],
    where: { kind: 'in', field: 'sales.channel', values: [evil] },
  });

  expect(statement).not.toContain('1=1');
  expect(binds).toEqual([evil]);
});

it('matches text literally, whatever signs it holds', () => {
  const { binds } = compiled({
    metrics: [revenue],
    where: { kind: 'text', field: 'sales.channel', match: 'contains', value: '50%_!' },
  });

  expect(binds).toEqual(['%50!%!_!!%']);
});

it('writes the same statement for a model with its lists in another order', () => {
  const base = shopModel();
  const reversed = {
    ...base,
    tables: base.tables.toReversed().map((one) => ({
      ...one,
      dimensions: one.dimensions.toReversed(),
      metrics: one.metrics.toReversed(),
    })),
    relationships: base.relationships.toReversed(),
    metrics: base.metrics.toReversed(),
  };
  const plan = {
    metrics: [{ kind: 'metric', metric: 'net_after_refunds' } as const, revenue],
    dimensions: [{ dimension: 'customers.region' }],
    period: october,
  };

  expect(compiled(plan, reversed).statement).toBe(compiled(plan, base).statement);
});

it('aggregates each table before it joins them, and proves every join', () => {
  const { statement, proof } = compiled({
    metrics: [{ kind: 'metric', metric: 'net_after_refunds' }],
    dimensions: [{ dimension: 'customers.region' }],
  });

  const scans = proof.steps.filter(({ measures }) => measures.length > 0);
  expect(scans.map(({ step, grain }) => [step, grain])).toEqual([
    ['sales_totals', ['REGION']],
    ['refunds_totals', ['REGION']],
  ]);
  expect(proof.steps.flatMap(({ joins }) => joins).every(({ because }) => because.length > 0)).toBe(true);
  expect(statement.indexOf('refunds_totals AS (')).toBeLessThan(statement.indexOf('LEFT JOIN refunds_totals'));
  expect(proofText(proof)).toContain('join customers by sale_customer: many-to-one, primary key (CUSTOMER_KEY)');
});

it('applies a default filter and says so, unless the plan lifts it', () => {
  const filter = {
    name: 'no_tests',
    table: 'sales',
    description: 'Test orders are left out.',
    expr: "channel <> 'Test'",
    expression: {
      kind: 'binary',
      operator: '<>',
      left: { kind: 'column', table: 'sales', column: 'CHANNEL' },
      right: { kind: 'literal', type: 'text', value: 'Test' },
    },
    liftedBy: [],
  } as const;
  const model = shopModel({ defaultFilters: [filter] });

  const applied = compiled({ metrics: [revenue] }, model);
  const lifted = compiled({ metrics: [revenue], liftedFilters: ['no_tests'] }, model);

  expect(applied.statement).toContain("(sales.CHANNEL <> 'Test')");
  expect(applied.assumptions).toEqual(['Test orders are left out.']);
  expect(lifted.statement).not.toContain('Test');
  expect(lifted.assumptions).toEqual([]);
});

it('finds members of another result by a join that cannot repeat a row', () => {
  const { statement, proof } = compiled({
    metrics: [revenue],
    where: { kind: 'member', field: 'products.product_name', of: 'best' },
    nested: [
      {
        name: 'best',
        query: {
          metrics: [{ kind: 'metric', metric: 'sales.units' }],
          dimensions: [{ dimension: 'products.product_name' }],
          top: { count: 5, by: 'units' },
        },
      },
    ],
  });

  expect(statement).toContain('LEFT JOIN (SELECT DISTINCT PRODUCT_NAME FROM best)');
  expect(proof.steps.flatMap(({ joins }) => joins).map(({ to }) => to)).toContain('best_members');
});
