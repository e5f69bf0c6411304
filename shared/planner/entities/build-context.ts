import type { Binder } from './bind-mentions.ts';
import type { Element, EntityIndex } from './entity-index.ts';
import type { Direction, Quality } from './entity-sense.ts';
import { displayOf, elementsIn, keyElement } from './lexicon.ts';
import type { BuildScope, ColumnList, MetricInput } from './plan-parts.ts';
import type { Filter, Measure, Mention, Sketch } from './sketch.ts';

/** Rows of things are cut here when all their columns are shown. */
export const MOST_COLUMNS = 50;

/** A sketch on its way to become a plan around one table. */
export interface BuildContext {
  readonly sketch: Sketch;
  readonly binder: Binder;
  readonly index: EntityIndex;
  readonly scope: BuildScope;
}

export function elementOf(context: BuildContext, id: string | undefined): Element | null {
  return context.index.elements.get(id ?? '') ?? null;
}

/** What shows the rows of a table: their key and their name. */
export function displayElements(context: BuildContext, table: string): readonly Element[] {
  const found = context.index.tables.get(table);
  if (found === undefined) return [];
  const key = keyElement(found);
  const named = displayOf(found).flatMap((id) => elementOf(context, id) ?? []);
  const all = [...named, ...(key === null || named.includes(key) ? [] : [key])];
  return all.filter((element) => context.index.isVisible(element));
}

/** A table of no more columns than this is shown whole. */
const FEW_COLUMNS = 4;

/** What shows the rows of a table that is asked for without a word of what of it: all columns where they are few. */
export function rowElements(context: BuildContext, table: string): readonly Element[] {
  const found = context.index.tables.get(table);
  const display = displayElements(context, table);
  if (found === undefined) return display;
  const all = elementsIn(found, (element) => context.index.isVisible(element));
  if (all.length > FEW_COLUMNS && display.length > 0) return display;
  return [...display, ...all.filter((element) => !display.includes(element))].slice(0, MOST_COLUMNS);
}

/** Elements that a noun asks to see: its column, or what shows the rows of its table. */
export function shownElements(context: BuildContext, mention: Mention): readonly Element[] {
  const sense = context.binder.any(mention);
  if (sense?.kind === 'column') return sense.ids.flatMap((id) => elementOf(context, id) ?? []);
  return sense?.kind === 'table' ? displayElements(context, sense.table) : [];
}

/** A figure tied to a table whose rows it aggregates. */
export interface BoundMeasure {
  readonly function: 'count' | 'count_distinct' | 'sum' | 'avg' | 'min' | 'max' | null;
  readonly table: string;
  /** Null counts rows. */
  readonly of: Element | null;
  /** True where large values come where small ones were asked for: a birth date for an age. */
  readonly isReversed: boolean;
  /** "Different customers": each thing once, also where the rows that are looked at refer to it several times. */
  readonly isEach?: boolean;
}

function rowsOf(table: string): BoundMeasure {
  return { function: 'count', table, of: null, isReversed: false };
}

function bindCount(context: BuildContext, measure: Measure, rows: string): BoundMeasure | null {
  if (measure.of === null) return rowsOf(rows);
  const sense = countedSense(context, measure.of);
  if (sense === null || sense.kind === 'value') return null;
  if (sense.kind === 'table') return { ...rowsOf(sense.table), isEach: measure.function === 'count_distinct' };
  const element = elementOf(context, sense.ids[0]);
  if (element === null) return null;
  if (isKey(context, element)) return rowsOf(sense.table);
  // "Number of rooms" of a column that holds the number is a figure of its own; of another column it counts values.
  const isCounter = measure.function === 'count' && holdsNumbers(context, element);
  return { function: isCounter ? 'sum' : 'count_distinct', table: sense.table, of: element, isReversed: false };
}

/** Things are counted before values of a column that only shares a word with them. */
function countedSense({ binder }: BuildContext, of: Mention) {
  const isColumnSure = of.senses.some(({ kind, weight }) => kind === 'column' && weight >= 0.9);
  const tables = of.senses.filter(({ kind, weight }) => kind === 'table' && weight >= 0.55);
  return isColumnSure || tables.length === 0 ? binder.any(of) : binder.any({ ...of, senses: tables });
}

function isKey(context: BuildContext, element: Element): boolean {
  const table = context.index.tables.get(element.table);
  return table !== undefined && keyElement(table) === element;
}

