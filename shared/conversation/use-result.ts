import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { DimensionUse } from '#shared/schemas/plan-parts.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';
import { keyDimension } from '#shared/semantic/member-key.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { addFilters } from './edit-filters.ts';
import { isTimeUse, withoutDangling } from './plan-columns.ts';

/** What tells the members of a breakdown apart: the key of its table where the breakdown names the table's rows. */
function memberField(use: DimensionUse, model: SemanticModel): string {
  const table = model.tables.find(({ dimensions }) => dimensions.some(({ id }) => id === use.dimension));
  if (table?.displayDimension !== use.dimension) return use.dimension;
  return keyDimension(table) ?? use.dimension;
}

/** The groups of a result that were not simply all there are. */
function isSelection({ top, having }: Plan): boolean {
  return top !== null || having !== null;
}

/** The dimension whose members a result lists; undefined when it lists none. */
function listedDimension(plan: Plan): DimensionUse | undefined {
  return plan.dimensions.find((use) => !isTimeUse(use));
}

/** A name for the result that no nested query of the plan has. */
function freeName({ nested }: Plan): string {
  const taken = new Set(nested.map(({ name }) => name));
  for (let number = 1; ; number += 1) if (!taken.has(`selection_${number}`)) return `selection_${number}`;
}

/**
 * Goes on about the members of a result, as in "how many orders did they place?": its breakdown, ranking and order are
 * set aside, and where it was a selection, only those selected count.
 */
export function aboutThem(plan: Plan, model: SemanticModel): Plan {
  const whole = { ...plan, ...UNGROUPED };
  return among(whole, plan, false, model) ?? withoutDangling(whole);
}

const UNGROUPED = {
  dimensions: [],
  calculations: [],
  comparison: null,
  top: null,
  having: null,
  order: [],
  limit: null,
} satisfies Partial<Plan>;

/** The groups that were selected, whatever ranks them next, or with `negated` all others; null when none were. */
export function groupsAmong(plan: Plan, negated: boolean, model: SemanticModel): Plan | null {
  return among({ ...plan, top: null, having: null, limit: null }, plan, negated, model);
}

/** A plan about the members that another one selected, or about all others; null when that one selected none. */
function among(target: Plan, selecting: Plan, negated: boolean, model: SemanticModel): Plan | null {
  const use = listedDimension(selecting);
  if (use === undefined || !isSelection(selecting)) return null;
  const field = memberField(use, model);
  const name = freeName(selecting);
  const { model: _, nested, ...query } = selecting;
  const selection = { ...query, dimensions: [{ ...use, dimension: field, alias: null }], comparison: null, order: [] };
  const isAmong: Condition = { kind: 'member', field, via: use.via, of: name, negated, heard: null, method: null };
  const narrowed = addFilters(target, [isAmong], model);
  return withoutDangling({ ...narrowed, nested: [...nested, { name, query: selection }] });
}

/** Narrows a plan to one row of its result; null when the result has no such row, or nothing that tells it apart. */
export function aboutRow(
  plan: Plan,
  result: NonNullable<PastTurn['result']>,
  place: number,
  model: SemanticModel,
): Plan | null {
  const row = result.rows.at(place);
  if (row === undefined || plan.dimensions.length === 0) return null;
  const filters: Condition[] = [];
  for (const [at, use] of plan.dimensions.entries()) {
    const value = row[at];
    if (value === undefined || isTimeUse(use)) return null;
    if (value === null)
      filters.push({ kind: 'null', field: use.dimension, via: use.via, negated: false, heard: null, method: null });
    else
      filters.push({
        kind: 'in',
        field: use.dimension,
        via: use.via,
        values: [value],
        negated: false,
        heard: null,
        method: 'result',
      });
  }
  return addFilters({ ...plan, top: null, having: null, limit: null }, filters, model);
}
