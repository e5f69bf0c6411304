import { hasSense, operatorOf, sensesOf } from '../board.ts';
import { rootDimension } from '../model-view.ts';
import type { Item } from '../sense.ts';
import { type Extreme, settleExtreme, takeExtreme } from './read-superlative-clause.ts';
import { isValueItem, readNamed, readValues } from './read-values-clause.ts';
import { readPeriodHere } from './read-event-clause.ts';
import { rowWord, RowCursor } from './row-cursor.ts';
import { tablesOfNoun } from './row-events.ts';
import { type ResolvedPeriod, RowReading, type RowScope, type Subject } from './row-reading.ts';

/** What stands before the noun that a question is about. */
interface Lead {
  readonly ask: 'list' | 'count' | 'when';
  readonly isDistinct: boolean;
  readonly extreme: Extreme | null;
  readonly verb: Item | null;
  readonly periodPlace: number | null;
  /** Places of values and named conditions before the noun: "German stores". */
  readonly modifiers: readonly number[];
  readonly columns: readonly number[];
}

/** The metric that counts distinct things which are no table of their own: orders where only their lines are kept. */
function countedDimension(item: Item | undefined, { view }: RowScope): Subject | null {
  for (const { id } of sensesOf(item, 'metric')) {
    const expression = view.metrics.get(id)?.expression;
    if (expression?.kind !== 'aggregate' || expression.function !== 'COUNT_DISTINCT') continue;
    const { of, table } = expression;
    if (of?.kind !== 'column') continue;
    const isForeign = view.model.relationships.some(
      ({ leftTable, join }) =>
        leftTable === table && join.columns.length === 1 && join.columns.some(({ left }) => left === of.column),
    );
    const dimension = view.tables
      .get(table)
      ?.dimensions.find(({ expression: own }) => own.kind === 'column' && own.column === of.column);
    if (dimension !== undefined && !isForeign) return { table, dimension: dimension.id };
  }
  return null;
}

/** The next noun of a table after the place: the things that a property is asked of. */
function nearbyTable(cursor: RowCursor, from: number): string | null {
  for (const [place, item] of cursor.items.entries()) {
    if (place <= from || operatorOf(cursor.items[place - 1], 'group') !== null) continue;
    const [table, second] = sensesOf(item, 'table');
    if (table !== undefined && second === undefined) return table.id;
  }
  return null;
}

/** The values of a column: that of the things named beside it, else the only one of the name. */
function valuesSubject(cursor: RowCursor, { view }: RowScope): Subject | null {
  const ids = sensesOf(cursor.item, 'dimension').map(({ id }) => id);
  const near = nearbyTable(cursor, cursor.place);
  const roots = [...new Set(ids.map((id) => rootDimension(id, view.dimensions)))];
  const own = near === null ? [] : ownColumns(cursor.item, near, { view });
  const [only] = own.length > 0 ? own : roots;
  if (only === undefined || (own.length > 0 ? own : roots).length > 1) return null;
  const table = only.slice(0, only.lastIndexOf('.'));
  const isNear = near !== null && view.reaches.get(near)?.has(table) === true;
  return { table: isNear ? near : table, dimension: only };
}

/** "Cities" of stores are store cities: columns of the table whose name ends in the word. */
function ownColumns(item: Item | undefined, table: string, { view }: Pick<RowScope, 'view'>): readonly string[] {
  const ids = new Set(sensesOf(item, 'dimension').map(({ id }) => id));
  const own = view.tables.get(table)?.dimensions.filter(({ visibility }) => visibility === 'public') ?? [];
  const named = own.filter(({ id }) => ids.has(id));
  if (named.length > 0) return named.map(({ id }) => id);
  const labels = new Set([...ids].flatMap((id) => view.dimensions.get(id)?.label.toLowerCase() ?? []));
  const ending = own.filter(({ label }) => [...labels].some((word) => label.toLowerCase().endsWith(` ${word}`)));
  return ending.map(({ id }) => id);
}

function subjectAt(cursor: RowCursor, scope: RowScope): Subject | null {
  const { item } = cursor;
  const [table, second] = sensesOf(item, 'table');
  if (table !== undefined && second === undefined) return { table: table.id, dimension: null };
  const counted = countedDimension(item, scope);
  if (counted !== null) return counted;
  return hasSense(item, 'dimension') && !hasSense(item, 'metric') ? valuesSubject(cursor, scope) : null;
}

/** "How many", "which", "when": what is asked for. */
function takeAsk(cursor: RowCursor): Pick<Lead, 'ask' | 'isDistinct'> | null {
  const count = cursor.takeOperator('count');
  if (count !== null) {
    const isMore = cursor.takeOperator('count') !== null;
    return { ask: 'count', isDistinct: count.isDistinct || isMore };
  }
  if (cursor.takeWord('when') !== null) return { ask: 'when', isDistinct: false };
  const isPassed =
    cursor.takeOperator('which') !== null || cursor.takeWord('light') !== null || takeQuantifier(cursor);
  return isPassed ? { ask: 'list', isDistinct: false } : null;
}

function takeQuantifier(cursor: RowCursor): boolean {
  const isAll = operatorOf(cursor.item, 'group') !== null && /^(?:each|every)$/i.test(cursor.item?.heard ?? '');
  if (isAll) cursor.step();
  return isAll;
}

