import type { Plan } from '#shared/schemas/plan.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { conjunctsOf, subjectOf } from './edit-filters.ts';
import { isSameUse, labelIn } from './plan-columns.ts';

/** More parts than this are not listed. */
const MOST_PARTS = 6;

/** Says what a follow-up kept from the plan before, so that nothing carries on unseen; null when nothing did. */
export function explainKept(plan: Plan, before: Plan, model: SemanticModel): string | null {
  const known = new Set(conjunctsOf(before.where).map((condition) => JSON.stringify(condition)));
  const filters = conjunctsOf(plan.where)
    .filter((condition) => known.has(JSON.stringify(condition)))
    .map((condition) => `the condition on ${lower(labelIn(model, subjectOf(condition) ?? 'rows'))}`);
  const groups = plan.dimensions
    .filter((use) => before.dimensions.some((one) => isSameUse(one, use)) && use.grain === null && use.part === null)
    .map(({ dimension }) => `by ${lower(labelIn(model, dimension))}`);
  const period =
    plan.period !== null && plan.period.from === before.period?.from && plan.period.to === before.period.to;
  const parts = [...(period && plan.period !== null ? [plan.period.label] : []), ...groups, ...filters].slice(
    0,
    MOST_PARTS,
  );
  return parts.length === 0 ? null : `Kept from before: ${parts.join(', ')}.`;
}

function lower(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
