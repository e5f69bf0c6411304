import type { DuckDBConnection } from '@duckdb/node-api';

import { DECLARED_KEYS, installDeclaredKeys } from './declared-keys.ts';
import { MACRO_DATABASE } from './dialect/install-macros.ts';
import { installQueryHistory } from './query-history-table.ts';
import { quoteText } from './sql-text.ts';

/** The DuckDB schema that holds the views; sessions cannot name it. */
export const INFORMATION_SCHEMA_HOME = 'memory.baton_information_schema';

/** Databases that are DuckDB's own and no Snowflake database. */
export const NOT_OURS = `database_name NOT IN ('memory', 'system', 'temp', '${MACRO_DATABASE}')`;
/** DuckDB's default schema, which Snowflake has not. */
const NOT_MAIN = `schema_name <> 'main'`;

/** Snowflake's name of a DuckDB type, as its catalogue shows it. */
function snowflakeType(column: string): string {
  return `CASE
    WHEN ${column} IN ('TINYINT','SMALLINT','INTEGER','BIGINT','HUGEINT','UTINYINT','USMALLINT','UINTEGER','UBIGINT','UHUGEINT')
      OR ${column} LIKE 'DECIMAL%' THEN 'NUMBER'
    WHEN ${column} IN ('FLOAT','DOUBLE') THEN 'FLOAT'
    WHEN ${column} = 'BOOLEAN' THEN 'BOOLEAN'
    WHEN ${column} = 'DATE' THEN 'DATE'
    WHEN ${column} LIKE 'TIMESTAMP WITH%' THEN 'TIMESTAMP_LTZ'
    WHEN ${column} LIKE 'TIMESTAMP%' THEN 'TIMESTAMP_NTZ'
    WHEN ${column} LIKE 'TIME%' THEN 'TIME'
    WHEN ${column} = 'BLOB' THEN 'BINARY'
    WHEN ${column} = 'JSON' THEN 'VARIANT'
    WHEN ${column} LIKE '%[]' THEN 'ARRAY'
    WHEN ${column} LIKE 'STRUCT%' OR ${column} LIKE 'MAP%' THEN 'OBJECT'
    ELSE 'TEXT' END`;
}

/** Keys of all tables: those DuckDB enforces, and those that statements have declared, as Snowflake keeps them. */
export const KEYS = `${INFORMATION_SCHEMA_HOME}._KEYS`;

const KEYS_SQL = `SELECT database_name, schema_name, table_name, constraint_name, constraint_type, constraint_column_names,
      schema_name AS referenced_schema, referenced_table, referenced_column_names
    FROM duckdb_constraints() WHERE ${NOT_OURS} AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY', 'UNIQUE')
  UNION ALL SELECT * FROM ${DECLARED_KEYS} SEMI JOIN (SELECT database_name, schema_name, table_name FROM duckdb_tables()) AS t
    USING (database_name, schema_name, table_name)`;

