import type { Cell } from '#shared/schemas/primitives.ts';

export type Rows = readonly (readonly Cell[])[];

/** Figures are equal when they differ by less than this fraction, or by less than a millionth. */
const RELATIVE_TOLERANCE = 1e-6;
const ABSOLUTE_TOLERANCE = 1e-6;
/** Ways to pair columns that are tried before giving up; only tables of look-alike columns come near. */
const MOST_PAIRINGS = 2_000;

type Value = string | number | boolean | null;

/** One form for what different statements may give for the same value: numbers as text, midnight as a day. */
function toValue(cell: Cell): Value {
  if (typeof cell !== 'string') return cell;
  const text = cell.trim();
  if (/^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text)) return Number(text);
  return text.replace(/^(\d{4}-\d{2}-\d{2})[T ]00:00(:00(\.0+)?)?Z?$/, '$1');
}

function isSame(left: Value, right: Value): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return left === right;
  const tolerance = Math.max(ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE * Math.max(Math.abs(left), Math.abs(right)));
  return Math.abs(left - right) <= tolerance;
}

const KINDS = ['object', 'boolean', 'number', 'string'];

function compareValues(left: Value, right: Value): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== typeof right) return KINDS.indexOf(typeof left) - KINDS.indexOf(typeof right);
  if (left === right || left === null || right === null) return 0;
  return left < right ? -1 : 1;
}

function compareRows(left: readonly Value[], right: readonly Value[]): number {
  // Text and dates first: figures that are equal within the tolerance must not decide the order.
  const order = left
    .map((_, at) => at)
    .toSorted((a, b) => Number(typeof left[a] === 'number') - Number(typeof left[b] === 'number') || a - b);
  for (const at of order) {
    const difference = compareValues(left[at] ?? null, right[at] ?? null);
    if (difference !== 0) return difference;
  }
  return 0;
}

function areSameRows(
  left: readonly (readonly Value[])[],
  right: readonly (readonly Value[])[],
  isOrdered: boolean,
): boolean {
  const [first, second] = isOrdered ? [left, right] : [left.toSorted(compareRows), right.toSorted(compareRows)];
  return first.every((row, at) => row.every((value, column) => isSame(value, second[at]?.[column] ?? null)));
}

function columnOf(rows: readonly (readonly Value[])[], at: number): readonly Value[] {
  return rows.map((row) => row[at] ?? null);
}

/** For each right column, the given columns that hold the same values. */
function candidates(
  right: readonly (readonly Value[])[],
  given: readonly (readonly Value[])[],
): readonly (readonly number[])[] {
  const sorted = (rows: readonly (readonly Value[])[], at: number) => columnOf(rows, at).toSorted(compareValues);
  const givenColumns = (given[0] ?? []).map((_, at) => sorted(given, at));
  return (right[0] ?? []).map((_, at) => {
    const values = sorted(right, at);
    return givenColumns.flatMap((column, place) =>
      values.every((value, row) => isSame(value, column[row] ?? null)) ? [place] : [],
    );
  });
}

/** All ways to give each right column another of its candidates. */
function* pairings(
  choices: readonly (readonly number[])[],
  taken: readonly number[] = [],
): Generator<readonly number[]> {
  const next = choices[taken.length];
  if (next === undefined) {
    yield taken;
    return;
  }
  for (const place of next) if (!taken.includes(place)) yield* pairings(choices, [...taken, place]);
}

/**
 * Whether a result says what the right one says: the same rows, whatever the columns are called and in whichever order.
 *
 * Figures may differ by a millionth. More columns than asked for are no mistake (the figure that a ranking is by, the
 * period before); more, fewer or other rows are. The order of rows counts only where the question asks for one.
 */
export function isSameTable(right: Rows, given: Rows, isOrdered: boolean): boolean {
  if (right.length !== given.length) return false;
  if (right.length === 0) return true;
  const [wanted, found] = [right, given].map((rows) => rows.map((row) => row.map(toValue)));
  if (wanted === undefined || found === undefined) return false;
  let tried = 0;
  for (const places of pairings(candidates(wanted, found))) {
    const picked = found.map((row) => places.map((place) => row[place] ?? null));
    if (areSameRows(wanted, picked, isOrdered)) return true;
    tried += 1;
    if (tried >= MOST_PAIRINGS) return false;
  }
  return false;
}
