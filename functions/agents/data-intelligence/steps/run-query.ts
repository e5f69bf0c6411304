import { AppError } from '#shared/errors/app-error.ts';
import { awaitReplies, found, type Replies, type Request, type Step } from '#shared/agent/define-agent.ts';
import { queryResultSchema, type QueryResult } from '#shared/schemas/query-result.ts';
import { ERROR_CODES, type ErrorCode } from '#shared/errors/app-error.ts';
import type { CompiledPlan } from '#shared/sql/compile/compiled-plan.ts';
import type { Inquiry, InquiryDeps } from '../inquiry.ts';

/** Most rows of an answer; more stay in the warehouse under the query id. */
const MAX_ROWS = 1_000;

/** Has the statements run, side by side. */
export const runQuery: Step<Inquiry, InquiryDeps> = {
  name: 'run-query',
  run(record) {
    const { compiled, total } = record;
    if (compiled === null) throw new AppError('invalid_state', 'There is no statement to run.');
    const answer = toRequest('answer', compiled);
    if (total === null) return awaitReplies(record, 'Asked the warehouse.', [answer]);
    return awaitReplies(record, 'Asked the warehouse for the parts and for the whole.', [
      answer,
      toRequest('total', total),
    ]);
  },
  resume(record, replies) {
    const answer = resultOf(replies, 'answer');
    if (answer === null) throw new AppError('invalid_message', 'The warehouse’s reply is missing.');
    const results = { answer, total: resultOf(replies, 'total') };
    return found(
      { ...record, results },
      `The result has ${answer.rowCount} ${answer.rowCount === 1 ? 'row' : 'rows'}.`,
    );
  },
};

function toRequest(id: string, { statement, binds }: CompiledPlan): Request {
  const brief = { tool: 'run_query', arguments: { sql: statement, binds: [...binds], maxRows: MAX_ROWS } };
  return { id, draft: { kind: 'tool.called', to: 'snowflake-query', brief } };
}

/** The rows of a reply; null when nothing of that name was asked. @throws AppError with the tool's own code. */
function resultOf(replies: Replies, id: string): QueryResult | null {
  const reply = replies.get(id);
  if (reply === undefined) return null;
  if (reply.kind !== 'tool.answered') throw new AppError('invalid_message', 'A tool was answered by something else.');
  if (!reply.brief.ok) throw new AppError(codeOf(reply.brief.error.code), reply.brief.error.message);
  return queryResultSchema.parse(reply.brief.result);
}

function codeOf(code: string): ErrorCode {
  return ERROR_CODES.find((known) => known === code) ?? 'internal';
}
