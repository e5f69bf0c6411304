import type { Cell } from '#shared/schemas/primitives.ts';
import type { QueryResult } from '#shared/schemas/query-result.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type SchemaDescription, schemaDescriptionSchema } from '#shared/semantic/generate/schema-description.ts';
import { quoteIdentifier, quoteText } from '#shared/semantic/quote-sql.ts';
import { type ColumnProfile, profileColumns } from './profile-columns.ts';

/** Runs one statement and gives its rows; the warehouse that is described. */
export type RunQuery = (sql: string, maxRows: number) => Promise<QueryResult>;

type Entry = ReadonlyMap<string, Cell>;

const MAX_ROWS = 50_000;

/** Rows as look-ups by column name in lower case, which is how SHOW and SELECT can be read alike. */
async function records(run: RunQuery, sql: string): Promise<readonly Entry[]> {
  const { columns, rows } = await run(sql, MAX_ROWS);
  return rows.map((row) => new Map(columns.map(({ name }, place) => [name.toLowerCase(), row[place] ?? null])));
}

function text(record: Entry, name: string): string {
  const value = record.get(name);
  return value === null || value === undefined ? '' : String(value);
}

/** The type with its precision, as DESCRIBE writes it. */
function dataTypeOf(column: Entry): string {
  const type = text(column, 'data_type');
  return type === 'NUMBER' ? `NUMBER(${text(column, 'numeric_precision')},${text(column, 'numeric_scale')})` : type;
}

/** Columns of each key in its order, by table and then by name of the constraint. */
function keysOf(rows: readonly Entry[], table: string): readonly (readonly string[])[] {
  const own = rows.filter((row) => text(row, 'table_name') === table);
  const byName = Map.groupBy(own, (row) => text(row, 'constraint_name'));
  return [...byName.values()].map((parts) => inOrder(parts).map((row) => text(row, 'column_name')));
}

function inOrder(parts: readonly Entry[]): readonly Entry[] {
  return parts.toSorted((left, right) => Number(left.get('key_sequence')) - Number(right.get('key_sequence')));
}

function foreignKeysOf(rows: readonly Entry[], table: string) {
  const own = rows.filter((row) => text(row, 'fk_table_name') === table);
  return [...Map.groupBy(own, (row) => text(row, 'fk_name')).values()].map((parts) => ({
    columns: inOrder(parts).map((row) => text(row, 'fk_column_name')),
    table: text(parts[0] ?? new Map(), 'pk_table_name'),
    referencedColumns: inOrder(parts).map((row) => text(row, 'pk_column_name')),
  }));
}

interface Declared {
  readonly columns: readonly Entry[];
  readonly primaryKeys: readonly Entry[];
  readonly uniqueKeys: readonly Entry[];
  readonly foreignKeys: readonly Entry[];
}

function describeTable(
  table: Entry,
  declared: Declared,
  profile: ReadonlyMap<string, ColumnProfile>,
  rows: number | null,
) {
  const name = text(table, 'table_name');
  return {
    name,
    comment: text(table, 'comment'),
    rowCount: rows,
    columns: declared.columns
      .filter((column) => text(column, 'table_name') === name)
      .map((column) => ({
        name: text(column, 'column_name'),
        dataType: dataTypeOf(column),
        isNullable: text(column, 'is_nullable') === 'YES',
        comment: text(column, 'comment'),
        ...profile.get(text(column, 'column_name')),
      })),
    primaryKey: keysOf(declared.primaryKeys, name)[0] ?? [],
    uniqueKeys: keysOf(declared.uniqueKeys, name),
    foreignKeys: foreignKeysOf(declared.foreignKeys, name),
  };
}

/**
 * Reads what a warehouse says of a schema: tables, columns, keys, and with `withValues` counts and value samples.
 *
 * Throws `not_found` when the schema has no table that may be read.
 */
export async function describeSchema(
  run: RunQuery,
  { database, schema }: { readonly database: string; readonly schema: string },
  withValues: boolean,
): Promise<SchemaDescription> {
  const place = `${quoteIdentifier(database)}.${quoteIdentifier(schema)}`;
  const view = (name: string): string => `${quoteIdentifier(database)}.INFORMATION_SCHEMA.${name}`;
  const inSchema = `WHERE TABLE_SCHEMA = ${quoteText(schema)}`;
  const tables = await records(
    run,
    `SELECT TABLE_NAME, COMMENT FROM ${view('TABLES')} ${inSchema} ORDER BY TABLE_NAME`,
  );
  if (tables.length === 0) throw new AppError('not_found', `There is no table to read in ${database}.${schema}.`);
  const list = 'TABLE_NAME, COLUMN_NAME, DATA_TYPE, NUMERIC_PRECISION, NUMERIC_SCALE, IS_NULLABLE, COMMENT';
  const declared: Declared = {
    columns: await records(
      run,
      `SELECT ${list} FROM ${view('COLUMNS')} ${inSchema} ORDER BY TABLE_NAME, ORDINAL_POSITION`,
    ),
    primaryKeys: await records(run, `SHOW PRIMARY KEYS IN SCHEMA ${place}`),
    uniqueKeys: await records(run, `SHOW UNIQUE KEYS IN SCHEMA ${place}`),
    foreignKeys: await records(run, `SHOW IMPORTED KEYS IN SCHEMA ${place}`),
  };
  const described: ReturnType<typeof describeTable>[] = [];
  for (const table of tables) {
    const name = text(table, 'table_name');
    const columns = declared.columns.filter((column) => text(column, 'table_name') === name);
    const { rows, profile } = withValues
      ? await profileColumns(
          run,
          `${place}.${quoteIdentifier(name)}`,
          columns.map((column) => ({ name: text(column, 'column_name'), type: text(column, 'data_type') })),
        )
      : { rows: null, profile: new Map<string, ColumnProfile>() };
    described.push(describeTable(table, declared, profile, rows));
  }
  return schemaDescriptionSchema.parse({ name: schema.toLowerCase(), database, schema, tables: described });
}
