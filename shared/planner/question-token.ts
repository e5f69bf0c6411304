import { foldWord, wordKey } from './word-key.ts';

/** A word, a number or a sign of the question. Offsets are UTF-16 units, `end` exclusive. */
export interface QuestionToken {
  /** As written. */
  readonly surface: string;
  /** Folded: lower case, without accents and a possessive ending. */
  readonly text: string;
  /** Form for look-up, see `wordKey`. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly number: TokenNumber | null;
  /** True between double quotes: then it can only be a value. */
  readonly isQuoted: boolean;
}

export interface TokenNumber {
  readonly value: number;
  readonly unit: 'currency' | 'percent' | null;
}

const TOKEN =
  /(?<currency>[$€£])?(?<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?<magnitude>k|mm?|bn?)?(?<percent>\s?%)?(?![\p{L}\p{M}\d])|[\p{L}\p{M}\d]+(?:'[\p{L}]+)*|[^\s]/giu;

const MAGNITUDES: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['m', 1e6],
  ['mm', 1e6],
  ['b', 1e9],
  ['bn', 1e9],
]);

/** Signs that join words or end a sentence and say nothing else. */
const SILENT_SIGNS = new Set(['-', '–', '—', '/', '.', '?', '!', ':', ';', '(', ')', "'", '"', '…']);

/** "isn't" says "not"; "Germany's" and "what's" say the word itself. */
function plainWord(surface: string): string {
  const folded = foldWord(surface);
  if (folded === '%') return 'percentage';
  if (folded.endsWith("n't") || folded === 'cannot') return 'not';
  const apostrophe = folded.indexOf("'");
  return apostrophe > 1 ? folded.slice(0, apostrophe) : folded.replaceAll("'", '');
}

function readTokenNumber(groups: Record<string, string | undefined>): TokenNumber | null {
  const { currency, digits, magnitude, percent } = groups;
  if (digits === undefined) return null;
  const factor = MAGNITUDES.get(magnitude?.toLowerCase() ?? '') ?? 1;
  const value = Number(digits.replaceAll(',', '')) * factor;
  if (currency !== undefined) return { value, unit: 'currency' };
  return percent === undefined ? { value, unit: null } : { value: value / 100, unit: 'percent' };
}

/** Pairs of double quotes; an unpaired one quotes nothing. */
function quotedRanges(text: string): readonly (readonly [number, number])[] {
  return [...text.matchAll(/"[^"]*"/g)].map((match) => [match.index, match.index + match[0].length] as const);
}

/** Cuts a normalised text into words, numbers and signs, leaving out signs that say nothing. */
export function tokenizeQuestion(text: string): readonly QuestionToken[] {
  const quotes = quotedRanges(text);
  return [...text.matchAll(TOKEN)]
    .filter((match) => !SILENT_SIGNS.has(match[0]))
    .map((match) => {
      const start = match.index;
      const word = plainWord(match[0]);
      return {
        surface: match[0],
        text: word,
        key: wordKey(word),
        start,
        end: start + match[0].length,
        number: readTokenNumber(match.groups ?? {}),
        isQuoted: quotes.some(([from, to]) => start > from && start < to),
      };
    });
}

/** The folded words of a phrase. */
export function phraseText(phrase: string): string {
  return tokenizeQuestion(phrase)
    .map((token) => token.text)
    .join(' ');
}

/** The look-up form of a phrase of the model: the keys of its words, joined by spaces. */
export function phraseKey(phrase: string): string {
  return tokenizeQuestion(phrase.replaceAll('_', ' ').replaceAll('"', ' '))
    .map((token) => token.key)
    .join(' ');
}
