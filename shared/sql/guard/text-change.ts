import type { SqlToken } from './sql-tokens.ts';

/** A piece of the text and what the parser is given in its place. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Source {
  readonly text: string;
  readonly tokens: readonly SqlToken[];
}

/** What to change where the token at a place begins something that the parser does not know. */
export type Rule = (source: Source, at: number) => readonly Change[];

export function isWord(token: SqlToken | undefined, word: RegExp): boolean {
  return token !== undefined && word.test(token.text);
}

/** The tokens from a place on when they are as asked, one after the other; null when one is not. */
export function follow<const Words extends readonly RegExp[]>(
  tokens: readonly SqlToken[],
  at: number,
  words: Words,
): { readonly [Place in keyof Words]: SqlToken } | null;
export function follow(tokens: readonly SqlToken[], at: number, words: readonly RegExp[]): readonly SqlToken[] | null {
  const isThere = words.every((word, place) => isWord(tokens[at + place], word));
  return isThere ? tokens.slice(at, at + words.length) : null;
}

export function replaced(token: SqlToken, text: string): Change {
  return { start: token.start, end: endOf(token), text };
}

export function endOf(token: SqlToken): number {
  return token.start + token.text.length;
}

/** The bracket that closes the one at a place; undefined when none does. */
export function closing(tokens: readonly SqlToken[], open: number): SqlToken | undefined {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) return undefined;
    if (/^[([{]$/.test(token.text)) depth += 1;
    else if (/^[)\]}]$/.test(token.text)) depth -= 1;
    if (depth === 0) return token;
  }
  return undefined;
}

/** Place of the bracket that the one at a place closes; -1 when there is none. */
export function opening(tokens: readonly SqlToken[], close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at -= 1) {
    const text = tokens[at]?.text ?? '';
    if (/^[)\]}]$/.test(text)) depth += 1;
    else if (/^[([{]$/.test(text)) depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
