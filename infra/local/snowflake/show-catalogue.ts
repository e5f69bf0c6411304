import type { ShowObject } from './dialect/lowered.ts';
import { INFORMATION_SCHEMA_HOME, KEYS } from './information-schema.ts';

/** How one SHOW command reads the catalogue. */
export interface ShowCatalogue {
  /** FROM clause; has _DATABASE, _SCHEMA and _TABLE, which serve the filter on scope and role. */
  readonly source: string;
  /** The column LIKE and STARTS WITH look at, and the order of the answer. */
  readonly name: string;
  /** Columns of the answer and the SQL of each. */
  readonly columns: Readonly<Record<string, string>>;
}

const view = (name: string): string => `${INFORMATION_SCHEMA_HOME}.${name}`;

/** The SHOW commands that DuckDB's catalogue answers. Dates of creation are null: DuckDB keeps none. */
export const SHOW_CATALOGUE: Partial<Readonly<Record<ShowObject, ShowCatalogue>>> = {
  DATABASES: {
    source: view('DATABASES'),
    name: 'name',
    columns: {
      created_on: 'NULL',
      name: 'DATABASE_NAME',
      is_default: "'N'",
      is_current: "'N'",
      origin: "''",
      owner: 'DATABASE_OWNER',
      comment: "coalesce(COMMENT, '')",
      options: "''",
      retention_time: "'1'",
      kind: 'TYPE',
    },
  },
  SCHEMAS: {
    source: view('SCHEMATA'),
    name: 'name',
    columns: {
      created_on: 'NULL',
      name: 'SCHEMA_NAME',
      is_default: "'N'",
      is_current: "'N'",
      database_name: 'CATALOG_NAME',
      owner: 'SCHEMA_OWNER',
      comment: "coalesce(COMMENT, '')",
      options: "''",
      retention_time: "'1'",
    },
  },
  TABLES: {
    source: `(SELECT * FROM ${view('TABLES')} WHERE TABLE_TYPE = 'BASE TABLE')`,
    name: 'name',
    columns: {
      created_on: 'NULL',
      name: 'TABLE_NAME',
      database_name: 'TABLE_CATALOG',
      schema_name: 'TABLE_SCHEMA',
      kind: "'TABLE'",
      comment: "coalesce(COMMENT, '')",
      cluster_by: "''",
      rows: 'ROW_COUNT',
      bytes: 'BYTES',
      owner: 'TABLE_OWNER',
      retention_time: "'1'",
    },
  },
  VIEWS: {
    source: view('VIEWS'),
    name: 'name',
    columns: {
      created_on: 'NULL',
      name: 'TABLE_NAME',
      reserved: "''",
      database_name: 'TABLE_CATALOG',
      schema_name: 'TABLE_SCHEMA',
      owner: 'TABLE_OWNER',
      comment: "coalesce(COMMENT, '')",
      text: 'VIEW_DEFINITION',
      is_secure: "'false'",
      is_materialized: "'false'",
    },
  },
  OBJECTS: {
    source: view('TABLES'),
    name: 'name',
    columns: {
      created_on: 'NULL',
      name: 'TABLE_NAME',
      database_name: 'TABLE_CATALOG',
      schema_name: 'TABLE_SCHEMA',
      kind: "CASE TABLE_TYPE WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END",
      comment: "coalesce(COMMENT, '')",
      cluster_by: "''",
      rows: 'ROW_COUNT',
      bytes: 'BYTES',
      owner: 'TABLE_OWNER',
      retention_time: "'1'",
    },
  },
  COLUMNS: {
    source: view('COLUMNS'),
    name: 'column_name',
    columns: {
      table_name: 'TABLE_NAME',
      schema_name: 'TABLE_SCHEMA',
      column_name: 'COLUMN_NAME',
      data_type: `CAST(to_json({type: CASE DATA_TYPE WHEN 'NUMBER' THEN 'FIXED' WHEN 'FLOAT' THEN 'REAL' ELSE DATA_TYPE END,
        precision: NUMERIC_PRECISION, scale: NUMERIC_SCALE, length: CHARACTER_MAXIMUM_LENGTH, nullable: IS_NULLABLE = 'YES'}) AS VARCHAR)`,
      'null?': "CASE IS_NULLABLE WHEN 'YES' THEN 'true' ELSE 'NOT_NULL' END",
      default: "coalesce(COLUMN_DEFAULT, '')",
      kind: "'COLUMN'",
      expression: "''",
      comment: "coalesce(COMMENT, '')",
      database_name: 'TABLE_CATALOG',
      autoincrement: "''",
    },
  },
  'PRIMARY KEYS': keyListing('PRIMARY KEY'),
  'UNIQUE KEYS': keyListing('UNIQUE'),
  'IMPORTED KEYS': {
    source: `(SELECT f.*, unnest(f.constraint_column_names) AS fk_column, unnest(f.referenced_column_names) AS pk_column,
        generate_subscripts(f.constraint_column_names, 1) AS key_sequence, p.constraint_name AS pk_name,
        f.database_name AS _DATABASE, f.schema_name AS _SCHEMA, f.table_name AS _TABLE
      FROM ${KEYS} f LEFT JOIN ${KEYS} p ON p.database_name = f.database_name
        AND p.schema_name = f.referenced_schema AND p.table_name = f.referenced_table AND p.constraint_type = 'PRIMARY KEY'
      WHERE f.constraint_type = 'FOREIGN KEY')`,
    name: 'fk_table_name',
    columns: {
      created_on: 'NULL',
      pk_database_name: 'database_name',
      pk_schema_name: 'referenced_schema',
      pk_table_name: 'referenced_table',
      pk_column_name: 'pk_column',
      fk_database_name: 'database_name',
      fk_schema_name: 'schema_name',
      fk_table_name: 'table_name',
      fk_column_name: 'fk_column',
      key_sequence: 'key_sequence',
      update_rule: "'NO ACTION'",
      delete_rule: "'NO ACTION'",
      fk_name: 'constraint_name',
      pk_name: 'pk_name',
      deferrability: "'NOT DEFERRABLE'",
      rely: "'false'",
      comment: 'NULL',
    },
  },
};

function keyListing(type: 'PRIMARY KEY' | 'UNIQUE'): ShowCatalogue {
  return {
    source: `(SELECT *, unnest(constraint_column_names) AS key_column, generate_subscripts(constraint_column_names, 1) AS key_sequence,
        database_name AS _DATABASE, schema_name AS _SCHEMA, table_name AS _TABLE
      FROM ${KEYS} WHERE constraint_type = '${type}')`,
    name: 'table_name',
    columns: {
      created_on: 'NULL',
      database_name: 'database_name',
      schema_name: 'schema_name',
      table_name: 'table_name',
      column_name: 'key_column',
      key_sequence: 'key_sequence',
      constraint_name: 'constraint_name',
      rely: "'false'",
      comment: 'NULL',
    },
  };
}
