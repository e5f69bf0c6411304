import { finished, found, type Step } from '#shared/agent/define-agent.ts';
import { totalPlan } from '#shared/answer/check-sums.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { accessOf } from '#shared/identity/caller-access.ts';
import type { TurnContext } from '#shared/identity/turn-context.ts';
import { EMPTY_ANALYSIS } from '#shared/schemas/analysis.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import type { CompiledPlan } from '#shared/sql/compile/compiled-plan.ts';
import type { Inquiry, InquiryDeps } from '../inquiry.ts';

/** Writes the statement with its grain proof, and the one that its parts must add up to. */
export const compileSql: Step<Inquiry, InquiryDeps> = {
  name: 'compile-sql',
  async run(record, { library }, { turn }) {
    if (record.planned === null) throw new AppError('invalid_state', 'There is no plan to compile.');
    const { plan } = record.planned;
    const model = await library.model(record.request.model);
    const compiled = compilePlan(plan, model, accessOf(turn.caller));
    if (compiled.kind === 'refused') {
      const analysis = { ...EMPTY_ANALYSIS, outcome: 'refused', text: compiled.message } as const;
      return finished({ ...record, analysis }, `Not compiled: ${compiled.reason}.`);
    }
    const total = compileTotal(plan, compiled, model, turn);
    const joins = compiled.proof.steps.reduce((sum, step) => sum + step.joins.length, 0);
    const finding = `Compiled in ${compiled.proof.steps.length} steps; each of ${joins} joins is proven to keep every row once.`;
    return found({ ...record, compiled, total }, finding);
  },
};

/** The same figures for the whole, when there are parts that must add up to it. */
function compileTotal(
  plan: Plan,
  compiled: CompiledPlan,
  model: SemanticModel,
  turn: TurnContext,
): CompiledPlan | null {
  const whole = totalPlan(plan, compiled);
  const total = whole === null ? null : compilePlan(whole, model, accessOf(turn.caller));
  return total?.kind === 'compiled' ? total : null;
}
