/** Endings of verbs and of nouns made from them, on a stem of at least three letters. */
const ENDING = /(?<=[a-z]{3})(?:ing|ed|ment|e)$/;

/** The look-up form of a phrase without the endings of verbs: "opening year" and "open year" are one. */
export function stemOf(phrase: string): string {
  return phrase
    .split(' ')
    .map((word) => word.replace(ENDING, '').replace(/([^aeiouls])\1$/, '$1'))
    .join(' ');
}
