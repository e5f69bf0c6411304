import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { SentenceWriter } from './sentence-writer.ts';

/** Characters of the text that comments are cut from, as TPC-H's own generator, dbgen, has it. */
export const DBGEN_POOL_SIZE = 300 * 1_024 * 1_024;

/** A piece of the pool. */
export interface PoolPiece {
  readonly start: number;
  readonly length: number;
}

/** Sentences between two pauses, about 20 ms of work. */
const SENTENCES_PER_TURN = 60_000;

/**
 * The texts of pieces of the pool, in the order given.
 *
 * The pool is one run of random sentences and has to be written from its start; only its length is followed where no piece lies, so
 * that it takes about a second and no memory. Other work gets its turn in between.
 */
export async function cutPool(pieces: readonly PoolPiece[]): Promise<readonly string[]> {
  const order = pieces.map((_, index) => index).sort((a, b) => startOf(pieces[a]) - startOf(pieces[b]));
  const texts = pieces.map(() => '');
  const writer = new SentenceWriter();
  let open: number[] = [];
  let next = 0;
  let position = 0;
  for (let sentences = 1; next < order.length || open.length > 0; sentences += 1) {
    if (sentences % SENTENCES_PER_TURN === 0) await yieldToOthers();
    const end = position + writer.next();
    for (; next < order.length && startOf(pieces[order[next] ?? 0]) < end; next += 1) open.push(order[next] ?? 0);
    if (open.length > 0) {
      const sentence = writer.text();
      for (const index of open) texts[index] += overlap(sentence, position, pieces[index]);
      open = open.filter((index) => startOf(pieces[index]) + (pieces[index]?.length ?? 0) > end);
    }
    position = end;
  }
  return texts;
}

const startOf = (piece: PoolPiece | undefined): number => piece?.start ?? 0;

function overlap(sentence: string, position: number, piece: PoolPiece | undefined): string {
  if (piece === undefined) return '';
  const from = piece.start - position;
  return sentence.slice(Math.max(0, from), Math.max(0, from + piece.length));
}
