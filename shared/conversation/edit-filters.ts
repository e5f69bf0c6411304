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

type ValueCondition = Extract<Condition, { kind: 'in' }>;

/** The condition on the values of the same field, looked for from the last one on. */
function onSameField(added: ValueCondition, kept: readonly Condition[]): ValueCondition | undefined {
  return kept.findLast((one): one is ValueCondition => one.kind === 'in' && one.field === added.field);
}

function merged(known: ValueCondition, added: ValueCondition): ValueCondition {
  return { ...added, values: [...new Set([...known.values, ...added.values])], heard: null };
}

function without(known: ValueCondition, added: ValueCondition): readonly Condition[] {
  const values = known.values.filter((value) => !added.values.includes(value));
  return values.length === 0 ? [] : [{ ...known, values }];
}

function overlap(left: ValueCondition, right: ValueCondition): boolean {
  return left.values.some((value) => right.values.includes(value));
}

/**
 * What becomes of the condition on the same field: both values where one more is added or left out, fewer where some
 * are taken from those there are. Null where the new one takes the place of the old one.
 */
function joined(known: ValueCondition, added: ValueCondition, isAdding: boolean): readonly Condition[] | null {
  if (known.negated === added.negated) return added.negated || isAdding ? [merged(known, added)] : null;
  // Germany without France is Germany.
  if (!overlap(known, added)) return added.negated ? [known] : null;
  return added.negated || isAdding ? without(known, added) : null;
}

/**
 * Whether values can come on top: there is a condition on the same field that they go with, as "add Spain" does with
 * "only France".
 */
export function canJoin(plan: Plan, added: readonly Condition[]): boolean {
  return added.every((condition) => {
    const known = condition.kind === 'in' ? onSameField(condition, conjunctsOf(plan.where)) : undefined;
    if (known === undefined || condition.kind !== 'in') return false;
    return joined(known, condition, true) !== null;
  });
}

/**
 * Puts conditions into a plan: one about something that is filtered already takes the place of the old one, another is
 * added.
 *
 * A value of another level of the same hierarchy counts as the same matter, since "Europe" after "Germany" means Europe
 * and not the Germany in it. "Without Europe" takes a filter on Europe away, or Europe out of several; what is left out
 * already stays out.
 *
 * @param isAdding Values come on top of those of the same field, as in "add Spain".
 */
export function addFilters(
  plan: Plan,
  added: readonly Condition[],
  model: SemanticModel,
  { isAdding }: { readonly isAdding: boolean } = { isAdding: false },
): Plan {
  const where = added.reduce<readonly Condition[]>(
    (kept, condition) => placed(kept, condition, model, isAdding),
    conjunctsOf(plan.where),
  );
  return { ...plan, where: joinConditions(where) };
}

function placed(
  kept: readonly Condition[],
  condition: Condition,
  model: SemanticModel,
  isAdding: boolean,
): readonly Condition[] {
  const subject = subjectOf(condition);
  if (subject === null) return [...kept, condition];
  const known = condition.kind === 'in' ? onSameField(condition, kept) : undefined;
  const both = known === undefined || condition.kind !== 'in' ? null : joined(known, condition, isAdding);
  if (both !== null) return [...kept.filter((one) => one !== known), ...both];
  const matter = isNegated(condition) ? new Set([subject]) : sameMatter(subject, model);
  return [...kept.filter((one) => !matter.has(subjectOf(one) ?? '')), condition];
}

/** Takes the conditions on elements away; the same plan when there are none. */
export function removeFilters(plan: Plan, ids: readonly string[]): Plan {
  const kept = conjunctsOf(plan.where).filter((one) => !ids.includes(subjectOf(one) ?? ''));
  return kept.length === conjunctsOf(plan.where).length ? plan : { ...plan, where: joinConditions(kept) };
}
