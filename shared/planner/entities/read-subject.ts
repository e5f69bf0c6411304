import type { ChunkBoard } from './chunk-board.ts';
import type { AggregateName } from './entity-sense.ts';
import { aggregateAt, countAt } from './read-measure.ts';
import type { Measure, Mention } from './sketch.ts';

/** Places where a condition or another clause begins: nouns behind it are not what is asked for. */
export function firstClause(board: ChunkBoard): number {
  const start = board.chunks.findIndex(
    (_, index) => index > 1 && board.says(index, 'relative', 'with') && !startsAnew(board, index),
  );
  return start === -1 ? board.length : start;
}

/** The question goes on after a full stop or with a comma and a command: "Which … ? Give me the names." */
function startsAnew(board: ChunkBoard, index: number): boolean {
  return board.chunks.slice(0, index).every(({ isFiller }) => isFiller);
}

/** Breakdowns: "for each city", "per year and status". */
export function readGroups(board: ChunkBoard): readonly Mention[] {
  const groups: Mention[] = [];
  for (let index = 0; index < board.length; index += 1) {
    if (board.cue(index, 'group') === null) continue;
    const first = skipToNoun(board, overNumberOf(board, index + 1));
    const found = listFrom(board, first);
    if (found.length === 0 || isDoer(board, index, first)) continue;
    board.claim(index, ...found.map(({ at }) => at));
    groups.push(...found);
  }
  return groups;
}

/** "Requested by customers" says who did it; "by customer" breaks down. */
function isDoer(board: ChunkBoard, index: number, first: number): boolean {
  const isLoose = /^(?:by|across)$/.test(board.chunks[index]?.text ?? '');
  return isLoose && board.hasTable(first) && board.chunks[first]?.isPlural === true;
}

/** "By number of rooms" of a column that holds the number. */
function overNumberOf(board: ChunkBoard, from: number): number {
  const at = board.skip(from);
  const isCounter = board.cue(at, 'count') !== null && /^(?:the )?numbers? of$/.test(board.text(at));
  const noun = board.skip(at + 1);
  if (!isCounter || !board.hasColumn(noun) || board.hasTable(noun)) return from;
  board.claim(at);
  return noun;
}

function skipToNoun(board: ChunkBoard, from: number): number {
  let at = board.skip(from);
  while (board.cue(at, 'distinct', 'group', 'of') !== null) {
    board.claim(at);
    at = board.skip(at + 1);
  }
  return at;
}

/** Nouns joined by "and", as long as what follows is no clause of its own. */
function listFrom(board: ChunkBoard, first: number): readonly Mention[] {
  const found: Mention[] = [];
  let at = first;
  for (;;) {
    const mention = board.isNoun(at) ? board.mention(at) : null;
    if (mention === null) return found;
    found.push(mention);
    const joint = at + 1;
    if (board.chunks[joint]?.text !== 'and' || !board.isNoun(joint + 1)) return found;
    at = joint + 1;
  }
}

function aggregatesFrom(
  board: ChunkBoard,
  index: number,
): readonly { readonly at: number; readonly name: AggregateName }[] {
  const found: { readonly at: number; readonly name: AggregateName }[] = [];
  for (let at = index; at < board.length; at += 1) {
    const name = aggregateName(board, at);
    if (name === null) {
      const isJoint = board.says(at, 'and') || board.isSkippable(at);
      if (isJoint && found.length > 0) continue;
      return found;
    }
    found.push({ at, name });
  }
  return found;
}

/** "Highest" and "most" ask for the largest value where nothing is ranked by it. */
function aggregateName(board: ChunkBoard, at: number): AggregateName | null {
  const aggregate = board.cue(at, 'aggregate');
  if (aggregate !== null) return aggregate.function;
  const rank = board.cue(at, 'rank');
  return rank === null ? null : rank.up ? 'max' : 'min';
}

/** "Minimum, maximum and average price": several figures of one column; "average price and cost": one of several. */
function readAggregates(board: ChunkBoard, index: number): readonly Measure[] {
  const names = aggregatesFrom(board, index);
  const last = names.at(-1);
  const first = last === undefined ? null : aggregateAt(board, last.at, last.name);
  if (last === undefined || first === null) return [];
  board.claim(...names.map(({ at }) => at), ...first.places);
  const measures: Measure[] = names.map(({ at, name }) =>
    at === last.at ? first.measure : { ...first.measure, function: name },
  );
  if (names.length > 1 || first.measure.function === 'count') return measures;
  return [...measures, ...sameForNext(board, first.end, last.name)];
}

