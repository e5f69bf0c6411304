import { tableOfId } from '#shared/schemas/element-id.ts';
import { type Board, hasSense, isFiller, operatorOf, sensesOf } from './board.ts';
import type { Draft, FilterMention, NamedFilterMention, WeekdayMention } from './draft.ts';
import type { Item } from './sense.ts';

/** True when the item can be read as a value: quoted, beside its dimension, or with no other claim on the word. */
function isValue(board: Board, index: number): boolean {
  const item = board.at(index);
  if (!board.isFree(index) || !hasSense(item, 'value')) return false;
  if (item.isQuoted || labelAt(board, index) !== null) return true;
  const hasOtherName = (['metric', 'dimension', 'period'] as const).some((kind) => hasSense(item, kind));
  return !hasOtherName && (!isClosedClass(item) || isAbbreviation(item));
}

/** "US" is a country where "us" is not. */
function isAbbreviation({ heard }: Item): boolean {
  return heard.length > 1 && heard.length <= 4 && /^[A-Z.]+$/.test(heard);
}

/** "None", "all", "top": words whose usual meaning is not a value. */
function isClosedClass(item: Item): boolean {
  return item.senses.some((sense) => sense.kind === 'operator' || sense.kind === 'filler' || sense.kind === 'number');
}

/** Index of the item beside a value that names its dimension: "region Europe", "the Europe region". */
function labelAt(board: Board, index: number): number | null {
  const ids = new Set(sensesOf(board.items[index], 'value').map((sense) => sense.id));
  const isLabel = (near: number) =>
    sensesOf(board.items[near], 'dimension').some((sense) => ids.has(sense.id)) ||
    sensesOf(board.items[near], 'label').some((sense) => sense.ids.some((id) => ids.has(id)));
  const [before, after] = [board.before(index), board.after(index)];
  if (after !== -1 && after === index + 1 && isLabel(after)) return after;
  return before !== -1 && isLabel(before) && operatorOf(board.items[before - 1], 'group') === null ? before : null;
}

function sharesDimension(left: Item, right: Item): boolean {
  const ids = new Set(sensesOf(left, 'value').map((sense) => sense.id));
  return sensesOf(right, 'value').some((sense) => ids.has(sense.id));
}

/** Places of the words that join a list from an index on, and where the next item stands. */
function readJoints(board: Board, index: number) {
  const joints: number[] = [];
  let next = index + 1;
  for (; next < board.items.length; next += 1) {
    const isJoint = operatorOf(board.at(next), 'and', 'or', 'versus') !== null;
    if (!isJoint && !isFiller(board.at(next))) break;
    if (isJoint) joints.push(next);
  }
  return { joints, next };
}

/** Places of the values of one column from an index on, joined by "and", "or", commas or "vs", and of what joins them. */
function readList(board: Board, index: number) {
  const values = [index];
  const joints: number[] = [];
  for (;;) {
    const found = readJoints(board, values.at(-1) ?? index);
    const goesOn =
      found.joints.length > 0 && isValue(board, found.next) && sharesDimension(board.at(index), board.at(found.next));
    if (!goesOn) return { values, joints };
    values.push(found.next);
    joints.push(...found.joints);
  }
}

/** Words between a noun and the value that describes it: "stores in Germany", "suppliers based in France". */
const DESCRIBING: ReadonlySet<string> = new Set(
  'of from in at within inside out based located living situated headquartered resident the'.split(' '),
);

function tablesOf(item: Item): readonly string[] {
  return sensesOf(item, 'table').map(({ id }) => id);
}

/** The tables of the noun that the values from `first` to `last` stand beside. */
function ownersOf(board: Board, first: number, last: number): Pick<FilterMention, 'owners' | 'isOwnName'> {
  const after = tablesOf(board.at(last + 1));
  if (after.length > 0) return { owners: after, isOwnName: true };
  let at = first - 1;
  while (
    at >= 0 &&
    board
      .at(at)
      .heard.toLowerCase()
      .split(' ')
      .every((word) => DESCRIBING.has(word))
  )
    at -= 1;
  return { owners: at < first - 1 ? tablesOf(board.at(at)) : [], isOwnName: false };
}

function readValueList(board: Board, index: number, negation: number | null): FilterMention {
  const negated = negation !== null;
  const { values, joints } = readList(board, index);
  const [label] = values.flatMap((place) => labelAt(board, place) ?? []);
  board.claim(...values, ...joints);
  if (label !== undefined) board.claim(label);
  const hasOr = joints.some((place) => operatorOf(board.at(place), 'or') !== null);
  return {
    values: values.map((place) => board.at(place)),
    label: label === undefined ? null : board.at(label),
    ...ownersOf(board, index, values.at(-1) ?? index),
    negated,
    isContrast: negation !== null && /^but /i.test(board.at(negation).heard),
    isListed: joints.length > 0 && !hasOr && !negated,
  };
}

/** "Both electronics and toys", "electronics and toys both"; not "both revenue and units". */
export function readBoth(board: Board): Draft['both'] {
  const at = board.items.findIndex(
    ({ heard }, index) => heard.toLowerCase() === 'both' && !hasSense(board.items[board.after(index)], 'metric'),
  );
  if (at === -1) return null;
  return board.items.slice(1, at).some(({ heard }) => /^(who|that|which)( |$)/i.test(heard)) ? 'doers' : 'values';
}

/** A negation that reaches from its word over fillers to the item at the index. */
function negationBefore(board: Board, index: number): number | null {
  for (let at = index - 1; at >= 0; at -= 1) {
    const item = board.items[at];
    if (item === undefined) return null;
    if (operatorOf(item, 'not') !== null) return board.isFree(at) ? at : null;
    if (!isFiller(item) && !hasSense(item, 'dimension')) return null;
  }
  return null;
}

