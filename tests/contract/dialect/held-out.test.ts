import { beforeAll, describe, expect, it } from 'vitest';

import { judge, openDialectWorld, type Outcome } from './dialect-world.ts';
import { HELD_OUT_STATEMENTS } from './held-out-statements.ts';
import { LATER_STATEMENTS } from './later-statements.ts';

/** Two sets, each written when the dialect of its day was finished. */
const STATEMENTS = [...HELD_OUT_STATEMENTS, ...LATER_STATEMENTS];

describe('statements written after the dialect', () => {
  let outcomes: readonly Outcome[] = [];

  beforeAll(async () => {
    const connection = await openDialectWorld();
    const judged: Outcome[] = [];
    for (const statement of STATEMENTS) judged.push(await judge(connection, statement));
    outcomes = judged;
    const right = outcomes.filter((outcome) => outcome.verdict === 'right').length;
    process.stdout.write(`dialect, held out: ${right} of ${outcomes.length} right\n`);
  });

  it('are at least 120', () => {
    expect(STATEMENTS.length).toBeGreaterThanOrEqual(120);
  });

  it('are never answered wrongly', () => {
    const wrong = outcomes.filter((outcome) => outcome.verdict === 'wrong');

    expect(wrong.map(({ statement, detail }) => ({ sql: statement.sql, detail }))).toEqual([]);
  });

  it('are answered, at least 95 in 100', () => {
    const right = outcomes.filter((outcome) => outcome.verdict === 'right').length;

    expect(right / outcomes.length).toBeGreaterThanOrEqual(0.95);
  });
});
