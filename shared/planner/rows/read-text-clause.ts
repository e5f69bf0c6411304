import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import { keyDimension } from '#shared/semantic/member-key.ts';
import { hasSense, operatorOf, sensesOf } from '../board.ts';
import { leadsToTable } from '../model-view.ts';
import type { Item } from '../sense.ts';
import { rowWord, type RowCursor } from './row-cursor.ts';
import { type Column, columnNamed } from './row-columns.ts';
import type { RowReading } from './row-reading.ts';

function displayOf({ subject, scope }: RowReading): string | null {
  return subject.dimension ?? scope.view.tables.get(subject.table)?.displayDimension ?? null;
}

/** The text column that stands before the word of matching; the name of the subject where none does. */
function fieldBefore(cursor: RowCursor, reading: RowReading): string | null {
  const isBefore = rowWord(cursor.second, 'match') !== null || operatorOf(cursor.second, 'not') !== null;
  if (rowWord(cursor.item, 'name') !== null) {
    cursor.step();
    return displayOf(reading);
  }
  const column = isBefore ? columnNamed(cursor.item, reading) : null;
  if (column === null) return displayOf(reading);
  cursor.step();
  return column.type === 'text' ? column.id : null;
}

/** Place of what is looked for: fillers are too, as in "starting with A", but no comparison. */
function placeOfText(cursor: RowCursor): number | null {
  let at = cursor.place + 1;
  while (rowWord(cursor.items[at], 'letters') !== null) at += 1;
  const item = cursor.items[at];
  const isOther = (['operator', 'number', 'period'] as const).some((kind) => hasSense(item, kind));
  return item === undefined || (isOther && !item.isQuoted) ? null : at;
}

/** What is looked for, as written: all quoted words, or one stretch, with a sign such as the dot of ".org" before it. */
function takeText(cursor: RowCursor, text: string): string | null {
  let at = placeOfText(cursor);
  const first = cursor.items[at ?? -1];
  if (at === null || first === undefined) return null;
  let last = first;
  for (let next = cursor.items[at + 1]; next !== undefined && goesOn(first, next); next = cursor.items[at + 1]) {
    last = next;
    at += 1;
  }
  cursor.place = at + 1;
  cursor.pass();
  if (first.isQuoted) return quotedAround(text, first.start);
  const hasSign = /[.@#-]/.test(text.charAt(first.start - 1));
  return text.slice(hasSign ? first.start - 1 : first.start, last.end);
}

function goesOn(first: Item, next: Item): boolean {
  return first.isQuoted ? next.isQuoted : next.senses.length === 0;
}

function quotedAround(text: string, place: number): string {
  const from = text.lastIndexOf('"', place) + 1;
  return text.slice(from, text.indexOf('"', place));
}

function textCondition(
  field: string,
  match: 'contains' | 'starts' | 'ends' | 'is',
  value: string,
  rest: { readonly negated: boolean; readonly heard: string },
): ConditionInput {
  const provenance = { heard: rest.heard, method: 'exact' };
  return match === 'is'
    ? { kind: 'in', field, values: [value], negated: rest.negated, ...provenance }
    : { kind: 'text', field, match, value, negated: rest.negated, ...provenance };
}

/** Takes quoted words that are no known value, with the "in" after them. */
function takeQuoted(cursor: RowCursor, text: string): string | null {
  const { item, place } = cursor;
  if (item?.isQuoted !== true || sensesOf(item, 'value').length > 0) return null;
  while (cursor.item?.isQuoted === true) cursor.step();
  const isIn = cursor.items.slice(place, cursor.place).some(({ heard }) => /^in\b/i.test(heard));
  return isIn ? quotedAround(text, item.start) : null;
}

/** `"steel" in the type`: the column that the quoted words stand in. */
function readQuotedIn(cursor: RowCursor, reading: RowReading): ConditionInput | null {
  const { place } = cursor;
  const value = takeQuoted(cursor, reading.scope.text);
  if (value === null) return null;
  const isName = rowWord(cursor.item, 'name') !== null;
  const field = isName ? displayOf(reading) : (columnNamed(cursor.item, reading)?.id ?? null);
  if (field === null) return null;
  cursor.step();
  return textCondition(field, 'contains', value, { negated: false, heard: cursor.heard(place, reading.scope.text) });
}

/** "Starting with Cedar", "whose e-mail ends in .org", "not containing lamp", "called Aurora". */
export function readTextClause(cursor: RowCursor, reading: RowReading): boolean {
  const from = cursor.place;
  const quoted = cursor.attempt(() => readQuotedIn(cursor, reading));
  const found =
    quoted ??
    cursor.attempt((): ConditionInput | null => {
      const field = fieldBefore(cursor, reading);
      const negated = cursor.takeOperator('not') !== null;
      const word = rowWord(cursor.item, 'match');
      if (field === null || word === null) return null;
      const value = takeText(cursor, reading.scope.text);
      if (value === null || value === '') return null;
      return textCondition(field, word.match, value, { negated, heard: cursor.heard(from, reading.scope.text) });
    });
  if (found === null) return false;
  reading.conditions.push(found);
  reading.isAboutRows = true;
  return true;
}

/** What must be there, or not, for a noun: its column, or the key of the table that the subject leads to. */
function presenceField(item: Item | undefined, reading: RowReading): string | null {
  const { view } = reading.scope;
  const { table } = reading.subject;
  const led = sensesOf(item, 'table').find(({ id }) => id !== table && leadsToTable([table], id, view));
  const other = led === undefined ? undefined : view.tables.get(led.id);
  if (other !== undefined) return keyDimension(other) ?? other.displayDimension;
  const column: Column | null = columnNamed(item, reading);
  return column === null || column.table !== table ? null : column.id;
}

/** "Without an e-mail", "with no promotion", "with a missing brand", "whose end date is blank". */
export function readNullClause(cursor: RowCursor, reading: RowReading): boolean {
  const from = cursor.place;
  const field = cursor.attempt(() => {
    const isAbsent = cursor.takeOperator('not') !== null || cursor.takeWord('no') !== null;
    const isMissing = cursor.takeWord('missing') !== null;
    const found = presenceField(cursor.item, reading);
    if (found === null) return null;
    cursor.step();
    return isAbsent || isMissing || cursor.takeWord('missing') !== null ? found : null;
  });
  if (field === null) return false;
  reading.conditions.push({
    kind: 'null',
    field,
    negated: false,
    heard: cursor.heard(from, reading.scope.text),
    method: 'exact',
  });
  reading.isAboutRows = true;
  return true;
}
