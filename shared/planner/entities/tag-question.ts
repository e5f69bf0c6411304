import { NUMBER_WORDS } from '#shared/calendar/period-vocabulary.ts';
import { fillerSense, isEverydayWord } from '../filler-words.ts';
import { type QuestionToken, tokenizeQuestion } from '../question-token.ts';
import { correctSpelling } from '../spell-words.ts';
import { isPlural } from '../word-key.ts';
import { CUE_PHRASES, LONGEST_CUE } from './cue-words.ts';
import type { EntityIndex } from './entity-index.ts';
import type { Chunk, EntitySense } from './entity-sense.ts';
import { isLightWord } from './light-words.ts';

interface Span {
  readonly from: number;
  readonly to: number;
  readonly score: number;
  readonly chunk: Chunk;
}

export interface TagSource {
  readonly index: EntityIndex;
  readonly spellings: ReadonlyMap<string, readonly string[]>;
}

interface Source extends TagSource {
  readonly text: string;
  readonly tokens: readonly QuestionToken[];
}

/** Most words of a value that are looked up together; the planner's index cuts longer ones. */
const LONGEST_VALUE = 8;
const ISO_DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?/;
const COUNT_WORDS: ReadonlyMap<string, number> = new Map([
  ['once', 1],
  ['twice', 2],
  ['thrice', 3],
]);
/** Words that start a sentence and are no part of a name there. */
const COMMANDS: ReadonlySet<string> = new Set([
  'list',
  'show',
  'find',
  'return',
  'give',
  'display',
  'count',
  'order',
  'sort',
]);

function join(tokens: readonly QuestionToken[], part: 'key' | 'text'): string {
  return tokens.map((token) => token[part]).join(' ');
}

function blank(source: Source, from: number, to: number): Chunk {
  const tokens = source.tokens.slice(from, to);
  const [start, end] = [tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0];
  return {
    heard: source.text.slice(start, end),
    text: join(tokens, 'text'),
    key: join(tokens, 'key'),
    start,
    end,
    senses: [],
    cues: [],
    number: null,
    date: null,
    quoted: null,
    isPlural: isPlural(tokens.at(-1)?.text ?? ''),
    isFiller: false,
    isLight: false,
    isFuzzy: false,
  };
}

/** What stands between two quotation marks, as one. */
function quotedSpan(source: Source, from: number): Span | null {
  const first = source.tokens[from];
  if (first?.isQuoted !== true || (source.tokens[from - 1]?.isQuoted === true && !startsQuote(source, from)))
    return null;
  const open = source.text.lastIndexOf('"', first.start - 1);
  const close = source.text.indexOf('"', first.start);
  const to = source.tokens.findIndex((token) => token.start >= close);
  const end = to === -1 ? source.tokens.length : to;
  const chunk = blank(source, from, end);
  const senses = source.index.senses(chunk.key).filter(({ kind }) => kind === 'value');
  const quoted = source.text.slice(open + 1, close).trim();
  return {
    from,
    to: end,
    score: 1_000 * (end - from),
    chunk: { ...chunk, senses, quoted, key: `"${quoted}"`, text: '"' },
  };
}

function startsQuote(source: Source, from: number): boolean {
  const [before, here] = [source.tokens[from - 1], source.tokens[from]];
  return before !== undefined && here !== undefined && source.text.slice(before.end, here.start).includes('"');
}

function dateSpan(source: Source, from: number): Span | null {
  const first = source.tokens[from];
  const found = first === undefined ? null : ISO_DATE.exec(source.text.slice(first.start));
  if (first === undefined || found === null) return null;
  const end = first.start + found[0].length;
  const after = source.tokens.findIndex((token) => token.start >= end);
  const to = after === -1 ? source.tokens.length : after;
  return {
    from,
    to,
    score: 1_000 * (to - from),
    chunk: { ...blank(source, from, to), date: found[0].replace('T', ' ') },
  };
}

function numberOf(token: QuestionToken | undefined): number | null {
  if (token === undefined) return null;
  return token.number?.value ?? NUMBER_WORDS.get(token.text) ?? COUNT_WORDS.get(token.text) ?? null;
}

/** A value written without its capitals may well be a plain word. */
function senseScore(sense: EntitySense, { heard }: Chunk): number {
  const isOtherwiseWritten = sense.kind === 'value' && sense.value !== heard && heard === heard.toLowerCase();
  return sense.weight * (isOtherwiseWritten ? 5 : 8);
}

/** Weight of what a phrase means: names and values before cues, cues before fillers. */
function scoreOf(chunk: Chunk, length: number): number {
  const sense = chunk.senses.reduce((most, one) => Math.max(most, senseScore(one, chunk)), 0);
  const cue = chunk.cues.length > 0 || chunk.number !== null ? 6 : 0;
  const best = Math.max(sense, cue, chunk.isFiller || chunk.isLight ? 1 : 0);
  return best === 0 ? -Infinity : 10 * length * length + best;
}

