import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import type { QueryResult } from '#shared/schemas/query-result.ts';
import { identifier } from '#shared/sql/compile/fragment.ts';
import type { ScanEstimate, Statement, StatementLimits, Warehouse } from '#shared/warehouse/warehouse.ts';
import { toUuid } from './request-uuid.ts';

/** How much a statement reads at most, from what the warehouse's catalogue says of its tables. */
export interface TableSizes {
  /** Null when the catalogue says nothing of any table that the statement names. */
  estimate(statement: Statement, limits: StatementLimits, now: number): Promise<ScanEstimate | null>;
}

interface TableSize {
  /** Null for what the catalogue does not measure, such as a view. */
  readonly bytes: number | null;
  readonly rows: number | null;
  readonly columns: readonly string[];
}

/** Sizes by `DATABASE.SCHEMA.TABLE`, each part as a statement writes it. */
type Sizes = ReadonlyMap<string, TableSize>;

const KEPT_MS = 10 * 60_000;
/** What a value takes where the catalogue counts a table's rows but not its bytes: a number, uncompressed. */
const BYTES_PER_VALUE = 8;
const LIMITS = { maxRows: 100_000, maxBytes: 16 * 1024 * 1024 } as const;

/**
 * Estimates what a statement would read without a plan of the warehouse: for each place in which it names a table of a
 * model, the table's bytes times the share of its columns that the statement names. Which partitions a condition would
 * leave out is not known, so the whole length of a table counts: more than will be read, never less, of tables that are known.
 *
 * @param databases whose tables statements read; asked once for each look at the catalogue.
 */
export function createTableSizes(
  warehouse: Pick<Warehouse, 'query'>,
  databases: () => Promise<readonly string[]>,
): TableSizes {
  const kept = new Map<string, { readonly at: number; readonly sizes: Promise<Sizes> }>();

  function sizesFor(limits: StatementLimits, now: number): Promise<Sizes> {
    const key = limits.role ?? '';
    const known = kept.get(key);
    if (known !== undefined && now - known.at < KEPT_MS) return known.sizes;
    const sizes = readSizes(limits, now);
    kept.set(key, { at: now, sizes });
    // What failed is asked again.
    sizes.catch(() => kept.delete(key));
    return sizes;
  }

  async function readSizes(limits: StatementLimits, now: number): Promise<Sizes> {
    const read = async (sql: string): Promise<QueryResult> =>
      warehouse.query(
        { sql, binds: [] },
        { ...limits, ...LIMITS, requestId: toUuid(JSON.stringify([sql, limits.role, now])) },
      );
    const found = (await databases()).map(async (database) => {
      const schema = `${identifier(database)}.INFORMATION_SCHEMA`;
      const [tables, columns] = await Promise.all([
        read(`SELECT TABLE_SCHEMA, TABLE_NAME, BYTES, ROW_COUNT FROM ${schema}.TABLES`),
        read(`SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME FROM ${schema}.COLUMNS`),
      ]);
      return sizesOf(database, tables, columns);
    });
    return new Map((await Promise.all(found)).flatMap((sizes) => [...sizes]));
  }

  return {
    async estimate({ sql }, limits, now) {
      try {
        return estimateFrom(sql, await sizesFor(limits, now));
      } catch (error) {
        // A catalogue that may not be read, or is of another form, leaves the estimate open; anything else is the caller's.
        const isOpen = error instanceof AppError && ['invalid_sql', 'warehouse_refused'].includes(error.code);
        if (isOpen || error instanceof z.ZodError) return null;
        throw error;
      }
    },
  };
}

const tableSchema = z.tuple([z.string(), z.string(), z.coerce.number().nullable(), z.coerce.number().nullable()]);
const columnSchema = z.tuple([z.string(), z.string(), z.string()]);

function sizesOf(database: string, tables: QueryResult, columns: QueryResult): Sizes {
  const path = (schema: string, table: string): string => [database, schema, table].map(identifier).join('.');
  const named = Map.groupBy(z.array(columnSchema).parse(columns.rows), ([schema, table]) => path(schema, table));
  const rows = z.array(tableSchema).parse(tables.rows);
  return new Map(
    rows.map(([schema, table, bytes, count]) => {
      const key = path(schema, table);
      return [key, { bytes, rows: count, columns: (named.get(key) ?? []).map(([, , name]) => name) }];
    }),
  );
}

const PATH = /[\w"]+\.[\w"]+\.[\w"]+/g;
const WORD = /"(?:[^"]|"")+"|[A-Za-z_]\w*/g;

function estimateFrom(sql: string, sizes: Sizes): ScanEstimate | null {
  const words = new Set(sql.match(WORD));
  const scans = (sql.match(PATH) ?? []).map((path) => bytesRead(sizes.get(path), words));
  const known = scans.filter((bytes) => bytes !== null);
  if (known.length === 0) return null;
  return { bytes: Math.ceil(known.reduce((sum, bytes) => sum + bytes, 0)), partitions: 0, partitionsTotal: 0 };
}

function bytesRead(table: TableSize | undefined, words: ReadonlySet<string>): number | null {
  if (table === undefined) return null;
  const { rows, columns } = table;
  const all = Math.max(1, columns.length);
  const bytes = table.bytes ?? (rows === null ? null : rows * all * BYTES_PER_VALUE);
  const named = columns.filter((column) => words.has(identifier(column))).length;
  return bytes === null ? null : (bytes * Math.max(1, named)) / all;
}
