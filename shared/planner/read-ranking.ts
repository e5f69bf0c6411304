import { type Board, hasSense, isFiller, operatorOf, sensesOf } from './board.ts';
import type { GroupMention, Ranking } from './draft.ts';
import { groupAt } from './read-groups.ts';
import type { Item } from './sense.ts';

/** "The most in 2025": a number that is a year counts nothing. */
function freeNumber(board: Board, index: number): number | null {
  if (hasSense(board.items[index], 'period')) return null;
  const value = board.isFree(index) ? sensesOf(board.items[index], 'number')[0]?.value : undefined;
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 10_000 ? value : null;
}

/** Index of the next item that is no filler; unlike `Board.after` it does not pass over claimed items. */
function nextMeaningful(board: Board, index: number): number {
  let next = index + 1;
  while (board.items[next] !== undefined && isFillerAt(board, next)) next += 1;
  return next;
}

/** In "most returned product" the deed says by what the products are ranked, as a filler such as "sold" does. */
function isFillerAt(board: Board, index: number): boolean {
  const item = board.items[index];
  const isDeed = hasSense(item, 'deed') && !hasSense(item, 'metric') && !hasSense(item, 'time');
  return item !== undefined && (isFiller(item) || isDeed) && operatorOf(item, 'with', 'group') === null;
}

interface Found {
  readonly target: GroupMention | null;
  readonly metric: Item | null;
  /** Index after the last item that was used. */
  readonly next: number;
}

/** "Top 5 German customers": a value may stand before what is ranked. */
function skipValues(board: Board, index: number): number {
  const isValue = hasSense(board.at(index), 'value') && !hasSense(board.at(index), 'dimension');
  return isValue ? nextMeaningful(board, index) : index;
}

/** "products by units", "products with the highest revenue", "revenue": what follows the ranking word and its number. */
function readTarget(board: Board, index: number): Found {
  const at = skipValues(board, nextMeaningful(board, index));
  const group = groupAt(board, at);
  const isMetricOnly = hasSense(board.items[at], 'metric') && !hasSense(board.items[at], 'dimension');
  if (group === null || isMetricOnly) {
    const metric = hasSense(board.items[at], 'metric') ? (board.items[at] ?? null) : null;
    return { target: null, metric, next: index + 1 };
  }
  board.claim(at);
  return { target: group, ...readByMetric(board, at) };
}

/** The metric after "by", "in", "in terms of"; it stays free, since it is also asked for. */
function readByMetric(board: Board, index: number): { readonly metric: Item | null; readonly next: number } {
  const by = nextMeaningful(board, index);
  const isBy = operatorOf(board.items[by], 'group', 'order', 'with') !== null;
  const at = nextMeaningful(board, isBy ? by : index);
  const item = board.items[at];
  if (!isBy || item === undefined || !hasSense(item, 'metric')) return { metric: null, next: index + 1 };
  board.claim(by);
  return { metric: item, next: at };
}

/** "The top of the 5" is nothing that is said: only an article stands between a ranking word and its number. */
function nextUnlessArticle(board: Board, index: number): number {
  return /^(?:the|our|a)$/i.test(board.at(index + 1).heard) ? index + 2 : index + 1;
}

/** The number beside a ranking word: "top 5", "5 best", "the three largest". */
function readCount(
  board: Board,
  index: number,
): { readonly count: number | null; readonly first: number; readonly last: number } {
  const after = nextUnlessArticle(board, index);
  const following = freeNumber(board, after);
  if (following !== null) {
    board.claim(after);
    return { count: following, first: index, last: after };
  }
  const before = index - 1;
  const preceding = freeNumber(board, before);
  if (preceding !== null) board.claim(before);
  return { count: preceding, first: preceding === null ? index : before, last: index };
}

/** "Which region had the highest revenue": the thing asked for stands before the superlative. */
function findTargetBefore(board: Board, index: number): number | null {
  for (let at = index - 1; at >= 0; at -= 1) {
    const isAsked =
      operatorOf(board.at(board.before(at)), 'which') !== null || operatorOf(board.at(index - 1), 'with') !== null;
    const isMetric = hasSense(board.at(at), 'metric') && !isAsked && freeNumber(board, at - 1) === null;
    if (groupAt(board, at) !== null && !isMetric && !isFiller(board.at(at))) return at;
  }
  return null;
}

