import { hasSense, operatorOf, sensesOf } from '../board.ts';
import { bareName } from '../fill-metrics.ts';
import { canReach } from '../model-view.ts';
import type { Item } from '../sense.ts';
import { type Comparison, readComparison } from './read-number-clause.ts';
import { readDetails } from './read-event-clause.ts';
import type { RowCursor } from './row-cursor.ts';
import { eventTable, tablesOfDeed, tablesOfNoun } from './row-events.ts';
import type { FigureMention, RowBound, RowFigure, RowReading } from './row-reading.ts';

interface FigureFound {
  readonly figure: RowFigure;
  /** Table whose rows make it up, for what is said of them besides. */
  readonly table: string;
  readonly bounds: readonly RowBound[];
}

/** What tells the subjects of a figure apart. */
export function memberOf({ subject, scope }: RowReading): string | null {
  return subject.dimension ?? scope.view.tables.get(subject.table)?.displayDimension ?? null;
}

function reaches(tables: readonly string[], reading: RowReading): boolean {
  const member = memberOf(reading);
  return member !== null && tables.length > 0 && canReach(tables, member, reading.scope.view);
}

function countOfRows(table: string, reading: RowReading): RowFigure {
  const { view } = reading.scope;
  const metrics = [...view.metrics.values()].filter(
    ({ factTables, visibility }) => visibility === 'public' && factTables.length === 1 && factTables[0] === table,
  );
  // Orders, each counted once, before the lines that they consist of.
  const distinct = metrics.find(
    ({ additivity, expression }) => additivity.kind === 'distinct' && countsOwnRows(expression, table, reading),
  );
  const counted =
    distinct ??
    metrics.find(
      ({ expression }) =>
        expression.kind === 'aggregate' && expression.function === 'COUNT' && expression.filter === null,
    );
  return counted === undefined
    ? { kind: 'rows', table, alias: `number_of_${table.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_')}` }
    : { kind: 'metric', metric: counted.id, alias: bareName(counted.id) };
}

/** True for a count of what is no other table's: order numbers, but not the customers of orders. */
function countsOwnRows(
  expression: NonNullable<ReturnType<RowReading['scope']['view']['metrics']['get']>>['expression'],
  table: string,
  { scope }: RowReading,
): boolean {
  if (expression.kind !== 'aggregate' || expression.of?.kind !== 'column' || expression.of.table !== table) return false;
  const { column } = expression.of;
  const isForeign = scope.view.model.relationships.some(
    ({ leftTable, join }) =>
      leftTable === table && join.columns.length === 1 && join.columns.some(({ left }) => left === column),
  );
  return !isForeign;
}

/** The figure that a noun names, where it can be split by the subject: a metric, or the number of rows of a table. */
export function figureOfNoun(item: Item | undefined, reading: RowReading): Omit<FigureFound, 'bounds'> | null {
  const { view, log } = reading.scope;
  const metrics = sensesOf(item, 'metric').filter(({ id }) => reaches(view.metrics.get(id)?.factTables ?? [], reading));
  const [metric, second] = metrics;
  if (item !== undefined && metric !== undefined && second === undefined) {
    const [table = ''] = view.metrics.get(metric.id)?.factTables ?? [];
    log.match(item, 'metric', view.metrics.get(metric.id)?.label ?? metric.id, metric.method);
    return { figure: { kind: 'metric', metric: metric.id, alias: bareName(metric.id) }, table };
  }
  const table = second === undefined ? eventTable(tablesOfNoun(item, view), reading.subject, view) : null;
  const isOwn = tablesOfNoun(item, view).includes(table ?? '');
  return table === null || !isOwn || !reaches([table], reading) ? null : { figure: countOfRows(table, reading), table };
}

function toBounds(comparison: Comparison | null): readonly RowBound[] | null {
  if (comparison === null || 'mean' in comparison) return null;
  return comparison.bounds.map(({ operator, value }) => ({ kind: 'number', comparator: operator, value }));
}

/** "More than 20 orders", "exactly one return"; a bare number counts where something is said to be had or done. */
function boundThenNoun(cursor: RowCursor, reading: RowReading): FigureFound | null {
  const isCountable = operatorOf(cursor.previous, 'with') !== null;
  const bounds = toBounds(readComparison(cursor, isCountable));
  const found = bounds === null ? null : figureOfNoun(cursor.item, reading);
  if (bounds === null || found === null) return null;
  cursor.step();
  return { ...found, bounds };
}

