import { type Board, hasSense, isFiller, operatorOf, sensesOf } from './board.ts';
import type { GroupMention, MetricMention } from './draft.ts';
import { isAskedFor } from './read-groups.ts';
import type { Item } from './sense.ts';

/** "How many products", "number of different brands": a count of rows or of members, where the model has no metric. */
function readCounted(board: Board, index: number, isDistinct: boolean): MetricMention | null {
  const at = board.after(index);
  const item = board.items[at];
  if (item === undefined || !board.isFree(at)) return null;
  const [table] = sensesOf(item, 'table');
  if (hasSense(item, 'metric')) {
    board.claim(index, at);
    return { kind: 'metric', item };
  }
  if (table !== undefined) {
    board.claim(index, at);
    return { kind: 'rows', item, table: table.id, isAssumed: false };
  }
  if (!hasSense(item, 'dimension') || (!isDistinct && !item.isPlural)) return null;
  board.claim(index, at);
  return { kind: 'members', item };
}

/** Counts come first: "how many different brands" is no breakdown by brand. */
export function readCounts(board: Board): readonly MetricMention[] {
  return board.items.flatMap((item, index) => {
    const count = board.isFree(index) ? operatorOf(item, 'count') : null;
    const found = count === null ? null : readCounted(board, index, count.isDistinct);
    return found === null ? [] : [found];
  });
}

/** "Average list price": an aggregate over a fact for which the model has no metric. */
function readFacts(board: Board): readonly MetricMention[] {
  return board.items.flatMap((item, index): readonly MetricMention[] => {
    const aggregate = board.isFree(index) ? aggregateAt(board, index) : null;
    const at = board.after(index);
    const fact = board.items[at];
    if (aggregate === null || fact === undefined || !board.isFree(at)) return [];
    if (!hasSense(fact, 'fact') || hasSense(fact, 'metric')) return [];
    board.claim(index, at);
    return [{ kind: 'fact', item: fact, function: aggregate }];
  });
}

function aggregateAt(board: Board, index: number): 'sum' | 'avg' | 'min' | 'max' | 'median' | null {
  return operatorOf(board.items[index], 'aggregate')?.function ?? null;
}

/** Words for what people do with the things that a metric may count. */
const DEEDS = new Set(
  'sell sold selling buy bought purchase purchased order ordered make made generate generated'.split(' '),
);

function isDeed(item: Item): boolean {
  if (hasSense(item, 'deed') && !hasSense(item, 'metric')) return true;
  return isFiller(item) && DEEDS.has(item.heard.toLowerCase());
}

/** True when the question speaks of something being sold, bought or ordered. */
export function hasDeed(board: Board): boolean {
  return board.items.some((item) => isFiller(item) && DEEDS.has(item.heard.toLowerCase()));
}

/**
 * "What did customers buy" does not ask for the number of customers. A word that names things as well as their number
 * is read as the number only where nothing is said to be done by them.
 */
function isDoer(board: Board, index: number): boolean {
  const item = board.at(index);
  if (!hasSense(item, 'table') && !hasSense(item, 'dimension')) return false;
  return board.items.some((other, place) => place > index && isDeed(other));
}

const ATTACHING = new Set(['from', 'of', 'for', 'among', 'to', 'on', 'with']);

/** "Revenue from new customers" is a condition on revenue that the model has no name for, not two figures. */
function isAttached(board: Board, index: number): boolean {
  const hasEarlier = board.items.some(
    (item, place) => place < index && hasSense(item, 'metric') && !hasSense(item, 'dimension'),
  );
  return hasEarlier && ATTACHING.has(board.at(index - 1).heard.toLowerCase());
}

/**
 * "Stores per channel", "suppliers in each country": things before a breakdown and no figure at all ask how many there
 * are. Not where some of them are asked for, as in "which stores".
 */
export function readBareCount(board: Board, bare: readonly GroupMention[]): MetricMention | null {
  const [first] = bare;
  const at = board.items.indexOf(first?.item ?? NO_GROUP);
  const [table] = sensesOf(first?.item, 'table');
  if (first === undefined || table === undefined || !first.item.isPlural) return null;
  if (!startsBreakdown(board.items[at + 1])) return null;
  if (isAskedFor(board, at) || operatorOf(board.items[at - 1], 'order') !== null) return null;
  return { kind: 'rows', item: first.item, table: table.id, isAssumed: true };
}

function startsBreakdown(item: Item | undefined): boolean {
  return operatorOf(item, 'group') !== null || sensesOf(item, 'grain').some(({ isGrouping }) => isGrouping);
}

const NO_GROUP: Item = { heard: '', start: -1, end: -1, isPlural: false, isQuoted: false, senses: [] };

/** The figures that are asked for, in the order in which they are named. */
export function readMetrics(board: Board, counts: readonly MetricMention[]): readonly MetricMention[] {
  const counted = [...counts, ...readFacts(board)];
  const named = board.freeIndexes().flatMap((index): readonly MetricMention[] => {
    const item = board.items[index];
    if (item === undefined || !hasSense(item, 'metric')) return [];
    if (isDoer(board, index) || isAttached(board, index)) return [];
    board.claim(index);
    return [{ kind: 'metric', item }];
  });
  return [...counted, ...named].sort((left, right) => left.item.start - right.item.start);
}