/** A column that leads to another table: its numbers are names of things. */
function isReference({ index }: BuildContext, { table, expression }: Element): boolean {
  return index.model.relationships.some(
    ({ leftTable, join }) =>
      leftTable === table &&
      join.kind === 'equi' &&
      expression.kind === 'column' &&
      join.columns.some(({ left }) => left === expression.column),
  );
}

/** A column whose numbers count something rather than name it. */
function holdsNumbers(context: BuildContext, element: Element): boolean {
  return element.type === 'number' && !isReference(context, element) && !isKeyName(element);
}

/** A name that says that its numbers name something: "student id". */
function isKeyName({ name }: Element): boolean {
  return /(?:^|_)(?:id|code|key|zip|phone)$/i.test(name);
}

/** "The total amount of grants": of things that are summed the column that holds an amount is meant. */
function amountOf({ index, binder }: BuildContext, table: string): Element | null {
  const [only, second] = index.tables.get(table)?.facts ?? [];
  if (only !== undefined && second === undefined) return only;
  return binder.quality('amount', [table])?.element ?? null;
}

/** The column that is measured; never a key where a sum is wanted. */
function measuredElement(context: BuildContext, of: Mention, needsNumber: boolean): Element | null {
  const column = elementOf(context, context.binder.column(of)?.ids[0]);
  if (!needsNumber || (column !== null && column.type === 'number' && !isKey(context, column))) return column;
  const table = of.senses.find((sense) => sense.kind === 'table' && sense.weight >= 0.8);
  return table === undefined ? column : amountOf(context, table.table);
}

/** Tables in which a quality of the rows is looked for: theirs, and those that each of them has one row of. */
function nearTables({ index, binder }: BuildContext, rows: string): readonly string[] {
  const reached = index.graph.tables.filter((table) => (index.graph.wayTo(rows, table)?.length ?? 9) === 1);
  return [...new Set([rows, binder.focus, ...reached])];
}

function bindQuality(context: BuildContext, quality: Quality, rows: string): BoundMeasure | null {
  const found = context.binder.quality(quality, nearTables(context, rows));
  if (found === null) return null;
  return { function: null, table: found.element.table, of: found.element, isReversed: found.isReversed };
}

/** Words have no largest: "the largest capital" means another column than the one with the names of capitals. */
function isProse(element: Element): boolean {
  const isText = element.type === 'text' && element.sampleValues.length > 0;
  return isText && element.sampleValues.every((value) => !/^[^\p{L}]*\d/u.test(value));
}

function canAggregate(element: Element, name: Measure['function']): boolean {
  if (name === 'sum' || name === 'avg') return element.type === 'number';
  return (name !== 'min' && name !== 'max') || !isProse(element);
}

/** Ties a measure to a column or to the rows of a table; `rows` is what is counted when nothing is named. */
export function bindMeasure(context: BuildContext, measure: Measure, rows: string): BoundMeasure | null {
  const { function: name, of, quality } = measure;
  if (quality !== null) return bindQuality(context, quality, rows);
  if (name === 'count' || name === 'count_distinct') return bindCount(context, measure, rows);
  const element = of === null ? null : measuredElement(context, of, name === 'sum' || name === 'avg');
  if (element === null || !canAggregate(element, name)) return null;
  return { function: name, table: element.table, of: element, isReversed: false };
}

export function metricInput(measure: BoundMeasure, columns: ColumnList): MetricInput & { readonly alias: string } {
  const name = measure.function ?? 'max';
  const of = measure.of?.id ?? null;
  const bare = of === null ? measure.table : (of.split('.').at(-1) ?? of);
  const said = { count: 'count', count_distinct: 'number', sum: 'total', avg: 'average', min: 'min', max: 'max' }[name];
  const alias = columns.reserve(`${said}_${bare}`);
  return { kind: 'aggregate', function: name, table: measure.table, of, alias };
}

/** Filters that count or aggregate: they choose among groups, not rows. */
export function isGroupFilter(filter: Filter): boolean {
  return filter.kind === 'compare' && filter.by !== null && filter.by.function !== null && filter.by.quality === null;
}

export function directionOf(direction: Direction | null, fallback: Direction, isReversed: boolean): Direction {
  const asked = direction ?? fallback;
  if (!isReversed) return asked;
  return asked === 'ascending' ? 'descending' : 'ascending';
}
