/** INFORMATION_SCHEMA of Snowflake over DuckDB's catalogue; the lowered query narrows each view to one database by CATALOG_NAME_. */
export const CATALOGUE_VIEWS: readonly string[] = [
  `"INFORMATION_SCHEMA SCHEMATA" AS SELECT database_name AS "CATALOG_NAME_", database_name AS "CATALOG_NAME", schema_name AS "SCHEMA_NAME", CAST(NULL AS VARCHAR) AS "COMMENT"
    FROM duckdb_schemas() WHERE NOT internal AND schema_name <> 'main'`,
  `"INFORMATION_SCHEMA TABLES" AS SELECT database_name AS "CATALOG_NAME_", database_name AS "TABLE_CATALOG", schema_name AS "TABLE_SCHEMA", table_name AS "TABLE_NAME",
    'BASE TABLE' AS "TABLE_TYPE", estimated_size AS "ROW_COUNT", comment AS "COMMENT" FROM duckdb_tables() WHERE NOT internal
    UNION ALL SELECT database_name, database_name, schema_name, view_name, 'VIEW', NULL, comment FROM duckdb_views() WHERE NOT internal`,
  `"INFORMATION_SCHEMA VIEWS" AS SELECT database_name AS "CATALOG_NAME_", database_name AS "TABLE_CATALOG", schema_name AS "TABLE_SCHEMA", view_name AS "TABLE_NAME", comment AS "COMMENT"
    FROM duckdb_views() WHERE NOT internal`,
  `"INFORMATION_SCHEMA COLUMNS" AS SELECT database_name AS "CATALOG_NAME_", database_name AS "TABLE_CATALOG", schema_name AS "TABLE_SCHEMA", table_name AS "TABLE_NAME",
    column_name AS "COLUMN_NAME", column_index AS "ORDINAL_POSITION", column_default AS "COLUMN_DEFAULT", CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END AS "IS_NULLABLE",
    CASE WHEN data_type LIKE 'DECIMAL%' OR data_type LIKE '%INT%' THEN 'NUMBER' WHEN data_type = 'VARCHAR' THEN 'TEXT' WHEN data_type IN ('DOUBLE', 'FLOAT') THEN 'FLOAT'
      WHEN data_type = 'TIMESTAMP' THEN 'TIMESTAMP_NTZ' WHEN data_type = 'TIMESTAMP WITH TIME ZONE' THEN 'TIMESTAMP_LTZ' WHEN data_type = 'JSON' THEN 'VARIANT' ELSE data_type END AS "DATA_TYPE",
    CASE WHEN data_type LIKE 'DECIMAL%' THEN numeric_precision WHEN data_type LIKE '%INT%' THEN 38 END AS "NUMERIC_PRECISION",
    CASE WHEN data_type LIKE 'DECIMAL%' THEN numeric_scale WHEN data_type LIKE '%INT%' THEN 0 END AS "NUMERIC_SCALE", comment AS "COMMENT"
    FROM duckdb_columns() WHERE NOT internal`,
];
