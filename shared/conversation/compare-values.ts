import type { PlannerContext } from '#shared/planner/plan-question.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { conjunctsOf } from './edit-filters.ts';
import { type Edited, editPlan, type Fragment } from './edit-plan.ts';
import { readFragment } from './read-fragment.ts';

const COMPARE = /^(?:compared? (?:with|to)|vs\.?|versus|against|next to) (?:the |that of )?(?<what>.+)$/;

/** Values beside those that there are, each with a figure of its own, as the planner reads "in Spain and Italy". */
export function sideBySide(plan: Plan, fragment: Fragment, context: PlannerContext): Plan {
  const uses = conjunctsOf(fragment.plan.where).flatMap((one) =>
    one.kind === 'in' && !one.negated && !plan.dimensions.some(({ dimension }) => dimension === one.field)
      ? [{ dimension: one.field, grain: null, system: 'calendar' as const, part: null, via: one.via, alias: null }]
      : [],
  );
  const named = { ...fragment.plan, dimensions: [...fragment.plan.dimensions, ...uses], order: [], top: null };
  const manner = { isAdding: true, isReplacing: false };
  return editPlan(plan, { ...fragment, plan: named }, manner, context.index.view.model);
}

/** Whether all that is named are values of fields that the plan is limited on already. */
export function goesWithValues({ plan: named, hasOwnMetrics }: Fragment, plan: Plan): boolean {
  const [added, known] = [conjunctsOf(named.where), conjunctsOf(plan.where)];
  const isKnown = (field: string) => known.some((one) => one.kind === 'in' && one.field === field && !one.negated);
  return !hasOwnMetrics && added.length > 0 && added.every((one) => one.kind === 'in' && isKnown(one.field));
}

/**
 * "Compare with France" after a figure of Germany: both, side by side.
 *
 * Null unless a value is named of the field that the plan is limited on: everything else is compared by the planner.
 */
export function compareValues(text: string, plan: Plan, context: PlannerContext): Edited | null {
  const what = COMPARE.exec(text)?.groups?.['what'];
  const fragment = what === undefined ? null : readFragment(what, plan, context);
  if (fragment === null || !goesWithValues(fragment, plan)) return null;
  return { plan: sideBySide(plan, fragment, context), planned: fragment.planned };
}
