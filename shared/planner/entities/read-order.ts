import type { ChunkBoard } from './chunk-board.ts';
import type { Direction } from './entity-sense.ts';
import { measureAt } from './read-measure.ts';
import type { Ordering } from './sketch.ts';

function isOrderWord(board: ChunkBoard, index: number): boolean {
  if (board.cue(index, 'order') === null || /^(?:an?|the|each|every)$/.test(board.text(index - 1))) return false;
  // "Orders" and "order" may be the things themselves.
  return !board.hasTable(index) || /^(?:sort|.+ by|.+ in|.+ed)/.test(board.chunks[index]?.text ?? '');
}

/** Claims a direction at or right after an index. */
function directionAt(board: ChunkBoard, index: number): { readonly direction: Direction; readonly at: number } | null {
  const at = board.skip(index);
  const cue = board.cue(at, 'direction');
  return cue === null ? null : { direction: cue.direction, at };
}

interface Key {
  readonly ordering: Ordering;
  readonly next: number;
}

/** One key with the direction before or after it. */
function keyAt(board: ChunkBoard, from: number, given: Direction | null): Key | { readonly given: Direction | null } {
  const before = directionAt(board, from);
  if (before !== null) board.claim(before.at);
  const direction = before === null ? given : before.direction;
  const found = measureAt(board, before === null ? from : before.at + 1);
  if (found === null) return { given: direction };
  board.claim(...found.places);
  const after = directionAt(board, found.end + 1);
  if (after === null) return { ordering: { by: found.measure, direction }, next: found.end + 1 };
  board.claim(after.at);
  return { ordering: { by: found.measure, direction: after.direction }, next: after.at + 1 };
}

/** Reads "A and B descending" from an index on, claiming what it reads. */
function readKeys(board: ChunkBoard, from: number, given: Direction | null): readonly Ordering[] {
  const keys: Ordering[] = [];
  let next = from;
  let direction = given;
  for (;;) {
    const key = keyAt(board, next, direction);
    if ('given' in key) {
      direction = key.given;
      break;
    }
    keys.push(key.ordering);
    direction = key.ordering.direction ?? direction;
    if (!board.says(key.next, 'and') || !isKeyAhead(board, key.next + 1)) break;
    next = key.next + 1;
  }
  return keys.length === 0 && direction !== null ? [{ by: null, direction }] : keys;
}

/** After "and" another key only if the question ends with it: else it is something else that is wanted. */
function isKeyAhead(board: ChunkBoard, from: number): boolean {
  const found = measureAt(board, from);
  if (found === null) return false;
  const rest = board.skip(found.end + 1);
  return rest >= board.length || board.cue(rest, 'direction') !== null;
}

function findDirection(board: ChunkBoard, from: number): number {
  return board.chunks.findIndex((_, index) => index >= from && board.cue(index, 'direction') !== null);
}

/** A direction at the end of the question holds for all keys before it, or begins the keys itself. */
function withLateDirection(board: ChunkBoard, keys: readonly Ordering[], from: number): readonly Ordering[] {
  const at = findDirection(board, from);
  const late = at === -1 ? null : board.cue(at, 'direction');
  if (late === null) return keys.length > 0 ? keys : [{ by: null, direction: null }];
  board.claim(at);
  if (keys.length === 0) return readKeys(board, at + 1, late.direction);
  return keys.map((one) => ({ ...one, direction: one.direction ?? late.direction }));
}

/** What the rows are to be sorted by. */
export function readOrderings(board: ChunkBoard): readonly Ordering[] {
  // "Sort all the cities by …": the command comes first and what it sorts by later.
  if (/^(?:sort|order|rank)$/.test(board.text(0))) {
    board.claim(0);
    const by = board.chunks.findIndex(({ text }) => text === 'by');
    if (by > 1 && board.cue(by, 'group') !== null) {
      board.claim(by);
      return withLateDirection(board, readKeys(board, by + 1, null), by + 1);
    }
  }
  const word = board.chunks.findIndex((_, index) => isOrderWord(board, index));
  const direction = findDirection(board, 0);
  const places = [word, direction].filter((at) => at !== -1);
  if (places.length === 0) return [];
  const start = Math.min(...places);
  const given = board.cue(start, 'direction')?.direction ?? null;
  board.claim(start);
  return withLateDirection(board, readKeys(board, start + 1, given), start + 1);
}
