import type { ChunkBoard } from './chunk-board.ts';
import type { Chunk, ValueSense } from './entity-sense.ts';
import type { Filter, Mention } from './sketch.ts';

function valuesOf(chunk: Chunk | undefined): readonly ValueSense[] {
  return chunk?.senses.filter((sense) => sense.kind === 'value') ?? [];
}

/** "US" is a country where "us" is not; a name is written with a capital. */
function isWrittenAsName({ heard, start }: Chunk): boolean {
  return start > 0 && /^\p{Lu}/u.test(heard);
}

function sharesColumn(label: Mention, values: readonly ValueSense[]): boolean {
  return label.senses.some((sense) => sense.kind === 'column' && values.some(({ id }) => sense.ids.includes(id)));
}

/** The column that a value belongs to, when it is named beside it: "city Paris", "the Paris office city". */
function labelOf(board: ChunkBoard, index: number): Mention | null {
  const values = valuesOf(board.chunks[index]);
  for (const near of [backToLabel(board, index), index + 1]) {
    const mention = board.isFree(near) && board.hasColumn(near) ? board.mention(near) : null;
    if (mention !== null && (values.length === 0 || sharesColumn(mention, values))) return mention;
  }
  return null;
}

/** "Zip code of 94107", but not "name of the product": a plain word after "of" names a thing. */
function backToLabel(board: ChunkBoard, index: number): number {
  let at = index - 1;
  const chunk = board.chunks[index];
  const isPlainWord = chunk !== undefined && chunk.quoted === null && chunk.number === null && !isWrittenAsName(chunk);
  if (isPlainWord && valuesOf(chunk).length > 0 && board.says(board.skipBackTo(at), 'of')) return -1;
  while (at >= 0 && isBetween(board, at)) at -= 1;
  return at;
}

function isBetween(board: ChunkBoard, at: number): boolean {
  if (board.isNoun(at)) return false;
  return board.isSkippable(at) || board.says(at, 'named', 'in', 'not', 'with', 'of', 'relative');
}

/** A word that also does something else in the question is a value only where it is written as a name. */
function isBusy(chunk: Chunk): boolean {
  return chunk.cues.length > 0 || chunk.isFiller || chunk.number !== null || chunk.isLight;
}

/** True where a name of the model speaks less for the word than its being a value. */
function outweighsNames(chunk: Chunk): boolean {
  const limit = isWrittenAsName(chunk) ? 0.9 : 0.6;
  return chunk.senses.every(({ kind, weight }) => kind === 'value' || weight < limit);
}

/** "The 3 cheapest hotels", "5 orders": a number that says how many. */
function countsThings(board: ChunkBoard, index: number): boolean {
  const isNumber = board.chunks[index]?.number !== null;
  return isNumber && (board.says(index + 1, 'rank', 'common') || board.hasTable(index + 1));
}

function isValue(board: ChunkBoard, index: number): boolean {
  const chunk = board.chunks[index];
  if (chunk === undefined || !board.isFree(index)) return false;
  if (chunk.quoted !== null) return true;
  if (valuesOf(chunk).length === 0 || countsThings(board, index)) return false;
  if (chunk.cues.length === 0 && labelOf(board, index) !== null) return true;
  return isBusy(chunk) ? isWrittenAsName(chunk) && chunk.cues.length === 0 : outweighsNames(chunk);
}

/** The value right after a joint: "Paris or London", "Paris, London and Rome". */
function nextInList(
  board: ChunkBoard,
  index: number,
): { readonly at: number; readonly joint: number; readonly isOr: boolean } | null {
  const joint = index + 1;
  if (!board.says(joint, 'and', 'or') || !board.isFree(joint)) return null;
  let at = joint + 1;
  while (at < board.length && !isValue(board, at) && isBetween(board, at)) at += 1;
  return isValue(board, at) ? { at, joint, isOr: board.says(joint, 'or') } : null;
}

function sameColumn(left: Chunk | undefined, right: Chunk | undefined): boolean {
  const ids = new Set(valuesOf(left).map(({ id }) => id));
  return (
    valuesOf(right).some(({ id }) => ids.has(id)) || (left?.quoted !== null && right?.quoted !== null && ids.size === 0)
  );
}

function readList(board: ChunkBoard, first: number): { readonly places: readonly number[]; readonly isOr: boolean } {
  const places = [first];
  let isOr = false;
  for (;;) {
    const next = nextInList(board, places.at(-1) ?? first);
    if (next === null || !sameColumn(board.chunks[first], board.chunks[next.at])) return { places, isOr };
    board.claim(next.joint);
    places.push(next.at);
    isOr ||= next.isOr;
  }
}

/** A "not" that reaches to the value over fillers, verbs and its label. */
export function negationBefore(board: ChunkBoard, index: number): number | null {
  for (let at = index - 1; at >= Math.max(0, index - 6); at -= 1) {
    if (board.cue(at, 'not') !== null || board.cue(at, 'without') !== null) return at;
    const chunk = board.chunks[at];
    if (chunk === undefined || board.says(at, 'and', 'or', 'relative')) return null;
  }
  return null;
}

/** The "not" before values, or right after one that does something: "products that Norway does not make". */
function negationAround(board: ChunkBoard, places: readonly number[]): number | null {
  const [first = -1] = places;
  const before = negationBefore(board, first);
  const last = places.at(-1) ?? first;
  const isDoer = board.says(board.skipBackTo(first - 1), 'relative');
  return before === null && isDoer && board.cue(last + 1, 'not') !== null ? last + 1 : before;
}

