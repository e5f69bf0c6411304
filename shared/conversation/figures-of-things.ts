import { type PlannerContext, planQuestion } from '#shared/planner/plan-question.ts';
import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { addFilters } from './edit-filters.ts';
import type { Edited } from './edit-plan.ts';
import { withoutPointers } from './read-follow-up.ts';
import { selectionOf, shownThings } from './shown-things.ts';

const SELECTION = 'shown_things';
/** A preposition that has lost its noun: "revenue of in 2025". */
const DANGLING =
  /\b(?:of|for|from|by|with|at|to|in)(?= (?:of|for|from|by|with|at|to|in|on|per|last|this|since|during)\b|$)/giu;

/**
 * Reads a figure of the things that were listed: "what was their revenue in 2025?" after "stores in Germany".
 *
 * The question without what points back is read by itself, and its figures then count for those listed alone, told
 * apart by their key. Null where it asks for no figure, or none that the things can be tied to.
 */
export function figuresOfThings(question: string, before: Plan, context: PlannerContext): Edited | null {
  const { entities: index } = context.index;
  const things = shownThings(before, index);
  const selection = things === null ? null : selectionOf(before, things, index);
  if (things === null || selection === null) return null;
  const rest = withoutPointers(question.toLowerCase()).replaceAll(DANGLING, ' ').replaceAll(/\s+/g, ' ').trim();
  const planned = planQuestion(rest, context);
  if (planned.outcome !== 'planned' || planned.plan.metrics.length === 0) return null;
  const isAmong: Condition = {
    kind: 'member',
    field: things.field,
    via: [],
    of: SELECTION,
    negated: false,
    heard: null,
    method: null,
  };
  const { model } = context.index.view;
  const narrowed = addFilters(planned.plan, [isAmong], model);
  const nested = [...before.nested, { name: SELECTION, query: selection }];
  const plan: Plan = { ...narrowed, nested: [...narrowed.nested, ...nested] };
  const { compiling } = index;
  return compilePlan(plan, compiling.index.model, compiling).kind === 'compiled' ? { plan, planned } : null;
}