const VIEWS: Readonly<Record<string, string>> = {
  DATABASES: `SELECT database_name AS DATABASE_NAME, 'SYSADMIN' AS DATABASE_OWNER, 'NO' AS IS_TRANSIENT, comment AS COMMENT,
      CAST(NULL AS TIMESTAMPTZ) AS CREATED, CAST(NULL AS TIMESTAMPTZ) AS LAST_ALTERED, 1 AS RETENTION_TIME, 'STANDARD' AS TYPE,
      database_name AS _DATABASE, CAST(NULL AS VARCHAR) AS _SCHEMA, CAST(NULL AS VARCHAR) AS _TABLE
    FROM duckdb_databases() WHERE ${NOT_OURS}`,
  SCHEMATA: `SELECT database_name AS CATALOG_NAME, schema_name AS SCHEMA_NAME, 'SYSADMIN' AS SCHEMA_OWNER, 'NO' AS IS_TRANSIENT,
      'NO' AS IS_MANAGED_ACCESS, 1 AS RETENTION_TIME, CAST(NULL AS TIMESTAMPTZ) AS CREATED, comment AS COMMENT,
      database_name AS _DATABASE, schema_name AS _SCHEMA, CAST(NULL AS VARCHAR) AS _TABLE
    FROM duckdb_schemas() WHERE ${NOT_OURS} AND ${NOT_MAIN} AND NOT internal`,
  TABLES: `SELECT database_name AS TABLE_CATALOG, schema_name AS TABLE_SCHEMA, table_name AS TABLE_NAME, 'SYSADMIN' AS TABLE_OWNER,
      'BASE TABLE' AS TABLE_TYPE, 'NO' AS IS_TRANSIENT, CAST(NULL AS VARCHAR) AS CLUSTERING_KEY, estimated_size AS ROW_COUNT,
      CAST(NULL AS BIGINT) AS BYTES, 1 AS RETENTION_TIME, CAST(NULL AS TIMESTAMPTZ) AS CREATED, CAST(NULL AS TIMESTAMPTZ) AS LAST_ALTERED,
      comment AS COMMENT, database_name AS _DATABASE, schema_name AS _SCHEMA, table_name AS _TABLE
    FROM duckdb_tables() WHERE ${NOT_OURS} AND ${NOT_MAIN} AND NOT internal
    UNION ALL SELECT database_name, schema_name, view_name, 'SYSADMIN', 'VIEW', 'NO', NULL, NULL, NULL, 1, NULL, NULL,
      comment, database_name, schema_name, view_name
    FROM duckdb_views() WHERE ${NOT_OURS} AND ${NOT_MAIN} AND NOT internal`,
  VIEWS: `SELECT database_name AS TABLE_CATALOG, schema_name AS TABLE_SCHEMA, view_name AS TABLE_NAME, 'SYSADMIN' AS TABLE_OWNER,
      sql AS VIEW_DEFINITION, 'NONE' AS CHECK_OPTION, 'NO' AS IS_UPDATABLE, 'NO' AS INSERTABLE_INTO, 'NO' AS IS_SECURE, comment AS COMMENT,
      database_name AS _DATABASE, schema_name AS _SCHEMA, view_name AS _TABLE
    FROM duckdb_views() WHERE ${NOT_OURS} AND ${NOT_MAIN} AND NOT internal`,
  COLUMNS: `SELECT database_name AS TABLE_CATALOG, schema_name AS TABLE_SCHEMA,
      table_name AS TABLE_NAME, column_name AS COLUMN_NAME, column_index AS ORDINAL_POSITION, column_default AS COLUMN_DEFAULT,
      CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END AS IS_NULLABLE, ${snowflakeType('data_type')} AS DATA_TYPE,
      CASE WHEN ${snowflakeType('data_type')} = 'TEXT' THEN 16777216 END AS CHARACTER_MAXIMUM_LENGTH,
      CASE WHEN ${snowflakeType('data_type')} = 'TEXT' THEN 67108864 WHEN data_type = 'BLOB' THEN 8388608 END AS CHARACTER_OCTET_LENGTH,
      CASE WHEN ${snowflakeType('data_type')} = 'NUMBER' THEN CASE WHEN data_type LIKE 'DECIMAL%' THEN numeric_precision ELSE 38 END END
        AS NUMERIC_PRECISION,
      CASE WHEN ${snowflakeType('data_type')} = 'NUMBER' THEN 10 END AS NUMERIC_PRECISION_RADIX,
      CASE WHEN ${snowflakeType('data_type')} = 'NUMBER' THEN CASE WHEN data_type LIKE 'DECIMAL%' THEN numeric_scale ELSE 0 END END
        AS NUMERIC_SCALE,
      CASE WHEN data_type LIKE 'TIME%' THEN 9 END AS DATETIME_PRECISION, 'NO' AS IS_IDENTITY, comment AS COMMENT,
      database_name AS _DATABASE, schema_name AS _SCHEMA, table_name AS _TABLE
    FROM duckdb_columns() WHERE ${NOT_OURS} AND ${NOT_MAIN} AND NOT internal`,
  TABLE_CONSTRAINTS: `SELECT database_name AS CONSTRAINT_CATALOG, schema_name AS CONSTRAINT_SCHEMA, constraint_name AS CONSTRAINT_NAME,
      database_name AS TABLE_CATALOG, schema_name AS TABLE_SCHEMA, table_name AS TABLE_NAME, constraint_type AS CONSTRAINT_TYPE,
      'NO' AS IS_DEFERRABLE, 'NO' AS INITIALLY_DEFERRED, 'YES' AS ENFORCED, CAST(NULL AS VARCHAR) AS COMMENT,
      database_name AS _DATABASE, schema_name AS _SCHEMA, table_name AS _TABLE
    FROM ${KEYS}`,
  REFERENTIAL_CONSTRAINTS: `SELECT f.database_name AS CONSTRAINT_CATALOG, f.schema_name AS CONSTRAINT_SCHEMA, f.constraint_name AS CONSTRAINT_NAME,
      p.database_name AS UNIQUE_CONSTRAINT_CATALOG, p.schema_name AS UNIQUE_CONSTRAINT_SCHEMA, p.constraint_name AS UNIQUE_CONSTRAINT_NAME,
      'FULL' AS MATCH_OPTION, 'NO ACTION' AS UPDATE_RULE, 'NO ACTION' AS DELETE_RULE, CAST(NULL AS VARCHAR) AS COMMENT,
      f.database_name AS _DATABASE, f.schema_name AS _SCHEMA, f.table_name AS _TABLE
    FROM ${KEYS} f JOIN ${KEYS} p ON p.database_name = f.database_name AND p.schema_name = f.referenced_schema
      AND p.table_name = f.referenced_table AND p.constraint_column_names = f.referenced_column_names
      AND p.constraint_type IN ('PRIMARY KEY', 'UNIQUE')
    WHERE f.constraint_type = 'FOREIGN KEY'`,
};

