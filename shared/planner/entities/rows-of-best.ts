import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import type { BuildContext } from './build-context.ts';
import type { Element } from './entity-index.ts';
import { keyElement } from './lexicon.ts';
import type { Measured } from './measured-rows.ts';
import { ColumnList, type NestedInput, viaOf } from './plan-parts.ts';
import { isPlainTop } from './sketch.ts';

/** What a listing is made of. */
export interface Listed {
  readonly asked: readonly Element[];
  readonly measured: readonly Measured[];
  /** Table whose rows are listed. */
  readonly root: string;
  /** Table of what is shown. */
  readonly focus: string;
}

interface RowsOfBest {
  readonly nested: NestedInput;
  readonly condition: ConditionInput;
  /** What the rows are ordered by besides. */
  readonly measured: readonly Measured[];
}

/** The thing that a superlative picks, where it is named and what is shown are the many rows that lead to it. */
function isPicked({ sketch, binder, index }: BuildContext, owner: string, { asked, focus }: Listed): boolean {
  const isNamed = [...sketch.tables, ...sketch.shown].some((mention) => binder.table(mention) === owner);
  return isNamed && asked.every(({ table }) => table !== owner) && index.graph.wayTo(focus, owner) !== null;
}

/** "Rivers of the country with the largest area": all rows of the thing that the superlative picks. */
export function rowsOfBest(context: BuildContext, listed: Listed): RowsOfBest | null {
  const { ranking, groups, filters } = context.sketch;
  const [by] = listed.measured;
  if (ranking === null || by === undefined || isPlainTop(ranking) || groups.length + filters.length > 0) return null;
  const owner = by.element.table;
  const found = context.index.tables.get(owner);
  const key = found === undefined ? null : keyElement(found);
  if (key === null || !isPicked(context, owner, listed)) return null;
  const columns = new ColumnList(context.index, owner);
  columns.add(key);
  const order = [{ by: columns.add(by.element), direction: by.order }];
  const via = viaOf(context.index, listed.focus, owner);
  return {
    nested: { name: 'best', query: { listing: { table: owner, columns: columns.uses }, order, limit: by.limit } },
    condition: { kind: 'member', field: key.id, via, of: 'best', heard: ranking.heard, method: 'superlative' },
    measured: listed.measured.slice(1),
  };
}