/** Words in quotation marks that are no known value stand for themselves. */
function asValues(chunk: Chunk | undefined, label: Mention | null): readonly ValueSense[] {
  const known = valuesOf(chunk);
  const quoted = chunk?.quoted ?? null;
  if (known.length > 0 || quoted === null || label === null) return known;
  return label.senses.flatMap((sense) =>
    sense.kind === 'column'
      ? sense.ids.map(
          (id) =>
            ({
              kind: 'value',
              table: sense.table,
              id,
              value: quoted,
              isName: false,
              weight: sense.weight * 0.7,
            }) as const,
        )
      : [],
  );
}

function thingsBetween(board: ChunkBoard, from: number, to: number): Mention | null {
  for (let at = from + 1; at < to; at += 1) if (board.isFree(at) && board.hasTable(at)) return board.mention(at);
  return null;
}

function readAt(board: ChunkBoard, index: number): readonly Filter[] {
  if (!isValue(board, index)) return [];
  const label = labelOf(board, index);
  const { places, isOr } = readList(board, index);
  const negation = negationAround(board, places);
  const values = places.map((place) => ({
    heard: board.chunks[place]?.heard ?? '',
    senses: asValues(board.chunks[place], label),
  }));
  if (values.some(({ senses }) => senses.length === 0)) return [];
  const things = negation !== null && board.says(negation, 'without') ? thingsBetween(board, negation, index) : null;
  board.claim(...places, ...(label === null ? [] : [label.at]), ...(negation === null ? [] : [negation]));
  const isSeveral = !isOr && values.length > 1 && board.chunks.some((_, at) => board.says(at, 'both'));
  const filter = (list: typeof values): Filter => ({
    at: index,
    kind: 'values',
    values: list,
    label,
    things,
    negated: negation !== null,
    heard: list.map(({ heard }) => heard).join(', '),
  });
  return isSeveral ? values.map((value) => filter([value])) : [filter(values)];
}

/** Conditions on values. */
export function readValues(board: ChunkBoard): readonly Filter[] {
  return board.chunks.flatMap((_, index) => readAt(board, index));
}

interface SaidText {
  readonly value: string;
  readonly at: number;
  readonly isQuoted: boolean;
}

/** A word that says nothing else here. */
function isOwnWord({ heard, senses, cues, isFiller, isLight }: Chunk): boolean {
  return /^\p{Lu}/u.test(heard) || (senses.length === 0 && cues.length === 0 && !isFiller && !isLight);
}

/** The text after "contains", over "the word" and the like; null where what follows is a plain known word. */
function textAfter(board: ChunkBoard, index: number): SaidText | null {
  const isIntroduced = /^(?:the|letter|word|a|substring)$/.test(board.text(index + 1));
  const at = index + (isIntroduced ? 2 : 1);
  const said = board.chunks[at];
  if (said === undefined || !board.isFree(at)) return null;
  if (said.quoted !== null) return { value: said.quoted, at, isQuoted: true };
  // "Who don't like anyone" looks for no text.
  return board.text(index) !== 'like' && isOwnWord(said) ? { value: said.heard, at, isQuoted: false } : null;
}

/** "Publishers whose name contains …" of a column that holds publishers: the column itself. */
function overName(board: ChunkBoard, label: number): number {
  const isName = /^names?$/.test(board.text(label)) && board.text(label - 1) === 'whose';
  return isName && board.hasColumn(label - 2) && !board.hasTable(label - 2) ? label - 2 : label;
}

function readTextAt(board: ChunkBoard, index: number): Filter | null {
  const cue = board.cue(index, 'text');
  const said = cue === null ? null : textAfter(board, index);
  if (cue === null || said === null) return null;
  const of = board.columnAt(overName(board, backToLabel(board, index)));
  if (of === null && !said.isQuoted) return null;
  const negation = negationBefore(board, index);
  const claimed = [of?.at ?? null, negation].filter((at) => at !== null);
  board.claim(index, index + 1, said.at, ...claimed);
  const heard = `${board.text(index)} ${said.value}`;
  return { at: index, kind: 'text', of, match: cue.match, value: said.value, negated: negation !== null, heard };
}

const REACH = 6;

/** "Who have 'Diana' in part of their names". */
function readContained(board: ChunkBoard, index: number): Filter | null {
  const quoted = board.chunks[index]?.quoted ?? null;
  const isContained =
    quoted !== null && board.says(board.skipBackTo(index - 1), 'with', 'relative') && board.says(index + 1, 'in');
  if (!isContained || quoted === '' || !board.isFree(index)) return null;
  for (let at = index + 2; at < Math.min(board.length, index + REACH); at += 1) {
    const of = board.columnAt(at);
    if (of === null) continue;
    board.claim(index, index + 1, at);
    return { at: index, kind: 'text', of, match: 'contains', value: quoted, negated: false, heard: quoted };
  }
  return null;
}

/** Conditions on parts of a text: "whose name contains 'X'", "starting with the letter A". */
export function readTexts(board: ChunkBoard): readonly Filter[] {
  return board.chunks.flatMap((_, index) => readTextAt(board, index) ?? readContained(board, index) ?? []);
}
