import { init, parse } from '@guanmingchiu/sqlparser-ts';
import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { judgeStatement, type Verdict } from '#shared/sql/guard/judge-statement.ts';
import { openDialectWorld, runSnowflake } from '#tests/contract/dialect/dialect-world.ts';
import { catalogueFor, fillWorld, type OwnStatement, readStatements, valuesFor } from './own-statements.ts';

await init();

function judge(statement: OwnStatement): Verdict {
  return judgeStatement(
    statement.text,
    catalogueFor(statement),
    (text) => parse(text, 'snowflake'),
    valuesFor(statement),
  );
}

describe('harmless statements of our own', () => {
  const statements = readStatements('harmless');
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await openDialectWorld();
    await fillWorld(connection);
  });

  it('are accepted, over all of the syntax of SELECT', () => {
    const refused = statements.flatMap((statement) => {
      const verdict = judge(statement);
      return verdict.allowed ? [] : [`${statement.id}: ${verdict.reason} ${statement.text}`];
    });

    expect(statements.length).toBeGreaterThanOrEqual(200);
    expect(refused).toEqual([]);
  });

  it('are written anew so that they give the same rows', { timeout: 60_000 }, async () => {
    const differing: string[] = [];
    let ran = 0;
    for (const statement of statements) {
      const verdict = judge(statement);
      if (!verdict.allowed || verdict.binds.length > 0) continue;
      const original = await rowsOf(connection, statement.text);
      if (original === null) continue;
      ran += 1;
      const anew = await rowsOf(connection, verdict.statement);
      if (anew !== original) {
        differing.push(`${statement.id}: ${statement.text}\n  ${verdict.statement}\n  ${original}\n  ${String(anew)}`);
      }
    }

    process.stdout.write(
      `guard: ${String(statements.length)} harmless statements of our own accepted, ${String(ran)} of them run both ways, ${String(differing.length)} differ\n`,
    );
    expect(differing).toEqual([]);
    expect(ran).toBeGreaterThanOrEqual(150);
  });
});

/** Null when the local warehouse does not know the statement. */
async function rowsOf(connection: DuckDBConnection, sql: string): Promise<string | null> {
  try {
    return JSON.stringify(await runSnowflake(connection, sql));
  } catch {
    return null;
  }
}

describe('hostile statements of our own', () => {
  const statements = readStatements('hostile');

  it('are refused, each for what is wrong with it', () => {
    const wrong = statements.flatMap((statement) => {
      const verdict = judge(statement);
      if (verdict.allowed) return [`${statement.id}: allowed ${statement.text}`];
      const isRight = (statement.because ?? '').split('|').some((part) => verdict.reason.includes(part));
      return isRight ? [] : [`${statement.id}: ${verdict.reason} ${statement.text}`];
    });

    process.stdout.write(
      `guard: ${String(statements.length - wrong.length)} of ${String(statements.length)} hostile statements of our own refused for the right reason\n`,
    );
    expect(statements.length).toBeGreaterThanOrEqual(200);
    expect(wrong).toEqual([]);
  });
});
