import { expect, it } from 'vitest';
import { planSchema, type PlanInput } from '#shared/schemas/plan.ts';
import { planHash } from '#shared/sql/compile/canonical-plan.ts';
import { diffPlans } from '#shared/sql/compile/diff-plans.ts';
import { randomPlan } from '#tests/differential/random-plan.ts';
import { Random } from '#tests/differential/random.ts';

const BASE: PlanInput = {
  model: 'shop',
  metrics: [{ kind: 'metric', metric: 'sales.revenue' }],
  where: {
    kind: 'and',
    conditions: [
      { kind: 'in', field: 'customers.region', values: ['North', 'South'], heard: 'up and down' },
      { kind: 'compare', field: 'sales.quantity', operator: '>', value: 3 },
    ],
  },
};

it('survives JSON, for 500 random plans', () => {
  const random = new Random(7);

  for (let place = 0; place < 500; place += 1) {
    const plan = planSchema.parse(randomPlan(random));
    const copy = planSchema.parse(JSON.parse(JSON.stringify(plan)));
    expect(copy).toEqual(plan);
    expect(planHash(copy)).toBe(planHash(plan));
  }
});

it('has the same hash for conditions, values and words in another order', () => {
  const plan = planSchema.parse(BASE);
  const reordered = planSchema.parse({
    ...BASE,
    where: {
      kind: 'and',
      conditions: [
        { value: 3, operator: '>', field: 'sales.quantity', kind: 'compare' },
        { kind: 'in', field: 'customers.region', values: ['South', 'North'], method: 'exact' },
      ],
    },
  });

  expect(planHash(reordered)).toBe(planHash(plan));
});

it.each<[string, PlanInput]>([
  ['another metric', { ...BASE, metrics: [{ kind: 'metric', metric: 'sales.units' }] }],
  ['another limit', { ...BASE, limit: 5 }],
  ['alternatives instead of requirements', { ...BASE, where: { kind: 'or', conditions: [] } }],
])('has another hash for %s', (_, input) => {
  const parsed = planSchema.safeParse(input);

  expect(parsed.success && planHash(parsed.data)).not.toBe(planHash(planSchema.parse(BASE)));
});

it.each<[string, unknown]>([
  ['an unknown field', { ...BASE, sql: 'SELECT 1' }],
  ['a period that ends before it begins', { ...BASE, period: { from: '2026-02-01', to: '2026-01-01', label: '' } }],
  ['an alias that is no name', { ...BASE, top: { count: 1, by: 'x; DROP TABLE y' } }],
  ['a limit of zero', { ...BASE, limit: 0 }],
])('refuses %s', (_, input) => {
  const parsed = planSchema.safeParse(input);

  expect(parsed.success).toBe(false);
});

it('names the places in which two plans differ', () => {
  const before = planSchema.parse(BASE);
  const after = planSchema.parse({ ...BASE, limit: 5, dimensions: [{ dimension: 'customers.region' }] });

  const changes = diffPlans(before, after);

  expect(changes.map(({ path }) => path)).toEqual(['dimensions.0', 'limit']);
  expect(diffPlans(before, before)).toEqual([]);
});
