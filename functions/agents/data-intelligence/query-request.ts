import type { Replies, Request } from '#shared/agent/define-agent.ts';
import { AppError, ERROR_CODES, type ErrorCode } from '#shared/errors/app-error.ts';
import { queryResultSchema, type QueryResult } from '#shared/schemas/query-result.ts';
import type { StatementProof } from '#shared/schemas/statement-proof.ts';
import type { CompiledPlan } from '#shared/sql/compile/compiled-plan.ts';

/** A request to the Snowflake tool to run a statement of ours; it is only run when the proof compiles to it. */
export function queryRequest(
  id: string,
  { statement, binds }: Pick<CompiledPlan, 'statement' | 'binds'>,
  maxRows: number,
  proof: StatementProof,
): Request {
  const brief = { tool: 'run_query', arguments: { sql: statement, binds: [...binds], maxRows, proof } };
  return { id, draft: { kind: 'tool.called', to: 'snowflake-query', brief } };
}

/**
 * The result in a reply; null when nothing of that name was asked.
 *
 * @throws AppError with the tool's own code when it failed.
 */
export function queryResult(replies: Replies, id: string): QueryResult | null {
  const reply = replies.get(id);
  if (reply === undefined) return null;
  if (reply.kind !== 'tool.answered') throw new AppError('invalid_message', 'A tool was answered by something else.');
  if (!reply.brief.ok) throw new AppError(codeOf(reply.brief.error.code), reply.brief.error.message);
  return queryResultSchema.parse(reply.brief.result);
}

function codeOf(code: string): ErrorCode {
  return ERROR_CODES.find((known) => known === code) ?? 'internal';
}
