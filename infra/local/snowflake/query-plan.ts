import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBType } from '@duckdb/node-api';
import { DuckDBTypeId } from '@duckdb/node-api';

import { bindValues } from './bind-values.ts';
import { encodeColumn, type RowType, toRowType } from './column-type.ts';
import type { Lowered } from './dialect/lowered.ts';
import type { Bind } from './protocol-schemas.ts';

type LoweredQuery = Extract<Lowered, { kind: 'query' }>;
type Binds = Readonly<Record<string, Bind>>;

/** A SELECT ready to run: its columns, and SQL whose only column is each row as a JSON array of texts. */
export interface QueryPlan {
  readonly rowTypes: readonly RowType[];
  readonly sql: string;
  readonly bindCount: number;
  /** False when the columns' types hang on the types of the binds, so that the plan holds for this call only. */
  readonly isReusable: boolean;
}

interface Column {
  readonly name: string;
  readonly type: DuckDBType;
}

function columnsOf(prepared: DuckDBPreparedStatement): readonly Column[] | null {
  const indices = Array.from({ length: prepared.columnCount }, (_, index) => index);
  if (indices.some((index) => prepared.columnTypeId(index) === DuckDBTypeId.INVALID)) return null;
  return indices.map((index) => ({ name: prepared.columnName(index), type: prepared.columnType(index) }));
}

/** DuckDB knows the types of `SELECT ?` only once it has values, so the SELECT is run for none of its rows. */
async function columnsWithBinds(
  sql: string,
  connection: DuckDBConnection,
  lowered: LoweredQuery,
  binds: Binds,
): Promise<readonly Column[]> {
  const prepared = await connection.prepare(`SELECT * FROM (${sql}) LIMIT 0`);
  try {
    bindValues(prepared, binds, lowered.bindCount);
    const result = await prepared.run();
    const isNamed = lowered.columnNames.length === result.columnCount;
    return result.columnTypes().map((type, index) => ({
      name: (isNamed ? lowered.columnNames[index] : null) ?? result.columnName(index),
      type,
    }));
  } finally {
    prepared.destroySync();
  }
}

function nullBinds(count: number): Binds {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [String(index + 1), { type: 'TEXT', value: null }]),
  );
}

/**
 * Compiles a SELECT: fails here on unknown columns and functions, so describe-only needs nothing more.
 *
 * @param sql the SELECT with its tables resolved.
 * @param binds null when the statement is described without values.
 */
export async function planQuery(
  sql: string,
  lowered: LoweredQuery,
  connection: DuckDBConnection,
  binds: Binds | null,
): Promise<QueryPlan> {
  const prepared = await connection.prepare(sql);
  let known: readonly Column[] | null;
  try {
    known = columnsOf(prepared);
  } finally {
    prepared.destroySync();
  }
  const columns = known ?? (await columnsWithBinds(sql, connection, lowered, binds ?? nullBinds(lowered.bindCount)));
  const names = columns.map((_, index) => `c${index}`);
  const items = columns.map(({ type }, index) => encodeColumn(`c${index}`, type));
  return {
    rowTypes: columns.map(({ name, type }) => toRowType(name, type)),
    sql: `SELECT CAST(json_array(${items.join(', ')}) AS VARCHAR) FROM (${sql}) AS r(${names.join(', ')})`,
    bindCount: lowered.bindCount,
    isReusable: known !== null,
  };
}
