import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import type { KeyCount, KeyQuery } from '#shared/semantic/lint/lint-keys.ts';
import type { RunQuery } from './describe-schema.ts';

const rowsSchema = z.tuple([z.tuple([z.coerce.number(), z.coerce.number()])]);

/** Counts what breaks each key. One whose table or column the warehouse does not have is left out: lint names it already. */
export async function countKeys(run: RunQuery, queries: readonly KeyQuery[]): Promise<readonly KeyCount[]> {
  const counts: KeyCount[] = [];
  for (const { table, columns, sql } of queries) {
    const rows = await rowsOf(run, sql);
    if (rows === null) continue;
    const [[repeated, repeating]] = rowsSchema.parse(rows);
    counts.push({ table, columns, repeated, rows: repeating });
  }
  return counts;
}

async function rowsOf(run: RunQuery, sql: string): Promise<readonly unknown[] | null> {
  try {
    return (await run(sql, 1)).rows;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_sql') return null;
    throw error;
  }
}
