import { hasSense, operatorOf } from '../board.ts';
import type { Item } from '../sense.ts';
import { tableOfMember } from './choose-subject.ts';
import { type Extreme, takeExtreme } from './read-superlative-clause.ts';
import { isValueItem } from './read-values-clause.ts';
import { rowWord, type RowCursor } from './row-cursor.ts';
import type { RowScope } from './row-reading.ts';

/** What stands before the noun that a question is about, by the places of its items. */
export interface Lead {
  ask: 'list' | 'count' | 'when';
  /** True for "which", "list", "who". */
  isRequest: boolean;
  extreme: Extreme | null;
  /** "Opened" in "the most recently opened store", "list price" in "the highest list price products". */
  extremeOf: Item | null;
  periodPlace: number | null;
  /** Values and named conditions: "German stores". */
  readonly modifiers: number[];
  readonly columns: number[];
}

function heardAt(cursor: RowCursor): string {
  return cursor.item?.heard ?? '';
}

/** "Who are", at the start. */
function takeWho(cursor: RowCursor): boolean {
  return cursor.place <= 1 && /^who\b/i.test(heardAt(cursor)) && cursor.takeOperator('with') !== null;
}

export function takeQuantifier(cursor: RowCursor): boolean {
  const isAll = operatorOf(cursor.item, 'group') !== null && /^(?:each|every)$/i.test(heardAt(cursor));
  if (isAll) cursor.step();
  return isAll;
}

/** "How many", "which", "when": what is asked for. */
function takeAsk(cursor: RowCursor, lead: Lead): boolean {
  if (cursor.takeOperator('count') !== null) {
    lead.ask = 'count';
    return true;
  }
  if (cursor.takeWord('when') !== null) {
    lead.ask = 'when';
    return true;
  }
  const isRequest = takeWho(cursor) || cursor.takeOperator('which') !== null || takeQuantifier(cursor);
  lead.isRequest ||= isRequest;
  return isRequest || cursor.takeWord('light') !== null;
}

function isColumnItem(item: Item | undefined): boolean {
  const isColumn = (['dimension', 'fact', 'time'] as const).some((kind) => hasSense(item, kind));
  return (isColumn || rowWord(item, 'name') !== null) && !hasSense(item, 'table');
}

function isRowColumn(item: Item | undefined): boolean {
  return hasSense(item, 'fact') || hasSense(item, 'time') || rowWord(item, 'name') !== null;
}

/** "Brand, list price and …": places of the columns, and whether "of" or "for" comes after them. */
function takeColumnList(cursor: RowCursor): { readonly places: readonly number[]; readonly isOf: boolean } | null {
  const places: number[] = [];
  for (;;) {
    const { place } = cursor;
    if (!isColumnItem(cursor.item)) return null;
    places.push(place);
    cursor.step();
    if (cursor.takeOperator('and') !== null) continue;
    const between = cursor.items.slice(place + 1, cursor.place);
    return { places, isOf: between.some(({ heard }) => /^(?:of|for)\b/i.test(heard)) };
  }
}

/** Columns that are listed before the things they belong to: "brand and list price of each product". */
function takeColumns(cursor: RowCursor, lead: Lead, scope: RowScope): boolean {
  if (lead.columns.length > 0) return false;
  const found = cursor.attempt(() => {
    const list = takeColumnList(cursor);
    if (list === null) return null;
    const isEach = takeQuantifier(cursor);
    return isOfMember(cursor, list, scope) || isOfRows(cursor, list, isEach) ? list.places : null;
  });
  lead.columns.push(...(found ?? []));
  return found !== null;
}

type ColumnList = NonNullable<ReturnType<typeof takeColumnList>>;

function isOfMember({ item }: RowCursor, { isOf }: ColumnList, scope: RowScope): boolean {
  return isOf && isValueItem(item, null) && tableOfMember(item, scope) !== null;
}

/** One property of things by itself is asked for by its different values. */
function isOfRows({ item, items }: RowCursor, { places, isOf }: ColumnList, isEach: boolean): boolean {
  if (!hasSense(item, 'table') || !(isOf || isEach)) return false;
  return isEach || places.length > 1 || places.some((place) => isRowColumn(items[place]));
}

function takeExtremeOnce(cursor: RowCursor, lead: Lead): boolean {
  if (lead.extreme !== null) return false;
  lead.extreme = takeExtreme(cursor);
  return lead.extreme !== null;
}

/** "Most recently opened store", "highest list price products". */
function takeExtremeOf(cursor: RowCursor, lead: Lead): boolean {
  const { item } = cursor;
  if (lead.extreme === null || lead.extremeOf !== null || item === undefined || !hasSense(cursor.second, 'table')) {
    return false;
  }
  const isVerb = hasSense(item, 'time') || hasSense(item, 'deed') || item.senses.length === 0;
  const isFitting = lead.extreme.quality === null ? hasSense(item, 'fact') : isVerb;
  if (!isFitting) return false;
  lead.extremeOf = item;
  cursor.step();
  return true;
}

/** "When did we open our first store". */
function takeVerbOfWhen(cursor: RowCursor, lead: Lead): boolean {
  const { item } = cursor;
  const isVerb = hasSense(item, 'deed') || hasSense(item, 'time');
  const isFirst = lead.extreme === null && lead.extremeOf === null && lead.modifiers.length === 0;
  if (lead.ask !== 'when' || !isFirst || !isVerb) return false;
  lead.extremeOf = item ?? null;
  cursor.step();
  return true;
}

function takeModifier(cursor: RowCursor, { modifiers }: Lead): boolean {
  const { item, place } = cursor;
  const isModifier = isValueItem(item, null) || (hasSense(item, 'filter') && !hasSense(item, 'metric'));
  if (!isModifier || hasSense(item, 'table')) return false;
  cursor.step();
  modifiers.push(place);
  return true;
}

function takePeriod(cursor: RowCursor, lead: Lead): boolean {
  if (lead.periodPlace !== null || !hasSense(cursor.item, 'period')) return false;
  lead.periodPlace = cursor.place;
  cursor.step();
  return true;
}

/** Reads all that stands before the noun; what it says of the rows is settled once the noun is known. */
export function readLead(cursor: RowCursor, scope: RowScope): Lead {
  const lead: Lead = {
    ask: 'list',
    isRequest: false,
    extreme: null,
    extremeOf: null,
    periodPlace: null,
    modifiers: [],
    columns: [],
  };
  const parts = [takeAsk, takeColumns, takeExtremeOnce, takeExtremeOf, takeVerbOfWhen, takeModifier, takePeriod];
  while (parts.some((take) => take(cursor, lead, scope))) cursor.pass();
  return lead;
}
