import { isAst } from './ast-node.ts';
import { measureStatement } from './measure-statement.ts';
import { readStandIn, standIn } from './stand-in.ts';
import { type Change, isWord, opening, type Source } from './text-change.ts';

/** How the name of a table begins that stands for a query. */
export const INNER_QUERY = 'INNER_QUERY';

/** `(SELECT …) MATCH_RECOGNIZE (…)`: the parser reads only a table there, so the query travels through it as one. */
export function matchedQuery({ text, tokens }: Source, at: number): readonly Change[] {
  const [close, match] = [tokens[at], tokens[at + 1]];
  if (close?.text !== ')' || !isWord(match, /^match_recognize$/i)) return [];
  const place = opening(tokens, at);
  const [open, first] = [tokens[place], tokens[place + 1]];
  if (open === undefined || !isWord(first, /^(?:select|with)$/i)) return [];
  const query = text.slice(open.start + 1, close.start);
  // Beyond ASCII a query may only have texts; such a one stays as it is.
  if (!/^[\t\n\r -~]+$/.test(query)) return [];
  return [{ start: open.start, end: close.start + 1, text: standIn(INNER_QUERY, query) }];
}

/** Puts a tree in the place of each table that stands for a query. `parse` reads a text as one query. */
export function withInnerQueries(node: unknown, parse: (text: string) => unknown): unknown {
  if (Array.isArray(node)) return node.map((item) => withInnerQueries(item, parse));
  if (!isAst(node)) return node;
  const query = queryOf(node);
  if (query !== null) {
    measureStatement(query);
    return { Derived: { lateral: false, subquery: parse(query), alias: null } };
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withInnerQueries(value, parse)]));
}

/** The query that `{Table: {name: [{Identifier: {value}}]}}` stands for. */
function queryOf(node: Readonly<Record<string, unknown>>): string | null {
  const table = node['Table'];
  const name = isAst(table) && !isAst(table['alias']) ? table['name'] : null;
  const part: unknown = Array.isArray(name) && name.length === 1 ? name[0] : null;
  const identifier = isAst(part) ? part['Identifier'] : null;
  const value = isAst(identifier) ? identifier['value'] : null;
  return typeof value === 'string' ? readStandIn(INNER_QUERY, value) : null;
}
