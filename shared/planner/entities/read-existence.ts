import type { ChunkBoard } from './chunk-board.ts';
import type { Filter } from './sketch.ts';

const REACH = 5;

/** The table or column noun that a negation is about, over fillers and verbs; null when something else comes first. */
function nounAfter(board: ChunkBoard, index: number): number | null {
  for (let at = index + 1; at < Math.min(board.length, index + REACH); at += 1) {
    if (board.isNoun(at)) return at;
    const isPassed = board.isSkippable(at) || board.says(at, 'in', 'with', 'relative', 'named');
    if (!isPassed || board.chunks[at]?.quoted !== null) return null;
  }
  return null;
}

/** "Customers without orders", "who have never rented a car", "with no phone number". */
export function readAbsences(board: ChunkBoard): readonly Filter[] {
  return board.chunks.flatMap((chunk, index): readonly Filter[] => {
    if (board.cue(index, 'without', 'not') === null || index === 0) return [];
    const at = nounAfter(board, index);
    const of = at === null ? null : board.mention(at);
    if (at === null || of === null) return [];
    board.claim(index, at);
    const heard = `${chunk.heard} ${of.heard}`;
    if (board.hasTable(at)) return [{ at: index, kind: 'exists', of, negated: true, heard }];
    return [{ at: index, kind: 'null', of, negated: false, heard }];
  });
}
