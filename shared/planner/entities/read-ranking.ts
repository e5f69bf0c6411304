import { type ChunkBoard, SURE_TABLE } from './chunk-board.ts';
import { aggregateAt, countAt, type FoundMeasure } from './read-measure.ts';
import { isPlainTop, type Measure, type Mention, type Ranking } from './sketch.ts';

const COUNT_ROWS: Measure = { function: 'count', of: null, quality: null };

/** A whole number that may say how many are wanted; null for any other chunk. */
function wantedCount(board: ChunkBoard, at: number): number | null {
  const number = board.chunks[at]?.number ?? null;
  if (number === null || !board.isFree(at)) return null;
  return Number.isInteger(number) && number >= 1 && number <= 1_000 ? number : null;
}

/** A number right beside a superlative: "the 3 oldest", "top 5". */
function countBeside(board: ChunkBoard, index: number): number | null {
  for (const near of [index + 1, index - 1]) {
    const number = wantedCount(board, near);
    if (number === null || board.says(near - 1, 'compare') || board.says(near + 1, 'compare')) continue;
    board.claim(near);
    return number;
  }
  return null;
}

/** What a superlative without an adjective of its own measures by: "the most orders", "the highest price". */
function measuredBy(board: ChunkBoard, index: number): FoundMeasure | null {
  const next = board.skip(index + 1);
  if (board.cue(next, 'count') !== null) return countAt(board, next);
  const aggregate = board.cue(next, 'aggregate');
  if (aggregate !== null) return aggregateAt(board, next, aggregate.function);
  const of = board.isNoun(next) ? board.mention(next) : null;
  if (of === null) return null;
  const name = countsThings(board.text(index), of) ? 'count' : null;
  return { measure: { function: name, of, quality: null }, places: [next], end: next };
}

/** Whether a superlative counts: "the most cards" does even where a column is called card number. */
function countsThings(rank: string, { senses, isPlural }: Mention): boolean {
  const surest = (kind: 'column' | 'table') =>
    senses.reduce((most, sense) => (sense.kind === kind ? Math.max(most, sense.weight) : most), 0);
  const [table, column] = [surest('table'), surest('column')];
  const isMany = /(?:most|fewest)$/.test(rank) && isPlural && table >= SURE_TABLE && column < 0.9;
  return isMany || table >= column || rank.endsWith(' number of');
}

/** True when something stands before that can be what is ranked: "the customer with the highest balance". */
function followsNoun(board: ChunkBoard, index: number): boolean {
  for (let before = index - 1; before >= 0; before -= 1) {
    if (board.nameSenses(before).length > 0 || board.says(before, 'count', 'all-columns')) return true;
  }
  return false;
}

/** "For each city, the highest price": a figure of each group, not the one row that has it. */
function isGrouped(board: ChunkBoard): boolean {
  return board.chunks.some(
    ({ cues, text }) => cues.some(({ name }) => name === 'group') && text !== 'by' && text !== 'each',
  );
}

function isAfterWith(board: ChunkBoard, index: number): boolean {
  return board.says(board.skipBack(index - 1), 'with', 'relative');
}

function readCommon(board: ChunkBoard, index: number): Ranking | null {
  const common = board.cue(index, 'common');
  if (common === null) return null;
  board.claim(index);
  return { by: COUNT_ROWS, up: common.up, count: countBeside(board, index), heard: board.text(index) };
}

/** Whether a superlative ranks things; otherwise it is a figure: "for each city, the highest price". */
function isRanking(board: ChunkBoard, index: number, isThing: boolean): boolean {
  const isAmongFigures = board.says(index - 1, 'and') && board.says(index - 2, 'aggregate', 'rank');
  if (isAmongFigures || board.says(board.skip(index + 1), 'and')) return false;
  return isAfterWith(board, index) || (!isGrouped(board) && (followsNoun(board, index) || isThing));
}

