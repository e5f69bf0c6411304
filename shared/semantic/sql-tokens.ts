/** Why an expression of a model was not understood, where in its text, and how to mend it. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  /** Index of the first character that was not understood. */
  readonly offset: number;
  readonly mend: string;

  constructor(message: string, offset: number, mend: string) {
    super(message);
    this.offset = offset;
    this.mend = mend;
  }
}

export interface SqlToken {
  /** `word` is an unquoted identifier or keyword, `quoted` an identifier in double quotes, `text` a string literal. */
  readonly kind: 'word' | 'quoted' | 'number' | 'text' | 'symbol' | 'end';
  /** What it says: unescaped, and upper case for a word. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /\s+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_$]*/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const QUOTED = /"((?:[^"]|"")+)"/y;
/** Snowflake reads a backslash in a string as an escape; models need none, and refusing it avoids guessing. */
const TEXT = /'((?:[^'\\]|'')*)'/y;
/** A slash before a star begins a comment, which is refused. */
const SYMBOL = /::|<=|>=|<>|!=|\|\||\/(?!\*)|[-+*%=<>(),.:]/y;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  const sticky = pattern;
  sticky.lastIndex = at;
  return sticky.exec(text);
}

function refuse(text: string, at: number): never {
  if (text.startsWith('--', at) || text.startsWith('/*', at)) {
    throw new ExpressionError('a comment is not allowed in an expression', at, 'Move the remark to the description.');
  }
  const character = text.charAt(at);
  if (character === "'" || character === '"') {
    const mend = `Close it with ${character}; write ${character}${character} for the character itself, and no backslash.`;
    throw new ExpressionError('a quoted text does not end or holds a backslash', at, mend);
  }
  if (character === ';') {
    throw new ExpressionError('an expression is not a statement', at, 'Remove the semicolon.');
  }
  throw new ExpressionError(`the character ${character} is not understood`, at, 'Remove it or write it differently.');
}

interface TokenRule {
  readonly kind: SqlToken['kind'];
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray) => string;
}

/** Tried in this order. */
const RULES: readonly TokenRule[] = [
  { kind: 'word', pattern: WORD, read: ([word]) => word.toUpperCase() },
  { kind: 'number', pattern: NUMBER, read: ([number]) => number },
  { kind: 'text', pattern: TEXT, read: ([, inside]) => (inside ?? '').replaceAll("''", "'") },
  { kind: 'quoted', pattern: QUOTED, read: ([, inside]) => (inside ?? '').replaceAll('""', '"') },
  { kind: 'symbol', pattern: SYMBOL, read: ([symbol]) => (symbol === '!=' ? '<>' : symbol) },
];

function readToken(text: string, at: number): SqlToken {
  if (text.startsWith('--', at)) refuse(text, at);
  for (const { kind, pattern, read } of RULES) {
    const found = match(pattern, text, at);
    if (found !== null) return { kind, value: read(found), start: at, end: at + found[0].length };
  }
  return refuse(text, at);
}

/** Splits an expression into tokens, the last of which is `end`. Throws {@link ExpressionError}. */
export function readTokens(text: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = match(SPACE, text, 0)?.[0].length ?? 0;
  while (at < text.length) {
    const token = readToken(text, at);
    tokens.push(token);
    at = token.end + (match(SPACE, text, token.end)?.[0].length ?? 0);
  }
  tokens.push({ kind: 'end', value: '', start: text.length, end: text.length });
  return tokens;
}
