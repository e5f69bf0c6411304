import { syntaxError } from './refusal.ts';

export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'placeholder' | 'symbol';
  /** Words upper-cased; quoted identifiers and strings without their quotes; all else as written. */
  readonly text: string;
  /** Offsets into the statement, in UTF-16 units; end is exclusive. */
  readonly start: number;
  readonly end: number;
}

const PATTERNS: readonly (readonly [Token['kind'] | 'blank', RegExp])[] = [
  ['blank', /\s+|--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['quoted', /"(?:[^"]|"")*"/y],
  ['string', /'(?:[^'\\]|''|\\[\s\S])*'|\$\$[\s\S]*?\$\$/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['placeholder', /\?|:\d+(?!\w)|\$\w+/y],
  ['symbol', /::|=>|->>|->|\|\||<=>|<>|!=|<=|>=|:=|[-+*/%=<>(),.;:[\]{}&|^~!@#`\\]/y],
];

/** Splits a statement into tokens; comments and white space are left out. Throws 001003 for an unclosed quote or an unknown sign. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < sql.length) {
    const [kind, matched] = matchAt(sql, offset);
    const end = offset + matched.length;
    if (kind !== 'blank') tokens.push({ kind, text: textOf(kind, matched), start: offset, end });
    offset = end;
  }
  return tokens;
}

function matchAt(sql: string, offset: number): readonly [Token['kind'] | 'blank', string] {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = offset;
    const matched = pattern.exec(sql)?.[0];
    if (matched !== undefined) return [kind, matched];
  }
  const line = sql.slice(0, offset).split('\n').length;
  throw syntaxError(`parse error line ${line} at position ${offset} near '${sql.slice(offset, offset + 10)}'.`);
}

function textOf(kind: Token['kind'], matched: string): string {
  if (kind === 'word') return matched.toUpperCase();
  if (kind === 'quoted') return matched.slice(1, -1).replaceAll('""', '"');
  if (kind === 'string') return matched.startsWith('$$') ? matched.slice(2, -2) : unescapeString(matched.slice(1, -1));
  return matched;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' };

/** Reads the inside of a quoted string: '' and Snowflake's backslash escapes (String & binary data types, docs.snowflake.com). */
export function unescapeString(inner: string): string {
  return inner.replaceAll(
    /''|\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|([\s\S]))/g,
    (whole, ...groups: unknown[]) => {
      if (whole === "''") return "'";
      const [unicode, hex, octal, single] = groups.map((group) => (typeof group === 'string' ? group : undefined));
      if (unicode !== undefined) return String.fromCodePoint(Number.parseInt(unicode, 16));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      return ESCAPES[single ?? ''] ?? single ?? '';
    },
  );
}
