import { readPeriods } from '#shared/calendar/read-periods.ts';
import { NUMBER_WORDS } from '#shared/calendar/period-vocabulary.ts';
import { fillerSense, isEverydayWord, LONGEST_FILLER } from './filler-words.ts';
import { GRAIN_PHRASES, OPERATOR_PHRASES } from './operator-words.ts';
import type { PlannerIndex } from './planner-index.ts';
import type { QuestionToken } from './question-token.ts';
import type { MatchMethod, ModelSense, Sense } from './sense.ts';
import { correctSpelling } from './spell-words.ts';

/** Tokens `from` to `to` (exclusive) with what they may mean together. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly senses: readonly Sense[];
}

const MAGNITUDE_WORDS: ReadonlyMap<string, number> = new Map([
  ['hundred', 1e2],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
]);

/** A value that is written as in the data is exact; otherwise its case or number differs. */
function valueMethod(value: string, heard: string): MatchMethod {
  if (value === heard) return 'exact';
  return value.toLowerCase() === heard.toLowerCase() ? 'case' : 'plural';
}

const PREPOSITIONS: ReadonlySet<string> = new Set(['in', 'at', 'on', 'by', 'from', 'with', 'via', 'through']);

/** "In store" is a way of selling, "in stores in France" says where: a synonym with a preposition is taken as written. */
function isAsWritten(sense: ModelSense, heard: string, { index }: Source): boolean {
  const words = heard.toLowerCase().split(/[\s-]+/);
  if (sense.kind !== 'value' || sense.method !== 'synonym' || !PREPOSITIONS.has(words[0] ?? '')) return true;
  const dimension = index.view.dimensions.get(sense.id);
  const said = dimension !== undefined && 'valueSynonyms' in dimension ? dimension.valueSynonyms : [];
  return said.some(({ synonyms }) =>
    synonyms.some(
      (synonym) =>
        synonym
          .toLowerCase()
          .split(/[\s-]+/)
          .join(' ') === words.join(' '),
    ),
  );
}

function refineMethod(sense: ModelSense, heard: string): ModelSense {
  return sense.kind === 'value' && sense.method === 'value'
    ? { ...sense, method: valueMethod(sense.value, heard) }
    : sense;
}

interface Source {
  readonly text: string;
  readonly tokens: readonly QuestionToken[];
  readonly index: PlannerIndex;
}

function keyOf(tokens: readonly QuestionToken[], from: number, to: number): string {
  return tokens
    .slice(from, to)
    .map((token) => token.key)
    .join(' ');
}

function heardOf({ text, tokens }: Source, from: number, to: number): string {
  return text.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0);
}

/** "List revenue …" and "return the revenue …" are commands: there the first word is no part of a name. */
function isCommand(tokens: readonly QuestionToken[], from: number, to: number): boolean {
  if (from !== 0 || tokens.length === 1) return false;
  const word = tokens[0]?.text;
  return word === 'list' || (word === 'return' && to === 1);
}

function modelSenses(source: Source, from: number, to: number): readonly ModelSense[] {
  if (isCommand(source.tokens, from, to)) return [];
  const heard = heardOf(source, from, to);
  const found = source.index.phrases.get(keyOf(source.tokens, from, to)) ?? [];
  return found.filter((sense) => isAsWritten(sense, heard, source)).map((sense) => refineMethod(sense, heard));
}

function textOf(tokens: readonly QuestionToken[], from: number, to: number): string {
  return tokens
    .slice(from, to)
    .map((token) => token.text)
    .join(' ');
}

/** Senses of one n-gram. Quoted words can only be values. */
function phraseSenses(source: Source, from: number, to: number): readonly Sense[] {
  const key = keyOf(source.tokens, from, to);
  const model = modelSenses(source, from, to);
  if (source.tokens[from]?.isQuoted === true) return model.filter((sense) => sense.kind === 'value');
  const filler = to - from <= LONGEST_FILLER ? fillerSense(key) : null;
  const deed = source.index.deeds.get(key);
  const labels = source.index.labels.get(key);
  const operators = OPERATOR_PHRASES.get(textOf(source.tokens, from, to)) ?? [];
  return [
    ...model,
    ...operators,
    ...(GRAIN_PHRASES.get(key) ?? []),
    ...(deed === undefined ? [] : [{ kind: 'deed', deed } as const]),
    ...(labels === undefined ? [] : [{ kind: 'label', ids: labels } as const]),
    ...(filler === null ? [] : [filler]),
  ];
}

