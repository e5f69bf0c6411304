import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import { planSchema } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { compareResults } from './compare-results.ts';
import { differentialModel } from './differential-model.ts';
import { DuckDbRunner } from './duckdb-runner.ts';
import { evaluatePlan } from './evaluate/evaluate-plan.ts';
import { operatorsOf } from './plan-operators.ts';
import { randomDatabase } from './random-database.ts';
import { randomPlan } from './random-plan.ts';
import { Random } from './random.ts';

const SEED = Number(process.env['BATON_SEED'] ?? 20_261_115);
const DATABASES = Number(process.env['BATON_DIFFERENTIAL_DATABASES'] ?? 65);
const PLANS_PER_DATABASE = 40;

export interface Outcome {
  readonly cases: number;
  readonly answered: number;
  readonly refused: number;
  readonly rows: number;
  readonly differences: readonly string[];
  /** Answered cases by operator. */
  readonly covered: ReadonlyMap<string, number>;
}

/** Random databases and plans, each answered by the compiler's SQL and row by row; ends at the first database with a difference. */
export async function runCases(calendars: readonly CalendarSettings[], salt: number): Promise<Outcome> {
  const random = new Random(SEED + salt);
  const runner = await DuckDbRunner.start();
  const differences: string[] = [];
  const count = { cases: 0, answered: 0, refused: 0, rows: 0 };
  const covered = new Map<string, number>();
  for (let place = 0; place < DATABASES && differences.length === 0; place += 1) {
    const calendar = random.pick(calendars);
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
  return { ...count, differences, covered };
}

/** One line with the counts and the seed, one with the answered cases by operator. */
export function outcomeText(name: string, { cases, answered, rows, refused, differences, covered }: Outcome): string {
  const operators = [...covered].sort(([left], [right]) => (left < right ? -1 : 1));
  return (
    `differential, ${name}: seed ${SEED}, ${cases} cases (${answered} answered with ${rows} rows, ${refused} refused by both), ${differences.length} differences\n` +
    `  by operator: ${operators.map(([operator, number]) => `${operator} ${number}`).join(', ')}\n`
  );
}
