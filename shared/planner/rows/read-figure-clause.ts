import type { RowExpression } from '#shared/semantic/expression.ts';
import type { Metric } from '#shared/semantic/semantic-model.ts';
import { isDeepStrictEqual } from 'node:util';
import { keyDimension } from '#shared/semantic/member-key.ts';
import { hasSense, operatorOf, sensesOf } from '../board.ts';
import { bareName } from '#shared/schemas/element-id.ts';
import { canReach } from '../model-view.ts';
import type { Item } from '../sense.ts';
import { type Comparison, readComparison, withAfterwards } from './read-number-clause.ts';
import { ownKeyCounted } from './choose-subject.ts';
import { readDetails } from './read-event-clause.ts';
import type { RowCursor } from './row-cursor.ts';
import { eventTable, tablesOfDeed, tablesOfNoun } from './row-events.ts';
import type { FigureMention, RowBound, RowFigure, RowReading, RowScope } from './row-reading.ts';

interface FigureFound {
  readonly figure: RowFigure;
  /** Table whose rows make it up, for what is said of them besides. */
  readonly table: string;
  readonly bounds: readonly RowBound[];
}

/** What tells the subjects of a figure apart. */
export function memberOf({ subject, scope }: RowReading): string | null {
  const table = scope.view.tables.get(subject.table);
  return subject.dimension ?? table?.displayDimension ?? (table === undefined ? null : keyDimension(table));
}

function reaches(tables: readonly string[], reading: RowReading): boolean {
  const member = memberOf(reading);
  if (tables.length === 1 && tables[0] === reading.subject.table) return true;
  return member !== null && tables.length > 0 && canReach(tables, member, reading.scope.view);
}

function countOfRows(table: string, reading: RowReading): RowFigure {
  const { view } = reading.scope;
  const metrics = [...view.metrics.values()].filter(
    ({ factTables, visibility }) => visibility === 'public' && factTables.length === 1 && factTables[0] === table,
  );
  // Orders, each counted once, before the lines that they consist of.
  const distinct = metrics.find(({ expression }) => ownKeyCounted(expression, view)?.table === table);
  const counted =
    distinct ??
    metrics.find(
      ({ expression }) =>
        expression.kind === 'aggregate' && expression.function === 'count' && expression.filter === null,
    );
  return counted === undefined
    ? { kind: 'rows', table, alias: `number_of_${table.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_')}` }
    : { kind: 'metric', metric: counted.id, alias: bareName(counted.id) };
}

/** The only metric of a noun that can be split by the subject; `null` where there are several or none. */
function metricOfNoun(item: Item | undefined, reading: RowReading): Omit<FigureFound, 'bounds'> | null {
  const { view, log } = reading.scope;
  const senses = sensesOf(item, 'metric').filter(({ id }) => reaches(view.metrics.get(id)?.factTables ?? [], reading));
  const [sense, second] = senses;
  const metric = view.metrics.get(sense?.id ?? '');
  const [table] = metric?.factTables ?? [];
  if (item === undefined || sense === undefined || second !== undefined) return null;
  if (metric === undefined || table === undefined) return null;
  log.match(item, 'metric', metric.label, sense.method);
  return { figure: { kind: 'metric', metric: metric.id, alias: bareName(metric.id) }, table };
}

/** The figure that a noun names, where it can be split by the subject: a metric, or the number of rows of a table. */
function figureOfNoun(item: Item | undefined, reading: RowReading): Omit<FigureFound, 'bounds'> | null {
  const named = metricOfNoun(item, reading);
  if (named !== null) return named;
  const tables = tablesOfNoun(item, reading.scope.view);
  const table = eventTable(tables, reading.subject, reading.scope.view);
  if (table === null || !tables.includes(table) || !reaches([table], reading)) return null;
  return { figure: countOfRows(table, reading), table };
}

function toBounds(comparison: Comparison | null): readonly RowBound[] | null {
  if (comparison === null || 'mean' in comparison) return null;
  return comparison.bounds.map(({ operator, value }) => ({ kind: 'number', comparator: operator, value }));
}

/** An amount of money is no number of orders, and a percentage no amount. */
function isMeasuredIn(figure: RowFigure, comparison: Comparison | null, { scope }: RowReading): boolean {
  if (comparison === null || 'mean' in comparison) return false;
  const format = figure.kind === 'metric' ? scope.view.metrics.get(figure.metric)?.format : undefined;
  return comparison.bounds.every(({ unit }) => {
    if (unit === 'currency') return format?.isCurrency === true;
    return unit !== 'percent' || format?.unit === 'percent';
  });
}

/** "More than 20 orders", "exactly one return"; a bare number counts where something is said to be had or done. */
function boundThenNoun(cursor: RowCursor, reading: RowReading): FigureFound | null {
  const isCountable = operatorOf(cursor.previous, 'with') !== null;
  const read = readComparison(cursor, true);
  const found = read === null ? null : figureOfNoun(cursor.item, reading);
  if (read === null || found === null || !isMeasuredIn(found.figure, read, reading)) return null;
  cursor.step();
  const bounds = toBounds(withAfterwards(cursor, read) ?? (isCountable ? read : null));
  if (bounds === null) return null;
  return { ...found, bounds };
}

