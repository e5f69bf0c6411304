import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { dialectPage, type DialectScore } from './dialect-page.ts';
import { judge, openDialectWorld, runSnowflake } from './dialect-world.ts';
import type { DocumentedStatement } from './documented-statement.ts';
import { DOCUMENTED_STATEMENTS } from './documented-statements.ts';
import { HELD_OUT_STATEMENTS } from './held-out-statements.ts';
import { LATER_STATEMENTS } from './later-statements.ts';
import { REFUSED_STATEMENTS } from './refused-statements.ts';

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openDialectWorld();
  await runSnowflake(connection, 'CREATE TABLE T (A INT, B VARCHAR)');
  await runSnowflake(connection, 'CREATE TABLE U (C INT)');
});

async function score(statements: readonly DocumentedStatement[]): Promise<DialectScore> {
  const verdicts: string[] = [];
  for (const statement of statements) verdicts.push((await judge(connection, statement)).verdict);
  const count = (verdict: string): number => verdicts.filter((each) => each === verdict).length;
  return { statements: statements.length, right: count('right'), refused: count('refused') };
}

describe('the page on the dialect', () => {
  it.each(REFUSED_STATEMENTS)('is right that %s is refused by name: %s', async (named, sql) => {
    const failure: unknown = await runSnowflake(connection, sql).catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: '000002', sqlState: '0A000' });
    expect(String(failure)).toContain(`Unsupported feature '${named}`);
  });

  it('says what the code does', async () => {
    const page = dialectPage(
      await score(DOCUMENTED_STATEMENTS.flatMap(([, list]) => list)),
      await score([...HELD_OUT_STATEMENTS, ...LATER_STATEMENTS]),
    );

    await expect(page).toMatchFileSnapshot('../../../docs/local-snowflake-dialect.md');
  });
});
