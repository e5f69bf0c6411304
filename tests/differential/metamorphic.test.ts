import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { planSchema, type Plan, type PlanInput } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { differentialModel } from './differential-model.ts';
import { DuckDbRunner } from './duckdb-runner.ts';
import { NESTED, randomCondition } from './random-condition.ts';
import { randomDatabase } from './random-database.ts';
import { randomPlan } from './random-plan.ts';
import { Random } from './random.ts';

/** Metrics of which each row's part is counted once and is never negative. */
const SUMS = ['sales.revenue', 'sales.units', 'sales.lines', 'refunds.refunded', 'refunds.refund_count'] as const;
const SPLITS: readonly NonNullable<PlanInput['dimensions']>[number][] = [
  { dimension: 'customers.region' },
  { dimension: 'zones.zone' },
  { dimension: 'products.category' },
  { dimension: 'metric_time', grain: 'month' },
  { dimension: 'metric_time', grain: 'week', system: 'fiscal' },
  { dimension: 'metric_time', part: 'day-of-week' },
];

let runner: DuckDbRunner;
const model = differentialModel();

beforeAll(async () => {
  runner = await DuckDbRunner.start();
});

function planOf(input: Omit<PlanInput, 'model'>): Plan {
  const text = JSON.stringify(input);
  const nested = Object.entries(NESTED).filter(([name]) => text.includes(`"${name}"`));
  return planSchema.parse({ model: 'test', ...input, nested: nested.map(([name, query]) => ({ name, query })) });
}

/** Rows of the answer, or null when the plan is refused. */
async function answer(plan: Plan, over: SemanticModel = model): Promise<readonly (readonly unknown[])[] | null> {
  const compiled = compilePlan(plan, over);
  return compiled.kind === 'refused' ? null : runner.query(compiled.statement, compiled.binds);
}

function sumOf(rows: readonly (readonly unknown[])[]): number {
  return rows.reduce((total, row) => total + Number(row.at(-1) ?? 0), 0);
}

const seed = fc.integer();

describe('the answers of plans', { timeout: 300_000 }, () => {
  it('add up to the total when a sum is split by a dimension', async () => {
    await fc.assert(
      fc.asyncProperty(seed, fc.constantFrom(...SUMS), fc.constantFrom(...SPLITS), async (start, metric, split) => {
        const random = new Random(start);
        await runner.load(randomDatabase(random));
        const where = random.chance(0.5) ? randomCondition(random) : null;
        const whole = { metrics: [{ kind: 'metric', metric } as const], where };

        const total = await answer(planOf(whole));
        const parts = await answer(planOf({ ...whole, dimensions: [split] }));

        expect(parts === null ? null : sumOf(parts)).toBe(total === null || parts === null ? parts : sumOf(total));
      }),
      { numRuns: 60 },
    );
  });

  it('never grow when a condition is added to a sum of what is not negative', async () => {
    await fc.assert(
      fc.asyncProperty(seed, fc.constantFrom(...SUMS), async (start, metric) => {
        const random = new Random(start);
        await runner.load(randomDatabase(random));
        const base = { metrics: [{ kind: 'metric', metric } as const] };

        const all = await answer(planOf(base));
        const some = await answer(planOf({ ...base, where: randomCondition(random) }));

        expect(some === null ? 0 : sumOf(some)).toBeLessThanOrEqual(sumOf(all ?? []));
      }),
      { numRuns: 60 },
    );
  });

  it('part in two when a condition and its opposite are asked', async () => {
    await fc.assert(
      fc.asyncProperty(seed, fc.constantFrom(...SUMS), async (start, metric) => {
        const random = new Random(start);
        await runner.load(randomDatabase(random));
        const base = { metrics: [{ kind: 'metric', metric } as const] };
        const condition = randomCondition(random);

        const all = await answer(planOf(base));
        const those = await answer(planOf({ ...base, where: condition }));
        const others = await answer(planOf({ ...base, where: { kind: 'not', condition } }));

        expect(those === null || others === null ? null : sumOf(those) + sumOf(others)).toBe(
          those === null ? null : sumOf(all ?? []),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('a model', () => {
  it('may list its parts in any order without changing a statement', () => {
    const shuffled: SemanticModel = {
      ...model,
      tables: model.tables.toReversed().map((table) => ({
        ...table,
        dimensions: table.dimensions.toReversed(),
        facts: table.facts.toReversed(),
        metrics: table.metrics.toReversed(),
      })),
      relationships: model.relationships.toReversed(),
      metrics: model.metrics.toReversed(),
    };
    fc.assert(
      fc.property(seed, (start) => {
        const plan = planSchema.parse(randomPlan(new Random(start)));

        const [first, second] = [compilePlan(plan, model), compilePlan(plan, shuffled)];

        expect(second.kind === 'compiled' && second.statement).toBe(first.kind === 'compiled' && first.statement);
      }),
      { numRuns: 300 },
    );
  });

  it('may call its parts otherwise without changing a statement in anything but these names', () => {
    const rename = (text: string): string =>
      text.replaceAll(/\b(sales|customers|region|revenue|refunds|sale_customer)\b/g, (name) => `${name}_renamed`);
    const renamed: unknown = JSON.parse(rename(JSON.stringify(model)));
    if (!isModel(renamed)) throw new Error('The renamed model is none.');
    fc.assert(
      fc.property(seed, (start) => {
        const plan = planSchema.parse(randomPlan(new Random(start)));
        const other = planSchema.parse(JSON.parse(rename(JSON.stringify(plan))));

        const [first, second] = [compilePlan(plan, model), compilePlan(other, renamed)];

        const statement = second.kind === 'compiled' && second.statement.replaceAll(/_renamed/gi, '');
        expect(statement).toBe(first.kind === 'compiled' && first.statement);
      }),
      { numRuns: 300 },
    );
  });
});

function isModel(value: unknown): value is SemanticModel {
  return typeof value === 'object' && value !== null && 'tables' in value;
}