/** "Which shop has the most …", "… with the highest price", "the oldest …": null where it is "the highest price of all". */
function readAt(board: ChunkBoard, index: number): Ranking | null {
  const rank = board.cue(index, 'rank');
  if (rank === null) return null;
  const heard = board.text(index);
  if (rank.quality !== null) return readAdjective(board, index, { ...rank, heard });
  const found = measuredBy(board, index);
  if (found === null) return null;
  const isThing = found.measure.function === 'count' && found.measure.of !== null;
  const isSize = isThing && /(?:high|low|larg|small|bigg|great)est$/.test(heard);
  if (isSize && !isAfterWith(board, index)) return readBareThing(board, index, { up: rank.up, heard });
  if (!isRanking(board, index, isThing)) return null;
  const count = countBeside(board, index);
  board.claim(index, ...found.places);
  return { by: found.measure, up: rank.up, count, heard };
}

function readAdjective(
  board: ChunkBoard,
  index: number,
  rank: { readonly up: boolean; readonly quality: Measure['quality']; readonly heard: string },
): Ranking | null {
  const count = countBeside(board, index);
  board.claim(index);
  const next = board.skip(index + 1);
  // "The longest duration": the noun itself is what is measured.
  const isOwn = board.isNoun(next) && !board.hasTable(next) && board.hasColumn(next) && followsNoun(board, index);
  const of = isOwn ? board.mention(next) : null;
  if (of !== null) board.claim(next);
  return {
    by: { function: null, of, quality: of === null ? rank.quality : null },
    up: rank.up,
    count,
    heard: rank.heard,
  };
}

/** "The largest city": a thing by its size. */
function readBareThing(
  board: ChunkBoard,
  index: number,
  { up, heard }: { readonly up: boolean; readonly heard: string },
): Ranking {
  const count = countBeside(board, index);
  board.claim(index);
  return {
    by: {
      function: null,
      of: null,
      quality: /^(?:the )?(?:high|low)est$/.test(heard.toLowerCase()) ? 'height' : 'size',
    },
    up,
    count,
    heard,
  };
}

/** "Top 3 …", "the first 5 …": the measure comes from the order or stands after "by". */
function readTop(board: ChunkBoard, index: number): Ranking | null {
  const count = board.cue(index, 'top') === null ? null : wantedCount(board, index + 1);
  if (count === null) return null;
  const noun = board.skip(index + 2);
  const isMeasure = board.isNoun(noun) && !board.hasTable(noun) && isAfterWith(board, index);
  const of = isMeasure ? board.mention(noun) : null;
  board.claim(index, index + 1, ...(of === null ? [] : [noun]));
  const heard = board.text(index);
  return { by: { function: null, of, quality: null }, up: heard !== 'bottom', count, heard };
}

/** "Of the three accounts with the highest balance": how many are wanted. */
function countOfThings(board: ChunkBoard): number | null {
  for (let index = 0; index < board.length; index += 1) {
    const number = board.hasTable(index + 1) ? wantedCount(board, index) : null;
    if (number === null || board.says(board.skipBack(index - 1), 'with', 'compare')) continue;
    board.claim(index);
    return number;
  }
  return null;
}

/** The superlative of a question, if it has exactly one. */
export function readRanking(board: ChunkBoard): { readonly ranking: Ranking | null; readonly isSeveral: boolean } {
  const found = findRankings(board);
  const [first = null, second = null] = found;
  const isMerged = first !== null && second !== null && isPlainTop(first);
  const ranking = isMerged ? { ...second, count: first.count } : first;
  const isSeveral = found.length > (isMerged ? 2 : 1);
  if (ranking === null || ranking.count !== null) return { ranking, isSeveral };
  return { ranking: { ...ranking, count: countOfThings(board) }, isSeveral };
}

function findRankings(board: ChunkBoard): readonly Ranking[] {
  const rankings: Ranking[] = [];
  for (let index = 0; index < board.length; index += 1) {
    const found = readTop(board, index) ?? readCommon(board, index) ?? readAt(board, index);
    if (found !== null) rankings.push(found);
  }
  return rankings;
}
