import { hasSense, operatorOf, sensesOf } from '../board.ts';
import type { SimpleCondition } from '../fill-members.ts';
import { leadsToTable } from '../model-view.ts';
import type { Item } from '../sense.ts';
import { readNamed, readValues, type ValuesRead } from './read-values-clause.ts';
import type { RowCursor } from './row-cursor.ts';
import { eventTable, tablesOfDeed, tablesOfNoun } from './row-events.ts';
import { type EventMention, type ResolvedPeriod, resolveRowPeriod, type RowReading } from './row-reading.ts';

/** What is said of an event besides that it happened. */
export interface EventDetails {
  readonly where: readonly SimpleCondition[];
  /** "Electronics and toys": rows of each are looked for on their own. */
  readonly each: readonly (readonly SimpleCondition[])[];
  readonly period: ResolvedPeriod | null;
}

export function readPeriodHere(cursor: RowCursor, { scope }: RowReading): ResolvedPeriod | null {
  const [sense] = sensesOf(cursor.item, 'period');
  if (sense === undefined || (sense.reading.latent && hasSense(cursor.item, 'filler'))) return null;
  cursor.step();
  return resolveRowPeriod(sense.reading, scope);
}

/** Values of the subject itself limit the subject; those of the event limit the event. */
function placeValues({ condition, isEach }: ValuesRead, reading: RowReading, into: MutableDetails): void {
  const { subject, scope } = reading;
  const id = condition.kind === 'in' ? condition.field : condition.filter;
  const table = id.slice(0, id.lastIndexOf('.'));
  const isOwn = subject.dimension === null && leadsToTable([subject.table], table, scope.view);
  if (isOwn) reading.conditions.push(condition);
  else if (isEach && condition.kind === 'in') {
    into.each = condition.values.map((value) => [{ ...condition, values: [value] }]);
  } else into.where.push(condition);
}

interface MutableDetails {
  where: SimpleCondition[];
  each: (readonly SimpleCondition[])[];
  period: ResolvedPeriod | null;
}

function readValuesOrName(cursor: RowCursor, table: string, reading: RowReading): ValuesRead | null {
  return cursor.attempt(() => {
    const negated = operatorOf(cursor.item, 'not') !== null && !/^but/i.test(cursor.item?.heard ?? '');
    if (negated) cursor.step();
    const values = readValues(cursor, table, negated, reading);
    if (values !== null) return values;
    const named = readNamed(cursor, table, negated, reading);
    return named === null ? null : { condition: named, isEach: false };
  });
}

/** Periods and values after an event, in any order. */
export function readDetails(cursor: RowCursor, table: string, reading: RowReading): EventDetails {
  const details: MutableDetails = { where: [], each: [], period: null };
  for (;;) {
    const period = details.period === null ? readPeriodHere(cursor, reading) : null;
    const values = period === null ? readValuesOrName(cursor, table, reading) : null;
    if (period !== null) details.period = period;
    if (values !== null) placeValues(values, reading, details);
    if (period === null && values === null) return details;
  }
}

/** "Never", "not", "no", "without", "nothing": whether the event must not have happened. */
function takePolarity(cursor: RowCursor): { readonly negated: boolean; readonly isSaid: boolean } {
  let negated = false;
  let isSaid = false;
  for (;;) {
    const denies =
      cursor.takeOperator('not') !== null ||
      cursor.takeWord('never') !== null ||
      cursor.takeWord('no') !== null ||
      cursor.takeWord('nothing') !== null;
    const isPlain = !denies && (cursor.takeWord('something') !== null || cursor.takeWord('light') !== null);
    negated ||= denies;
    isSaid ||= denies || isPlain;
    if (!denies && !isPlain) return { negated, isSaid };
  }
}

/** What was bought or returned where that is only a word for it: "anything", "nothing", "an item", "orders". */
function takeObject(cursor: RowCursor, table: string, reading: RowReading): boolean {
  const { view } = reading.scope;
  let negated = false;
  for (;;) {
    if (cursor.takeWord('nothing') !== null) negated = true;
    else if (cursor.takeWord('no') !== null) negated = true;
    else if (cursor.takeWord('something') === null && !takeNoun()) return negated;
  }
  function takeNoun(): boolean {
    if (operatorOf(cursor.items[cursor.place - 1], 'group') !== null) return false;
    const tables = tablesOfNoun(cursor.item, view);
    const isRelated = tables.some((other) => leadsToTable([table], other, view) || leadsToTable([other], table, view));
    if (isRelated && !hasSense(cursor.item, 'value')) cursor.step();
    return isRelated && !hasSense(cursor.item, 'value');
  }
}

