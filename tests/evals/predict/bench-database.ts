import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { z } from 'zod';
import { quoteIdentifier } from '#shared/semantic/quote-sql.ts';
import {
  type ColumnDescription,
  type SchemaDescription,
  type TableDescription,
  schemaDescriptionSchema,
} from '#shared/semantic/generate/schema-description.ts';

/** Most distinct values of a column that are read for the planner. */
const MOST_VALUES = 10_000;
/** Longer texts are prose: nobody names them in a question. */
const LONGEST_VALUE = 100;

const columnsSchema = z.array(z.tuple([z.string(), z.string(), z.string()]));
const countsSchema = z.array(z.tuple([z.coerce.number(), z.coerce.number(), z.coerce.number()]));
const valuesSchema = z.array(z.tuple([z.string()]));

/** DuckDB's types as Snowflake's. */
function snowflakeType(type: string): string {
  if (/^(?:DOUBLE|FLOAT|REAL)/.test(type)) return 'FLOAT';
  if (type.startsWith('DECIMAL')) return type.replace('DECIMAL', 'NUMBER');
  if (/INT/.test(type)) return 'NUMBER(38,0)';
  if (type.startsWith('TIMESTAMP')) return 'TIMESTAMP_NTZ';
  return /^(?:DATE|TIME|BOOLEAN)$/.test(type) ? type : 'TEXT';
}

/** The tables of one database of a set, loaded from its csv files. */
export class BenchDatabase {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async load(bench: string, name: string): Promise<BenchDatabase> {
    const folder = join(bench, 'csv', name);
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    for (const statement of readFileSync(join(folder, 'schema.sql'), 'utf8').split(/;\n/)) {
      if (statement.trim() !== '') await connection.run(statement.replaceAll('{DIR}', folder));
    }
    return new BenchDatabase(instance, connection);
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #rows(sql: string): Promise<unknown> {
    return (await this.#connection.runAndReadAll(sql)).getRowsJson();
  }

  /** What a catalogue and a profile of the columns would say; values up to the planner's limits, most frequent first. */
  async describe(name: string): Promise<SchemaDescription> {
    const columns = columnsSchema.parse(
      await this.#rows(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'main' ORDER BY table_name, ordinal_position",
      ),
    );
    const tables: TableDescription[] = [];
    for (const [table, own] of Map.groupBy(columns, ([tableName]) => tableName)) {
      tables.push(await this.#describeTable(table, own));
    }
    return schemaDescriptionSchema.parse({ name, database: '"memory"', schema: '"main"', tables });
  }

  async #describeTable(
    table: string,
    columns: readonly (readonly [string, string, string])[],
  ): Promise<TableDescription> {
    const described: ColumnDescription[] = [];
    let rowCount = 0;
    for (const [, column, type] of columns) {
      const name = quoteIdentifier(column);
      const from = `FROM ${quoteIdentifier(table)}`;
      const counts = countsSchema.parse(
        await this.#rows(`SELECT count(*), count(DISTINCT ${name}), count(*) - count(${name}) ${from}`),
      );
      const [all, distinctCount, nullCount] = counts[0] ?? [0, 0, 0];
      rowCount = all;
      const values = valuesSchema.parse(
        await this.#rows(
          `SELECT CAST(${name} AS VARCHAR) ${from} WHERE ${name} IS NOT NULL GROUP BY ${name} ORDER BY count(*) DESC, 1 LIMIT ${MOST_VALUES}`,
        ),
      );
      const sampleValues = values.map(([value]) => value).filter((value) => value.length <= LONGEST_VALUE);
      described.push({
        name: column,
        dataType: snowflakeType(type),
        isNullable: nullCount > 0,
        comment: '',
        distinctCount,
        nullCount,
        sampleValues,
      });
    }
    return { name: table, comment: '', rowCount, columns: described, primaryKey: [], uniqueKeys: [], foreignKeys: [] };
  }
}
