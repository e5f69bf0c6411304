import { hasSense, sensesOf } from '../board.ts';
import { plainCount, subjectAt, tableOfMember } from './choose-subject.ts';
import { readPeriodHere } from './read-event-clause.ts';
import { type Lead, readLead } from './read-lead.ts';
import { settleExtreme } from './read-superlative-clause.ts';
import { readNamed, readValues } from './read-values-clause.ts';
import { rowWord, RowCursor } from './row-cursor.ts';
import { columnNamed } from './row-columns.ts';
import { RowReading, type RowScope, type Subject } from './row-reading.ts';

/** A cursor on one item that was read before. */
function cursorAt({ items }: RowCursor, place: number): RowCursor {
  return new RowCursor(items.slice(0, place + 1), place);
}

/** Puts what stands before the noun to the rows. Null where it does not fit them. */
function settleLead(cursor: RowCursor, lead: Lead, reading: RowReading): RowReading | null {
  const { table } = reading.subject;
  reading.ask = lead.ask;
  for (const place of lead.modifiers) {
    const at = cursorAt(cursor, place);
    const condition = readValues(at, table, false, reading)?.condition ?? readNamed(at, table, false, reading);
    if (condition === null) return null;
    reading.conditions.push(condition);
  }
  if (lead.periodPlace !== null) reading.period = readPeriodHere(cursorAt(cursor, lead.periodPlace), reading);
  if (lead.extreme !== null && !settleExtreme(cursor, lead.extreme, lead.extremeOf, reading)) return null;
  return settleColumns(cursor, lead.columns, reading);
}

function settleColumns(cursor: RowCursor, places: readonly number[], reading: RowReading): RowReading | null {
  for (const place of places) {
    const item = cursor.items[place];
    if (rowWord(item, 'name') !== null) continue;
    const column = columnNamed(item, reading);
    if (column === null) return null;
    reading.columns.push(column.id);
    if (hasSense(item, 'fact')) reading.isAboutRows = true;
  }
  return reading;
}

/** "Names of customers": the name is shown anyway. */
function skipName(cursor: RowCursor): void {
  if (rowWord(cursor.item, 'name') !== null && !hasSense(cursor.item, 'dimension')) cursor.step();
}

/** "What did customers buy", "how much": what is asked for is neither the rows nor their number. */
function asksForOther(text: string): boolean {
  return /^\W*what (?:did|do|does|have|has|had|will|would|can|could)\b|\bhow (?:much|often|long|far)\b/i.test(text);
}

/** "Our latest product launch": the one with the latest date of that name. */
function subjectOfDate(cursor: RowCursor, lead: Lead, { view }: RowScope): Subject | null {
  const [date, second] = sensesOf(cursor.item, 'time');
  const isMeant = lead.extreme?.quality === 'time' && second === undefined && !hasSense(cursor.item, 'metric');
  const table = isMeant && date !== undefined ? view.dimensions.get(date.id)?.table : undefined;
  if (table === undefined) return null;
  lead.extremeOf = cursor.item ?? null;
  return { table, dimension: null };
}

/** Reads what a question is about, with all that stands before it; null where that is no table or column. */
export function readSubject(cursor: RowCursor, scope: RowScope): RowReading | null {
  if (asksForOther(scope.text)) return null;
  const lead = readLead(cursor, scope);
  skipName(cursor);
  const subject = subjectAt(cursor, scope) ?? subjectOfDate(cursor, lead, scope);
  if (subject === null) return readMember(cursor, lead, scope);
  const reading = new RowReading(scope, subject);
  reading.isSingular = cursor.item?.isPlural !== true;
  reading.countMetric = plainCount(cursor.item, subject, scope);
  reading.isFigureNoun = hasSense(cursor.item, 'metric') && !lead.isRequest;
  cursor.step();
  return settleLead(cursor, lead, reading);
}

/** "The list price of Aurora Lamp", "when did the Berlin store open": a property of the one that is named. */
function readMember(cursor: RowCursor, lead: Lead, scope: RowScope): RowReading | null {
  const { ask, columns, modifiers, extreme } = lead;
  const named = [...modifiers.map((place) => cursor.items[place]), cursor.item];
  const [table] = named.flatMap((item) => tableOfMember(item, scope) ?? []);
  const isAsked = columns.length > 0 || ask === 'when';
  if (table === undefined || !isAsked || extreme !== null || ask === 'count') return null;
  const reading = settleLead(cursor, lead, new RowReading(scope, { table, dimension: null }));
  if (reading !== null) reading.isAboutRows = true;
  return reading;
}