function sensesAt(source: Source, from: number, to: number, key: string): readonly EntitySense[] {
  const isCommand = from === 0 && to === 1 && COMMANDS.has(source.tokens[0]?.text ?? '');
  return isCommand ? [] : source.index.senses(key);
}

/** "The amount of the grant" of grants with an amount: the column, and no mere joint. */
function isColumnBefore({ index }: Source, text: string): boolean {
  return text === 'amount of' && index.senses('amount').some(({ kind, weight }) => kind === 'column' && weight >= 0.95);
}

function phraseSpan(source: Source, from: number, to: number): Span | null {
  const chunk = blank(source, from, to);
  const isSingle = to - from === 1;
  const filler = fillerSense(chunk.key);
  const meant: Chunk = {
    ...chunk,
    senses: sensesAt(source, from, to, chunk.key),
    cues: isColumnBefore(source, chunk.text) ? [] : (CUE_PHRASES.get(chunk.text) ?? []),
    number: isSingle ? numberOf(source.tokens[from]) : null,
    isFiller: filler !== null && !filler.isVerb,
    isLight: isSingle && isLightWord(chunk.text),
  };
  const score = scoreOf(meant, to - from);
  return score === -Infinity ? null : { from, to, score, chunk: meant };
}

const JOINTS: ReadonlySet<string> = new Set(['and', ',', 'or', '&']);

/** "First and …": a word that has no noun of its own yet. "Cards, as well as …": a plural is one. */
function awaitsNoun({ tokens }: Source, from: number): boolean {
  return JOINTS.has(tokens[from + 1]?.text ?? '') && !isPlural(tokens[from]?.text ?? '');
}

/** "First and last name": the noun at the end belongs to both. */
function sharedNoun(source: Source, from: number): Span | null {
  if (!awaitsNoun(source, from)) return null;
  for (const noun of source.tokens.slice(from + 3, from + 7)) {
    const columns = source.index
      .senses(`${source.tokens[from]?.key ?? ''} ${noun.key}`)
      .filter((sense) => sense.kind === 'column')
      .map((sense) => ({ ...sense, weight: sense.weight * 0.9 }));
    if (columns.length > 0) {
      return { from, to: from + 1, score: 17, chunk: { ...blank(source, from, from + 1), senses: columns } };
    }
  }
  return null;
}

function spellingSpan(source: Source, from: number): Span | null {
  const token = source.tokens[from];
  if (token === undefined || token.number !== null || isEverydayWord(token.key)) return null;
  const spelling = correctSpelling(token.key, source.spellings);
  const senses =
    spelling === null ? [] : source.index.senses(spelling).map((sense) => ({ ...sense, weight: sense.weight * 0.6 }));
  if (senses.length === 0) return null;
  return { from, to: from + 1, score: 10, chunk: { ...blank(source, from, from + 1), senses, isFuzzy: true } };
}

function spansFrom(source: Source, from: number): readonly Span[] {
  const certain = quotedSpan(source, from) ?? dateSpan(source, from);
  if (certain !== null) return [certain];
  const longest = Math.max(source.index.longestName, LONGEST_CUE, LONGEST_VALUE);
  const found: Span[] = [];
  for (let to = from + 1; to <= Math.min(source.tokens.length, from + longest); to += 1) {
    if (source.tokens[to - 1]?.isQuoted === true) break;
    const span = phraseSpan(source, from, to);
    if (span !== null) found.push(span);
  }
  const shared = sharedNoun(source, from);
  if (shared !== null) found.push(shared);
  if (found.length > 0) return found;
  const spelt = spellingSpan(source, from);
  return spelt === null ? [] : [spelt];
}

/** Skipping a word is worse than any way to explain it. */
const SKIP = -50;

interface Step {
  readonly score: number;
  readonly span: Span | null;
}

/** The best way to explain the first words, for every number of words. */
function bestSteps(length: number, spans: readonly Span[]): readonly Step[] {
  const best: Step[] = [{ score: 0, span: null }];
  const endingAt = Map.groupBy(spans, ({ to }) => to);
  const scoreTo = (at: number) => best[at]?.score ?? -Infinity;
  for (let to = 1; to <= length; to += 1) {
    let step: Step = { score: scoreTo(to - 1) + SKIP, span: null };
    for (const span of endingAt.get(to) ?? []) {
      const score = scoreTo(span.from) + span.score;
      if (score > step.score) step = { score, span };
    }
    best.push(step);
  }
  return best;
}

/** Cuts a question into the stretches that together explain most of it; words that mean nothing stand alone. */
export function tagQuestion(text: string, source: TagSource): readonly Chunk[] {
  const tokens = tokenizeQuestion(text);
  const full = { ...source, text, tokens };
  const spans = tokens.flatMap((_, from) => spansFrom(full, from));
  const best = bestSteps(tokens.length, spans);
  const chunks: Chunk[] = [];
  for (let to = tokens.length; to > 0;) {
    const span = best[to]?.span ?? null;
    chunks.push(span?.chunk ?? blank(full, to - 1, to));
    to = span?.from ?? to - 1;
  }
  return chunks.reverse();
}
