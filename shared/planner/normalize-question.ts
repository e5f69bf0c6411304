/** Longest question that is read, in UTF-16 units; the API accepts no longer one. */
export const LONGEST_QUESTION = 4_000;

/** More words than this ask for no one thing, and a longer word is none; both would only cost time. */
const MOST_WORDS = 300;
const LONGEST_WORD = 200;

export type Normalized =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly reason: 'empty' | 'too-long' | 'not-english' };

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['“', '"'],
  ['”', '"'],
  ['„', '"'],
  ['«', '"'],
  ['»', '"'],
  ['‘', "'"],
  ['’', "'"],
  ['‐', '-'],
  ['‑', '-'],
]);

/** "The last full year" is last year: a unit is always whole. */
const WHOLE_UNIT =
  /\b(?:the )?(last|previous|past|prior) (?:full|complete|completed|whole|entire) ((?:calendar |fiscal )?(?:year|half|quarter|month|week|day))\b/gi;

/** Letters of other scripts: more than a few mean that the question is not English. */
const FOREIGN_LETTER = /[^\P{L}\p{Script=Latin}]/gu;
const LETTER = /\p{L}/gu;

/**
 * Brings a question into the one form that the later stages read: composed characters, plain quotes and hyphens, single
 * spaces. Offsets of later stages refer to the text it returns.
 */
export function normalizeQuestion(question: string): Normalized {
  if (question.length > LONGEST_QUESTION) return { kind: 'unreadable', reason: 'too-long' };
  const text = question
    .normalize('NFKC')
    .replaceAll(/[“”„«»‘’‐‑]/g, (sign) => SIGNS.get(sign) ?? sign)
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .replaceAll(WHOLE_UNIT, '$1 $2')
    .trim();
  const words = text.split(' ');
  if (words.length > MOST_WORDS || words.some(({ length }) => length > LONGEST_WORD)) {
    return { kind: 'unreadable', reason: 'too-long' };
  }
  const letters = text.match(LETTER)?.length ?? 0;
  if (letters === 0) return { kind: 'unreadable', reason: 'empty' };
  const foreign = text.match(FOREIGN_LETTER)?.length ?? 0;
  return foreign * 2 > letters ? { kind: 'unreadable', reason: 'not-english' } : { kind: 'text', text };
}