/** "Revenue over 1 million", "total revenue of more than 1000". */
function nounThenBound(cursor: RowCursor, reading: RowReading): FigureFound | null {
  if (operatorOf(cursor.item, 'aggregate')?.function === 'sum') cursor.step();
  const found = hasSense(cursor.item, 'metric') ? figureOfNoun(cursor.item, reading) : null;
  if (found === null) return null;
  cursor.step();
  const bounds = toBounds(readComparison(cursor, false));
  return bounds === null ? null : { ...found, bounds };
}

/** "More than once", "at least twice", "only once", "more than 3 times". */
function readTimes(cursor: RowCursor): readonly RowBound[] | null {
  const threshold = cursor.takeOperator('threshold');
  cursor.takeWord('only');
  const often = cursor.takeWord('often');
  const count = often === null ? cursor.takeNumber() : null;
  const isTimes = often !== null || cursor.takeWord('times') !== null;
  const value = often?.count ?? count?.value;
  if (value === undefined || !isTimes) return null;
  return [{ kind: 'number', comparator: threshold?.comparator ?? '=', value }];
}

/** The only figure in money that a verb stands for, or the only one at all. */
function figureOfDeed(item: Item | undefined, isMoney: boolean, reading: RowReading): RowFigure | null {
  const { view } = reading.scope;
  const ids = sensesOf(item, 'deed').flatMap(({ deed }) => deed.metrics.map(({ id }) => id));
  const usable = ids.filter((id) => reaches(view.metrics.get(id)?.factTables ?? [], reading));
  const fitting = isMoney ? usable.filter((id) => view.metrics.get(id)?.format.isCurrency === true) : usable;
  const [only, second] = [...new Set(fitting)];
  return only === undefined || second !== undefined ? null : { kind: 'metric', metric: only, alias: bareName(only) };
}

/** "Ordered more than once", "sold fewer than 10 units", "spent over $1000". */
function deedThenBound(cursor: RowCursor, reading: RowReading): FigureFound | null {
  const { view } = reading.scope;
  const { item } = cursor;
  const tables = tablesOfDeed(item, view);
  const table = tables.length === 0 ? null : eventTable(tables, reading.subject, view);
  if (table === null) return null;
  cursor.step();
  const times = cursor.attempt(() => readTimes(cursor));
  if (times !== null) return { figure: countOfRows(table, reading), table, bounds: times };
  const comparison = readComparison(cursor, false);
  const bounds = toBounds(comparison);
  if (comparison === null || bounds === null) return null;
  const named = figureOfNoun(cursor.item, reading);
  if (named !== null) {
    cursor.step();
    return { ...named, bounds };
  }
  const isMoney = 'bounds' in comparison && comparison.bounds.some(({ unit }) => unit === 'currency');
  const figure = figureOfDeed(item, isMoney, reading);
  return figure === null ? null : { figure, table, bounds };
}

/** "Missed their target": what was aimed for against what a ratio of the model sets against it. */
function reachThenTarget(cursor: RowCursor, reading: RowReading): FigureFound | null {
  const { view } = reading.scope;
  const word = cursor.takeWord('reach');
  const [target] = word === null ? [] : sensesOf(cursor.item, 'metric');
  if (word === null || target === undefined) return null;
  const ratios = [...view.metrics.values()].filter(({ ratio }) => ratio?.denominator === target.id);
  const [ratio, second] = ratios;
  const actual = ratio?.ratio?.numerator;
  if (actual === undefined || second !== undefined) return null;
  const tables = [actual, target.id].flatMap((id) => view.metrics.get(id)?.factTables ?? []);
  if (!reaches(tables, reading)) return null;
  cursor.step();
  const other: RowFigure = { kind: 'metric', metric: target.id, alias: bareName(target.id) };
  return {
    figure: { kind: 'metric', metric: actual, alias: bareName(actual) },
    table: tables[0] ?? '',
    bounds: [{ kind: 'figure', comparator: word.comparator, other }],
  };
}

/** A condition on a figure of each subject. */
export function readFigureClause(cursor: RowCursor, reading: RowReading): boolean {
  const from = cursor.place;
  const readers = [reachThenTarget, boundThenNoun, nounThenBound, deedThenBound];
  const found = cursor.attempt(() => {
    cursor.takeWord('light');
    for (const read of readers) {
      const one = cursor.attempt(() => read(cursor, reading));
      if (one !== null) return one;
    }
    return null;
  });
  if (found === null) return false;
  const { figure, bounds, table } = found;
  const details = readDetails(cursor, table, reading);
  if (details.each.length > 0) return false;
  const heard = cursor.heard(from, reading.scope.text);
  const mention: FigureMention = { figure, bounds, where: details.where, period: details.period, heard };
  reading.figures.push(mention);
  return true;
}

