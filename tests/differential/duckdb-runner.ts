import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { installMacros } from '#infra/local/snowflake/dialect/install-macros.ts';
import { lowerStatement } from '#infra/local/snowflake/dialect/lower-statement.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import { COLUMNS, type Database, type TableName, type Value } from './random-database.ts';

const SESSION = {
  database: null,
  schema: null,
  role: null,
  warehouse: null,
  user: 'TEST',
  sessionId: '1',
  parameters: {},
};
const TABLES: readonly TableName[] = [
  'ZONES',
  'CUSTOMERS',
  'PRODUCTS',
  'SALES',
  'REFUNDS',
  'STOCK',
  'PRICES',
  'RATES',
  'SALE_TAGS',
  'TAGS',
];

/** Types by name. */
type Columns = Readonly<Record<string, string>>;

/** Runs Snowflake SQL on DuckDB, through the local warehouse's own dialect. */
export class DuckDbRunner {
  readonly #connection: DuckDBConnection;
  readonly #more: Columns;

  private constructor(connection: DuckDBConnection, more: Columns) {
    this.#connection = connection;
    this.#more = more;
  }

  /** @param more Columns that every table has besides its own. */
  static async start(more: Columns = {}): Promise<DuckDbRunner> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    await installMacros(connection);
    const runner = new DuckDbRunner(connection, more);
    for (const table of TABLES) await runner.#create(table);
    return runner;
  }

  async #create(table: TableName): Promise<void> {
    const columns = Object.entries({ ...COLUMNS[table], ...this.#more }).map(([name, type]) => `"${name}" ${type}`);
    await this.#connection.run(`CREATE TABLE "${table}" (${columns.join(', ')})`);
  }

  /** Replaces all rows. */
  async load(database: Database): Promise<void> {
    for (const table of TABLES) {
      await this.#connection.run(`DELETE FROM "${table}"`);
      const names = Object.keys({ ...COLUMNS[table], ...this.#more });
      const rows = database[table].map((row) => `(${names.map((name) => literal(row[name] ?? null)).join(', ')})`);
      if (rows.length > 0) await this.#connection.run(`INSERT INTO "${table}" VALUES ${rows.join(', ')}`);
    }
  }

  /** Rows in the statement's order; dates as ISO text, whole numbers beyond 32 bits as decimal text. */
  async query(statement: string, binds: readonly Cell[]): Promise<readonly (readonly unknown[])[]> {
    const lowered = lowerStatement(statement, SESSION, binds.map(bindType));
    if (lowered.kind !== 'query') throw new Error('The compiler wrote something else than a query.');
    // Written in, since a statement with binds is planned twice: when it is prepared and when its types are known.
    const text = lowered.sql.replaceAll(/\$(\d+)/g, (_, place: string) => literal(binds[Number(place) - 1] ?? null));
    const reader = await this.#connection.runAndReadAll(text);
    return reader.getRowsJson();
  }
}

function bindType(value: Cell): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'FIXED' : 'REAL';
  return typeof value === 'boolean' ? 'BOOLEAN' : 'TEXT';
}

function literal(value: Cell | Value): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
