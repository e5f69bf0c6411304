import { readTokens, type SqlToken } from './sql-tokens.ts';

/** A piece of the text and what the parser is given in its place. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

type Rule = (tokens: readonly SqlToken[], at: number) => readonly Change[];

const RULES: readonly Rule[] = [directedJoin, datePart, wholeRow, commonTable, structuredType];

/**
 * Writes what Snowflake has and the parser has not in words that the parser has, with the same meaning.
 *
 * Safe whatever it does to a text: only what the parser then reads is judged, and only what was judged is written anew.
 */
export function prepareText(text: string): string {
  const tokens = [...readTokens(text)];
  const changes = tokens.flatMap((_, at) => RULES.flatMap((rule) => rule(tokens, at)));
  let prepared = '';
  let end = 0;
  for (const change of changes.toSorted((left, right) => left.start - right.start)) {
    if (change.start < end) continue;
    prepared += text.slice(end, change.start) + change.text;
    end = change.end;
  }
  return prepared + text.slice(end);
}

function isWord(token: SqlToken | undefined, word: RegExp): boolean {
  return token !== undefined && word.test(token.text);
}

function replaced(token: SqlToken, text: string): Change {
  return { start: token.start, end: token.start + token.text.length, text };
}

/** DIRECTED JOIN only fixes the order of work. */
function directedJoin(tokens: readonly SqlToken[], at: number): readonly Change[] {
  const [token, next] = [tokens[at], tokens[at + 1]];
  return token !== undefined && isWord(token, /^directed$/i) && isWord(next, /^join$/i) ? [replaced(token, '')] : [];
}

/** DATE_PART(… FROM …) is DATE_PART(…, …). */
function datePart(tokens: readonly SqlToken[], at: number): readonly Change[] {
  const [token, open, , from] = tokens.slice(at, at + 4);
  const isCall = isWord(token, /^date_part$/i) && open?.text === '(' && isWord(from, /^from$/i);
  return isCall && from !== undefined ? [replaced(from, ',')] : [];
}

/** `{*}` is the row as an object. */
function wholeRow(tokens: readonly SqlToken[], at: number): readonly Change[] {
  const [token, next] = [tokens[at], tokens[at + 1]];
  const close = token?.text === '{' && next?.text.startsWith('*') === true ? closing(tokens, at) : undefined;
  if (token === undefined || close === undefined) return [];
  return [replaced(token, 'OBJECT_CONSTRUCT('), replaced(close, ')')];
}

/** The AS of a common table may be left out. */
function commonTable(tokens: readonly SqlToken[], at: number): readonly Change[] {
  const [token, , open, select] = tokens.slice(at, at + 4);
  const isBare = isWord(token, /^with$/i) && open?.text === '(' && isWord(select, /^select$/i);
  return isBare && open !== undefined ? [replaced(open, 'AS (')] : [];
}

const STRUCTURED = /^(?:array|object|map)$/i;

/** A type with the types of its parts travels through the parser as one name. */
function structuredType(tokens: readonly SqlToken[], at: number): readonly Change[] {
  const [before, token, open] = tokens.slice(at, at + 3);
  const isType = before?.text === '::' || isWord(before, /^as$/i);
  if (!isType || token === undefined || !isWord(token, STRUCTURED) || open?.text !== '(') return [];
  const close = closing(tokens, at + 2);
  const inner = tokens.filter(({ start }) => start >= token.start && start <= (close?.start ?? -1));
  // Lengths are no tokens: a type with one is left to the parser.
  const words = inner.map(({ text }) => text.toUpperCase());
  const isPlain = close !== undefined && words.every((word) => /^(?:[A-Z_]\w*|[(),])$/.test(word));
  return isPlain ? [{ start: token.start, end: close.start + 1, text: structuredName(words) }] : [];
}

function closing(tokens: readonly SqlToken[], open: number): SqlToken | undefined {
  let depth = 0;
  return tokens.slice(open).find(({ text }) => {
    if (/^[([{]$/.test(text)) depth += 1;
    else if (/^[)\]}]$/.test(text)) depth -= 1;
    return depth === 0;
  });
}

const PREFIX = 'STRUCTURED_TYPE_';

function structuredName(words: readonly string[]): string {
  return `${PREFIX}${Buffer.from(words.join(' ')).toString('hex').toUpperCase()}`;
}

/** The type that a name of {@link prepareText} stands for; null for any other name. */
export function structuredTypeText(name: string): string | null {
  if (!name.startsWith(PREFIX)) return null;
  const text = Buffer.from(name.slice(PREFIX.length), 'hex').toString('latin1');
  const isType = /^(?:ARRAY|OBJECT|MAP) \([A-Z0-9_ (),]*\)$/.test(text);
  return isType ? text.replaceAll(/ ?([(,)]) ?/g, (_, sign: string) => (sign === ',' ? ', ' : sign)) : null;
}
