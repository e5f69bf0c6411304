import { sensesOf } from '../board.ts';
import { hasAlike, type ModelView } from '../model-view.ts';
import type { Item } from '../sense.ts';
import type { Subject } from './row-reading.ts';

/** True when each row of the one table belongs to at most one row of the other. */
function leadsTo(table: string, other: string, view: ModelView): boolean {
  return table !== other && view.reaches.get(table)?.has(other) === true;
}

/** Tables whose rows the subject can have: those that lead to it; for the values of a column, its own rows too. */
function holds(table: string, { table: of, dimension }: Subject, view: ModelView): boolean {
  return leadsTo(table, of, view) || (dimension !== null && table === of);
}

/** Of tables that lead to one another, the one that the others lead to: orders before their lines. */
function coarsest(tables: readonly string[], view: ModelView): string | null {
  const [first, second] = tables.filter((table) => !tables.some((other) => leadsTo(table, other, view)));
  return first === undefined || second !== undefined ? null : first;
}

/**
 * The table in which to look for rows of the subject where words name these tables: one of them, or the only one that
 * leads to such a table as well as to the subject, as order lines do to orders and suppliers. Null where none or several do.
 */
export function eventTable(tables: readonly string[], subject: Subject, view: ModelView): string | null {
  const direct = [...new Set(tables)].filter((table) => holds(table, subject, view));
  if (direct.length > 0) return coarsest(direct, view);
  // What the rows are, or belong to, is theirs and no event.
  if (tables.some((table) => table === subject.table || leadsTo(subject.table, table, view))) return null;
  // Where stores have a country of their own, "countries without stores" means that, not what links the two.
  if (subject.dimension !== null && hasAlike(tables, subject.dimension, view)) return null;
  const between = [...view.tables.keys()].filter(
    (table) => holds(table, subject, view) && tables.some((named) => leadsTo(table, named, view)),
  );
  return coarsest(between, view);
}

/** Tables whose rows a noun stands for: "returns", or "orders" where the model only has their number. */
export function tablesOfNoun(item: Item | undefined, view: ModelView): readonly string[] {
  const named = sensesOf(item, 'table').map(({ id }) => id);
  if (named.length > 0) return named;
  return sensesOf(item, 'metric').flatMap(({ id }) => {
    const tables = view.metrics.get(id)?.factTables ?? [];
    return tables.length === 1 ? tables : [];
  });
}

/** Tables whose rows a verb stands for: "sold", "returned". */
export function tablesOfDeed(item: Item | undefined, view: ModelView): readonly string[] {
  return sensesOf(item, 'deed').flatMap(({ deed }) => {
    if (deed.tables.length > 0) return deed.tables;
    return deed.metrics.flatMap(({ id }) => view.metrics.get(id)?.factTables ?? []);
  });
}
