import { expect, it } from 'vitest';
import { planSchema, type PlanInput } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { dimension } from '#tests/differential/model-parts.ts';
import { shopModel } from './shop-model.ts';

const shop = shopModel();
/** The shop whose customers can be followed by their key. */
const model = {
  ...shop,
  tables: shop.tables.map((one) =>
    one.name === 'customers'
      ? { ...one, dimensions: [...one.dimensions, dimension('customers', 'customer_key')] }
      : one,
  ),
};
const cohort = { member: 'customers.customer_key', timeDimension: 'sales.order_date', ages: 3 } as const;

function compiled(dimensions: PlanInput['dimensions'], more: Partial<PlanInput> = {}) {
  const metrics = [{ kind: 'metric', metric: 'sales.revenue' }] as const;
  return compilePlan(planSchema.parse({ model: 'shop', metrics, dimensions, cohort, ...more }), model);
}

it('splits cohorts by what each member has one value of, and sizes each split', () => {
  const result = compiled([{ dimension: 'customers.region' }]);

  expect(result).toMatchObject({ kind: 'compiled' });
  if (result.kind !== 'compiled') return;
  expect(result.columns.map(({ name }) => name)).toEqual(['COHORT', 'AGE', 'REGION', 'SIZE', 'REVENUE']);
  expect(result.proof.steps.find(({ step }) => step === 'cohort_sizes')).toMatchObject({ grain: ['COHORT', 'REGION'] });
  expect(result.proof.steps.find(({ step }) => step === 'cohort_members')).toMatchObject({ grain: ['MEMBER'] });
  expect(result.statement).toContain('.REGION IS NOT DISTINCT FROM cohort_sizes.REGION');
});

it('cuts the date that splits cohorts', () => {
  const result = compiled([{ dimension: 'customers.signup_date', grain: 'year' }]);

  expect(result.kind === 'compiled' ? result.statement : result.message).toContain(
    "DATE_TRUNC('year', CAST(customers.SIGNUP_DATE AS DATE))",
  );
});

it.each<[string, PlanInput['dimensions'], Partial<PlanInput>, RegExp]>([
  ['what a member may have several of', [{ dimension: 'sales.channel' }], {}, /^multiplies/],
  ['what does not belong to members', [{ dimension: 'targets.region' }], {}, /^unrelated|^unknown|^multiplies/],
  [
    'members that no key tells apart',
    [{ dimension: 'customers.region' }],
    { cohort: { ...cohort, member: 'customers.customer_name' } },
    /^multiplies: .*follow its key/,
  ],
  ['a name that the cohort has', [{ dimension: 'customers.region', alias: 'size' }], {}, /^invalid: .*called size/],
])('refuses a split by %s', (_, dimensions, more, message) => {
  const result = compiled(dimensions, more);

  expect(result.kind === 'refused' ? `${result.reason}: ${result.message}` : 'compiled').toMatch(message);
});

it('still follows members without a key when nothing splits them', () => {
  const result = compiled([], { cohort: { ...cohort, member: 'customers.customer_name' } });

  expect(result.kind).toBe('compiled');
});
