import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import type { PlanInput } from '#shared/schemas/plan.ts';
import { bareName } from '#shared/schemas/element-id.ts';
import type { Element, EntityIndex } from './entity-index.ts';

export type MetricInput = NonNullable<PlanInput['metrics']>[number];
export type DimensionInput = NonNullable<PlanInput['dimensions']>[number];
export type OrderInput = NonNullable<PlanInput['order']>[number];
export type NestedInput = NonNullable<PlanInput['nested']>[number];

/** Names of relationships on the way from a table to another: an inferred one is only taken when it is named. */
export function viaOf(index: EntityIndex, from: string, to: string): string[] {
  return (index.graph.wayTo(from, to) ?? []).map(({ name }) => name);
}

/** The columns of a result, each once, with names that do not clash. */
export class ColumnList {
  readonly uses: DimensionInput[] = [];
  readonly #index: EntityIndex;
  readonly #root: string;
  readonly #taken = new Set<string>();

  constructor(index: EntityIndex, root: string) {
    this.#index = index;
    this.#root = root;
  }

  /** Adds an element and gives its alias. */
  add(element: Element): string {
    const known = this.uses.find(({ dimension }) => dimension === element.id);
    if (known?.alias !== undefined && known.alias !== null) return known.alias;
    const alias = this.reserve(bareName(element.id));
    this.uses.push({ dimension: element.id, via: viaOf(this.#index, this.#root, element.table), alias });
    return alias;
  }

  /** A free name for a column that is none of the elements. */
  reserve(wanted: string): string {
    const clean = wanted.replaceAll(/[^A-Za-z0-9_]/g, '_').slice(0, 60);
    const bare = /^\d/.test(clean) ? `_${clean}` : clean;
    let name = bare;
    for (let count = 2; this.#taken.has(name.toUpperCase()); count += 1) name = `${bare}_${count}`;
    this.#taken.add(name.toUpperCase());
    return name;
  }
}

export function allOf(conditions: readonly ConditionInput[]): ConditionInput | null {
  const [first] = conditions;
  if (first === undefined) return null;
  return conditions.length === 1 ? first : { kind: 'and', conditions: [...conditions] };
}

/** What a plan is made of while it is being built. */
export interface BuildScope {
  readonly index: EntityIndex;
  readonly nested: NestedInput[];
  /** What the person who asked should know; each lowers the confidence. */
  readonly assumptions: string[];
}
