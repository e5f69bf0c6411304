import { totalPlan } from '#shared/answer/check-sums.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { awaitReplies, found, type Step } from '#shared/agent/define-agent.ts';
import type { Inquiry, InquiryDeps } from '../inquiry.ts';
import { queryRequest, queryResult } from '../query-request.ts';

/** Most rows of an answer; more stay in the warehouse under the query id. */
const MAX_ROWS = 1_000;

/** Has the statements run, side by side. */
export const runQuery: Step<Inquiry, InquiryDeps> = {
  name: 'run-query',
  run(record) {
    const { planned, compiled, total } = record;
    if (planned === null || compiled === null) throw new AppError('invalid_state', 'There is no statement to run.');
    const answer = queryRequest('answer', compiled, MAX_ROWS, { kind: 'plan', plan: planned.plan });
    if (total === null) return awaitReplies(record, 'Asked the warehouse.', [answer]);
    const plan = totalPlan(planned.plan, compiled);
    if (plan === null) throw new AppError('invalid_state', 'There is no plan of the whole.');
    const whole = queryRequest('total', total, MAX_ROWS, { kind: 'plan', plan });
    return awaitReplies(record, 'Asked the warehouse for the parts and for the whole.', [answer, whole]);
  },
  resume(record, replies) {
    const answer = queryResult(replies, 'answer');
    if (answer === null) throw new AppError('invalid_message', 'The warehouse’s reply is missing.');
    const results = { answer, total: queryResult(replies, 'total') };
    return found(
      { ...record, results },
      `The result has ${answer.rowCount} ${answer.rowCount === 1 ? 'row' : 'rows'}.`,
    );
  },
};
