import { expect, it } from 'vitest';
import { planSchema } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { compareResults } from './compare-results.ts';
import { CALENDARS, differentialModel } from './differential-model.ts';
import { DuckDbRunner } from './duckdb-runner.ts';
import { evaluatePlan } from './evaluate/evaluate-plan.ts';
import { operatorsOf } from './plan-operators.ts';
import { randomDatabase } from './random-database.ts';
import { randomPlan } from './random-plan.ts';
import { Random } from './random.ts';

const SEED = Number(process.env['BATON_SEED'] ?? 20_261_115);
const DATABASES = Number(process.env['BATON_DIFFERENTIAL_DATABASES'] ?? 130);
const PLANS_PER_DATABASE = 40;

it('gives the figures of a row-by-row evaluation, over random databases and plans', { timeout: 300_000 }, async () => {
  const random = new Random(SEED);
  const runner = await DuckDbRunner.start();
  const differences: string[] = [];
  const count = { cases: 0, answered: 0, refused: 0, rows: 0 };
  const covered = new Map<string, number>();

  for (let place = 0; place < DATABASES && differences.length === 0; place += 1) {
    const calendar = random.pick(CALENDARS);
    const model = differentialModel(calendar);
    const database = randomDatabase(random);
    await runner.load(database);
    for (let number = 0; number < PLANS_PER_DATABASE; number += 1) {
      const plan = planSchema.parse(randomPlan(random));
      const expected = evaluatePlan(plan, database, calendar);
      const compiled = compilePlan(plan, model);
      count.cases += 1;
      if (compiled.kind === 'refused' || expected === null) {
        count.refused += 1;
        const isBoth = compiled.kind === 'refused' && expected === null;
        if (!isBoth) differences.push(JSON.stringify({ plan, compiled, expected }));
        continue;
      }
      for (const operator of operatorsOf(plan)) covered.set(operator, (covered.get(operator) ?? 0) + 1);
      const actual = await runner.query(compiled.statement, compiled.binds);
      count.answered += 1;
      count.rows += actual.length;
      const difference = compareResults(compiled.columns, actual, expected);
      if (difference !== null) differences.push(`${difference}\n${compiled.statement}\n${JSON.stringify(plan)}`);
    }
  }

  const operators = [...covered].sort(([left], [right]) => (left < right ? -1 : 1));
  process.stdout.write(
    `differential: seed ${SEED}, ${count.cases} cases (${count.answered} answered with ${count.rows} rows, ${count.refused} refused by both), ${differences.length} differences\n` +
      `differential: answered cases by operator: ${operators.map(([operator, cases]) => `${operator} ${cases}`).join(', ')}\n`,
  );
  expect(differences.slice(0, 2)).toEqual([]);
  expect(count.answered).toBeGreaterThan(count.cases / 3);
});
