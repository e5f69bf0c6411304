import { conditionSubject } from './asked-elements.ts';
import type { BuildContext } from './build-context.ts';
import { existence } from './build-where.ts';
import type { Element } from './entity-index.ts';
import type { Filter } from './sketch.ts';

/** Tables that are named and play no other part: their rows must exist. */
export function looseTables(context: BuildContext, root: string, used: ReadonlySet<string>) {
  const conditions = [];
  for (const mention of context.sketch.tables) {
    const table = context.binder.table(mention);
    if (table === null || used.has(table)) continue;
    const condition = existence(context, mention, root, { negated: false, heard: mention.heard });
    if (condition === null) return null;
    if (condition.kind !== 'null') conditions.push(condition);
    context.scope.assumptions.push(`Only those with ${mention.heard} are shown.`);
  }
  return conditions;
}

/** Tables that a filter is about. */
function filterTables(filter: Filter): readonly string[] {
  if (filter.kind === 'values') return filter.values.flatMap(({ senses }) => senses.map(({ table }) => table));
  const subject = filter.kind === 'exists' ? filter.of : conditionSubject(filter);
  return subject === null ? [] : subject.senses.map(({ table }) => table);
}

/** A table with those on the way to it. */
function withWay({ index }: BuildContext, root: string, table: string): readonly string[] {
  const meeting = index.graph.meetingPoint([root, table], root);
  const way = index.graph.wayTo(root, table) ?? [];
  return [table, ...way.map(({ rightTable }) => rightTable), ...(meeting === null ? [] : [meeting.table])];
}

/** Tables that already play a part: shown, owning what is shown, or named by a condition. */
export function tablesUsed(context: BuildContext, elements: readonly Element[], root: string): ReadonlySet<string> {
  const { index, sketch } = context;
  const owners = [...sketch.shown, ...sketch.groups].flatMap((mention) => mention.owners);
  const filtered = [...new Set(sketch.filters.flatMap(filterTables))];
  return new Set([
    root,
    ...elements.map(({ table }) => table),
    ...owners.filter((table) => index.graph.wayTo(root, table) !== null),
    ...filtered.flatMap((table) => withWay(context, root, table)),
  ]);
}
