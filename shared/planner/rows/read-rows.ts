import { hasSense, operatorOf, sensesOf } from '../board.ts';
import { chooseDimension } from '../choose-element.ts';
import { readEventClause, readPeriodHere } from './read-event-clause.ts';
import { readFigureClause } from './read-figure-clause.ts';
import { readLooseNumberClause, readNumberClause } from './read-number-clause.ts';
import { readSubject } from './read-subject.ts';
import { readSuperlativeClause } from './read-superlative-clause.ts';
import { readNullClause, readTextClause } from './read-text-clause.ts';
import { readNamed, readValues } from './read-values-clause.ts';
import { rowWord, type RowCursor } from './row-cursor.ts';
import { columnNamed, columnOfQuality, dateOfVerb } from './row-columns.ts';
import type { RowReading, RowScope } from './row-reading.ts';

/** "Launched in 2026", "opened before 2020": a date of the rows themselves. */
function readDateClause(cursor: RowCursor, reading: RowReading): boolean {
  const found = cursor.attempt(() => {
    const column = dateOfVerb(cursor.item, reading);
    if (column === null) return null;
    cursor.step();
    const when = readPeriodHere(cursor, reading, true);
    return when === null && reading.ask !== 'when' ? null : { column, when };
  });
  if (found === null) return false;
  if (found.when === null) {
    reading.columns.push(found.column.id);
    return true;
  }
  const { period, heard } = found.when;
  reading.conditions.push({
    kind: 'range',
    field: found.column.id,
    from: period.from,
    to: period.to,
    heard,
    method: 'period',
  });
  return true;
}

function readPeriodClause(cursor: RowCursor, reading: RowReading): boolean {
  if (reading.period !== null) return false;
  reading.period = readPeriodHere(cursor, reading);
  return reading.period !== null;
}

function readValueClause(cursor: RowCursor, reading: RowReading): boolean {
  const { table, dimension } = reading.subject;
  const isBoth = /^both\b/i.test(cursor.previous?.heard ?? '');
  const found = cursor.attempt(() => {
    const negated = cursor.takeOperator('not') !== null;
    const values = readValues(cursor, table, negated, reading);
    if (values !== null) return isBoth && dimension === null ? null : values;
    const condition = readNamed(cursor, table, negated, reading);
    return condition === null ? null : { condition, isEach: false };
  });
  if (found === null) return false;
  const { condition, isEach } = found;
  // "Orders with electronics and toys": no line has both, the order does.
  if (isEach && dimension !== null && condition.kind === 'in' && condition.field !== dimension) {
    for (const value of condition.values) {
      const where = [{ ...condition, values: [value] }];
      reading.events.push({ table, negated: false, where, period: null, heard: condition.heard ?? '' });
    }
  } else reading.conditions.push(condition);
  return true;
}

/** "Order lines that were shipped": what each of the rows is anyway. */
function readOwnDeed(cursor: RowCursor, reading: RowReading): boolean {
  const isOwn = sensesOf(cursor.item, 'deed').some(({ deed }) => deed.tables.includes(reading.subject.table));
  if (isOwn) cursor.step();
  if (isOwn && reading.ask === 'count') reading.isAboutRows = true;
  return isOwn;
}

/** The things whose property is asked for stand beside it: "in how many cities do we have stores". */
function readOwnerClause(cursor: RowCursor, reading: RowReading): boolean {
  const { subject } = reading;
  const isOwner = subject.dimension !== null && sensesOf(cursor.item, 'table').some(({ id }) => id === subject.table);
  if (isOwner) cursor.step();
  return isOwner;
}

/** "In each category", "per brand", "of every store". */
function readGroupClause(cursor: RowCursor, reading: RowReading): boolean {
  const { scope, subject, label } = reading;
  const id = cursor.attempt(() => {
    if (cursor.takeOperator('group') === null) return null;
    const { item } = cursor;
    if (item === undefined || !hasSense(item, 'dimension')) return null;
    cursor.step();
    return chooseDimension(item, { factTables: [subject.table], label }, scope.view, scope.log);
  });
  if (id !== null) reading.per.push(id);
  return id !== null;
}