/** "Which 5 products have the most returns": a number before the thing asked for says how many of them. */
function takeNumberBefore(board: Board, at: number): number | null {
  const count = freeNumber(board, at - 1);
  if (count !== null) board.claim(at - 1);
  return count;
}

/** "Top 3 products in each region by revenue": the metric that a later "by" names. */
function findLaterMetric(board: Board, index: number): Item | null {
  for (let at = index + 1; at < board.items.length; at += 1) {
    const isBy = board.isFree(at) && operatorOf(board.at(at), 'group', 'order') !== null;
    const metric = board.at(nextMeaningful(board, at));
    if (isBy && hasSense(metric, 'metric') && !hasSense(metric, 'dimension')) {
      board.claim(at);
      return metric;
    }
  }
  return null;
}

const SCOPING = new Set(['for', 'of', 'from', 'among', 'in', 'within']);

/** "For the top 3 stores", "of our 5 best products": `index` is where the ranking begins. */
function isScoped(board: Board, index: number): boolean {
  if (SCOPING.has(board.at(index - 1).heard.toLowerCase())) return true;
  return board.at(index - 1).heard.toLowerCase() === 'the' && SCOPING.has(board.at(index - 2).heard.toLowerCase());
}

/** "Top 5 best selling": the second word says the same again. */
function claimSecond(board: Board, direction: Ranking['direction'], counted: ReturnType<typeof readCount>) {
  const next = counted.last + 1;
  if (!board.isFree(next) || operatorOf(board.at(next), 'rank')?.direction !== direction) return counted;
  board.claim(next);
  return { ...counted, last: next };
}

/** "Excluding the top 3 products", "without our best customer". */
function claimNegation(board: Board, index: number): boolean {
  const at = /^(?:the|our|its)$/i.test(board.at(index - 1).heard) ? index - 2 : index - 1;
  if (!board.isFree(at) || operatorOf(board.at(at), 'not') === null) return false;
  board.claim(at);
  return true;
}

const ORDINALS: readonly string[] = [
  '',
  '',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/** "The second highest", "3rd best". */
function takePlace(board: Board, index: number): number | null {
  const heard = board.at(index - 1).heard.toLowerCase();
  const digits = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(heard)?.[1];
  const place = digits === undefined ? ORDINALS.indexOf(heard) : Number(digits);
  if (place < 2 || !board.isFree(index - 1)) return null;
  board.claim(index - 1);
  return place;
}

/** Top and bottom: "top 5 products by units", "which region had the most orders", "the three worst stores". */
export function readRanking(board: Board): Ranking | null {
  const index = board.items.findIndex((item, place) => board.isFree(place) && operatorOf(item, 'rank') !== null);
  const rank = operatorOf(board.at(index), 'rank');
  if (rank === null) return null;
  board.claim(index);
  const place = rank.place ?? takePlace(board, index);
  const counted = claimSecond(board, rank.direction, readCount(board, index));
  const found = readTarget(board, counted.last);
  const before = found.target === null ? findTargetBefore(board, index) : null;
  const target = before === null ? found.target : groupAt(board, before);
  if (before !== null) board.claim(before);
  const count = counted.count ?? (before === null ? null : takeNumberBefore(board, before));
  return {
    direction: rank.direction,
    count,
    target,
    metric: found.metric ?? findLaterMetric(board, counted.last),
    isScope: isScoped(board, counted.first),
    isLeftOut: claimNegation(board, index),
    isSingular: isSingular(count, rank.isSuperlative, target),
    place,
    start: board.at(index).start,
  };
}

/** "The best month" is one month, "top product" one product; "best products" are several. */
function isSingular(count: number | null, isSuperlative: boolean, target: GroupMention | null): boolean {
  if (count !== null) return false;
  return isSuperlative ? target?.item.isPlural !== true : target !== null && !target.item.isPlural;
}
