import { matchedQuery } from './inner-query.ts';
import { matchRecognize } from './prepare-match.ts';
import { modelMethod } from './prepare-method.ts';
import { standIn } from './stand-in.ts';
import { readTokens, type SqlToken } from './sql-tokens.ts';
import { readStructuredType } from './structured-type.ts';
import { type Change, closing, endOf, follow, isWord, replaced, type Rule, type Source } from './text-change.ts';

const RULES: readonly Rule[] = [
  directedJoin,
  datePart,
  wholeRow,
  commonTable,
  structuredType,
  typeNamedColumn,
  unpivotNames,
  nthFromFirst,
  matchRecognize,
  matchedQuery,
  modelMethod,
];

/**
 * Writes what Snowflake has and the parser has not in words that the parser has, with the same meaning.
 *
 * Safe whatever it does to a text: only what the parser then reads is judged, and only what was judged is written anew.
 */
export function prepareText(text: string): string {
  const source: Source = { text, tokens: [...readTokens(text)] };
  const changes = source.tokens.flatMap((_, at) => RULES.flatMap((rule) => rule(source, at)));
  return applied(text, changes);
}

function applied(text: string, changes: readonly Change[]): string {
  let prepared = '';
  let end = 0;
  for (const change of changes.toSorted((left, right) => left.start - right.start)) {
    if (change.start < end) continue;
    prepared += text.slice(end, change.start) + change.text;
    end = change.end;
  }
  return prepared + text.slice(end);
}

/** DIRECTED JOIN only fixes the order of work. */
function directedJoin({ tokens }: Source, at: number): readonly Change[] {
  const found = follow(tokens, at, [/^directed$/i, /^join$/i]);
  return found === null ? [] : [replaced(found[0], '')];
}

/** DATE_PART(… FROM …) is DATE_PART(…, …). */
function datePart({ tokens }: Source, at: number): readonly Change[] {
  const found = follow(tokens, at, [/^date_part$/i, /^\($/, /^/, /^from$/i]);
  return found === null ? [] : [replaced(found[3], ',')];
}

/** `{*}` is the row as an object, `{t.*}` the row of one table. */
function wholeRow({ text, tokens }: Source, at: number): readonly Change[] {
  const open = tokens[at];
  if (open?.text !== '{') return [];
  const close = closing(tokens, at);
  if (close === undefined || !/^\{\s*(?:[A-Za-z_]\w*\s*\.\s*)?\*/.test(text.slice(open.start, close.start))) return [];
  return [replaced(open, 'OBJECT_CONSTRUCT('), replaced(close, ')')];
}

/** The AS of a common table may be left out. */
function commonTable({ tokens }: Source, at: number): readonly Change[] {
  const found = follow(tokens, at, [/^with$/i, /^/, /^\($/, /^select$/i]);
  return found === null ? [] : [replaced(found[2], 'AS (')];
}

/** A type with the types of its parts travels through the parser as one name. */
function structuredType({ text, tokens }: Source, at: number): readonly Change[] {
  const found = follow(tokens, at, [/^(?:::|as)$/i, /^(?:array|object|map)$/i, /^\($/]);
  const close = found === null ? undefined : closing(tokens, at + 2);
  if (found === null || close === undefined) return [];
  const change = follow(tokens, tokens.indexOf(close) + 1, [/^(?:rename|add)$/i, /^fields$/i]);
  const [start, end] = [found[1].start, endOf(change === null ? close : change[1])];
  const type = readStructuredType(text.slice(start, end));
  return type === null ? [] : [{ start, end, text: standIn('STRUCTURED_TYPE', type) }];
}

/** Words that the parser takes for the type of a literal when a colon follows. */
const TYPE_WORDS =
  /^(?:blob|clob|bytes|text|string|char|varchar|date|time|timestamp|datetime|interval|int|integer|bigint|numeric|decimal|float|double|real|boolean|bool|binary|json|uuid|array|map|bit|xml)$/i;

/** `date:day` is a path into a column, not a literal of a type. */
function typeNamedColumn({ tokens }: Source, at: number): readonly Change[] {
  const found = follow(tokens, at, [TYPE_WORDS, /^:$/, /^["A-Za-z_]/]);
  if (found === null || found[1].start !== endOf(found[0])) return [];
  return [replaced(found[0], `"${found[0].text.toUpperCase()}"`)];
}

/** What UNPIVOT calls a column may stand without AS, and as a text. */
function unpivotNames({ tokens }: Source, at: number): readonly Change[] {
  if (!isWord(tokens[at], /^unpivot$/i)) return [];
  const list = tokens.findIndex((token, place) => place > at && isWord(token, /^in$/i)) + 1;
  const close = list > 0 && tokens[list]?.text === '(' ? closing(tokens, list) : undefined;
  if (close === undefined) return [];
  const items = tokens.slice(list + 1, tokens.indexOf(close));
  return items.flatMap((_, place) => [...bareName(items, place), ...textName(items, place)]);
}

function bareName(items: readonly SqlToken[], at: number): readonly Change[] {
  const found = follow(items, at, [/^(?:"|(?!as$)[A-Za-z_])/i, /^(?!as$)[A-Za-z_]/i]);
  return found === null ? [] : [replaced(found[0], `${found[0].text} AS`)];
}

function textName(items: readonly SqlToken[], at: number): readonly Change[] {
  const found = follow(items, at, [/^as$/i, /^'[^'"\\]+'$/]);
  return found === null ? [] : [replaced(found[1], `"${found[1].text.slice(1, -1)}"`)];
}

/** NTH_VALUE counts from the first row unless it says otherwise. */
function nthFromFirst({ tokens }: Source, at: number): readonly Change[] {
  const found = follow(tokens, at, [/^\)$/, /^from$/i, /^first$/i, /^(?:ignore|respect|over)$/i]);
  return found === null ? [] : [replaced(found[1], ''), replaced(found[2], '')];
}
