import type { ChunkBoard } from './chunk-board.ts';
import type { AggregateName, Comparator, Quality } from './entity-sense.ts';
import { negationBefore } from './read-values.ts';
import { measureAt } from './read-measure.ts';
import type { Filter, Measure, Operand } from './sketch.ts';

function operandAt(board: ChunkBoard, index: number): Operand | null {
  const chunk = board.chunks[index];
  if (chunk === undefined || !board.isFree(index)) return null;
  if (chunk.number !== null) return { kind: 'number', value: chunk.number };
  if (chunk.date !== null) return { kind: 'text', value: chunk.date };
  if (chunk.quoted === null) return null;
  const number = Number(chunk.quoted);
  return Number.isFinite(number) && chunk.quoted !== ''
    ? { kind: 'number', value: number }
    : { kind: 'text', value: chunk.quoted };
}

interface Found {
  readonly measure: Measure;
  readonly places: readonly number[];
}

/** Units that only repeat what the column holds. */
const UNITS =
  /^(?:dollars?|usd|euros?|years?|days?|minutes?|hours?|seconds?|miles?|kilometers?|km|kg|pounds?|meters?|percent|points?|billions?|millions?|old|usd|\$|g|gb|mb|times?|each|inclusive)$/;

export function isUnit(text: string): boolean {
  return UNITS.test(text);
}

function skipUnit(board: ChunkBoard, index: number): number {
  const isSkipped = isUnit(board.text(index)) && !board.isNoun(index);
  if (isSkipped) board.claim(index);
  return isSkipped ? index + 1 : index;
}

/** "More than 5 orders": the noun right after the number. */
function subjectAfter(board: ChunkBoard, from: number): Found | null {
  const next = skipUnit(board, from);
  const at = board.says(next, 'of') || board.chunks[next]?.text === 'different' ? next + 1 : next;
  const chunk = board.chunks[at];
  if (chunk === undefined || !board.isNoun(at)) return null;
  const of = board.mention(at);
  if (of === null) return null;
  const isTable = of.senses[0]?.kind === 'table' || board.hasTable(at);
  return { measure: { function: isTable ? 'count' : null, of, quality: null }, places: [at] };
}

/** "Number of orders above 3": the figure that stands before. */
function figureBefore(board: ChunkBoard, at: number): Found | null {
  const before = board.skipBack(at - 1);
  if (board.cue(before, 'count', 'aggregate') === null || board.text(before) === 'how many') return null;
  const found = board.isNoun(at) ? measureAt(board, before) : null;
  return found?.end === at ? { measure: found.measure, places: found.places } : null;
}

/** "Whose price is over 5", "number of orders above 3": what stands before. */
function subjectBefore(board: ChunkBoard, index: number): Found | null {
  const at = backOver(board, index - 1);
  // "In the year 2000" says what the number is.
  if (at < 0 || board.chunks.slice(at + 1, index).some(({ text }) => /\byear$/.test(text))) return null;
  const figure = figureBefore(board, at);
  if (figure !== null) return figure;
  const of = board.isNoun(at) ? board.columnAt(at) : null;
  if (of === null || of.senses[0]?.kind === 'table') return null;
  return { measure: { function: null, of, quality: null }, places: [at] };
}

function backOver(board: ChunkBoard, index: number): number {
  let at = index;
  while (at >= 0 && (board.isSkippable(at) || board.says(at, 'named', 'with')) && !board.isNoun(at)) at -= 1;
  return at;
}

function heardOf(board: ChunkBoard, from: number, to: number): string {
  return board.chunks
    .slice(from, to + 1)
    .map(({ heard }) => heard)
    .join(' ');
}

interface Compared {
  readonly comparator: Comparator;
  readonly quality: Quality | null;
  readonly value: Operand;
  readonly to: Operand | null;
  /** First and last place of the comparison itself. */
  readonly from: number;
  readonly end: number;
}

/** "After the year 1989": a noun between the comparison and its number. */
function subjectWithin(board: ChunkBoard, { from, end, to }: Compared): Found | null {
  const inner = board.chunks.findIndex((_, at) => at > from && at < end && board.isNoun(at));
  const of = inner === -1 || to !== null ? null : board.mention(inner);
  return of === null ? null : { measure: { function: null, of, quality: null }, places: [] };
}

function subjectOf(board: ChunkBoard, compared: Compared): Found | null {
  const { quality, from, end } = compared;
  if (quality !== null) return { measure: { function: null, of: null, quality }, places: [] };
  const within = subjectWithin(board, compared);
  if (within !== null) return within;
  return subjectAfterIfCounted(board, end) ?? subjectBefore(board, from) ?? subjectAfter(board, end + 1);
}

function toFilter(board: ChunkBoard, compared: Compared): Filter {
  const { comparator, value, to, from, end } = compared;
  const found = subjectOf(board, compared);
  board.claim(...Array.from({ length: end - from + 1 }, (_, offset) => from + offset));
  skipUnit(board, end + 1);
  if (found !== null) board.claim(...found.places);
  const heard = heardOf(board, from, end);
  const negation = negationBefore(board, from);
  if (negation !== null) board.claim(negation);
  const by = found?.measure ?? null;
  return { at: from, kind: 'compare', by, comparator, value, to, negated: negation !== null, heard };
}

