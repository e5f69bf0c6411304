import { found, type Step } from '#shared/agent/define-agent.ts';
import { composeAnswer as compose } from '#shared/answer/compose-answer.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { planQuestion } from '#shared/planner/plan-question.ts';
import { EMPTY_ANALYSIS, type Analysis } from '#shared/schemas/analysis.ts';
import type { Check, SqlRecord } from '#shared/schemas/answer.ts';
import type { QueryResult } from '#shared/schemas/query-result.ts';
import type { CompiledPlan } from '#shared/sql/compile/compiled-plan.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import type { ModelProfile } from '#shared/sql/compile/profile-query.ts';
import type { Inquiry, InquiryDeps } from '../inquiry.ts';

/** Below this the receipt says why the reading is less sure. */
const SURE = 0.8;

/** Checks the result and words it: sentence, headline, table, chart, receipt and what could be asked next. */
export const composeAnswer: Step<Inquiry, InquiryDeps> = {
  name: 'compose-answer',
  async run(record, { library }, { turn, now }) {
    const { planned, compiled, total, results, request, presentation, settled, keptAs } = record;
    if (planned === null || compiled === null || results.answer === null) {
      throw new AppError('invalid_state', 'There is no result to word.');
    }
    const model = await library.model(request.model);
    const index = await library.plannerIndex(request.model, turn.caller.roles);
    const whole = total === null || results.total === null ? null : { compiled: total, result: results.total };
    const canAnswer = (question: string): boolean =>
      planQuestion(question, { index, today: request.today }).outcome === 'planned';
    const composed = compose(
      { plan: planned.plan, model, compiled, result: results.answer, total: whole, presentation },
      { assumptions: planned.assumptions, canAnswer },
    );
    const analysis: Analysis = {
      ...EMPTY_ANALYSIS,
      ...composed,
      presentation,
      keptAs,
      reading: settled === null ? composed.reading : { ...composed.reading, settled },
      outcome: 'answered',
      tier: record.verified === null ? 'governed' : 'verified',
      sql: [
        toSqlRecord('answer', compiled, results.answer),
        ...(whole === null ? [] : [toSqlRecord('check that the parts add up', whole.compiled, whole.result)]),
      ],
      freshness: { dataThrough: dataThrough(planned.plan, model, library.profile(model.name, now())) },
      confidence: planned.confidence,
      confidenceReason: planned.confidence < SURE ? planned.assumptions.join(' ') : null,
    };
    return found({ ...record, analysis: withheldIfWrong(analysis) }, describeChecks(composed.checks));
  },
};

/** The last day that the data of the plan's figures covers; null when it is not known. */
function dataThrough(plan: Plan, model: SemanticModel, profile: ModelProfile | null): string | null {
  const metrics = [...model.tables.flatMap((table) => table.metrics), ...model.metrics];
  const dates = plan.metrics.flatMap((use) => {
    const metric = use.kind === 'metric' ? metrics.find(({ id }) => id === use.metric) : undefined;
    const reached = profile?.dataThrough[metric?.timeDimension ?? ''];
    return reached === undefined ? [] : [reached];
  });
  return dates.toSorted()[0] ?? null;
}

/** Figures that contradict themselves are not given; the receipt says which check failed and what ran. */
function withheldIfWrong(analysis: Analysis): Analysis {
  const failed = analysis.checks.filter(({ level }) => level === 'fail');
  if (failed.length === 0) return analysis;
  const text = `The result contradicts itself, so no figure is given. ${failed.map(({ detail }) => detail).join(' ')}`;
  const { reading, sql, checks } = analysis;
  return { ...EMPTY_ANALYSIS, outcome: 'failed', text, reading, sql, checks, failure: { code: 'check_failed' } };
}

function toSqlRecord(purpose: string, { statement, binds }: CompiledPlan, { queryId, scan }: QueryResult): SqlRecord {
  return { purpose, statement, binds: [...binds], queryId, ...(scan === undefined ? {} : { scan }) };
}

function describeChecks(checks: readonly Check[]): string {
  const failed = checks.filter(({ level }) => level === 'fail');
  if (failed.length > 0)
    return `${failed.length} of ${checks.length} checks failed: ${failed.map(({ name }) => name).join(', ')}.`;
  const noted = checks.filter(({ level }) => level === 'note').map(({ name }) => name);
  return `${checks.length} checks, none failed${noted.length === 0 ? '' : `; to note: ${noted.join(', ')}`}.`;
}
