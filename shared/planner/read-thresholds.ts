import type { Comparator } from '#shared/schemas/plan-condition.ts';
import { type Board, hasSense, operatorOf, sensesOf } from './board.ts';
import type { Threshold } from './draft.ts';
import type { Item } from './sense.ts';

function numberAt(board: Board, index: number): number | null {
  return board.isFree(index) ? (sensesOf(board.items[index], 'number')[0]?.value ?? null) : null;
}

/** "More than 500 orders", else "revenue over 1000": the metric right after the number, else the one before the comparison. */
function metricBeside(board: Board, start: number, end: number): Item | null {
  const after = end + 1;
  if (hasSense(board.items[after], 'metric')) return board.items[after] ?? null;
  const before = board.before(start);
  return hasSense(board.items[before], 'metric') ? (board.items[before] ?? null) : null;
}

function heardBetween(board: Board, from: number, to: number): string {
  return board.items
    .slice(from, to + 1)
    .map((item) => item.heard)
    .join(' ');
}

/** `over 1000`, or with the comparison after the number: `5 or more`. */
function readComparison(board: Board, index: number, comparator: Comparator): Threshold | null {
  const next = board.after(index);
  const value = numberAt(board, next);
  if (value !== null) {
    board.claim(index, next);
    return { metric: metricBeside(board, index, next), comparator, value, heard: heardBetween(board, index, next) };
  }
  const earlier = numberAt(board, index - 1);
  if (earlier === null) return null;
  board.claim(index, index - 1);
  const heard = heardBetween(board, index - 1, index);
  return { metric: metricBeside(board, index - 1, index), comparator, value: earlier, heard };
}

/** `between 10 and 20`: both ends belong to it. */
function readRange(board: Board, index: number): readonly Threshold[] {
  const [low, high] = [index + 1, index + 3];
  const [from, to] = [numberAt(board, low), numberAt(board, high)];
  if (from === null || to === null || operatorOf(board.items[index + 2], 'and') === null) return [];
  board.claim(index, low, index + 2, high);
  const heard = heardBetween(board, index, high);
  const metric = metricBeside(board, index, high);
  return [
    { metric, comparator: '>=', value: from, heard },
    { metric, comparator: '<=', value: to, heard },
  ];
}

/** Conditions on figures: "over $1000", "at least 5 orders", "between 10 and 20". */
export function readThresholds(board: Board): readonly Threshold[] {
  return board.items.flatMap((item, index) => {
    const threshold = operatorOf(item, 'threshold');
    if (threshold !== null) {
      const found = readComparison(board, index, threshold.comparator);
      return found === null ? [] : [found];
    }
    return operatorOf(item, 'between') === null ? [] : readRange(board, index);
  });
}
