import {
  BIGINT,
  BOOLEAN,
  DATE,
  DuckDBDataChunk,
  DuckDBDateValue,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
  VARCHAR,
} from '@duckdb/node-api';

/** A column to load: its name, how it is handed over, and its value in each row. */
export interface LoadedColumn<Row> {
  readonly name: string;
  /** `money` is whole cents, `rate` thousandths: both become exact decimals. */
  readonly kind: 'text' | 'whole' | 'day' | 'flag' | 'money' | 'rate';
  readonly of: (row: Row) => string | number | boolean | null;
}

/** Rows of one DuckDB chunk. */
const CHUNK = 2_048;

const TYPES: Readonly<Record<LoadedColumn<unknown>['kind'], DuckDBType>> = {
  text: VARCHAR,
  whole: BIGINT,
  day: DATE,
  flag: BOOLEAN,
  money: BIGINT,
  rate: BIGINT,
};

function toValue(kind: LoadedColumn<unknown>['kind'], value: string | number | boolean | null): DuckDBValue {
  if (typeof value !== 'number') return value;
  return kind === 'day' ? new DuckDBDateValue(value) : BigInt(value);
}

function toTarget({ name, kind }: LoadedColumn<never>): string {
  if (kind === 'money') return `CAST(CAST(${name} AS DECIMAL(16,0)) * 0.01 AS DECIMAL(16,2))`;
  return kind === 'rate' ? `CAST(CAST(${name} AS DECIMAL(9,0)) * 0.001 AS DECIMAL(9,3))` : name;
}

/** Loads rows into an existing table, through a staging table of whole numbers: no value passes through text or a double. */
export async function loadRows<Row>(
  connection: DuckDBConnection,
  table: string,
  columns: readonly LoadedColumn<Row>[],
  rows: readonly Row[],
): Promise<void> {
  const staged = columns.map(({ name, kind }) => `${name} ${TYPES[kind].toString()}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE staging (${staged.join(', ')})`);
  const appender = await connection.createAppender('staging');
  const types = columns.map(({ kind }) => TYPES[kind]);
  for (let at = 0; at < rows.length; at += CHUNK) {
    const part = rows.slice(at, at + CHUNK);
    const chunk = DuckDBDataChunk.create(types, part.length);
    chunk.setColumns(columns.map(({ kind, of }) => part.map((row) => toValue(kind, of(row)))));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  await connection.run(
    `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) SELECT ${columns.map(toTarget).join(', ')} FROM staging`,
  );
  await connection.run('DROP TABLE staging');
}
