import type { PastTurn } from '#shared/schemas/past-turn.ts';
import { plainTurn, readRowReference } from './turn-commands.ts';

type Option = NonNullable<PastTurn['clarification']>['options'][number];

/** Words of an answer that say nothing about which option is meant. */
const EMPTY_WORDS = new Set([
  'the',
  'a',
  'an',
  'i',
  'mean',
  'meant',
  'by',
  'of',
  'it',
  'is',
  'one',
  'option',
  'that',
  'this',
  'please',
  'as',
  'in',
  'for',
  'take',
  'use',
]);

function wordsOf(text: string): readonly string[] {
  return plainTurn(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !EMPTY_WORDS.has(word));
}

/**
 * Which of the options that were offered an answer picks: by number, by label, or by words that only one option has.
 *
 * Null when it picks none, or more than one: then it is a question of its own.
 */
export function chooseOption(answer: string, options: readonly Option[]): Option | null {
  const text = plainTurn(answer);
  const reference = /^\d+$/.test(text) ? { place: Number(text) - 1, rest: '' } : readRowReference(text);
  if (reference !== null && reference.rest === '') return options.at(reference.place) ?? null;
  const same = options.find(({ label, question }) => [label, question].some((one) => plainTurn(one) === text));
  if (same !== undefined) return same;
  const words = wordsOf(answer);
  if (words.length === 0) return null;
  const holding = options.filter(({ label, detail }) => {
    const known = new Set([...wordsOf(label), ...wordsOf(detail)]);
    return words.every((word) => known.has(word));
  });
  const byLabel = holding.filter(({ label }) => words.every((word) => wordsOf(label).includes(word)));
  const picked = byLabel.length > 0 ? byLabel : holding;
  return picked.length === 1 ? (picked[0] ?? null) : null;
}
