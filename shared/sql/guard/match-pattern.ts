import { GrammarCursor } from './grammar-cursor.ts';

export interface MatchPattern {
  /** The pattern written anew. */
  readonly text: string;
  /** Symbols that it names, upper case. */
  readonly symbols: readonly string[];
}

const PIECE = /\s*(?:\{-|-\}|\{\s*\d{0,6}\s*,?\s*\d{0,6}\s*\}|[A-Za-z_]\w*|[|()^$*+?,])/;
const SYMBOL = /^[A-Za-z_]\w*$/;

/**
 * The pattern of a MATCH_RECOGNIZE: symbols, `^`, `$`, sequences, alternatives, groups, exclusions, PERMUTE and quantifiers,
 * greedy or not; null when it is none. It names rows, never data, so nothing in it can read anything.
 *
 * Grammar: docs.snowflake.com, "MATCH_RECOGNIZE" (November 2026).
 */
export function readMatchPattern(text: string): MatchPattern | null {
  const cursor = GrammarCursor.over(text, PIECE);
  if (cursor === null) return null;
  const symbols = new Set<string>();
  const pattern = readAlternatives(cursor, symbols);
  return pattern === null || !cursor.isAtEnd ? null : { text: pattern, symbols: [...symbols] };
}

function readAlternatives(cursor: GrammarCursor, symbols: Set<string>): string | null {
  const alternatives: string[] = [];
  do {
    const sequence = readSequence(cursor, symbols);
    if (sequence === null) return null;
    alternatives.push(sequence);
  } while (cursor.take(/^\|$/) !== null);
  return alternatives.join(' | ');
}

function readSequence(cursor: GrammarCursor, symbols: Set<string>): string | null {
  const terms: string[] = [];
  while (cursor.next !== null && !/^(?:\||\)|-\}|,)$/.test(cursor.next)) {
    const term = readTerm(cursor, symbols);
    if (term === null) return null;
    terms.push(`${term}${readQuantifier(cursor)}`);
  }
  return terms.length === 0 ? null : terms.join(' ');
}

function readTerm(cursor: GrammarCursor, symbols: Set<string>): string | null {
  const anchor = cursor.take(/^[\^$]$/);
  if (anchor !== null) return anchor;
  if (cursor.take(/^\($/) !== null) return closed('(', readAlternatives(cursor, symbols), ')', cursor);
  if (cursor.take(/^\{-$/) !== null) return closed('{- ', readAlternatives(cursor, symbols), '-}', cursor);
  if (cursor.takeWords('PERMUTE', '(')) return readPermutation(cursor, symbols);
  const symbol = cursor.take(SYMBOL);
  if (symbol !== null) symbols.add(symbol.toUpperCase());
  return symbol;
}

function closed(open: string, inner: string | null, close: string, cursor: GrammarCursor): string | null {
  if (inner === null || cursor.next !== close) return null;
  cursor.take(/^/);
  return `${open}${inner}${close === ')' ? '' : ' '}${close}`;
}

function readPermutation(cursor: GrammarCursor, symbols: Set<string>): string | null {
  const parts: string[] = [];
  do {
    const part = readAlternatives(cursor, symbols);
    if (part === null) return null;
    parts.push(part);
  } while (cursor.take(/^,$/) !== null);
  return closed('PERMUTE(', parts.join(', '), ')', cursor);
}

/** How often; with a question mark behind it as seldom as possible. Empty for once. */
function readQuantifier(cursor: GrammarCursor): string {
  const count = cursor.take(/^(?:[*+?]|\{\s*(?:\d+\s*(?:,\s*\d*)?|,\s*\d+)\s*\})$/);
  if (count === null) return '';
  return `${count.replaceAll(/\s/g, '')}${cursor.take(/^\?$/) ?? ''}`;
}
