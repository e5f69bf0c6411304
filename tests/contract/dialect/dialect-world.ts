import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { installMacros } from '#infra/local/snowflake/dialect/install-macros.ts';
import { lowerStatement } from '#infra/local/snowflake/dialect/lower-statement.ts';
import type { DialectSession } from '#infra/local/snowflake/dialect/lowered.ts';
import { SnowflakeError } from '#infra/local/snowflake/snowflake-error.ts';

import type { DocumentedStatement, ExpectedValue } from './documented-statement.ts';

export const SESSION: DialectSession = {
  database: 'DEMO',
  schema: 'PUBLIC',
  role: 'ANALYST',
  warehouse: 'COMPUTE',
  user: 'TESTER',
  sessionId: '1',
  parameters: {},
};

/** An empty DuckDB with the macros, in schema DEMO.PUBLIC. */
export async function openDialectWorld(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await installMacros(connection);
  await connection.run(`ATTACH ':memory:' AS "DEMO"`);
  await connection.run('CREATE SCHEMA "DEMO"."PUBLIC"');
  await connection.run('USE "DEMO"."PUBLIC"');
  return connection;
}

export type Rows = readonly (readonly unknown[])[];

/** Rows of a Snowflake query; a write gives those of its last DuckDB statement. */
export async function runSnowflake(connection: DuckDBConnection, sql: string, session = SESSION): Promise<Rows> {
  const lowered = lowerStatement(sql, session);
  if (lowered.kind === 'command') throw new Error(`A command: ${lowered.command.name}`);
  let rows: Rows = [];
  for (const statement of [lowered.sql].flat()) rows = (await connection.runAndReadAll(statement)).getRowsJson();
  return rows;
}

export interface Outcome {
  readonly statement: DocumentedStatement;
  readonly verdict: 'right' | 'refused' | 'failed' | 'wrong';
  /** What came instead, for the report. */
  readonly detail: string;
}

/** Runs one statement and says whether the answer is the documented one. */
export async function judge(connection: DuckDBConnection, statement: DocumentedStatement): Promise<Outcome> {
  try {
    const rows = await runSnowflake(connection, statement.sql);
    const isRight = isSameTable(rows, statement.rows);
    return { statement, verdict: isRight ? 'right' : 'wrong', detail: isRight ? '' : JSON.stringify(rows) };
  } catch (error) {
    const isRefusal = error instanceof SnowflakeError && error.code === '000002';
    return {
      statement,
      verdict: isRefusal ? 'refused' : 'failed',
      detail: error instanceof Error ? error.message : String(error),
    };
  }
}

export function isSameTable(actual: Rows, expected: DocumentedStatement['rows']): boolean {
  return (
    actual.length === expected.length &&
    expected.every(
      (row, index) =>
        row.length === actual[index]?.length && row.every((value, column) => isSame(actual[index]?.[column], value)),
    )
  );
}

function isSame(actual: unknown, expected: ExpectedValue): boolean {
  if (typeof expected === 'number') {
    const value = Number(actual);
    return actual !== null && actual !== '' && Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
  }
  if (typeof expected !== 'string') return actual === expected;
  if (/^[[{]/.test(expected)) return typeof actual === 'string' && canonical(actual) === canonical(expected);
  return String(actual) === expected;
}

/** JSON text without blanks and with sorted keys; anything else as it is. */
function canonical(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
        : value,
    );
  } catch {
    return text;
  }
}
