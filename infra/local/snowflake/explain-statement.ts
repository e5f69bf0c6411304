import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';

import { unsupported } from './dialect/refusal.ts';
import { plannedScans } from './duckdb-scans.ts';
import type { Bind } from './protocol-schemas.ts';
import type { ResultSet } from './result-set.ts';
import { quoteName } from './sql-text.ts';
import { textColumns } from './text-results.ts';

/** Rows of what stands for a micro-partition: local tables are kept in the order in which their rows came. */
const PARTITION_ROWS = 10_000;

/** Rows from which the width of a table's rows is told. */
const WIDTH_SAMPLE = 1_000;

export interface ExplainRequest {
  readonly form: 'JSON' | 'TABULAR';
  /** The statement to explain. */
  readonly sql: string;
}

const EXPLAIN = /^\s*EXPLAIN\s+(?:USING\s+(\w+)\s+)?/iu;

/** What an EXPLAIN asks for; null for any other statement. Refuses USING TEXT, whose wording is not documented. */
export function readExplain(sql: string): ExplainRequest | null {
  const found = EXPLAIN.exec(sql);
  if (found === null) return null;
  const form = (found[1] ?? 'TABULAR').toUpperCase();
  if (form !== 'JSON' && form !== 'TABULAR') throw unsupported(`EXPLAIN USING ${form}`);
  return { form, sql: sql.slice(found[0].length) };
}

/** A table that a plan reads, with Snowflake's figures for it. */
interface TableScan {
  readonly table: string;
  readonly partitionsTotal: number;
  readonly partitionsAssigned: number;
  readonly bytesAssigned: number;
}

const figuresSchema = z.array(z.tuple([z.coerce.number(), z.coerce.number().nullable()]));

async function readFigures(sql: string, connection: DuckDBConnection): Promise<readonly [number, number]> {
  const prepared = await connection.prepare(sql);
  try {
    const [[count, width] = [0, 0]] = figuresSchema.parse((await prepared.runAndReadAll()).getRowsJson());
    return [count, width ?? 0];
  } finally {
    prepared.destroySync();
  }
}

/** Partitions with a row that the filter keeps; all of them where DuckDB does not take its own wording of the filter. */
async function assignedOf(source: string, filter: string, all: number, connection: DuckDBConnection): Promise<number> {
  try {
    const sql = `SELECT COUNT(DISTINCT rowid // ${PARTITION_ROWS}), 0 FROM ${source} WHERE ${filter}`;
    const [assigned] = await readFigures(sql, connection);
    return assigned;
  } catch {
    return all;
  }
}

async function measure(table: string, filter: string | null, connection: DuckDBConnection): Promise<TableScan> {
  const source = quoteName(table.split('.'));
  const sample = `(SELECT AVG(strlen(CAST(s AS VARCHAR))) FROM (SELECT * FROM ${source} LIMIT ${WIDTH_SAMPLE}) AS s)`;
  const [rows, width] = await readFigures(`SELECT COUNT(*), ${sample} FROM ${source}`, connection);
  const partitionsTotal = Math.ceil(rows / PARTITION_ROWS);
  const partitionsAssigned =
    filter === null ? partitionsTotal : await assignedOf(source, filter, partitionsTotal, connection);
  const rowsAssigned = Math.min(rows, partitionsAssigned * PARTITION_ROWS);
  return { table, partitionsTotal, partitionsAssigned, bytesAssigned: Math.ceil(rowsAssigned * width) };
}

/** The tables that a SELECT reads; one that is read twice counts twice. */
async function scansIn(
  sql: string,
  binds: Readonly<Record<string, Bind>>,
  connection: DuckDBConnection,
): Promise<readonly TableScan[]> {
  const scans: TableScan[] = [];
  for (const { table, filter } of await plannedScans(sql, binds, connection)) {
    scans.push(await measure(table, filter, connection));
  }
  return scans;
}

function totalOf(scans: readonly TableScan[], figure: Exclude<keyof TableScan, 'table'>): number {
  return scans.reduce((sum, scan) => sum + scan[figure], 0);
}

/**
 * What Snowflake's EXPLAIN answers: the totals and one operation for each table read (docs.snowflake.com, EXPLAIN).
 *
 * A micro-partition is {@link PARTITION_ROWS} rows, assigned when it holds a row that the scan's own filters keep; its bytes are
 * those of its rows written as text. Operations other than the result and the scans are left out.
 *
 * @param sql a SELECT with its tables resolved, in DuckDB's words.
 */
export async function explainQuery(
  form: ExplainRequest['form'],
  sql: string,
  binds: Readonly<Record<string, Bind>>,
  connection: DuckDBConnection,
): Promise<ResultSet> {
  const scans = await scansIn(sql, binds, connection);
  const totals = {
    partitionsTotal: totalOf(scans, 'partitionsTotal'),
    partitionsAssigned: totalOf(scans, 'partitionsAssigned'),
    bytesAssigned: totalOf(scans, 'bytesAssigned'),
  };
  return form === 'JSON' ? asJson(totals, scans) : asTable(totals, scans);
}

type Totals = Omit<TableScan, 'table'>;

function asJson(totals: Totals, scans: readonly TableScan[]): ResultSet {
  const operations = scans.map(({ table, ...figures }, place) => ({
    id: place + 1,
    parentOperators: [0],
    operation: 'TableScan',
    objects: [table],
    ...figures,
  }));
  const plan = { GlobalStats: totals, Operations: [[{ id: 0, operation: 'Result' }, ...operations]] };
  return textColumns(['content'], [[JSON.stringify(plan)]]);
}

const COLUMNS = [
  'step',
  'id',
  'parentOperators',
  'operation',
  'objects',
  'alias',
  'expressions',
  'partitionsTotal',
  'partitionsAssigned',
  'bytesAssigned',
] as const;

function asTable(totals: Totals, scans: readonly TableScan[]): ResultSet {
  const figures = (of: Totals) => [of.partitionsTotal, of.partitionsAssigned, of.bytesAssigned].map(String);
  const nothing = [null, null, null];
  return textColumns(COLUMNS, [
    [null, null, null, 'GlobalStats', ...nothing, ...figures(totals)],
    ['1', '0', null, 'Result', ...nothing, ...nothing],
    ...scans.map((scan, place) => [
      '1',
      String(place + 1),
      '[0]',
      'TableScan',
      scan.table,
      null,
      null,
      ...figures(scan),
    ]),
  ]);
}
