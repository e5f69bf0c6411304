import type { Condition, LeafCondition } from '#shared/schemas/plan-condition.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';

/** The conditions that must all hold, taken apart. */
export function conjunctsOf(condition: Condition | null): readonly Condition[] {
  if (condition === null) return [];
  return condition.kind === 'and' ? condition.conditions.flatMap(conjunctsOf) : [condition];
}

/** One condition for all of them; null for none. */
export function joinConditions(conditions: readonly Condition[]): Condition | null {
  const [first, ...others] = conditions;
  if (first === undefined) return null;
  return others.length === 0 ? first : { kind: 'and', conditions: [...conditions] };
}

/** What a condition is about: a field, or a named filter; null for those about more than one thing. */
export function subjectOf(condition: Condition): string | null {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const subjects = new Set(condition.conditions.map(subjectOf));
      return subjects.size === 1 ? ([...subjects][0] ?? null) : null;
    }
    case 'not':
      return subjectOf(condition.condition);
    default:
      return subjectOfLeaf(condition);
  }
}

function subjectOfLeaf(leaf: LeafCondition): string | null {
  if (leaf.kind === 'exists') return leaf.table;
  return leaf.kind === 'named' ? leaf.filter : leaf.field;
}

/** The elements of which one value tells the others: levels of one hierarchy, e.g. country and region. */
function sameMatter(id: string, model: SemanticModel): ReadonlySet<string> {
  const hierarchy = model.hierarchies.find(({ levels }) => levels.includes(id));
  return new Set([id, ...(hierarchy?.levels ?? [])]);
}

function isNegated(condition: Condition): boolean {
  return condition.kind === 'not' || ('negated' in condition && condition.negated);
}

function excludes(added: Condition, kept: Condition): boolean {
  if (added.kind !== 'in' || kept.kind !== 'in') return false;
  return (
    added.negated &&
    !kept.negated &&
    kept.field === added.field &&
    kept.values.every((one) => added.values.includes(one))
  );
}

/**
 * Puts conditions into a plan: one about something that is filtered already takes the place of the old one, another is
 * added.
 *
 * A value of another level of the same hierarchy counts as the same matter, since "Europe" after "Germany" means Europe
 * and not the Germany in it. "Without Europe" takes a filter on Europe away.
 */
export function addFilters(plan: Plan, added: readonly Condition[], model: SemanticModel): Plan {
  let kept = conjunctsOf(plan.where);
  const placed: Condition[] = [];
  for (const condition of added) {
    const subject = subjectOf(condition);
    if (subject === null) {
      placed.push(condition);
      continue;
    }
    const lifted = kept.some((one) => excludes(condition, one));
    const matter = isNegated(condition) ? new Set([subject]) : sameMatter(subject, model);
    kept = kept.filter((one) => !matter.has(subjectOf(one) ?? ''));
    if (!lifted) placed.push(condition);
  }
  return { ...plan, where: joinConditions([...kept, ...placed]) };
}

/** Takes the conditions on an element away; the same plan when there are none. */
export function removeFilters(plan: Plan, id: string): Plan {
  const kept = conjunctsOf(plan.where).filter((one) => subjectOf(one) !== id);
  return kept.length === conjunctsOf(plan.where).length ? plan : { ...plan, where: joinConditions(kept) };
}