function* phraseSpans(source: Source): Generator<Span> {
  const { tokens, index } = source;
  const longest = Math.max(index.longestPhrase, 6);
  for (let from = 0; from < tokens.length; from += 1) {
    const limit = Math.min(tokens.length, from + longest);
    for (let to = from + 1; to <= limit; to += 1) {
      if (tokens[to - 1]?.isQuoted !== tokens[from]?.isQuoted) break;
      const senses = phraseSenses(source, from, to);
      if (senses.length > 0) yield { from, to, senses };
    }
  }
}

/** Numbers written in digits or words, with a magnitude word: `2 million`, `five`, `10%`. */
function* numberSpans({ tokens }: Source): Generator<Span> {
  for (const [from, token] of tokens.entries()) {
    const written = token.number ?? { value: NUMBER_WORDS.get(token.text) ?? NaN, unit: null };
    if (Number.isNaN(written.value) || token.isQuoted) continue;
    yield { from, to: from + 1, senses: [{ kind: 'number', ...written }] };
    const factor = MAGNITUDE_WORDS.get(tokens[from + 1]?.text ?? '');
    if (factor === undefined) continue;
    yield { from, to: from + 2, senses: [{ kind: 'number', value: written.value * factor, unit: written.unit }] };
  }
}

/** "Compare October to September" sets two periods against each other: no span runs from one to the other. */
function withComparedPeriods(text: string): string {
  if (!/\bcompar/i.test(text) || /\b(?:from|between)\b/i.test(text)) return text;
  // As long as what it replaces, so that places stay.
  return text.replaceAll(/ (?:to|TO|To) /g, ' vs ');
}

function* periodSpans({ text, tokens }: Source, holidayNames: readonly string[]): Generator<Span> {
  for (const reading of readPeriods(withComparedPeriods(text), { holidayNames })) {
    const from = tokens.findIndex((token) => token.end > reading.start);
    const after = tokens.findIndex((token) => token.start >= reading.end);
    const to = after === -1 ? tokens.length : after;
    const isAligned = tokens[from] !== undefined && tokens[from].start >= reading.start && from < to;
    if (isAligned && tokens[from]?.isQuoted === false) yield { from, to, senses: [{ kind: 'period', reading }] };
  }
}

function isCorrectable(token: QuestionToken): boolean {
  return !token.isQuoted && token.number === null && !isEverydayWord(token.key);
}

/** Ends of the n-grams from a word on that may be misspelt: the word alone, and with the next one if it is no filler. */
function correctableEnds(tokens: readonly QuestionToken[], from: number): readonly number[] {
  const next = tokens[from + 1];
  return next !== undefined && isCorrectable(next) ? [from + 1, from + 2] : [from + 1];
}

/** Words that nothing explains, read as a name of the model with a slip of the pen. */
function* spellingSpans(source: Source, explained: ReadonlySet<number>): Generator<Span> {
  for (const [from, token] of source.tokens.entries()) {
    if (explained.has(from) || !isCorrectable(token)) continue;
    for (const to of correctableEnds(source.tokens, from)) {
      const spelling = correctSpelling(keyOf(source.tokens, from, to), source.index.spellings);
      const senses = spelling === null ? [] : (source.index.phrases.get(spelling) ?? []);
      if (senses.length > 0) yield { from, to, senses: senses.map((sense) => ({ ...sense, method: 'fuzzy' })) };
    }
  }
}

function mergeSpans(spans: Iterable<Span>): readonly Span[] {
  const merged = new Map<string, Span>();
  for (const span of spans) {
    const place = `${span.from}:${span.to}`;
    const known = merged.get(place);
    merged.set(place, known === undefined ? span : { ...known, senses: [...known.senses, ...span.senses] });
  }
  return [...merged.values()];
}

/** All stretches of the question that mean something, overlapping ones too. */
export function annotateQuestion(
  text: string,
  tokens: readonly QuestionToken[],
  index: PlannerIndex,
  holidayNames: readonly string[],
): readonly Span[] {
  const source = { text, tokens, index };
  const certain = [...phraseSpans(source), ...numberSpans(source), ...periodSpans(source, holidayNames)];
  const explained = new Set(
    certain.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, offset) => from + offset)),
  );
  return mergeSpans([...certain, ...spellingSpans(source, explained)]);
}
