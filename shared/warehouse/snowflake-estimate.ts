import type { RowStatement, StatementOption } from 'snowflake-sdk';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import type { ScanEstimate } from './warehouse.ts';

/** Of EXPLAIN USING JSON only the totals (docs.snowflake.com, EXPLAIN). */
const explainSchema = z.looseObject({
  GlobalStats: z.looseObject({
    partitionsTotal: z.number(),
    partitionsAssigned: z.number(),
    bytesAssigned: z.number(),
  }),
});
const rowSchema = z.tuple([z.string()]).rest(z.unknown());

/**
 * Asks for the plan of a statement without running it, and reads from it what would be read.
 *
 * Null when there is no plan to be had: some servers know no EXPLAIN, and some statements have none.
 */
export async function readEstimate(
  execute: (options: StatementOption) => Promise<RowStatement>,
  options: StatementOption,
): Promise<ScanEstimate | null> {
  try {
    const done = await execute({ ...options, sqlText: `EXPLAIN USING JSON ${options.sqlText}` });
    for await (const row of done.streamRows()) return readExplained(rowSchema.parse(row)[0]);
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_sql') return null;
    throw error;
  }
}

/** The totals of a plan as EXPLAIN USING JSON gives it; null when it has none. */
export function readExplained(text: string): ScanEstimate | null {
  const parsed = explainSchema.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  const { partitionsTotal, partitionsAssigned, bytesAssigned } = parsed.data.GlobalStats;
  return { bytes: bytesAssigned, partitions: partitionsAssigned, partitionsTotal };
}
