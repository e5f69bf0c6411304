import { tableOfId } from '#shared/schemas/element-id.ts';
import type { Metric } from '#shared/semantic/semantic-model.ts';
import { hasSense, sensesOf } from '../board.ts';
import { isCountOf } from '../fill-metrics.ts';
import { type ModelView, rootDimension } from '../model-view.ts';
import type { Item } from '../sense.ts';
import type { RowCursor } from './row-cursor.ts';
import type { RowScope, Subject } from './row-reading.ts';

/** Where a metric counts different values of a column that leads to no other table; null for every other metric. */
export function ownKeyCounted(expression: Metric['expression'], { model }: ModelView) {
  if (expression.kind !== 'aggregate' || expression.function !== 'count_distinct') return null;
  const { of, table } = expression;
  if (of?.kind !== 'column' || of.table !== table) return null;
  const isForeign = model.relationships.some(
    ({ leftTable, join }) =>
      leftTable === table && join.columns.length === 1 && join.columns.some(({ left }) => left === of.column),
  );
  return isForeign ? null : { table, column: of.column };
}

/** Things that are no table of their own: orders where only their lines are kept. */
function countedDimension(item: Item | undefined, { view }: RowScope): Subject | null {
  for (const { id } of sensesOf(item, 'metric')) {
    const metric = view.metrics.get(id);
    const counted = metric === undefined ? null : ownKeyCounted(metric.expression, view);
    const table = view.tables.get(counted?.table ?? '');
    const dimension = table?.dimensions.find(
      ({ expression }) => expression.kind === 'column' && expression.column === counted?.column,
    );
    if (table !== undefined && dimension !== undefined) return { table: table.name, dimension: dimension.id };
  }
  return null;
}

/** The things whose property is asked for, right beside it: "cities do we have stores", "cities of customers". */
function nearbyTable(cursor: RowCursor): string | null {
  const [table, second] = sensesOf(cursor.second, 'table');
  return table === undefined || second !== undefined ? null : table.id;
}

/** "Cities" of stores are store cities: columns of the table whose name ends in the word. */
function ownColumns(item: Item | undefined, table: string, view: ModelView): readonly string[] {
  const ids = new Set(sensesOf(item, 'dimension').map(({ id }) => id));
  const own = view.tables.get(table)?.dimensions.filter(({ visibility }) => visibility === 'public') ?? [];
  const named = own.filter(({ id }) => ids.has(id));
  if (named.length > 0) return named.map(({ id }) => id);
  const labels = new Set([...ids].flatMap((id) => view.dimensions.get(id)?.label.toLowerCase() ?? []));
  const ending = own.filter(({ label }) => [...labels].some((word) => label.toLowerCase().endsWith(` ${word}`)));
  return ending.map(({ id }) => id);
}

/** The values of a column: that of the things named beside it, else the only one of the name. */
function valuesSubject(cursor: RowCursor, { view }: RowScope): Subject | null {
  const near = nearbyTable(cursor);
  const own = near === null ? [] : ownColumns(cursor.item, near, view);
  const roots = sensesOf(cursor.item, 'dimension').map(({ id }) => rootDimension(id, view.dimensions));
  const [dimension, second] = own.length > 0 ? own : [...new Set(roots)];
  if (dimension === undefined || second !== undefined) return null;
  const isNear = near !== null && view.reaches.get(near)?.has(tableOfId(dimension)) === true;
  return { table: isNear ? near : tableOfId(dimension), dimension };
}

/** What the next item says a question is about; null where it names neither a table nor a column. */
export function subjectAt(cursor: RowCursor, scope: RowScope): Subject | null {
  const { item } = cursor;
  const [table, second] = sensesOf(item, 'table');
  if (table !== undefined && second === undefined) return { table: table.id, dimension: null };
  const counted = countedDimension(item, scope);
  if (counted !== null) return counted;
  return hasSense(item, 'dimension') && !hasSense(item, 'metric') ? valuesSubject(cursor, scope) : null;
}

/** The only table that has a row of this name: "Aurora Lamp" is a product. */
export function tableOfMember(item: Item | undefined, { view }: RowScope): string | null {
  const names = new Set([...view.tables.values()].flatMap(({ displayDimension }) => displayDimension ?? []));
  const tables = sensesOf(item, 'value').flatMap(({ id }) => (names.has(id) ? [tableOfId(id)] : []));
  const [table, second] = [...new Set(tables)];
  return table === undefined || second !== undefined ? null : table;
}

/** The figure of the noun that is the number of its rows: orders where each row is one. */
export function plainCount(item: Item | undefined, { table, dimension }: Subject, { view }: RowScope): string | null {
  const metrics = sensesOf(item, 'metric').flatMap(({ id }) => view.metrics.get(id) ?? []);
  const [only, second] = metrics.filter((metric) => isCountOf(metric, table));
  return dimension !== null || second !== undefined ? null : (only?.id ?? null);
}
