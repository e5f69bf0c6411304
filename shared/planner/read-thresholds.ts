import type { Comparator } from '#shared/schemas/plan-condition.ts';
import { type Board, hasSense, operatorOf, sensesOf } from './board.ts';
import type { Threshold } from './draft.ts';
import type { Item } from './sense.ts';

interface Amount {
  readonly value: number;
  readonly unit: Threshold['unit'];
  /** Index of the last item that belongs to it. */
  readonly last: number;
}

/** A number that is compared with; one before a unit of time ("over 3 months") says how long. */
function amountAt(board: Board, index: number): Amount | null {
  const [number] = board.isFree(index) ? sensesOf(board.items[index], 'number') : [];
  if (number === undefined || hasSense(board.items[index + 1], 'grain')) return null;
  const isPercent = /^per ?cent$/i.test(board.at(index + 1).heard) && board.isFree(index + 1);
  if (isPercent) return { value: number.value / 100, unit: 'percent', last: index + 1 };
  return { value: number.value, unit: number.unit, last: index };
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
  const amount = amountAt(board, next);
  if (amount !== null) {
    const { value, unit, last } = amount;
    board.claim(index, next, last);
    const metric = metricBeside(board, index, last);
    return { metric, comparator, value, unit, heard: heardBetween(board, index, last) };
  }
  const earlier = amountAt(board, index - 1);
  if (earlier === null) return null;
  board.claim(index, index - 1);
  const { value, unit } = earlier;
  const heard = heardBetween(board, index - 1, index);
  return { metric: metricBeside(board, index - 1, index), comparator, value, unit, heard };
}

/** "Between 1 and 2 million": what stands after the second number holds for both. */
function sharedMagnitude(low: Item, from: number, high: Item): number {
  const magnitude = /^[\d.,]+ ?(k|m|mm|b|bn|%|thousand|million|billion)$/i.exec(high.heard)?.[1]?.toLowerCase();
  const factor = magnitude === undefined || !/^[\d.,]+$/.test(low.heard) ? 1 : (FACTORS.get(magnitude) ?? 1);
  return from * factor;
}

const FACTORS: ReadonlyMap<string, number> = new Map([
  ['%', 0.01],
  ['k', 1e3],
  ['thousand', 1e3],
  ['m', 1e6],
  ['mm', 1e6],
  ['million', 1e6],
  ['b', 1e9],
  ['bn', 1e9],
  ['billion', 1e9],
]);

/** `between 10 and 20`: both ends belong to it. */
function readRange(board: Board, index: number): readonly Threshold[] {
  const [low, high] = [index + 1, index + 3];
  const [from, to] = [amountAt(board, low), amountAt(board, high)];
  if (from === null || to === null || operatorOf(board.items[index + 2], 'and') === null) return [];
  board.claim(index, low, index + 2, high, to.last);
  const heard = heardBetween(board, index, to.last);
  const metric = metricBeside(board, index, to.last);
  const { unit } = to;
  return [
    { metric, comparator: '>=', value: sharedMagnitude(board.at(low), from.value, board.at(high)), unit, heard },
    { metric, comparator: '<=', value: to.value, unit, heard },
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
