import type { QueryResult } from '#shared/schemas/query-result.ts';
import { quoteIdentifier } from '#shared/semantic/quote-sql.ts';

/** What counting says of a column. */
export interface ColumnProfile {
  readonly distinctCount: number;
  readonly nullCount: number;
  /** Most frequent first. */
  readonly sampleValues: readonly string[];
}

interface Column {
  readonly name: string;
  readonly type: string;
}

/** Most values that are read of a column; one with more is for searching, not for listing. */
const MAX_SAMPLES = 25;
/** Values longer than this are prose. */
const MAX_LENGTH = 60;

/** Counts rows and values of one table in a single pass, then reads the values of its short text columns. */
export async function profileColumns(
  run: (sql: string, maxRows: number) => Promise<QueryResult>,
  table: string,
  columns: readonly Column[],
): Promise<{ readonly rows: number; readonly profile: ReadonlyMap<string, ColumnProfile> }> {
  const counts = columns.flatMap(({ name }) => [
    `COUNT(${quoteIdentifier(name)})`,
    `COUNT(DISTINCT ${quoteIdentifier(name)})`,
  ]);
  const counted = await run(`SELECT COUNT(*), ${counts.join(', ')} FROM ${table}`, 1);
  const numbers = (counted.rows[0] ?? []).map(Number);
  const rows = numbers[0] ?? 0;
  const profile = new Map<string, ColumnProfile>();
  for (const [place, column] of columns.entries()) {
    const [present = 0, distinctCount = 0] = [numbers[1 + 2 * place], numbers[2 + 2 * place]];
    const isListed = column.type === 'TEXT' && distinctCount > 0 && distinctCount < rows;
    const sampleValues = isListed ? await samples(run, table, column.name) : [];
    profile.set(column.name, { distinctCount, nullCount: rows - present, sampleValues });
  }
  return { rows, profile };
}

async function samples(
  run: (sql: string, maxRows: number) => Promise<QueryResult>,
  table: string,
  column: string,
): Promise<readonly string[]> {
  const name = quoteIdentifier(column);
  const { rows } = await run(
    `SELECT ${name}, COUNT(*) AS FREQUENCY FROM ${table} WHERE ${name} IS NOT NULL GROUP BY ${name} ORDER BY FREQUENCY DESC, ${name} LIMIT ${String(MAX_SAMPLES)}`,
    MAX_SAMPLES,
  );
  const values = rows.flatMap(([value]) => (typeof value === 'string' ? [value] : []));
  return values.some((value) => value.length > MAX_LENGTH) ? [] : values;
}
