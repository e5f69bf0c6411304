import { type Board, hasSense, operatorOf, sensesOf } from './board.ts';
import type { Draft } from './draft.ts';

interface Running {
  readonly running: Draft['running'];
  /** How many buckets are looked at; null when no number is said. */
  readonly buckets: number | null;
}

const MOVING = /^(?:rolling|moving|trailing)$/i;
/** Words between the figure and the number of buckets: "moving average of revenue over 3 months". */
const OVER = /^(?:over|of|across|for|with|using|during|on)$/i;
/** How far the number of buckets may stand from the word that asks for it. */
const NEAR = 3;

function numberAt(board: Board, index: number): number | null {
  const value = board.isFree(index) ? (sensesOf(board.items[index], 'number')[0]?.value ?? null) : null;
  return value !== null && Number.isInteger(value) && value >= 2 && value <= 366 ? value : null;
}

/** Claims a number that a unit of time follows; the unit stays, for it says by what the figures are broken down. */
function takeBuckets(board: Board, from: number, to: number): number | null {
  for (let index = Math.max(0, from); index <= to; index += 1) {
    const value = numberAt(board, index);
    if (value === null) continue;
    const isBeforeUnit = hasSense(board.items[index + 1], 'grain');
    if (!isBeforeUnit && to !== from + 1) continue;
    board.claim(index);
    if (OVER.test(board.at(index - 1).heard)) board.claim(index - 1);
    return value;
  }
  return null;
}

/** "Rolling 6 month average", "trailing 3-month total": what moves stands apart from what is computed. */
function takeApart(board: Board): Running | null {
  const at = board.items.findIndex(({ heard }, index) => board.isFree(index) && MOVING.test(heard));
  if (at === -1) return null;
  const end = board.items.findIndex(
    (item, index) => index > at && index <= at + NEAR && operatorOf(item, 'aggregate') !== null,
  );
  const name = operatorOf(board.items[end], 'aggregate')?.function;
  if (name !== 'avg' && name !== 'sum') return null;
  board.claim(at, end);
  return { running: name === 'avg' ? 'moving-average' : 'moving-total', buckets: takeBuckets(board, at, end) };
}

/** Running totals and moving averages, with how many buckets: "3-month moving average", "… over 3 months". */
export function readRunning(board: Board): Running {
  const names = ['running-total', 'moving-average', 'moving-total'] as const;
  const index = board.items.findIndex((item) => operatorOf(item, ...names) !== null);
  const found = operatorOf(board.items[index], ...names);
  if (found === null) return takeApart(board) ?? { running: null, buckets: null };
  board.claim(index);
  if (found.name === 'running-total') return { running: 'running-total', buckets: null };
  const before = takeBuckets(board, index - 2, index - 1);
  return { running: found.name, buckets: before ?? takeBuckets(board, index + 1, board.items.length - 1) };
}
