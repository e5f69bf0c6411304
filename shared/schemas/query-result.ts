import { z } from 'zod';
import { cellSchema } from './primitives.ts';

export const columnTypeSchema = z.enum(['text', 'number', 'date', 'timestamp', 'time', 'boolean', 'json', 'binary']);
export type ColumnType = z.infer<typeof columnTypeSchema>;

export const resultColumnSchema = z.object({
  /** As Snowflake names it: upper case unless it was quoted. */
  name: z.string(),
  type: columnTypeSchema,
  nullable: z.boolean(),
});
export type ResultColumn = z.infer<typeof resultColumnSchema>;

/** How much a statement was expected to read before it ran. */
export const scanSchema = z.object({
  bytes: z.number().nonnegative().describe('Bytes that it was expected to read.'),
  by: z
    .enum(['plan', 'table-sizes'])
    .describe("`plan`: from the warehouse's own plan; `table-sizes`: from its tables' sizes, at most."),
});

/** The first rows of a statement's result, small enough to travel in a handoff. */
export const queryResultSchema = z.object({
  queryId: z.string(),
  columns: z.array(resultColumnSchema),
  /** Numbers are JSON numbers when a double holds them exactly, decimal text otherwise. */
  rows: z.array(z.array(cellSchema)),
  /** Rows in the whole result, also those left out. */
  rowCount: z.int().nonnegative(),
  truncated: z.boolean(),
  /** Time in the warehouse as the caller saw it, milliseconds. */
  elapsedMs: z.number().nonnegative(),
  /** Absent when nothing was estimated: without a budget, or where the warehouse does not say. */
  scan: scanSchema.optional(),
});
export type QueryResult = z.infer<typeof queryResultSchema>;