/** "Average price and cost" asks for the average of both. */
function sameForNext(board: ChunkBoard, end: number, name: AggregateName): readonly Measure[] {
  const next = board.skip(end + 2);
  const isMeasure =
    board.chunks[end + 1]?.text === 'and' && next === end + 2 && board.isNoun(next) && !board.hasTable(next);
  const of = isMeasure ? board.mention(next) : null;
  if (of === null || end < 1) return [];
  board.claim(end + 1, next);
  return [{ function: name, of, quality: null }];
}

/** Figures: counts and aggregates, in the order in which they are named. */
export function readFigures(board: ChunkBoard): readonly Measure[] {
  const figures: Measure[] = [];
  for (let index = 0; index < board.length; index += 1) {
    const counted = board.cue(index, 'count') === null || isNumberColumn(board, index) ? null : countAt(board, index);
    if (counted !== null) {
      board.claim(...counted.places);
      figures.push(counted.measure);
      continue;
    }
    figures.push(...readAggregates(board, index));
  }
  return figures;
}

function isNumberColumn(board: ChunkBoard, index: number): boolean {
  return board.chunks[index]?.text === 'number' && board.nameSenses(index).some(({ weight }) => weight >= 0.6);
}

/** "And how many are there", "… and the count": a count of whatever else is asked about. */
export function readBareCount(board: ChunkBoard): readonly Measure[] {
  const at = board.chunks.findIndex((chunk, index) => board.cue(index, 'count') !== null && chunk.text !== 'number');
  if (at === -1) return [];
  board.claim(at);
  return [{ function: 'count', of: null, quality: null }];
}

export interface Subject {
  readonly shown: readonly Mention[];
  readonly tables: readonly Mention[];
  readonly loose: readonly Mention[];
}

/** What is left of the nouns: columns that are asked for, tables they belong to, and nouns lost in conditions. */
export function readSubject(board: ChunkBoard, clause: number): Subject {
  const shown: Mention[] = [];
  const tables: Mention[] = [];
  const loose: Mention[] = [];
  for (let index = 0; index < board.length; index += 1) {
    const mention = board.isNoun(index) ? board.mention(index) : null;
    if (mention === null) continue;
    board.claim(index);
    if (isNameOfColumn(board, index) || isNameAfterColumn(board, index)) continue;
    if (isThing(board, mention)) tables.push(mention);
    else if (index < clause || isLaterRequest(board, index)) shown.push(mention);
    else loose.push(mention);
  }
  return { shown, tables, loose };
}

function isThing(board: ChunkBoard, mention: Mention): boolean {
  if (!board.hasTable(mention.at) || isColumnOfOwner(mention)) return false;
  const [surest] = mention.senses;
  // "States" of areas and states is their column where no table has that name itself.
  const isOnlyHinted = surest?.kind === 'column' && surest.weight >= 0.95 && tableWeight(mention) <= 0.8;
  return surest?.kind === 'table' || (mention.owners.length === 0 && !isOnlyHinted);
}

function tableWeight({ senses }: Mention): number {
  return Math.max(0, ...senses.map(({ kind, weight }) => (kind === 'table' ? weight : 0)));
}

/** From here on a noun is the column itself; below it only shares a word with it. */
const SURE_COLUMN = 0.75;

/** "The name of each city" is the city where cities have no more than a name. */
function isNameOfColumn(board: ChunkBoard, index: number): boolean {
  if (!/^names?$/.test(board.text(index)) || !board.says(index + 1, 'of', 'group')) return false;
  let next = index + 2;
  while (board.chunks[next]?.isFiller === true) next += 1;
  return !board.hasTable(next) && board.nameSenses(next).some(({ weight }) => weight >= SURE_COLUMN);
}

/** "Director names" of a column that holds the directors. */
function isNameAfterColumn(board: ChunkBoard, index: number): boolean {
  if (!/^names?$/.test(board.chunks[index]?.text ?? '') || index === 0) return false;
  return board.nameSenses(index - 1).length > 0 && !board.hasTable(index - 1);
}

/** "The chip model of the phone" is a column of phones where chip models are things as well. */
function isColumnOfOwner({ senses, owners }: Mention): boolean {
  return senses.some((sense) => sense.kind === 'column' && sense.weight >= 0.9 && owners.includes(sense.table));
}

/** After the condition a new sentence may say what is wanted: "Which … ? List the name and age." */
function isLaterRequest(board: ChunkBoard, index: number): boolean {
  for (let at = index - 1; at > 0; at -= 1) {
    if (/^(?:list|show|give|return|find|tell|what)\b/.test(board.chunks[at]?.text ?? '')) return true;
    if (board.says(at, 'relative', 'with')) return false;
  }
  return false;
}
