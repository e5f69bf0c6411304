import { type BuildContext, isGroupFilter, shownElements } from './build-context.ts';
import { thingElements } from './asked-elements.ts';
import type { Element } from './entity-index.ts';
import { displayOf, keyElement } from './lexicon.ts';
import type { Measure, Mention } from './sketch.ts';

/** "Show each status code and the number of orders in each status": the second mention is the first one again. */
function repeatsShown({ senses }: Mention, shown: readonly Element[]): boolean {
  return (
    senses.some(({ kind }) => kind === 'column') &&
    !senses.some(({ kind, weight }) => kind === 'table' && weight > 0.7) &&
    shown.some(({ id }) => senses.some((sense) => sense.kind === 'column' && sense.ids.includes(id)))
  );
}

/** "The average price of every product" is one figure: each product has one price. */
function isWholeTable({ sketch, binder }: BuildContext, { senses }: Mention): boolean {
  const tables = senses.flatMap((sense) => (sense.kind === 'table' && sense.weight >= 0.8 ? [sense.table] : []));
  const isPlain = sketch.shown.length === 0 && sketch.ranking === null && !sketch.filters.some(isGroupFilter);
  if (!isPlain || tables.length === 0) return false;
  return sketch.figures.every(({ function: name, of }) => {
    const column = of === null || name === 'count' || name === 'sum' ? null : binder.column(of);
    return column !== null && tables.includes(column.table);
  });
}

/** Below this a column only shares a word with what is named. */
const VAGUE = 0.65;

/** "The average price of all products", where no table but a word of some column says product: the things measured. */
function isOnlyMeasured({ sketch }: BuildContext, { at, senses, isPlural }: Mention): boolean {
  const isVague = senses.every(({ kind, weight }) => kind === 'column' && weight < VAGUE);
  const last = sketch.figures.at(-1)?.of ?? null;
  return isVague && isPlural && last !== null && last.at < at && sketch.groups.length + sketch.filters.length === 0;
}

/** "The average budget in millions", where millions is a word of the budget's column: no group of its own. */
function measuredColumn({ binder }: BuildContext, of: Mention | null, name: Measure['function']): string | null {
  const isCount = name === 'count' || name === 'count_distinct';
  return of === null || isCount ? null : (binder.column(of)?.ids[0] ?? null);
}

/** Dimensions of the groups: what is named, with the key of the things that are named by another column. */
export function groupElements(context: BuildContext): readonly Element[] {
  const { sketch } = context;
  const isPlain = sketch.groups.length + sketch.orderings.length === 0 && sketch.ranking === null;
  const measured = isPlain ? sketch.figures.map(({ of, function: name }) => measuredColumn(context, of, name)) : [];
  const shown = sketch.shown
    .filter((mention) => !isOnlyMeasured(context, mention))
    .flatMap((mention) => shownElements(context, mention))
    .filter(({ id }) => !measured.includes(id));
  const groups = sketch.groups.filter((mention) => !repeatsShown(mention, shown) && !isWholeTable(context, mention));
  const named = [...groups.flatMap((mention) => shownElements(context, mention)), ...shown];
  if (named.length > 0) return named;
  const isAboutThings = sketch.figures.length === 0;
  return isAboutThings ? thingElements(context) : [];
}

/** Whether what is shown of a table stands for its rows: their name, or the table is named beside it. */
function isOfThings({ sketch, index, binder }: BuildContext, table: string, elements: readonly Element[]): boolean {
  const found = index.tables.get(table);
  const display = found === undefined ? [] : displayOf(found);
  const isNamed = [...sketch.shown, ...sketch.groups].some(({ owners }) => owners.includes(table));
  const isMeant = sketch.tables.some((mention) => binder.table(mention) === table);
  return isNamed || isMeant || elements.some(({ id }) => display.includes(id));
}

/** "Card types and the number of transactions": a column of another table that says a kind makes the groups itself. */
export function withKeys(context: BuildContext, elements: readonly Element[], root: string): readonly Element[] {
  const tables = [...new Set(elements.map(({ table }) => table))].filter(
    (table) => table !== root && isOfThings(context, table, elements),
  );
  const keys = tables.flatMap((table) => {
    const found = context.index.tables.get(table);
    const key = found === undefined ? null : keyElement(found);
    return key === null ? [] : [key];
  });
  return [...elements, ...keys];
}