interface EventFound {
  readonly table: string;
  readonly negated: boolean;
  /** False for "with returns", which may also ask for their number. */
  readonly isCertain: boolean;
}

/** "Never bought anything", "were not sold", "nothing was returned". */
function readDeed(cursor: RowCursor, reading: RowReading): EventFound | null {
  const { negated } = takePolarity(cursor);
  const tables = tablesOfDeed(cursor.item, reading.scope.view);
  const table = tables.length === 0 ? null : eventTable(tables, reading.subject, reading.scope.view);
  if (table === null) return null;
  cursor.step();
  const hasNone = takeObject(cursor, table, reading);
  return { table, negated: negated || hasNone, isCertain: true };
}

/** "Without returns", "no sales", "at least one order", "placed an order", "with returns". */
function readEventNoun(cursor: RowCursor, reading: RowReading): EventFound | null {
  const isWith = operatorOf(cursor.previous, 'with') !== null || /^(?:an?|any)$/i.test(cursor.previous?.heard ?? '');
  const { negated, isSaid } = takePolarity(cursor);
  const { item } = cursor;
  if (item === undefined || !(negated || isSaid || isWith)) return null;
  const tables = tablesOfNoun(item, reading.scope.view);
  const isFigureOnly = sensesOf(item, 'table').length === 0;
  if (tables.length === 0 || tables.includes(reading.subject.table)) return null;
  if (isFigureOnly && !negated && !isSaid) return null;
  const table = eventTable(tables, reading.subject, reading.scope.view);
  if (table === null) return null;
  cursor.step();
  takeObject(cursor, table, reading);
  return { table, negated, isCertain: negated || isSaid };
}

function pushEvents(details: EventDetails, found: Omit<EventMention, 'where' | 'period'>, reading: RowReading): void {
  const { where, each, period } = details;
  const wheres = each.length === 0 ? [where] : each.map((one) => [...where, ...one]);
  for (const one of wheres) reading.events.push({ ...found, where: one, period });
}

/** "But not in 2026", "and not toys", "and in 2026": the same deed again, at another time or with another thing. */
function readRepeat(cursor: RowCursor, table: string, reading: RowReading): boolean {
  const from = cursor.place;
  const found = cursor.attempt(() => {
    const isAnd = cursor.takeOperator('and') !== null;
    const negated = cursor.takeOperator('not') !== null || cursor.takeWord('never') !== null;
    if (!isAnd && !negated) return null;
    const isDeed = tablesOfDeed(cursor.item, reading.scope.view).includes(table);
    if (isDeed) cursor.step();
    const hasNone = isDeed && takeObject(cursor, table, reading);
    const details = readDetails(cursor, table, reading);
    const isEmpty = details.period === null && details.where.length === 0 && details.each.length === 0;
    return isEmpty && !hasNone ? null : { negated: negated || hasNone, details };
  });
  if (found === null) return false;
  const heard = cursor.heard(from, reading.scope.text);
  pushEvents(found.details, { table, negated: found.negated, heard }, reading);
  return true;
}

/** Rows of another table that the subject has, or never had. */
export function readEventClause(cursor: RowCursor, reading: RowReading): boolean {
  const from = cursor.place;
  const found =
    cursor.attempt(() => readDeed(cursor, reading)) ?? cursor.attempt(() => readEventNoun(cursor, reading));
  if (found === null) return false;
  const { table, negated, isCertain } = found;
  const details = readDetails(cursor, table, reading);
  // "Nothing was sold in 2025": the period may come before what denies it.
  pushEvents(details, { table, negated, heard: cursor.heard(from, reading.scope.text) }, reading);
  while (readRepeat(cursor, table, reading)) reading.isAboutRows = true;
  if (isCertain) reading.isAboutRows = true;
  return true;
}

