import type { Token } from './tokens.ts';

/** Words that end a select list when they stand outside of parentheses. */
const ENDS = new Set([
  'EXCEPT',
  'FETCH',
  'FROM',
  'GROUP',
  'HAVING',
  'INTERSECT',
  'INTO',
  'LIMIT',
  'MINUS',
  'OFFSET',
  'ORDER',
  'QUALIFY',
  'START',
  'CONNECT',
  'UNION',
  'WHERE',
]);
const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/**
 * The text of each select item, upper-cased, by the offset of its SELECT.
 *
 * Snowflake names an item without an alias after its text: `sum(amount)` becomes SUM(AMOUNT).
 */
export function readSelectItems(sql: string, tokens: readonly Token[]): ReadonlyMap<number, readonly string[]> {
  const lists = new Map<number, readonly string[]>();
  tokens.forEach((token, index) => {
    if (isWord(token, 'SELECT')) lists.set(token.start, readList(sql, tokens, firstItem(tokens, index + 1)));
  });
  return lists;
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text === text;
}

function firstItem(tokens: readonly Token[], start: number): number {
  let index = start;
  while (isWord(tokens[index], 'DISTINCT') || isWord(tokens[index], 'ALL')) index += 1;
  if (isWord(tokens[index], 'TOP') && tokens[index + 1]?.kind === 'number') index += 2;
  return index;
}

function readList(sql: string, tokens: readonly Token[], start: number): readonly string[] {
  const items: string[] = [];
  let itemStart = start;
  let depth = 0;
  for (let index = start; index <= tokens.length; index += 1) {
    const token = tokens[index];
    const ends = token === undefined || (depth === 0 && endsList(tokens, index));
    if (ends || (depth === 0 && token.text === ',' && token.kind === 'symbol')) {
      items.push(textBetween(sql, tokens[itemStart], tokens[index - 1]));
      itemStart = index + 1;
    }
    if (ends) return items;
    depth += depthChange(token);
  }
  return items;
}

function endsList(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined) return true;
  if (token.kind === 'symbol') return CLOSING.has(token.text) || token.text === ';';
  const before = tokens[index - 1];
  return token.kind === 'word' && ENDS.has(token.text) && before?.text !== '.' && !goesOn(token.text, before);
}

/** IS [NOT] DISTINCT FROM and WITHIN GROUP are inside of an item. */
function goesOn(word: string, before: Token | undefined): boolean {
  return (word === 'FROM' && isWord(before, 'DISTINCT')) || (word === 'GROUP' && isWord(before, 'WITHIN'));
}

function depthChange(token: Token): number {
  if (token.kind !== 'symbol') return 0;
  if (OPENING.has(token.text)) return 1;
  return CLOSING.has(token.text) ? -1 : 0;
}

function textBetween(sql: string, first: Token | undefined, last: Token | undefined): string {
  if (first === undefined || last === undefined) return '';
  return sql.slice(first.start, last.end).replaceAll(/\s+/g, ' ').toUpperCase();
}
