import type { EntityIndex } from '#shared/planner/entities/entity-index.ts';
import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { addFilters, conjunctsOf, joinConditions } from './edit-filters.ts';
import {
  isAmong,
  isToldByConditions,
  isUnrestricted,
  rowTable,
  selectionOf,
  type ShownThings,
} from './shown-things.ts';

/** The result that a turn goes on from, and the things that it is about. */
export interface Ground {
  readonly before: Plan;
  readonly things: ShownThings;
  readonly index: EntityIndex;
}

function freeName(plans: readonly Plan[]): string {
  const taken = new Set(plans.flatMap(({ nested }) => nested.map(({ name }) => name)));
  for (let number = 1; ; number += 1) if (!taken.has(`selection_${number}`)) return `selection_${number}`;
}

/** Both plans' conditions on the rows of one table; null where they rest on nested results that may clash. */
function byConditions(fragment: Plan, isPointing: boolean, { before, index }: Ground): Plan | null {
  if (before.nested.length > 0 && fragment.nested.length > 0) return null;
  const both = joinConditions([...conjunctsOf(before.where), ...conjunctsOf(fragment.where)]);
  // Without a pointer, as in "how many in 2025?", what is said anew takes the place of what was said on the matter.
  const replaced = addFilters(before, conjunctsOf(fragment.where), index.model).where;
  return { ...fragment, where: isPointing ? both : replaced, nested: [...before.nested, ...fragment.nested] };
}

/** The fragment for the things whose keys the result before selects. */
function byKeys(fragment: Plan, rows: string, { before, things, index }: Ground): Plan | null {
  const query = selectionOf(before, things, index);
  const name = freeName([before, fragment]);
  const condition = isAmong(things, rows, name, index);
  const names = new Set(before.nested.map((one) => one.name));
  if (query === null || condition === null || fragment.nested.some((one) => names.has(one.name))) return null;
  // "Countries of makers" after some makers: that there is one of those makers says it already.
  const isImplied = (one: Condition) =>
    one.kind === 'exists' && one.table === things.table && condition.kind === 'exists' && !one.negated;
  const kept = conjunctsOf(fragment.where).filter(
    (one) => !isImplied(one) || one.kind !== 'exists' || one.where.length > 0,
  );
  return {
    ...fragment,
    where: joinConditions([...kept, condition]),
    nested: [...before.nested, { name, query }, ...fragment.nested],
  };
}

/** What a fragment asks for, of the rows that were shown: by their conditions where these tell them, by keys otherwise. */
export function amongShown(fragment: Plan, isPointing: boolean, ground: Ground): Plan | null {
  const { before } = ground;
  const rows = rowTable(fragment);
  if (rows === null || fragment.combine !== null || before.combine !== null) return null;
  if (rows !== rowTable(before)) return byKeys(fragment, rows, ground);
  if (isUnrestricted(before)) return fragment;
  return isToldByConditions(before) ? byConditions(fragment, isPointing, ground) : byKeys(fragment, rows, ground);
}