/** "Revenue over 1 million", "total revenue of more than 1000". */
function nounThenBound(cursor: RowCursor, reading: RowReading): FigureFound | null {
  if (operatorOf(cursor.item, 'aggregate')?.function === 'sum') cursor.step();
  const found = hasSense(cursor.item, 'metric') ? figureOfNoun(cursor.item, reading) : null;
  if (found === null) return null;
  cursor.step();
  const comparison = readComparison(cursor, false);
  const bounds = toBounds(comparison);
  return bounds === null || !isMeasuredIn(found.figure, comparison, reading) ? null : { ...found, bounds };
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

function withTable(figure: RowFigure | null, table: string): Omit<FigureFound, 'bounds'> | null {
  return figure === null ? null : { figure, table };
}

/** "Fewer than 10 units" after a verb; "over $1000" of the figure that the verb stands for. */
function boundOfDeed(cursor: RowCursor, deed: Item, table: string, reading: RowReading): FigureFound | null {
  const comparison = readComparison(cursor, false);
  const bounds = toBounds(comparison);
  if (comparison === null || 'mean' in comparison || bounds === null) return null;
  const named = figureOfNoun(cursor.item, reading);
  if (named !== null) cursor.step();
  const isMoney = comparison.bounds.some(({ unit }) => unit === 'currency');
  const found = named ?? withTable(figureOfDeed(deed, isMoney, reading), table);
  return found === null || !isMeasuredIn(found.figure, comparison, reading) ? null : { ...found, bounds };
}

/** "Ordered more than once", "sold fewer than 10 units", "spent over $1000". */
function deedThenBound(cursor: RowCursor, reading: RowReading): FigureFound | null {
  const { item } = cursor;
  const tables = tablesOfDeed(item, reading.scope.view);
  const table = tables.length === 0 ? null : eventTable(tables, reading.subject, reading.scope.view);
  if (item === undefined || table === null) return null;
  cursor.step();
  const times = cursor.attempt(() => readTimes(cursor));
  if (times !== null) return { figure: countOfRows(table, reading), table, bounds: times };
  return boundOfDeed(cursor, item, table, reading);
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

/** What one of the subjects comes to in money: the figure that the model divides by their number. */
function worthOf({ subject, scope }: RowReading, own: RowFigure): Metric | null {
  const { view } = scope;
  const ratios = [...view.metrics.values()].flatMap(({ ratio }) => ratio ?? []);
  const worths = ratios.filter(({ denominator }) => own.kind === 'metric' && denominator === own.metric);
  const money = [...new Set(worths.map(({ numerator }) => numerator))].flatMap((id) => view.metrics.get(id) ?? []);
  const [only, second] = money.filter(({ format }) => format.isCurrency);
  return only === undefined || second !== undefined || !only.factTables.includes(subject.table) ? null : only;
}

/** "Orders over $1000". */
function bareBound(cursor: RowCursor, reading: RowReading): FigureFound | null {
  const { item } = cursor;
  const bounds = toBounds(readComparison(cursor, false));
  if (item === undefined || bounds === null || hasSense(cursor.item, 'metric')) return null;
  const metric = worthOf(reading, countOfRows(reading.subject.table, reading));
  if (metric === null) return null;
  reading.scope.log.assume(`“${item.heard}” was read by ${metric.label}.`);
  reading.isAboutRows = true;
  const figure: RowFigure = { kind: 'metric', metric: metric.id, alias: bareName(metric.id) };
  return { figure, table: reading.subject.table, bounds };
}

/** What a figure adds up over all rows of the table; null where it is something else. */
function summed(figure: RowFigure, table: string, { view }: RowScope): RowExpression | null {
  const expression = figure.kind === 'metric' ? view.metrics.get(figure.metric)?.expression : undefined;
  if (expression?.kind !== 'aggregate' || expression.function !== 'sum') return null;
  return expression.table === table && expression.filter === null ? expression.of : null;
}

/** The column that a figure adds up, where each of the subjects is one of its rows. */
function rowFact(figure: RowFigure, { subject, scope }: RowReading): string | null {
  const of = subject.dimension === null ? summed(figure, subject.table, scope) : null;
  const facts = scope.view.tables.get(subject.table)?.facts ?? [];
  const same = facts.find(({ expression, visibility }) => visibility === 'public' && isDeepStrictEqual(expression, of));
  return same?.id ?? null;
}

/** "Order lines with more than 10 pieces": what is added up for all of them is one number of each. */
function pushRowConditions(field: string, bounds: readonly RowBound[], heard: string, reading: RowReading): void {
  for (const bound of bounds) {
    if (bound.kind !== 'number') continue;
    const { comparator: operator, value } = bound;
    reading.conditions.push({ kind: 'compare', field, operator, value, heard, method: 'number' });
  }
  reading.isAboutRows = true;
}

/** A condition on a figure of each subject. */
export function readFigureClause(cursor: RowCursor, reading: RowReading): boolean {
  const from = cursor.place;
  const readers = [reachThenTarget, boundThenNoun, nounThenBound, deedThenBound, bareBound];
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
  const fact = rowFact(figure, reading);
  if (fact !== null) {
    pushRowConditions(fact, bounds, cursor.heard(from, reading.scope.text), reading);
    return true;
  }
  const details = readDetails(cursor, table, reading);
  if (details.each.length > 0) return false;
  const heard = cursor.heard(from, reading.scope.text);
  if (reading.ask === 'count') reading.isAboutRows = true;
  if (bounds.some((bound) => bound.kind === 'number' && /^<=?$/.test(bound.comparator) && bound.value > 0)) {
    reading.scope.log.assume(`${reading.label} with none at all are left out.`);
  }
  const mention: FigureMention = { figure, bounds, where: details.where, period: details.period, heard };
  reading.figures.push(mention);
  return true;
}
