import type { Agent, Ending } from '#shared/agent/define-agent.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { EMPTY_ANALYSIS, type Analysis } from '#shared/schemas/analysis.ts';
import type { Handoff } from '#shared/schemas/handoff.ts';
import { inquirySchema, type Inquiry, type InquiryDeps } from './inquiry.ts';
import { compileSql } from './steps/compile-sql.ts';
import { composeAnswer } from './steps/compose-answer.ts';
import { loadModel } from './steps/load-model.ts';
import { planQuestion } from './steps/plan-question.ts';
import { runQuery } from './steps/run-query.ts';

/** Data-intelligence: question → plan → SQL → result → checks → words. */
export const dataIntelligenceAgent: Agent<Inquiry, InquiryDeps> = {
  name: 'data-intelligence',
  startsOn: 'analysis.requested',
  record: inquirySchema,
  begin(handoff) {
    if (handoff.kind !== 'analysis.requested') throw new AppError('invalid_message', 'This agent starts on a request.');
    const results = { answer: null, total: null };
    return {
      request: handoff.brief,
      planned: null,
      presentation: null,
      keptAs: null,
      verified: null,
      settled: null,
      compiled: null,
      total: null,
      results,
      analysis: null,
    };
  },
  steps: [loadModel, planQuestion, compileSql, runQuery, composeAnswer],
  finish: (record, startedBy) => reply(record.analysis ?? EMPTY_ANALYSIS, startedBy),
  fail: reply,
};

function reply(analysis: Analysis, startedBy: Handoff): Ending {
  return { kind: 'reply', draft: { kind: 'analysis.completed', to: startedBy.from, brief: { analysis } } };
}
