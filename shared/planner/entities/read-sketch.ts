import { ChunkBoard } from './chunk-board.ts';
import type { Chunk, Quality } from './entity-sense.ts';
import { readAbsences } from './read-existence.ts';
import { isUnit, readComparisons, readEqualNumbers } from './read-comparisons.ts';
import { readOrderings } from './read-order.ts';
import { readRanking } from './read-ranking.ts';
import { firstClause, readBareCount, readFigures, readGroups, readSubject } from './read-subject.ts';
import { readTexts, readValues } from './read-values.ts';
import type { Filter, Sketch } from './sketch.ts';

/** Cues that change nothing when nothing was made of them. */
const HARMLESS = [
  'and',
  'relative',
  'with',
  'of',
  'in',
  'named',
  'group',
  'distinct',
  'order',
  'count',
  'all-columns',
] as const;

function claimCue(board: ChunkBoard, name: 'distinct' | 'all-columns'): boolean {
  const index = board.chunks.findIndex((_, at) => board.cue(at, name) !== null && !board.isNoun(at));
  if (index !== -1) board.claim(index);
  return index !== -1;
}

/** "How many are there in total?": the figure is one over all already. */
function claimTotals(board: ChunkBoard): void {
  for (let at = 0; at < board.length; at += 1) {
    if (/^(?:in total|overall|combined)$/.test(board.text(at)) && board.cue(at, 'aggregate') !== null) board.claim(at);
  }
}

/** "How old is the member …": claims the words for it. */
function claimAsked(board: ChunkBoard): Quality | null {
  for (let at = 0; at < board.length; at += 1) {
    const cue = board.cue(at, 'asked');
    if (cue === null) continue;
    board.claim(at);
    return cue.quality;
  }
  return null;
}

/** "Member details": all that is known of the members, where none of it is called details. */
function claimDetails(board: ChunkBoard): boolean {
  const at = board.chunks.findIndex(
    ({ text }, index) =>
      /^(?:details?|information|info|data)$/.test(text) &&
      board.isFree(index) &&
      board.isNoun(index - 1) &&
      board.hasTable(index - 1) &&
      !board.hasTable(index) &&
      (board.mention(index)?.senses ?? []).every(({ table }) => !isNamedAt(board, index - 1, table)),
  );
  if (at !== -1) board.claim(at);
  return at !== -1;
}

function isNamedAt(board: ChunkBoard, index: number, table: string): boolean {
  return board.mention(index)?.senses.some((sense) => sense.kind === 'table' && sense.table === table) ?? false;
}

function isHarmless(board: ChunkBoard, chunk: Chunk, index: number): boolean {
  return chunk.isFiller || chunk.isLight || board.cue(index, ...HARMLESS) !== null;
}

/** Nothing is known of it, it is written as a name, and it stands where a value is meant. */
function isLostValue(board: ChunkBoard, index: number): boolean {
  const chunk = board.chunks[index];
  if (chunk === undefined || !board.isFree(index) || chunk.cues.length + chunk.senses.length > 0) return false;
  if (isHarmless(board, chunk, index) || isUnit(chunk.text)) return false;
  const isName = chunk.quoted !== null || /^\p{Lu}/u.test(chunk.heard);
  return isName && board.says(board.skipBackTo(index - 1), 'in', 'named', 'not', 'with', 'without');
}

/** Words that are to do something. */
const DOING = [
  'group',
  'not',
  'without',
  'rank',
  'common',
  'compare',
  'text',
  'between',
  'aggregate',
  'count',
  'top',
] as const;

function isLostCue(board: ChunkBoard, index: number): boolean {
  return board.cue(index, ...DOING) !== null && board.text(index) !== 'by' && board.text(index) !== 'number';
}

/** Filters in the order of the question, each with whether "or" joins it to the one before. */
function joinFilters(board: ChunkBoard, filters: readonly Filter[]): readonly Filter[] {
  const sorted = filters.toSorted((left, right) => left.at - right.at);
  return sorted.map((filter, index) => {
    const before = sorted[index - 1];
    if (before === undefined) return filter;
    const places = Array.from({ length: filter.at - before.at }, (_, offset) => before.at + offset + 1);
    const isAlternative = places.some((at) => /^or\b/.test(board.text(at)) && board.says(at, 'or', 'compare'));
    const isBare = filter.kind === 'compare' && filter.by === null && before.kind === 'compare';
    return { ...filter, ...(isBare ? { by: before.by } : {}), isAlternative };
  });
}

/** Reads a question about things; null when it has two superlatives, which no plan can hold. */
export function readSketch(chunks: readonly Chunk[]): Sketch | null {
  const board = new ChunkBoard(chunks);
  const orderings = readOrderings(board);
  const comparisons = readComparisons(board);
  const texts = readTexts(board);
  const values = readValues(board);
  const { ranking, isSeveral } = readRanking(board);
  if (isSeveral) return null;
  const numbers = readEqualNumbers(board);
  const absences = readAbsences(board);
  const clause = firstClause(board);
  const groups = readGroups(board);
  const figures = readFigures(board);
  if (figures.length > 0) claimTotals(board);
  const isDetailed = claimDetails(board);
  const subject = readSubject(board, clause);
  const counted = figures.length === 0 && ranking?.by.function !== 'count' ? readBareCount(board) : [];
  const isDistinct = claimCue(board, 'distinct');
  const wantsAllColumns = (claimCue(board, 'all-columns') || isDetailed) && subject.shown.length === 0;
  const left = chunks.filter((_, index) => board.isFree(index));
  return {
    figures: [...figures, ...counted],
    ...subject,
    groups,
    filters: joinFilters(board, [...comparisons, ...texts, ...values, ...numbers, ...absences]),
    ranking,
    orderings,
    lostCues: chunks.filter((_, index) => isLostCue(board, index)).length,
    hasLostValue: chunks.some((_, index) => isLostValue(board, index)),
    asked: claimAsked(board),
    isDistinct,
    isBoth: chunks.some(({ cues }) => cues.some(({ name }) => name === 'both')),
    wantsAllColumns,
    unknown: chunks.filter((chunk, index) => board.isFree(index) && !isHarmless(board, chunk, index)),
    lightWords: left.filter(({ isLight, isFiller, cues }) => isLight && !isFiller && cues.length === 0).length,
    words: chunks.map(({ text }) => text),
    length: chunks.length,
    fuzzyWords: chunks.filter(({ isFuzzy }) => isFuzzy).length,
  };
}
