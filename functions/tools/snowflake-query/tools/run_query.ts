import { z } from 'zod';
import { accessOf } from '#shared/identity/caller-access.ts';
import { cellSchema } from '#shared/schemas/primitives.ts';
import { queryResultSchema } from '#shared/schemas/query-result.ts';
import { statementProofSchema } from '#shared/schemas/statement-proof.ts';
import { defineTool } from '#shared/tool/define-tool.ts';
import type { Warehouse } from '#shared/warehouse/warehouse.ts';
import { type AdmissionDeps, admitStatement } from '../admit-statement.ts';
import type { StatementCheck } from '../check-cost.ts';
import { toUuid } from '../request-uuid.ts';

export interface QueryToolDeps extends AdmissionDeps {
  readonly warehouse: Pick<Warehouse, 'query'>;
  readonly check: StatementCheck;
  /** The Snowflake role that someone's statements run as; null for the service's usual one. */
  readonly roleOf: (roles: readonly string[]) => string | null;
}

/** Most bytes of rows, as JSON: with envelope and trail the reply stays below what a handoff may have. */
const MAX_RESULT_BYTES = 160 * 1024;

/** Runs one statement that is proven or guarded, under limits; its rows are capped, its result is kept by Snowflake under the query id. */
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
    proof: statementProofSchema
      .nullable()
      .default(null)
      .describe('What the statement was compiled from; without it the statement must pass the SQL guard.'),
    model: z.string().nullable().default(null).describe('Semantic model that a statement without proof is about.'),
  }),
  output: queryResultSchema,
  async run({ sql, binds, maxRows, timeoutMs, proof, model }, deps: QueryToolDeps, context) {
    const { caller, turnId } = context.turn;
    const statement = await admitStatement({ sql, binds, proof, model }, accessOf(caller), deps);
    const limits = {
      timeoutMs,
      queryTag: JSON.stringify({ app: 'baton', turn: turnId, request: context.requestId.slice(0, 12) }),
      role: deps.roleOf(caller.roles),
      signal: context.signal,
    };
    const scan = await deps.check.check(statement, limits, context.now());
    const result = await deps.warehouse.query(statement, {
      ...limits,
      maxRows,
      maxBytes: MAX_RESULT_BYTES,
      requestId: toUuid(context.requestId),
    });
    return scan === null ? result : { ...result, scan: { bytes: scan.bytes, by: scan.by } };
  },
  describe: ({ rowCount, truncated, elapsedMs }) =>
    `${rowCount} ${rowCount === 1 ? 'row' : 'rows'} in ${elapsedMs} ms${truncated ? ', not all of them returned' : ''}.`,
});