/** A table noun after the number is what is counted, whatever stands before. */
function subjectAfterIfCounted(board: ChunkBoard, end: number): Found | null {
  const found = subjectAfter(board, end + 1);
  if (found === null) return null;
  if (found.measure.function === 'count') return found;
  return board.says(board.skipBack(end - 2), 'with', 'relative') ? found : null;
}

/** "Below 3 or above 5": here "or above" begins a comparison of its own. */
function strict(comparator: Comparator): Comparator {
  return comparator === '>=' ? '>' : comparator === '<=' ? '<' : comparator;
}

function flip(comparator: Comparator): Comparator | null {
  return comparator === '>' ? '>=' : comparator === '<' ? '<=' : comparator;
}

/** "5 or more": the comparison follows its number. */
function afterNumber(board: ChunkBoard, index: number): Compared | null {
  const value = operandAt(board, index - 1);
  const text = board.chunks[index]?.text ?? '';
  const cue = board.cue(index, 'compare');
  if (value === null || cue === null || !text.startsWith('or ') || operandAt(board, index + 1) !== null) return null;
  return {
    comparator: flip(cue.comparator) ?? cue.comparator,
    quality: null,
    value,
    to: null,
    from: index - 1,
    end: index,
  };
}

function plainCompare(board: ChunkBoard, index: number): Compared | null {
  const cue = board.cue(index, 'compare');
  if (cue === null) return null;
  const next = board.skip(index + 1);
  // "After the year 1989": the noun is what is compared.
  const at = board.isNoun(next) && !board.hasTable(next) ? next + 1 : next;
  const value = operandAt(board, at);
  if (value === null || (cue.comparator === '<>' && value.kind === 'text')) return null;
  const comparator = board.text(index).startsWith('or ') ? strict(cue.comparator) : cue.comparator;
  return { comparator, quality: cue.quality, value, to: null, from: index, end: at };
}

function between(board: ChunkBoard, index: number): Compared | null {
  if (board.cue(index, 'between') === null) return null;
  const low = board.skip(index + 1);
  const joint = low + 1;
  const high = board.skip(joint + (board.says(joint, 'and', 'in') ? 1 : 0));
  const [value, to] = [operandAt(board, low), operandAt(board, high)];
  return value === null || to === null ? null : { comparator: '>=', quality: null, value, to, from: index, end: high };
}

function aggregateNear(board: ChunkBoard, index: number): { readonly name: AggregateName; readonly at: number } | null {
  const at = board.skip(index);
  const cue = board.cue(at, 'aggregate');
  return cue === null ? null : { name: cue.function, at };
}

/** What is compared with an average: named before, after it, or by the adjective. */
function summarized(board: ChunkBoard, index: number, at: number, quality: Quality | null): Found | null {
  const before = quality === null ? subjectBefore(board, index) : null;
  const after = measureAt(board, at + 1);
  const own = after !== null && after.measure.function === null ? after : null;
  if (before !== null) return { measure: before.measure, places: [...before.places, ...(own?.places ?? [])] };
  if (own !== null) return own;
  return quality === null ? null : { measure: { function: null, of: null, quality }, places: [] };
}

/** "Above the average price", "older than the average". */
function summary(board: ChunkBoard, index: number): Filter | null {
  const cue = board.cue(index, 'compare');
  if (cue === null) return null;
  const aggregate = aggregateNear(board, index + 1);
  if (aggregate === null || aggregate.name === 'sum') return null;
  const found = summarized(board, index, aggregate.at, cue.quality);
  board.claim(index, aggregate.at, ...(found?.places ?? []));
  const heard = heardOf(board, index, aggregate.at);
  const { comparator } = cue;
  return { at: index, kind: 'summary', by: found?.measure ?? null, comparator, function: aggregate.name, heard };
}

/** Conditions with a number, a date or an average in them. */
export function readComparisons(board: ChunkBoard): readonly Filter[] {
  const filters: Filter[] = [];
  for (let index = 0; index < board.length; index += 1) {
    const average = summary(board, index);
    if (average !== null) {
      filters.push(average);
      continue;
    }
    const compared = afterNumber(board, index) ?? between(board, index) ?? plainCompare(board, index);
    if (compared !== null) filters.push(toFilter(board, compared));
  }
  return filters;
}

/** "Each one", "the one": no number. */
function isPronoun(board: ChunkBoard, index: number): boolean {
  return board.chunks[index]?.text === 'one' && !board.isNoun(index + 1);
}

/** "With 3 orders", "in 2010", "attribute value 0": a number that no comparison goes with. */
export function readEqualNumbers(board: ChunkBoard): readonly Filter[] {
  const filters: Filter[] = [];
  for (let index = 0; index < board.length; index += 1) {
    const value = operandAt(board, index);
    if (value === null || board.chunks[index]?.quoted !== null || isPronoun(board, index)) continue;
    if (
      board.chunks[index]?.senses.some(({ kind }) => kind === 'value') === true &&
      subjectBefore(board, index) === null
    )
      continue;
    filters.push(toFilter(board, { comparator: '=', quality: null, value, to: null, from: index, end: index }));
  }
  return filters;
}
