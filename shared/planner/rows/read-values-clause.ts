import { tableOfId } from '#shared/schemas/element-id.ts';
import { hasSense, operatorOf, sensesOf } from '../board.ts';
import { chooseValue } from '../choose-element.ts';
import type { SimpleCondition } from '../fill-members.ts';
import { leadsToTable } from '../model-view.ts';
import type { Item } from '../sense.ts';
import type { RowCursor } from './row-cursor.ts';
import type { RowReading, RowScope } from './row-reading.ts';

type ValueCondition = Extract<SimpleCondition, { kind: 'in' | 'named' }>;

/** Values that were named side by side. */
export interface ValuesRead {
  readonly condition: ValueCondition;
  /** "A and B": each of them, not any. */
  readonly isEach: boolean;
}

/** True where the item can be nothing but a value, or is said to be one by quotes or by its column beside it. */
export function isValueItem(item: Item | undefined, label: Item | null): boolean {
  if (!hasSense(item, 'value')) return false;
  if (item?.isQuoted === true || label !== null) return true;
  const others = ['metric', 'dimension', 'period', 'number', 'operator', 'filler', 'time', 'fact'] as const;
  if (others.every((kind) => !hasSense(item, kind))) return true;
  // "US" is a country where "us" is not.
  return /^[A-Z.]{2,4}$/.test(item?.heard ?? '');
}

function isLabelOf(label: Item | undefined, value: Item | undefined): boolean {
  const ids = new Set(sensesOf(value, 'value').map(({ id }) => id));
  return sensesOf(label, 'dimension').some(({ id }) => ids.has(id));
}

/** "Gold tier": a word of the column's name that means nothing else. */
function isPartOfLabel(label: Item | undefined, value: Item | undefined, { view }: RowScope): boolean {
  if (label === undefined || label.senses.length > 0) return false;
  const word = label.heard.toLowerCase();
  return sensesOf(value, 'value').some(({ id }) => {
    const names = [view.dimensions.get(id)?.label ?? '', ...(view.dimensions.get(id)?.synonyms ?? [])];
    return names.some((name) => name.toLowerCase().split(' ').includes(word));
  });
}

function sharesColumn(left: Item, right: Item | undefined): boolean {
  const ids = new Set(sensesOf(left, 'value').map(({ id }) => id));
  return sensesOf(right, 'value').some(({ id }) => ids.has(id));
}

interface List {
  readonly items: readonly Item[];
  readonly label: Item | null;
  readonly isEach: boolean;
}

function isJoined(cursor: RowCursor, first: Item, label: Item | null): boolean {
  const isJoint = operatorOf(cursor.item, 'and', 'or') !== null;
  return isJoint && sharesColumn(first, cursor.second) && isValueItem(cursor.second, label);
}

/** Takes the item where it names the column of the value. */
function takeLabel(cursor: RowCursor, value: Item | undefined, scope: RowScope): Item | null {
  const { item } = cursor;
  const isPart = isPartOfLabel(item, value, scope);
  if (item === undefined || !(isPart || isLabelOf(item, value))) return null;
  cursor.step();
  return isPart ? null : item;
}

/** "Germany or France", "brand Acme", "the Europe region". */
function readList(cursor: RowCursor, scope: RowScope): List | null {
  const before = takeLabel(cursor, cursor.second, scope);
  const first = cursor.item;
  if (first === undefined || !isValueItem(first, before)) return null;
  cursor.step();
  const items = [first];
  let isEach = false;
  while (isJoined(cursor, first, before)) {
    isEach ||= operatorOf(cursor.item, 'and') !== null && cursor.item?.heard !== ',';
    cursor.step();
    if (cursor.item !== undefined) items.push(cursor.item);
    cursor.step();
  }
  return { items, label: before ?? takeLabel(cursor, first, scope), isEach };
}

/** Values of one column that `table` has or leads to; null, and the place kept, where there are none. */
export function readValues(
  cursor: RowCursor,
  table: string,
  negated: boolean,
  { scope }: RowReading,
): ValuesRead | null {
  const { view, log, text } = scope;
  return cursor.attempt(() => {
    const from = cursor.place;
    const list = readList(cursor, scope);
    if (list === null) return null;
    const figures = { factTables: [table], label: view.tables.get(table)?.label ?? table };
    const chosen = list.items.flatMap(
      (item) => chooseValue(item, { label: list.label, owners: [], isOwnName: false }, { figures, view }, log) ?? [],
    );
    const [first] = chosen;
    if (first === undefined || chosen.length < list.items.length) return null;
    if (chosen.some(({ dimension }) => dimension !== first.dimension)) return null;
    const condition: ValueCondition = {
      kind: 'in',
      field: first.dimension,
      values: [...new Set(chosen.map(({ value }) => value))],
      negated,
      heard: cursor.heard(from, text),
      method: chosen.find(({ method }) => method !== 'exact')?.method ?? 'exact',
    };
    return { condition, isEach: list.isEach && chosen.length > 1 };
  });
}

/** A condition that the model has a name for: "late", "on promotion". */
export function readNamed(
  cursor: RowCursor,
  table: string,
  negated: boolean,
  { scope }: RowReading,
): ValueCondition | null {
  const { item } = cursor;
  const named = sensesOf(item, 'filter').find(({ id }) => leadsToTable([table], tableOfId(id), scope.view));
  if (item === undefined || named === undefined || hasSense(item, 'metric')) return null;
  cursor.step();
  scope.log.match(item, 'filter', named.id, named.method);
  return { kind: 'named', filter: named.id, negated, heard: item.heard, method: named.method };
}
