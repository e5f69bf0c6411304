import { tableOfId } from '#shared/schemas/element-id.ts';
import { hasSense, operatorOf, sensesOf } from '../board.ts';
import type { SimpleCondition } from '../fill-members.ts';
import { countedTable } from '../fill-metrics.ts';
import { leadsToTable } from '../model-view.ts';
import type { Item } from '../sense.ts';
import { readNamed, readValues, type ValuesRead } from './read-values-clause.ts';
import { rowWord, type RowCursor } from './row-cursor.ts';
import { eventTable, tablesOfDeed, tablesOfNoun } from './row-events.ts';
import { type EventMention, type ResolvedPeriod, resolveRowPeriod, type RowReading } from './row-reading.ts';

/** What is said of an event besides that it happened. */
export interface EventDetails {
  readonly where: readonly SimpleCondition[];
  /** "Electronics and toys": rows of each are looked for on their own. */
  readonly each: readonly (readonly SimpleCondition[])[];
  readonly period: ResolvedPeriod | null;
}

/** The period that comes next; one that lies ahead only for dates that can be planned, such as the start of something. */
export function readPeriodHere(cursor: RowCursor, { scope }: RowReading, allowsFuture = false): ResolvedPeriod | null {
  const [sense] = sensesOf(cursor.item, 'period');
  if (sense === undefined || (sense.reading.latent && hasSense(cursor.item, 'filler'))) return null;
  cursor.step();
  return resolveRowPeriod(sense.reading, scope, allowsFuture);
}

