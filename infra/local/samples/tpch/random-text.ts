import type { PoolPiece } from './text-pool.ts';
import type { RandomStream } from './random-stream.ts';

/** The 64 characters of addresses, six bits each. */
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ,';
const CHARACTERS_PER_DRAW = 5;

/** Where a comment of this average length is cut from the pool: between 0.4 and 1.6 times as long. */
export function randomPiece(stream: RandomStream, averageLength: number, poolSize: number): PoolPiece {
  const [shortest, longest] = [Math.trunc(averageLength * 0.4), Math.trunc(averageLength * 1.6)];
  const start = stream.between(0, poolSize - longest);
  return { start, length: stream.between(shortest, longest) };
}

/** An address: 10 to 40 letters, digits, blanks and commas. */
export function randomAddress(stream: RandomStream): string {
  const length = stream.between(10, 40);
  let text = '';
  let bits = 0;
  for (let at = 0; at < length; at += 1) {
    if (at % CHARACTERS_PER_DRAW === 0) bits = stream.bits();
    text += ALPHABET[bits & 63] ?? '';
    bits >>= 6;
  }
  return text;
}

/** A telephone number; its country code is ten more than the nation's key. */
export function randomPhone(stream: RandomStream, nation: number): string {
  const parts = [stream.between(100, 999), stream.between(100, 999), stream.between(1_000, 9_999)];
  return [nation + 10, ...parts].join('-');
}

/** `Customer#000000042`. */
export function numbered(label: string, number: number): string {
  return `${label}#${String(number).padStart(9, '0')}`;
}
