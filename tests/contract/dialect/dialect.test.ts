import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';

import { DOCUMENTED_STATEMENTS } from './documented-statements.ts';
import { judge, openDialectWorld, type Outcome } from './dialect-world.ts';

function report(outcomes: readonly Outcome[]): string {
  return outcomes
    .map(({ statement, verdict, detail }) => `${verdict}: ${statement.sql}\n  ${detail.slice(0, 300)}`)
    .join('\n');
}

function summary(outcomes: readonly Outcome[]): string {
  const count = (verdict: Outcome['verdict']): number =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length;
  const share = ((100 * count('right')) / outcomes.length).toFixed(1);
  const others = `${count('refused')} refused by name, ${count('failed')} failed, ${count('wrong')} wrong`;
  return `dialect: ${outcomes.length} statements, ${count('right')} right (${share} %), ${others}`;
}

describe('Snowflake statements with documented results', () => {
  let connection: DuckDBConnection;
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    connection = await openDialectWorld();
    for (const [, statements] of DOCUMENTED_STATEMENTS) {
      for (const statement of statements) outcomes.push(await judge(connection, statement));
    }
    process.stdout.write(`${summary(outcomes)}\n`);
  });

  it('covers at least 250 statements', () => {
    expect(new Set(outcomes.map((outcome) => outcome.statement.sql)).size).toBeGreaterThanOrEqual(250);
  });

  it('never answers wrongly', () => {
    expect(report(outcomes.filter((outcome) => outcome.verdict === 'wrong'))).toBe('');
  });

  it('fails only by refusing a construct by its name', () => {
    expect(report(outcomes.filter((outcome) => outcome.verdict === 'failed'))).toBe('');
  });

  it('answers at least 95 in 100', () => {
    const right = outcomes.filter((outcome) => outcome.verdict === 'right').length;

    expect(right / outcomes.length).toBeGreaterThanOrEqual(0.95);
  });
});