/** Values of the subject itself limit the subject; those of the event limit the event. */
function placeValues({ condition, isEach }: ValuesRead, reading: RowReading, into: MutableDetails): void {
  const { subject, scope } = reading;
  const id = condition.kind === 'in' ? condition.field : condition.filter;
  const table = tableOfId(id);
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

/** "By corporate customers", "to Germany": who it was done by or for is told by the values. */
function takeParty(cursor: RowCursor, table: string, reading: RowReading): void {
  const isBy = /^by$/i.test(cursor.item?.heard ?? '') && operatorOf(cursor.item, 'group') !== null;
  if (isBy && (hasSense(cursor.second, 'value') || isParty(cursor.second, table, reading))) cursor.step();
}

/** A noun of what the rows of the event belong to. */
function isParty(item: Item | undefined, table: string, { subject, scope }: RowReading): boolean {
  return sensesOf(item, 'table').some(({ id }) => id !== subject.table && leadsToTable([table], id, scope.view));
}

function takePartyNoun(cursor: RowCursor, table: string, reading: RowReading): boolean {
  const isNoun = isParty(cursor.item, table, reading) && !hasSense(cursor.item, 'value');
  if (isNoun) cursor.step();
  return isNoun;
}

/** Periods and values after an event, in any order. */
export function readDetails(cursor: RowCursor, table: string, reading: RowReading): EventDetails {
  const details: MutableDetails = { where: [], each: [], period: null };
  for (;;) {
    takeParty(cursor, table, reading);
    const period = details.period === null ? readPeriodHere(cursor, reading) : null;
    const values = period === null ? readValuesOrName(cursor, table, reading) : null;
    if (values !== null) takePartyNoun(cursor, table, reading);
    if (period !== null) details.period = period;
    if (values !== null) placeValues(values, reading, details);
    if (period === null && values === null) return details;
  }
}

function takeDenial(cursor: RowCursor): boolean {
  const isNot = cursor.takeOperator('not') !== null || cursor.takeWord('never') !== null;
  return isNot || cursor.takeWord('no') !== null || cursor.takeWord('nothing') !== null;
}

/** "Never", "not", "no", "without", "nothing": whether the event must not have happened. */
function takePolarity(cursor: RowCursor): { readonly negated: boolean; readonly isSaid: boolean } {
  let negated = false;
  let isSaid = false;
  for (;;) {
    const denies = takeDenial(cursor);
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

/** "Placed an order": of one that was made, not of their number. */
function followsArticle(cursor: RowCursor): boolean {
  return /^(?:an?|any)$/i.test(cursor.previous?.heard ?? '');
}

interface EventFound {
  readonly table: string;
  readonly negated: boolean;
  /** What is said of who did it. */
  readonly where: readonly SimpleCondition[];
  /** False for "with returns", which may also ask for their number. */
  readonly isCertain: boolean;
}

/** The figure that counts the subject by just these rows: customers who bought. */
export function countedBy(table: string, { subject, scope }: RowReading): string | null {
  const { view } = scope;
  const metric = [...view.metrics.values()].find(
    (one) =>
      one.factTables.length === 1 &&
      one.factTables[0] === table &&
      one.visibility === 'public' &&
      countedTable(one, view) === subject.table,
  );
  return subject.dimension === null ? (metric?.id ?? null) : null;
}

interface Doers {
  readonly conditions: readonly SimpleCondition[];
  readonly isSaid: boolean;
}

/** "Corporate customers" before what they did; the table is that of the verb after them. */
function takeDoers(cursor: RowCursor, reading: RowReading): Doers {
  const { view } = reading.scope;
  const none: Doers = { conditions: [], isSaid: false };
  const verb = cursor.items.find((item, place) => place > cursor.place && tablesOfDeed(item, view).length > 0);
  const table = verb === undefined ? null : eventTable(tablesOfDeed(verb, view), reading.subject, view);
  if (table === null || hasSense(cursor.item, 'deed')) return none;
  const found = cursor.attempt((): Doers | null => {
    const values = readValues(cursor, table, false, reading);
    const isNoun = takePartyNoun(cursor, table, reading);
    const denies = rowWord(cursor.item, 'never') !== null || operatorOf(cursor.item, 'not') !== null;
    const isThen = denies || tablesOfDeed(cursor.item, view).length > 0;
    return isNoun && isThen ? { conditions: values === null ? [] : [values.condition], isSaid: true } : null;
  });
  return found ?? none;
}

/** "Never bought anything", "were not sold", "nothing was returned". */
function readDeed(cursor: RowCursor, reading: RowReading): EventFound | null {
  const doers = takeDoers(cursor, reading);
  const { negated } = takePolarity(cursor);
  const isOne = followsArticle(cursor) || doers.isSaid;
  const tables = tablesOfDeed(cursor.item, reading.scope.view);
  const table = tables.length === 0 ? null : eventTable(tables, reading.subject, reading.scope.view);
  if (table === null) return null;
  cursor.step();
  const from = cursor.place;
  const hasNone = takeObject(cursor, table, reading);
  // "Who bought in 2025" may also be the figure of those who did; "who bought something" is about them.
  const isSaid = cursor.items.slice(from, cursor.place).some((item) => rowWord(item, 'something') !== null);
  return {
    table,
    negated: negated || hasNone,
    where: doers.conditions,
    isCertain: negated || hasNone || isOne || isSaid || countedBy(table, reading) === null,
  };
}

/** "Without returns", "no sales", "at least one order", "placed an order", "with returns". */
function readEventNoun(cursor: RowCursor, reading: RowReading): EventFound | null {
  const isWith = operatorOf(cursor.previous, 'with') !== null;
  const isOne = followsArticle(cursor);
  const polarity = takePolarity(cursor);
  const { negated } = polarity;
  const isSaid = polarity.isSaid || isOne;
  const isCertain = negated || isSaid;
  // "With revenue" asks for the figure, "with returns" may ask for those that have some.
  const isNoun = isCertain || (isWith && hasSense(cursor.item, 'table'));
  const tables = isNoun ? tablesOfNoun(cursor.item, reading.scope.view) : [];
  const table = tables.length === 0 ? null : eventTable(tables, reading.subject, reading.scope.view);
  if (table === null) return null;
  cursor.step();
  takeObject(cursor, table, reading);
  return { table, negated, where: [], isCertain };
}

function pushEvents(details: EventDetails, found: Omit<EventMention, 'where' | 'period'>, reading: RowReading): void {
  const { where, each, period } = details;
  const wheres = each.length === 0 ? [where] : each.map((one) => [...where, ...one]);
  for (const one of wheres) reading.events.push({ ...found, where: one, period });
}

/** "… and bought nothing": true where the deed is denied by its object. */
function takeSameDeed(cursor: RowCursor, table: string, reading: RowReading): boolean {
  const isDeed = tablesOfDeed(cursor.item, reading.scope.view).includes(table);
  if (isDeed) cursor.step();
  return isDeed && takeObject(cursor, table, reading);
}

function isEmpty({ period, where, each }: EventDetails): boolean {
  return period === null && where.length === 0 && each.length === 0;
}

/** "But not in 2026", "and not toys", "and in 2026": the same deed again, at another time or with another thing. */
function readRepeat(cursor: RowCursor, table: string, reading: RowReading): boolean {
  const from = cursor.place;
  const found = cursor.attempt(() => {
    const isAnd = cursor.takeOperator('and') !== null;
    const negated = cursor.takeOperator('not') !== null || cursor.takeWord('never') !== null;
    if (!isAnd && !negated) return null;
    const hasNone = takeSameDeed(cursor, table, reading);
    const details = readDetails(cursor, table, reading);
    return isEmpty(details) && !hasNone ? null : { negated: negated || hasNone, details };
  });
  if (found === null) return false;
  const heard = cursor.heard(from, reading.scope.text);
  pushEvents(found.details, { table, negated: found.negated, heard }, reading);
  return true;
}

/** Rows of another table that the subject has, or never had. */
export function readEventClause(cursor: RowCursor, reading: RowReading): boolean {
  const from = cursor.place;
  const found = cursor.attempt(() => readDeed(cursor, reading)) ?? cursor.attempt(() => readEventNoun(cursor, reading));
  if (found === null) return false;
  const { table, negated, isCertain } = found;
  const read = readDetails(cursor, table, reading);
  const details = { ...read, where: [...found.where, ...read.where] };
  const first = reading.events.length;
  pushEvents(details, { table, negated, heard: cursor.heard(from, reading.scope.text) }, reading);
  let isRepeated = details.each.length > 0;
  while (readRepeat(cursor, table, reading)) isRepeated = true;
  sharePeriod(reading, first);
  // Counts of those who did one thing and another are figures as well.
  if (isCertain || (isRepeated && reading.ask === 'list')) reading.isAboutRows = true;
  return true;
}

/** "Bought toys but not sports in 2025": a period at the end is that of all that is joined, where no other is said. */
function sharePeriod(reading: RowReading, first: number): void {
  const joined = reading.events.splice(first);
  const last = joined.at(-1)?.period ?? null;
  const isShared = joined.slice(0, -1).every(({ period }) => period === null);
  reading.events.push(...joined.map((event) => (isShared ? { ...event, period: last } : event)));
}
