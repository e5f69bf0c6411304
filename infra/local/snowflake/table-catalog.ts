import { z } from 'zod';

import type { DuckDBStore } from './duckdb-store.ts';
import { NOT_OURS } from './information-schema.ts';
import type { TableName } from './table-name.ts';

export interface CatalogTable {
  /** In the order of the table. */
  readonly columns: readonly string[];
  /** The SELECT of a view; null for a table. */
  readonly viewSql: string | null;
}

interface Snapshot {
  readonly databases: ReadonlySet<string>;
  readonly schemas: ReadonlySet<string>;
  readonly tables: ReadonlyMap<string, CatalogTable>;
}

const tableRowsSchema = z.array(z.tuple([z.string(), z.array(z.string()), z.string().nullable()]));
const namesSchema = z.array(z.tuple([z.string()]));

const TABLES = `SELECT c.database_name || '.' || c.schema_name || '.' || c.table_name,
    list(c.column_name ORDER BY c.column_index), any_value(v.sql)
  FROM duckdb_columns() c LEFT JOIN duckdb_views() v
    ON v.database_name = c.database_name AND v.schema_name = c.schema_name AND v.view_name = c.table_name
  WHERE c.${NOT_OURS} AND NOT c.internal
  GROUP BY c.database_name, c.schema_name, c.table_name`;
const SCHEMAS = `SELECT DISTINCT database_name || '.' || schema_name FROM duckdb_schemas()
  WHERE ${NOT_OURS} AND schema_name <> 'main'`;
const DATABASES = `SELECT database_name FROM duckdb_databases() WHERE ${NOT_OURS}`;

/** `CREATE VIEW name(columns) AS SELECT …;` to its SELECT. DuckDB stores a view's text in this form. */
export function viewBody(sql: string): string {
  return sql.replace(/^CREATE (?:OR REPLACE )?VIEW .+? AS (?=SELECT|WITH|FROM|\(|VALUES)/isu, '').replace(/;\s*$/u, '');
}

/**
 * What exists, by exact name: DuckDB itself does not tell "orders" from ORDERS, Snowflake does.
 *
 * Read once and again whenever a name is not found, so that tables loaded past the server are seen. A table that was dropped past
 * the server is still found here; DuckDB then refuses it.
 */
export class TableCatalog {
  readonly #read: (sql: string) => Promise<unknown>;
  /** Waits until a database has its rows: before anything that reads them, or counts them. */
  readonly fill: (database: string) => Promise<void>;
  #snapshot: Snapshot | null = null;

  constructor(store: Pick<DuckDBStore, 'withConnection' | 'fill'>) {
    this.#read = (sql) =>
      store.withConnection(async (connection) => (await connection.runAndReadAll(sql)).getRowsJson());
    this.fill = (database) => store.fill(database);
  }

  /** Forgets what was read: something was created or dropped. */
  refresh(): void {
    this.#snapshot = null;
  }

  async find(name: TableName): Promise<CatalogTable | null> {
    const key = `${name.database}.${name.schema}.${name.table}`;
    return this.#lookUp((snapshot) => snapshot.tables.get(key) ?? null);
  }

  /** Full names of the tables or views in a database or schema. */
  async list(parts: readonly string[], kind: 'table' | 'view'): Promise<readonly (readonly string[])[]> {
    this.#snapshot ??= await this.#load();
    return [...this.#snapshot.tables]
      .filter(([, { viewSql }]) => (viewSql !== null) === (kind === 'view'))
      .map(([key]) => key.split('.'))
      .filter((name) => parts.every((part, index) => part === name[index]));
  }

  async hasDatabase(database: string): Promise<boolean> {
    return (await this.#lookUp((snapshot) => (snapshot.databases.has(database) ? true : null))) ?? false;
  }

  async hasSchema(database: string, schema: string): Promise<boolean> {
    const key = `${database}.${schema}`;
    return (await this.#lookUp((snapshot) => (snapshot.schemas.has(key) ? true : null))) ?? false;
  }

  async #lookUp<T>(look: (snapshot: Snapshot) => T | null): Promise<T | null> {
    if (this.#snapshot !== null) {
      const found = look(this.#snapshot);
      if (found !== null) return found;
    }
    this.#snapshot = await this.#load();
    return look(this.#snapshot);
  }

  async #load(): Promise<Snapshot> {
    const tables = tableRowsSchema.parse(await this.#read(TABLES));
    return {
      databases: new Set(namesSchema.parse(await this.#read(DATABASES)).map(([name]) => name)),
      schemas: new Set(namesSchema.parse(await this.#read(SCHEMAS)).map(([name]) => name)),
      tables: new Map(
        tables.map(([name, columns, sql]) => [name, { columns, viewSql: sql === null ? null : viewBody(sql) }]),
      ),
    };
  }
}
