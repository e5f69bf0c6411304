import { type Board, hasSense, operatorOf } from './board.ts';
import type { Ordering } from './draft.ts';
import { groupAt } from './read-groups.ts';
import type { Item } from './sense.ts';

function readDirection(board: Board): 'ascending' | 'descending' | null {
  for (const index of board.freeIndexes()) {
    const direction = operatorOf(board.items[index], 'direction');
    if (direction === null) continue;
    board.claim(index);
    return direction.direction;
  }
  return null;
}

function isOrderable(item: Item): boolean {
  return (['metric', 'dimension', 'time', 'grain'] as const).some((kind) => hasSense(item, kind));
}

/** The next item that is no filler; -1 after the end. */
function nextOf(board: Board, index: number): number {
  return index === -1 ? -1 : board.after(index);
}

/** "Rank the stores by sales", "ranking of regions by units": the figure comes after what is ranked. */
function readRanked(board: Board, index: number): Item | null {
  const at = nextOf(board, index);
  const by = nextOf(board, at);
  const item = board.at(nextOf(board, by));
  const isRanked = !hasSense(board.items[at], 'metric') || hasSense(board.items[at], 'table');
  if (!isRanked || groupAt(board, at) === null) return null;
  if (!/^by$/i.test(board.at(by).heard) || !hasSense(item, 'metric')) return null;
  board.claim(index, by);
  return item;
}

/**
 * "Sorted by revenue", "in descending order", "alphabetically". A metric to order by stays free, since it is shown too; a
 * dimension is claimed.
 */
export function readOrder(board: Board): Ordering | null {
  const alphabetical = board.items.findIndex(
    (item, place) => board.isFree(place) && operatorOf(item, 'alphabetical') !== null,
  );
  if (alphabetical !== -1) {
    board.claim(alphabetical);
    return { by: 'names', direction: readDirection(board) };
  }
  const direction = readDirection(board);
  const undirected = direction === null ? null : { by: null, direction };
  const index = board.items.findIndex((item, place) => board.isFree(place) && operatorOf(item, 'order') !== null);
  if (index === -1) return undirected;
  const ranked = readRanked(board, index);
  if (ranked !== null) return { by: ranked, direction: direction ?? 'descending' };
  const at = board.after(index);
  const item = board.at(at);
  if (!board.isFree(at) || !isOrderable(item)) {
    if (direction !== null) board.claim(index);
    return undirected;
  }
  board.claim(index);
  if (!hasSense(item, 'metric')) board.claim(at);
  return { by: item, direction };
}
