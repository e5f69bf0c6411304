import { type Board, hasSense, isFiller, operatorOf, sensesOf } from './board.ts';
import type { GroupMention, Ranking } from './draft.ts';
import { groupAt } from './read-groups.ts';
import type { Item } from './sense.ts';

function freeNumber(board: Board, index: number): number | null {
  const value = board.isFree(index) ? sensesOf(board.items[index], 'number')[0]?.value : undefined;
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 10_000 ? value : null;
}

/** Index of the next item that is no filler; unlike `Board.after` it does not pass over claimed items. */
function nextMeaningful(board: Board, index: number): number {
  let next = index + 1;
  while (board.items[next] !== undefined && isFillerAt(board, next)) next += 1;
  return next;
}

function isFillerAt(board: Board, index: number): boolean {
  const item = board.items[index];
  return item !== undefined && isFiller(item) && operatorOf(item, 'with', 'group') === null;
}

interface Found {
  readonly target: GroupMention | null;
  readonly metric: Item | null;
  /** Index after the last item that was used. */
  readonly next: number;
}

/** "products by units", "products with the highest revenue", "revenue": what follows the ranking word and its number. */
function readTarget(board: Board, index: number): Found {
  const at = nextMeaningful(board, index);
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

/** The number beside a ranking word: "top 5", "5 best", "the three largest". */
function readCount(board: Board, index: number): { readonly count: number | null; readonly last: number } {
  const after = nextMeaningful(board, index);
  const following = freeNumber(board, after);
  if (following !== null) {
    board.claim(after);
    return { count: following, last: after };
  }
  const before = index - 1;
  const preceding = freeNumber(board, before);
  if (preceding !== null) board.claim(before);
  return { count: preceding, last: index };
}

/** "Which region had the highest revenue": the thing asked for stands before the superlative. */
function targetBefore(board: Board, index: number): GroupMention | null {
  for (let at = index - 1; at >= 0; at -= 1) {
    const group = groupAt(board, at);
    const isAsked =
      operatorOf(board.items[at - 1], 'which') !== null || operatorOf(board.items[index - 1], 'with') !== null;
    const isMetric = hasSense(board.items[at], 'metric') && !isAsked;
    if (group === null || isMetric || sensesOf(board.items[at], 'value').length > 0) continue;
    board.claim(at);
    return group;
  }
  return null;
}

/** Top and bottom: "top 5 products by units", "which region had the most orders", "the three worst stores". */
export function readRanking(board: Board): Ranking | null {
  const index = board.items.findIndex((item, place) => board.isFree(place) && operatorOf(item, 'rank') !== null);
  const rank = operatorOf(board.items[index], 'rank');
  if (rank === null) return null;
  board.claim(index);
  const { count, last } = readCount(board, index);
  const found = readTarget(board, last);
  const target = found.target ?? targetBefore(board, index);
  const isSingular = count === null && rank.isSuperlative && target?.item.isPlural !== true;
  const isTopOne = count === null && !rank.isSuperlative && target !== null && !target.item.isPlural;
  return { direction: rank.direction, count, target, metric: found.metric, isSingular: isSingular || isTopOne };
}