/** True for a column that is listed before the things it belongs to: "brand and list price of each product". */
function readLeadColumns(cursor: RowCursor): readonly number[] {
  const places = cursor.attempt(() => {
    const found: number[] = [];
    for (;;) {
      const { item, place } = cursor;
      const isColumn = (['dimension', 'fact', 'time'] as const).some((kind) => hasSense(item, kind));
      if (item === undefined || !(isColumn || rowWord(item, 'name') !== null) || hasSense(item, 'table')) return null;
      found.push(place);
      cursor.step();
      if (cursor.takeOperator('and') !== null) continue;
      const isOf = /^(?:of|for)$/i.test(cursor.previous?.heard ?? '') || takesAll(cursor.items, place, cursor.place);
      const isEach = takeQuantifier(cursor);
      const isOfThings = hasSense(cursor.item, 'table') && (isOf || isEach);
      const isRows = isEach || found.length > 1 || found.some((at) => isRowColumn(cursor.items[at]));
      return isOfThings && isRows ? found : null;
    }
  });
  return places ?? [];
}

function takesAll(items: readonly Item[], from: number, to: number): boolean {
  return items.slice(from + 1, to).some(({ heard }) => /^(?:of|for)\b/i.test(heard));
}

function isRowColumn(item: Item | undefined): boolean {
  return hasSense(item, 'fact') || hasSense(item, 'time') || rowWord(item, 'name') !== null;
}

function takeModifier(cursor: RowCursor): number | null {
  const { item, place } = cursor;
  const isModifier = isValueItem(item, null) || (hasSense(item, 'filter') && !hasSense(item, 'metric'));
  if (!isModifier || hasSense(item, 'table')) return null;
  cursor.step();
  return place;
}

/** Reads all that stands before the noun; what it says of the rows is settled once the noun is known. */
function readLead(cursor: RowCursor): Lead {
  let ask: Lead['ask'] = 'list';
  let isDistinct = false;
  let extreme: Extreme | null = null;
  let verb: Item | null = null;
  let periodPlace: number | null = null;
  const modifiers: number[] = [];
  const columns: number[] = [];
  for (;;) {
    const asked = takeAsk(cursor);
    const lead = asked === null && columns.length === 0 ? readLeadColumns(cursor) : [];
    const found = asked === null && lead.length === 0 && extreme === null ? takeExtreme(cursor) : null;
    const modifier = asked === null && lead.length === 0 && found === null ? takeModifier(cursor) : null;
    if (asked !== null) ({ ask, isDistinct } = asked.ask === 'list' ? { ask, isDistinct } : asked);
    columns.push(...lead);
    extreme ??= found;
    if (modifier !== null) modifiers.push(modifier);
    if (asked !== null || lead.length > 0 || found !== null || modifier !== null) continue;
    if (periodPlace === null && hasSense(cursor.item, 'period')) {
      periodPlace = cursor.place;
      cursor.step();
    } else if (extreme?.quality === 'time' && verb === null && isVerbBeforeNoun(cursor)) {
      verb = cursor.item ?? null;
      cursor.step();
    } else return { ask, isDistinct, extreme, verb, periodPlace, modifiers, columns };
  }
}

/** "Most recently opened store". */
function isVerbBeforeNoun(cursor: RowCursor): boolean {
  const isVerb = hasSense(cursor.item, 'time') || hasSense(cursor.item, 'deed') || cursor.item?.senses.length === 0;
  return isVerb && hasSense(cursor.second, 'table');
}

/** Puts what stands before the noun to the rows. Null where it does not fit them. */
function settleLead(cursor: RowCursor, lead: Lead, reading: RowReading): RowReading | null {
  const { table } = reading.subject;
  reading.ask = lead.ask;
  for (const place of lead.modifiers) {
    const at = new RowCursor(cursor.items.slice(0, place + 1), place);
    const condition = readValues(at, table, false, reading)?.condition ?? readNamed(at, table, false, reading);
    if (condition === null) return null;
    reading.conditions.push(condition);
  }
  if (lead.periodPlace !== null) reading.period = periodAt(cursor, lead.periodPlace, reading);
  if (lead.extreme !== null && !settleExtreme(cursor, lead.extreme, lead.verb, reading)) return null;
  return lead.columns.length === 0 ? reading : settleColumns(cursor, lead.columns, reading);
}

function settleColumns(cursor: RowCursor, places: readonly number[], reading: RowReading): RowReading | null {
  for (const place of places) {
    const item = cursor.items[place];
    if (rowWord(item, 'name') !== null) continue;
    const column = reading.columnNamed(item);
    if (column === null) return null;
    reading.columns.push(column);
    if (hasSense(item, 'fact')) reading.isAboutRows = true;
  }
  return reading;
}

function periodAt(cursor: RowCursor, place: number, reading: RowReading): ResolvedPeriod | null {
  return readPeriodHere(new RowCursor(cursor.items.slice(0, place + 1), place), reading);
}

/** "Names of customers": the name is shown anyway. */
function skipName(cursor: RowCursor): void {
  if (rowWord(cursor.item, 'name') !== null && !hasSense(cursor.item, 'dimension')) cursor.step();
}

/** Reads what a question is about, with all that stands before it; null where that is no table or column. */
export function readSubject(cursor: RowCursor, scope: RowScope): RowReading | null {
  const lead = readLead(cursor);
  skipName(cursor);
  const subject = subjectAt(cursor, scope);
  if (subject === null) return null;
  const reading = new RowReading(scope, subject);
  reading.isSingular = cursor.item?.isPlural !== true;
  const isCounted = subject.dimension !== null && tablesOfNoun(cursor.item, scope.view).length > 0;
  cursor.step();
  if (subject.dimension !== null && !isCounted) reading.isAboutRows = false;
  return settleLead(cursor, lead, reading);
}
