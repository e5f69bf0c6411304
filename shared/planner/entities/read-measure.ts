import type { ChunkBoard } from './chunk-board.ts';
import type { AggregateName } from './entity-sense.ts';
import type { Measure } from './sketch.ts';

/** A measure with the places it is made of; the last one is `end`. */
export interface FoundMeasure {
  readonly measure: Measure;
  readonly places: readonly number[];
  readonly end: number;
}

/** "The number of orders", "the average age", "price": what something is ranked, ordered or compared by. */
export function measureAt(board: ChunkBoard, from: number): FoundMeasure | null {
  const start = ownedAt(board, board.skip(from));
  const counted = board.cue(start, 'count');
  if (counted !== null && !isColumnName(board, start)) return countAt(board, start) ?? bareCountAt(start);
  const aggregate = board.cue(start, 'aggregate');
  if (aggregate !== null) return aggregateAt(board, start, aggregate.function);
  const rank = board.cue(start, 'rank');
  if (rank !== null && rank.quality === null) return aggregateAt(board, start, rank.up ? 'max' : 'min');
  if (!board.isNoun(start)) return null;
  const of = board.mention(start);
  return of === null ? null : { measure: { function: null, of, quality: null }, places: [start], end: start };
}

/** "The company's market value": the column behind its owner. */
function ownedAt(board: ChunkBoard, index: number): number {
  const isOwner = board.hasTable(index) && board.isNoun(index) && board.chunks[index]?.isPlural === false;
  const isOwned = board.isNoun(index + 1) && board.hasColumn(index + 1) && !board.hasTable(index + 1);
  return isOwner && isOwned ? index + 1 : index;
}

/** "Number" alone may be a column's own name. */
function isColumnName(board: ChunkBoard, index: number): boolean {
  return board.chunks[index]?.text === 'number' && board.hasColumn(index);
}

/** "By the count": of whatever is asked about. */
function bareCountAt(start: number): FoundMeasure {
  return { measure: { function: 'count', of: null, quality: null }, places: [start], end: start };
}

/** "Dog breeds": of a noun in the singular and one in the plural right after it the second is counted. */
function headOf(board: ChunkBoard, index: number): number {
  const [first, second] = [board.chunks[index], board.chunks[index + 1]];
  const isCompound = board.isNoun(index) && board.isNoun(index + 1) && first?.isPlural === false;
  return isCompound && second?.isPlural === true && second.cues.length === 0 ? index + 1 : index;
}

export function countAt(board: ChunkBoard, start: number): FoundMeasure | null {
  let next = board.skip(start + 1);
  const places = [start];
  const isDistinct = board.cue(next, 'distinct') !== null;
  if (isDistinct) {
    places.push(next);
    next = board.skip(next + 1);
  }
  const head = headOf(board, next);
  if (head !== next) places.push(next);
  next = head;
  const of = board.isNoun(next) ? board.mention(next) : null;
  if (of === null) return null;
  return {
    measure: { function: isDistinct ? 'count_distinct' : 'count', of, quality: null },
    places: [...places, next],
    end: next,
  };
}

export function aggregateAt(board: ChunkBoard, start: number, name: AggregateName): FoundMeasure | null {
  const next = board.skip(start + 1);
  const counted = board.cue(next, 'count') === null ? null : countAt(board, next);
  if (counted !== null) return withAggregate(counted, name, start);
  const of = board.isNoun(next) ? board.mention(next) : null;
  if (of === null) return null;
  return { measure: { function: name, of, quality: null }, places: [start, next], end: next };
}

/** "Total number of rooms" counts; "average number of rooms" is about a column that holds the number. */
function withAggregate(counted: FoundMeasure, name: AggregateName, start: number): FoundMeasure {
  const { measure, places, end } = counted;
  const isColumn = measure.of?.senses.some((sense) => sense.kind === 'column') ?? false;
  const isSum = name === 'sum' && !isColumn;
  return { measure: { ...measure, function: isSum ? measure.function : name }, places: [start, ...places], end };
}
