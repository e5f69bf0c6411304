import { VARCHAR } from '@duckdb/node-api';
import { z } from 'zod';

import { toRowType } from './column-type.ts';
import { type ResultSet, smallResult } from './result-set.ts';
import type { RunContext } from './run-context.ts';

const rowsSchema = z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])));

/** Runs catalogue SQL of our own; every value as text, as SHOW and DESCRIBE give them. */
export async function readCatalogRows(
  sql: string,
  { connection }: RunContext,
): Promise<readonly (readonly (string | null)[])[]> {
  const rows: unknown = (await connection.runAndReadAll(sql)).getRowsJson();
  return rowsSchema.parse(rows).map((row) => row.map((value) => (value === null ? null : String(value))));
}

/** A result of text columns, as SHOW and DESCRIBE answer. */
export function textColumns(names: readonly string[], rows: readonly (readonly (string | null)[])[]): ResultSet {
  return smallResult(
    names.map((name) => toRowType(name, VARCHAR)),
    rows,
  );
}

/** The one-row answer of a statement that returns nothing else. */
export function statusResult(status: string): ResultSet {
  return smallResult([toRowType('status', VARCHAR)], [[status]]);
}
