import type { DuckDBConnection } from '@duckdb/node-api';

import type { TableConstraint } from './dialect/lowered.ts';
import { completeName, type TableName } from './table-name.ts';

/** Keys that statements have declared: Snowflake records them and does not enforce them, so DuckDB is not told. */
export const DECLARED_KEYS = 'memory.main.declared_keys';

/** Creates the record of declared keys, empty. */
export async function installDeclaredKeys(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE TABLE ${DECLARED_KEYS} (database_name VARCHAR, schema_name VARCHAR, table_name VARCHAR,
    constraint_name VARCHAR, constraint_type VARCHAR, constraint_column_names VARCHAR[],
    referenced_schema VARCHAR, referenced_table VARCHAR, referenced_column_names VARCHAR[])`);
}

/** Forgets the keys of a table, for it is dropped or made anew. */
export async function forgetKeys({ database, schema, table }: TableName, connection: DuckDBConnection): Promise<void> {
  await connection.run(
    `DELETE FROM ${DECLARED_KEYS} WHERE database_name = $1 AND schema_name = $2 AND table_name = $3`,
    [database, schema, table],
  );
}

/** Records the keys that a statement declares for a table. */
export async function recordKeys(
  table: TableName,
  constraints: readonly TableConstraint[],
  connection: DuckDBConnection,
): Promise<void> {
  for (const [index, { kind, name, columns, references }] of constraints.entries()) {
    const other = references === null ? null : completeName(references.table, table);
    await connection.run(
      `INSERT INTO ${DECLARED_KEYS} SELECT $1, $2, $3, $4, $5, CAST($6::JSON AS VARCHAR[]), $7, $8,
        CASE WHEN json_array_length($9::JSON) > 0 OR $8 IS NULL THEN CAST($9::JSON AS VARCHAR[]) ELSE (SELECT any_value(k.constraint_column_names) FROM ${DECLARED_KEYS} k
          WHERE k.database_name = $1 AND k.schema_name = $7 AND k.table_name = $8 AND k.constraint_type = 'PRIMARY KEY') END`,
      [
        table.database,
        table.schema,
        table.table,
        name ?? `SYS_CONSTRAINT_${table.table}_${kind.replace(' ', '_')}_${index}`,
        kind,
        JSON.stringify(columns),
        other?.schema ?? null,
        other?.table ?? null,
        JSON.stringify(references?.columns ?? []),
      ],
    );
  }
}
