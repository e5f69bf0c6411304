import type { DimensionUse } from '#shared/schemas/plan-parts.ts';
import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import type { Query } from '#shared/schemas/plan.ts';
import type { DefaultFilter } from '#shared/semantic/semantic-model.ts';
import type { NestedResult } from './field.ts';
import { elementOf, type ModelIndex } from './model-index.ts';
import { PlanRefusal } from './refusal.ts';
import type { StatementBuilder } from './statement-builder.ts';
import type { Attributes } from './table-scope.ts';

/** A query being compiled and what it needs besides. */
export interface QueryContext {
  readonly index: ModelIndex;
  readonly builder: StatementBuilder;
  readonly query: Query;
  /** Result columns of the dimensions, in order. */
  readonly dimensions: readonly DimensionColumn[];
  readonly nested: ReadonlyMap<string, NestedResult>;
  readonly attributes: Attributes;
  readonly defaultFilters: readonly DefaultFilter[];
}

export interface DimensionColumn {
  readonly use: DimensionUse;
  /** Upper case, unique in the query. */
  readonly column: string;
}

/** Names the columns of the dimensions as the plan's docstring says. Refuses names that are taken. */
export function dimensionColumns(index: ModelIndex, uses: readonly DimensionUse[]): readonly DimensionColumn[] {
  const taken = new Set<string>();
  return uses.map((use) => {
    const column = (use.alias ?? defaultName(index, use)).toUpperCase();
    if (taken.has(column)) throw new PlanRefusal('invalid', `Two columns are called ${column.toLowerCase()}.`);
    taken.add(column);
    return { use, column };
  });
}

function defaultName(index: ModelIndex, { dimension, grain, part }: DimensionUse): string {
  const name = dimension === METRIC_TIME ? METRIC_TIME : elementOf(index, dimension).name;
  const suffix = part?.replaceAll('-', '_') ?? grain;
  return suffix === null ? name : `${name}_${suffix}`;
}
