/** Words shorter than this are never read as misspelt: too many short words lie one letter apart. */
const SHORTEST = 6;
/** From this length on two slips are allowed. */
const LONG = 9;

/** One row of the distance table: the cost of turning the first `row` letters of `left` into each beginning of `right`. */
function nextRow(left: string, right: string, row: number, table: readonly (readonly number[])[]): readonly number[] {
  const [beforeLast = [], last = []] = [table[row - 2], table[row - 1]];
  const current = [row];
  for (let column = 1; column <= right.length; column += 1) {
    const replace = at(last, column - 1) + (left[row - 1] === right[column - 1] ? 0 : 1);
    const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
    const swap = isSwap ? at(beforeLast, column - 2) + 1 : Infinity;
    current.push(Math.min(at(last, column) + 1, at(current, column - 1) + 1, replace, swap));
  }
  return current;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}

/**
 * Number of insertions, deletions, replacements and swaps of neighbours that turn one word into the other, or null when
 * there are more than `limit` (optimal string alignment distance).
 */
export function editDistance(left: string, right: string, limit: number): number | null {
  if (Math.abs(left.length - right.length) > limit) return null;
  const table: (readonly number[])[] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= left.length; row += 1) table.push(nextRow(left, right, row, table));
  const distance = at(table[left.length] ?? [], right.length);
  return distance <= limit ? distance : null;
}

function isCorrectable(word: string, shortest: number): boolean {
  return word.length >= shortest && !/\d/.test(word);
}

/**
 * The known spelling that a word was most likely meant to be: within one slip (two for long words), the same first
 * letter, no digits, and no second spelling as near. Null when there is none.
 */
export function correctSpelling(word: string, spellings: ReadonlyMap<string, readonly string[]>): string | null {
  if (!isCorrectable(word, SHORTEST)) return null;
  const limit = word.length >= LONG ? 2 : 1;
  const near = (spellings.get(word.charAt(0)) ?? []).flatMap((spelling) => {
    const distance = isCorrectable(spelling, SHORTEST - 1) ? editDistance(word, spelling, limit) : null;
    return distance === null ? [] : [{ spelling, distance }];
  });
  const best = Math.min(...near.map(({ distance }) => distance));
  const nearest = near.filter(({ distance }) => distance === best);
  return nearest.length === 1 ? (nearest[0]?.spelling ?? null) : null;
}
