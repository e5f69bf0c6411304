import { hasSense, operatorOf, sensesOf } from '../board.ts';
import { chooseDimension } from '../choose-element.ts';
import { canReach } from '../model-view.ts';
import type { Item } from '../sense.ts';
import { readEventClause, readPeriodHere } from './read-event-clause.ts';
import { readFigureClause } from './read-figure-clause.ts';
import { readLooseNumberClause, readNumberClause } from './read-number-clause.ts';
import { readSubject } from './read-subject.ts';
import { readSuperlativeClause } from './read-superlative-clause.ts';
import { readNullClause, readTextClause } from './read-text-clause.ts';
import { readNamed, readValues } from './read-values-clause.ts';
import { rowWord, type RowCursor } from './row-cursor.ts';
import { columnNamed, columnOfQuality, dateOfVerb } from './row-columns.ts';
import type { RowGroup, RowReading, RowScope } from './row-reading.ts';

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
  reading.verbDate = found.column.id;
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

/** "Made by Acme": no breakdown where a value follows. */
function takeBy(cursor: RowCursor): void {
  const isBy = /^by$/i.test(cursor.item?.heard ?? '') && hasSense(cursor.second, 'value');
  if (isBy) cursor.step();
}

/** A verb that says no more than what it stands with: "made by Acme". */
function takeLight(cursor: RowCursor): boolean {
  return cursor.takeWord('light') !== null;
}

/** "… and when did they open": a date that is shown. */
function readWhenClause(cursor: RowCursor, reading: RowReading): boolean {
  const column = cursor.attempt(() => {
    if (cursor.takeWord('when') === null) return null;
    const found = dateOfVerb(cursor.item, reading);
    if (found !== null) cursor.step();
    return found;
  });
  if (column === null) return false;
  reading.columns.push(column.id);
  return true;
}

function readValueClause(cursor: RowCursor, reading: RowReading): boolean {
  const { table, dimension } = reading.subject;
  const isBoth = /^both\b/i.test(cursor.previous?.heard ?? '');
  const found = cursor.attempt(() => {
    const negated = cursor.takeOperator('not') !== null;
    takeBy(cursor);
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
  // "By month of shipping" is said of a date, and of no other.
  if (/^of$/i.test(cursor.previous?.heard ?? '')) return false;
  if (isOwn) {
    reading.verbDate = dateOfVerb(cursor.item, reading)?.id ?? null;
    cursor.step();
  }
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

/** Columns of other tables whose name ends in the word: the "country" of suppliers. */
function onlyEnding(item: Item, { subject, scope }: RowReading): string | null {
  const word = ` ${item.heard.toLowerCase()}`;
  const reached = scope.view.reaches.get(subject.table) ?? new Set();
  const ending = [...scope.view.dimensions.values()].filter(
    ({ table, label, synonyms, visibility }) =>
      reached.has(table) &&
      visibility === 'public' &&
      [label, ...synonyms].some((name) => name.toLowerCase().endsWith(word)),
  );
  const [only, second] = ending;
  if (only === undefined || second !== undefined) return null;
  scope.log.assume(`“${item.heard}” was read as ${only.label}.`);
  return only.id;
}

function groupColumn(item: Item, reading: RowReading): string | null {
  const { scope, subject, label } = reading;
  const isReached = sensesOf(item, 'dimension').some(({ id }) => canReach([subject.table], id, scope.view));
  const ending = isReached ? null : onlyEnding(item, reading);
  return ending ?? chooseDimension(item, { factTables: [subject.table], label }, scope.view, scope.log);
}

/** "In each year": of the date that a verb named, else of the date of the rows. */
function groupGrain(cursor: RowCursor, reading: RowReading): RowGroup | null {
  const [grain] = sensesOf(cursor.item, 'grain');
  const { subject, scope } = reading;
  const dimension = reading.verbDate ?? scope.view.tables.get(subject.table)?.defaultTimeDimension ?? null;
  if (grain === undefined || reading.ask !== 'count' || dimension === null || subject.dimension !== null) return null;
  cursor.step();
  return { dimension, grain: grain.grain, system: grain.system };
}

function groupAt(cursor: RowCursor, reading: RowReading): RowGroup | null {
  const unit = groupGrain(cursor, reading);
  const { item } = cursor;
  if (unit !== null || item === undefined || !hasSense(item, 'dimension')) return unit;
  cursor.step();
  const dimension = groupColumn(item, reading);
  return dimension === null ? null : { dimension };
}

/** "Per channel" of things: how many there are, where nothing else is asked of them. */
function countsPer({ item }: RowCursor, { superlative, columns }: RowReading): boolean {
  return /^per\b/i.test(item?.heard ?? '') && superlative === null && columns.length === 0;
}

/** "In each category", "per brand", "of every store"; "stores per channel" are counted. */
function readGroupClause(cursor: RowCursor, reading: RowReading): boolean {
  const { ask } = reading;
  const group = cursor.attempt((): RowGroup | null => {
    if (countsPer(cursor, reading)) reading.ask = 'count';
    const isGrouping = sensesOf(cursor.item, 'grain').some((grain) => grain.isGrouping);
    if (!isGrouping && cursor.takeOperator('group') === null) return null;
    takeEach(cursor);
    return groupAt(cursor, reading);
  });
  if (group === null) reading.ask = ask;
  else reading.per.push(group);
  return group !== null;
}

function takeEach(cursor: RowCursor): void {
  if (/^(?:each|every)$/i.test(cursor.item?.heard ?? '')) cursor.takeOperator('group');
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
  readWhenClause,
  readOwnDeed,
  readPeriodClause,
  readTrailingCount,
  takeJoint,
  takeLight,
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
