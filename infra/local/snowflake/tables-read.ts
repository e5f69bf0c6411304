import { splitBulkBinds } from './bind-values.ts';
import type { Lowered } from './dialect/lowered.ts';
import { plannedScans } from './duckdb-scans.ts';
import type { RunContext } from './run-context.ts';
import { viewBody } from './table-catalog.ts';
import type { TableName } from './table-name.ts';

type LoweredWrite = Extract<Lowered, { kind: 'write' }>;

/** Statements that can read a table besides the one they write to. */
const READING_VERBS: ReadonlySet<string> = new Set([
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'CREATE TABLE',
  'CREATE VIEW',
]);

/** A plain CREATE TABLE has no SELECT to look into; DuckDB plans it without a scan. */
function toExplain(sql: string, { verb }: LoweredWrite): string | null {
  if (!READING_VERBS.has(verb)) return null;
  return verb === 'CREATE VIEW' ? viewBody(sql) : sql;
}

/** Tables whose rows a write would read; {@link plannedScans} says which. */
export async function tablesReadBy(
  sql: string,
  lowered: LoweredWrite,
  { connection, statement }: RunContext,
): Promise<readonly TableName[]> {
  const explained = toExplain(sql, lowered);
  if (explained === null) return [];
  const scans = await plannedScans(explained, firstRow(statement.request.bindings ?? {}), connection);
  return scans.map(({ table: name }) => {
    const [database = '', schema = '', table = ''] = name.split('.');
    return { database, schema, table };
  });
}

type Binds = NonNullable<RunContext['statement']['request']['bindings']>;

function firstRow(binds: Binds): Binds {
  return splitBulkBinds(binds)[0] ?? binds;
}