/** "Most expensive first". */
function readEndFirst(cursor: RowCursor, reading: RowReading) {
  const { item } = cursor;
  const adjective = rowWord(item, 'adjective');
  if (item === undefined || adjective?.degree !== 'superlative') return null;
  cursor.step();
  if (!/^first$/i.test(cursor.item?.heard ?? '')) return null;
  cursor.step();
  const column = columnOfQuality(item, adjective.quality, reading);
  if (column === null) return null;
  const direction: 'ascending' | 'descending' = adjective.end === 'high' ? 'descending' : 'ascending';
  return { field: column.id, isNumber: true, direction };
}

/** "Sorted by list price", "alphabetically", "newest first". */
function readOrderClause(cursor: RowCursor, reading: RowReading): boolean {
  const found = cursor.attempt(() => {
    if (cursor.takeOperator('alphabetical') !== null) return { field: null, isNumber: false, direction: undefined };
    const ends = cursor.attempt(() => readEndFirst(cursor, reading));
    if (ends !== null) return ends;
    if (cursor.takeOperator('order') === null) return null;
    const column = columnNamed(cursor.item, reading);
    if (column === null) return null;
    cursor.step();
    return { field: column.id, isNumber: column.type === 'number', direction: undefined };
  });
  if (found === null) return false;
  const said = cursor.takeOperator('direction')?.direction ?? found.direction;
  const field = found.field ?? reading.scope.view.tables.get(reading.subject.table)?.displayDimension ?? null;
  if (field === null) return false;
  reading.order = { field, direction: said ?? (found.isNumber ? 'descending' : 'ascending') };
  return true;
}

function isAfterJoint({ previous }: RowCursor): boolean {
  const isJoint = operatorOf(previous, 'and', 'with', 'group') !== null;
  return isJoint || /^(?:with|their|its|including|and)\b/i.test(previous?.heard ?? '');
}

/** "With start and end date", "and their city": columns that are shown. */
function readColumnClause(cursor: RowCursor, reading: RowReading): boolean {
  const { item } = cursor;
  if (item === undefined || reading.ask !== 'list' || hasSense(item, 'metric') || !isAfterJoint(cursor)) return false;
  if (rowWord(item, 'name') !== null) {
    cursor.step();
    return true;
  }
  const column = columnNamed(item, reading);
  if (column === null) return false;
  cursor.step();
  reading.columns.push(column.id);
  if (column.kind === 'fact' || column.kind === 'time') reading.isAboutRows = true;
  return true;
}

/** Words that join clauses and say nothing themselves. */
function takeJoint(cursor: RowCursor): boolean {
  const { item, second } = cursor;
  if (item === undefined) return false;
  if (operatorOf(item, 'with', 'which') !== null || (operatorOf(item, 'and') !== null && second !== undefined)) {
    cursor.step();
    return true;
  }
  return false;
}

/** "…, how many?" after what is counted. */
function readTrailingCount(cursor: RowCursor, reading: RowReading): boolean {
  if (cursor.second !== undefined || cursor.takeOperator('count') === null) return false;
  reading.ask = 'count';
  return true;
}

/** In the order in which they are tried: the more telling wording first. */
const CLAUSES: readonly ((cursor: RowCursor, reading: RowReading) => boolean)[] = [
  readOrderClause,
  readSuperlativeClause,
  readNumberClause,
  readTextClause,
  readFigureClause,
  readLooseNumberClause,
  readNullClause,
  readEventClause,
  readDateClause,
  readValueClause,
  readGroupClause,
  readColumnClause,
  readOwnerClause,
  readOwnDeed,
  readPeriodClause,
  readTrailingCount,
  takeJoint,
];

/** Reads clauses from the place on as far as they go. */
export function readClauses(cursor: RowCursor, reading: RowReading): void {
  while (!cursor.isAtEnd && CLAUSES.some((read) => read(cursor, reading))) cursor.pass();
}

/** What a question about rows asks for; null where a word of it finds no use. */
export function readRows(cursor: RowCursor, scope: RowScope): RowReading | null {
  const reading = readSubject(cursor, scope);
  if (reading === null) return null;
  readClauses(cursor, reading);
  return cursor.isAtEnd ? reading : null;
}