/** Creates one view per Snowflake catalogue view; _DATABASE, _SCHEMA and _TABLE serve the filter on what a role may see. */
export async function installInformationSchema(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE SCHEMA ${INFORMATION_SCHEMA_HOME}`);
  await installDeclaredKeys(connection);
  await installQueryHistory(connection);
  await connection.run(`CREATE VIEW ${KEYS} AS ${KEYS_SQL}`);
  for (const [name, sql] of Object.entries(VIEWS)) {
    await connection.run(`CREATE VIEW ${INFORMATION_SCHEMA_HOME}.${name} AS ${sql}`);
  }
}

/**
 * The SELECT that stands for one catalogue view of a database.
 *
 * @param visible a condition over _DATABASE, _SCHEMA and _TABLE: what the session's role may see.
 * @returns null when Snowflake, or this server, has no such view.
 */
export function selectFromInformationSchema(view: string, database: string, visible: string): string | null {
  if (VIEWS[view] === undefined) return null;
  const scope = view === 'DATABASES' ? 'true' : `_DATABASE = ${quoteText(database)}`;
  return `(SELECT * EXCLUDE (_DATABASE, _SCHEMA, _TABLE) FROM ${INFORMATION_SCHEMA_HOME}.${view} WHERE ${scope} AND (${visible}))`;
}

/** SQL for a column's type as DESCRIBE writes it, `NUMBER(12,2)` or `VARCHAR(16777216)`, from a row of COLUMNS. */
export function columnTypeText(alias: string): string {
  const column = (name: string): string => `${alias}.${name}`;
  return `CASE ${column('DATA_TYPE')}
    WHEN 'NUMBER' THEN format('NUMBER({},{})', ${column('NUMERIC_PRECISION')}, ${column('NUMERIC_SCALE')})
    WHEN 'TEXT' THEN format('VARCHAR({})', ${column('CHARACTER_MAXIMUM_LENGTH')})
    WHEN 'BINARY' THEN format('BINARY({})', ${column('CHARACTER_OCTET_LENGTH')})
    WHEN 'TIMESTAMP_NTZ' THEN 'TIMESTAMP_NTZ(9)' WHEN 'TIMESTAMP_LTZ' THEN 'TIMESTAMP_LTZ(9)' WHEN 'TIME' THEN 'TIME(9)'
    ELSE ${column('DATA_TYPE')} END`;
}
