import { type Board, hasSense, operatorOf } from './board.ts';
import type { Ordering } from './draft.ts';
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
