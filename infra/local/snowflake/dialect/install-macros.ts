import type { DuckDBConnection } from '@duckdb/node-api';

/** Creates the macros that lowered statements call. Once per DuckDB database. */
export async function installMacros(connection: DuckDBConnection): Promise<void> {
  await connection.run('CREATE SCHEMA IF NOT EXISTS sf');
}
