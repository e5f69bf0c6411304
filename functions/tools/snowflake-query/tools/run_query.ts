import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { cellSchema } from '#shared/schemas/primitives.ts';
import { queryResultSchema } from '#shared/schemas/query-result.ts';
import { defineTool } from '#shared/tool/define-tool.ts';
import type { Warehouse } from '#shared/warehouse/warehouse.ts';

export interface QueryToolDeps {
  readonly warehouse: Warehouse;
}

/** Most bytes of rows, as JSON: with envelope and trail the reply stays below what a handoff may have. */
const MAX_RESULT_BYTES = 160 * 1024;

/** Runs one compiled statement under limits; its rows are capped, its result is kept by Snowflake under the query id. */
export const runQuery = defineTool({
  name: 'run_query',
  description: 'Runs one read-only SELECT in Snowflake and returns its first rows.',
  readOnly: true,
  input: z.object({
    sql: z.string().min(1).max(100_000).describe('One SELECT statement in Snowflake SQL, without a semicolon.'),
    binds: z.array(cellSchema).max(2_000).default([]).describe('A value for each ? of the statement, in order.'),
    maxRows: z.int().min(1).max(10_000).default(1_000).describe('Most rows to return.'),
    timeoutMs: z
      .int()
      .min(1_000)
      .max(100_000)
      .default(60_000)
      .describe('How long the statement may run, milliseconds.'),
  }),
  output: queryResultSchema,
  async run({ sql, binds, maxRows, timeoutMs }, { warehouse }: QueryToolDeps, context) {
    requireOneSelect(sql);
    return warehouse.query(
      { sql, binds },
      {
        maxRows,
        maxBytes: MAX_RESULT_BYTES,
        timeoutMs,
        queryTag: JSON.stringify({ app: 'baton', turn: context.turn.turnId, request: context.requestId.slice(0, 12) }),
        requestId: toUuid(context.requestId),
        signal: context.signal,
      },
    );
  },
  describe: ({ rowCount, truncated, elapsedMs }) =>
    `${rowCount} ${rowCount === 1 ? 'row' : 'rows'} in ${elapsedMs} ms${truncated ? ', not all of them returned' : ''}.`,
});

/**
 * A first barrier only: statements come from our compiler over an edge with one publisher, the role can only read, and
 * the driver refuses a second statement.
 */
function requireOneSelect(sql: string): void {
  if (!/^\s*(?:select|with)\b/i.test(sql)) throw new AppError('forbidden_sql', 'Only a SELECT may be run.');
}

/** An id as a UUID (version 8, RFC 9562), the form in which Snowflake takes request ids. */
function toUuid(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