/** Conditions on values: "in Germany", "online or retail", "excluding Europe", "the Europe region". */
export function readFilters(board: Board): readonly FilterMention[] {
  const filters: FilterMention[] = [];
  for (const index of board.items.keys()) {
    if (!isValue(board, index)) continue;
    const negation = negationBefore(board, index);
    if (negation !== null) board.claim(negation);
    filters.push(readValueList(board, index, negation));
  }
  return filters;
}

function namesTable(item: Item, tables: ReadonlySet<string>): boolean {
  return sensesOf(item, 'table').some((sense) => tables.has(sense.id));
}

const OWNERSHIP = new Set(['of', 'from', 'for', 'among', 'to', 'in']);

/**
 * Claims nouns that only say whose values were named: "gold customers", "Acme products", "revenue from customers in
 * Germany". Such a noun is kept where it is the only figure ("how many gold customers").
 */
export function claimLabelNouns(board: Board, filters: readonly FilterMention[]): void {
  const tables = new Set(
    filters.flatMap(({ values, owners }) => [
      ...owners,
      ...values.flatMap((item) => sensesOf(item, 'value').map(({ id }) => tableOfId(id))),
    ]),
  );
  const valueStarts = new Set(filters.flatMap(({ values }) => values.map(({ start }) => start)));
  const valueEnds = new Set(filters.flatMap(({ values }) => values.map(({ end }) => end)));
  for (const [index, item] of board.items.entries()) {
    if (!board.isFree(index) || !namesTable(item, tables)) continue;
    const follows = valueEnds.has(board.at(index - 1).end);
    const precedes = valueStarts.has(board.at(board.after(index)).start) && board.after(index) !== -1;
    const isDescribed = follows || isOwnedAt(board, index) || (precedes && !isFirstFigure(board, index));
    if (isDescribed && isBesideFigure(board, index)) claimNoun(board, index, groupWordBefore(board, index, follows));
  }
}

function isOwnedAt(board: Board, index: number): boolean {
  return OWNERSHIP.has(board.at(index - 1).heard.toLowerCase());
}

/** "Revenue and customers in Germany" are two figures. */
function isJoinedFigure(board: Board, index: number): boolean {
  return operatorOf(board.at(index - 1), 'and') !== null;
}

/** A noun after a grouping word is a breakdown, unless it says who did it. */
function claimNoun(board: Board, index: number, groupWord: number | null): void {
  if (groupWord === null) board.claim(index);
  else if (board.at(index).isPlural && isDoneBy(board, groupWord)) board.claim(groupWord, index);
}

/** Place of the grouping word before a noun, or before the value that describes it. */
function groupWordBefore(board: Board, index: number, follows: boolean): number | null {
  const at = [index - 1, ...(follows ? [index - 2] : [])].find(
    (place) => operatorOf(board.at(place), 'group') !== null,
  );
  return at ?? null;
}

/** "Placed by customers from Spain": who did it, where "units sold by store" is a breakdown. */
function isDoneBy(board: Board, groupWord: number): boolean {
  const [verb, word] = [board.at(groupWord - 1), board.at(groupWord)];
  return (
    word.heard.toLowerCase() === 'by' && (hasSense(verb, 'deed') || /(?:ed|made|bought|sold|spent)$/i.test(verb.heard))
  );
}

/** In "orders from Germany and revenue" the orders are asked for themselves, in "revenue of customers in Germany" not. */
function isFirstFigure(board: Board, index: number): boolean {
  return hasSense(board.at(index), 'metric') && !board.items.slice(0, index).some((item) => hasSense(item, 'metric'));
}

/** Where another figure is asked for, the noun need not be one itself. */
function isBesideFigure(board: Board, index: number): boolean {
  if (isJoinedFigure(board, index)) return false;
  return board.items.some((item, place) => place !== index && board.isFree(place) && hasSense(item, 'metric'));
}

/** Conditions that the model has a name for: "active customers". */
export function readNamedFilters(board: Board): readonly NamedFilterMention[] {
  return board.freeIndexes().flatMap((index) => {
    const item = board.items[index];
    if (item === undefined || !hasSense(item, 'filter') || hasSense(item, 'metric')) return [];
    if (operatorOf(board.at(board.before(index)), 'group') !== null) return [];
    const negation = negationBefore(board, index);
    board.claim(index);
    if (negation !== null) board.claim(negation);
    return [{ item, negated: negation !== null }];
  });
}

/** "On weekends", "on Mondays and Fridays", "not on Sundays"; a day that the data has a value for is that value. */
export function readWeekdays(board: Board): WeekdayMention | null {
  const found = board.freeIndexes().filter((index) => {
    const item = board.at(index);
    return operatorOf(item, 'weekdays') !== null && !hasSense(item, 'period');
  });
  const [first] = found;
  if (first === undefined) return null;
  const negation = negationBefore(board, first);
  board.claim(...found, ...(negation === null ? [] : [negation]));
  return {
    heard: found.map((index) => board.at(index).heard).join(' '),
    days: [...new Set(found.flatMap((index) => operatorOf(board.at(index), 'weekdays')?.days ?? []))],
    negated: negation !== null,
  };
}

/** Words that switch off one of the model's default filters: "including cancelled". */
export function readLifts(board: Board): readonly Item[] {
  return board.freeIndexes().flatMap((index) => {
    const item = board.items[index];
    if (item === undefined || !hasSense(item, 'lift')) return [];
    board.claim(index);
    return [item];
  });
}
