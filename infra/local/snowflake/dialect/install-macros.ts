import type { DuckDBConnection } from '@duckdb/node-api';
import { CONVERSION_MACROS } from './macros/conversion-macros.ts';
import { DATE_MACROS } from './macros/date-macros.ts';
import { NUMBER_MACROS } from './macros/number-macros.ts';
import { SEMI_STRUCTURED_MACROS } from './macros/semi-structured-macros.ts';
import { STRING_MACROS } from './macros/string-macros.ts';

/** Name of the in-memory database that holds the macros; SHOW DATABASES has to leave it out. */
export const MACRO_DATABASE = 'sfm';

/** In the order in which they build on each other. */
const MACROS = [...NUMBER_MACROS, ...DATE_MACROS, ...STRING_MACROS, ...CONVERSION_MACROS, ...SEMI_STRUCTURED_MACROS];

/**
 * Creates the macros that lowered statements call.
 *
 * They live in an attached in-memory database of their own, so the warehouse's file stays untouched and may be read-only,
 * and calls are found whatever database is in use. Once per DuckDB instance; a second call replaces them.
 */
export async function installMacros(connection: DuckDBConnection): Promise<void> {
  await connection.run(`ATTACH IF NOT EXISTS ':memory:' AS ${MACRO_DATABASE}`);
  for (const definition of MACROS) await connection.run(`CREATE OR REPLACE MACRO ${MACRO_DATABASE}.main.${definition}`);
}
