import type { DuckDBConnection } from '@duckdb/node-api';

import type { QueryHistoryEntry } from './query-history.ts';
import { quoteText } from './sql-text.ts';

const TABLE = 'memory.baton_information_schema._QUERY_HISTORY';

/** Columns of QUERY_HISTORY that mean something here, in Snowflake's order: DuckDB's type, and what fills them. */
const COLUMNS: Readonly<Record<string, readonly [type: string, of: (entry: QueryHistoryEntry) => unknown]>> = {
  QUERY_ID: ['VARCHAR', ({ queryId }) => queryId],
  QUERY_TEXT: ['VARCHAR', ({ queryText }) => queryText],
  DATABASE_NAME: ['VARCHAR', ({ databaseName }) => databaseName],
  SCHEMA_NAME: ['VARCHAR', ({ schemaName }) => schemaName],
  QUERY_TYPE: ['VARCHAR', ({ queryText }) => queryTypeOf(queryText)],
  SESSION_ID: ['BIGINT', ({ sessionId }) => Number(sessionId)],
  USER_NAME: ['VARCHAR', ({ userName }) => userName],
  ROLE_NAME: ['VARCHAR', ({ roleName }) => roleName],
  WAREHOUSE_NAME: ['VARCHAR', ({ warehouseName }) => warehouseName],
  QUERY_TAG: ['VARCHAR', ({ queryTag }) => queryTag],
  EXECUTION_STATUS: ['VARCHAR', ({ status }) => (status === 'SUCCESS' ? 'SUCCESS' : 'FAILED_WITH_ERROR')],
  ERROR_CODE: ['VARCHAR', ({ errorCode }) => errorCode],
  ERROR_MESSAGE: ['VARCHAR', ({ errorMessage }) => errorMessage],
  START_TIME: ['TIMESTAMPTZ', ({ startedAt }) => new Date(startedAt).toISOString()],
  END_TIME: ['TIMESTAMPTZ', ({ endedAt }) => new Date(endedAt).toISOString()],
  TOTAL_ELAPSED_TIME: ['BIGINT', ({ startedAt, endedAt }) => endedAt - startedAt],
  ROWS_PRODUCED: ['BIGINT', ({ rowsProduced }) => rowsProduced],
};

/** The first word, which Snowflake's QUERY_TYPE begins with. */
function queryTypeOf(text: string): string {
  const word = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*(\w+)/u.exec(text)?.[1]?.toUpperCase() ?? '';
  return word === 'WITH' || word === 'VALUES' ? 'SELECT' : word;
}

export async function installQueryHistory(connection: DuckDBConnection): Promise<void> {
  const columns = Object.entries(COLUMNS).map(([name, [type]]) => `${name} ${type}`);
  await connection.run(`CREATE TABLE ${TABLE} (${columns.join(', ')})`);
}

/** Puts what is known into DuckDB, so that a statement about to run can read it. */
export async function writeQueryHistory(
  entries: readonly QueryHistoryEntry[],
  connection: DuckDBConnection,
): Promise<void> {
  const columns = Object.entries(COLUMNS);
  const shape = JSON.stringify([Object.fromEntries(columns.map(([name, [type]]) => [name, type]))]);
  const rows = entries.map((entry) => Object.fromEntries(columns.map(([name, [, of]]) => [name, of(entry)])));
  await connection.run('BEGIN TRANSACTION');
  try {
    await connection.run(`DELETE FROM ${TABLE}`);
    await connection.run(
      `INSERT INTO ${TABLE} SELECT unnest(from_json($1::VARCHAR::JSON, ${quoteText(shape)}), recursive := true)`,
      [JSON.stringify(rows)],
    );
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}

/** A user's own statements: those of others are nobody's business. */
export function selectFromQueryHistory(user: string): string {
  return `(SELECT * FROM ${TABLE} WHERE USER_NAME = ${quoteText(user)})`;
}
