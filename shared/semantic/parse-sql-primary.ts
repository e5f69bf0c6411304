import type { SqlCursor } from './sql-cursor.ts';
import { AGGREGATES, BARE_FUNCTIONS, DATE_PARTS, DATE_PART_FUNCTIONS, UNSUPPORTED_FUNCTIONS } from './sql-functions.ts';
import { readWindow } from './parse-sql-window.ts';
import type { Identifier, SqlCall, SqlNode } from './sql-syntax.ts';
import { ExpressionError } from './sql-tokens.ts';

/** Keywords that cannot start a value. */
const RESERVED: ReadonlySet<string> = new Set(
  'SELECT FROM WHERE GROUP ORDER BY HAVING QUALIFY UNION WITH AS ON JOIN WHEN THEN ELSE END AND OR IN IS LIKE ILIKE RLIKE BETWEEN DISTINCT OVER LIMIT VALUES'.split(
    ' ',
  ),
);

/** Reads a type such as `NUMBER(38,2)` or `TIMESTAMP_NTZ`. */
export function readType(cursor: SqlCursor): string {
  const token = cursor.peek();
  if (token.kind !== 'word') cursor.refuse('a type was expected', 'Name a Snowflake type, e.g. NUMBER(38,2).');
  let type = cursor.next().value;
  if (type === 'DOUBLE') cursor.take('word', 'PRECISION');
  if (!cursor.take('symbol', '(')) return type;
  const sizes: string[] = [];
  do {
    if (cursor.peek().kind !== 'number') cursor.refuse('a length was expected');
    sizes.push(cursor.next().value);
  } while (cursor.take('symbol', ','));
  cursor.expect('symbol', ')');
  type += `(${sizes.join(',')})`;
  return type;
}

function readCast(cursor: SqlCursor): SqlNode {
  const word = cursor.next();
  cursor.expect('symbol', '(');
  const operand = cursor.expression();
  cursor.expect('word', 'AS');
  const type = readType(cursor);
  cursor.expect('symbol', ')');
  return { kind: 'cast', operand, type, safe: word.value === 'TRY_CAST', start: word.start, end: cursor.lastEnd };
}

function readCase(cursor: SqlCursor): SqlNode {
  const { start } = cursor.next();
  const operand = cursor.isAt('word', 'WHEN') ? null : cursor.expression();
  const branches: { condition: SqlNode; result: SqlNode }[] = [];
  while (cursor.take('word', 'WHEN')) {
    const condition = cursor.expression();
    cursor.expect('word', 'THEN');
    branches.push({ condition, result: cursor.expression() });
  }
  if (branches.length === 0) cursor.refuse('WHEN was expected', 'Write CASE WHEN condition THEN value … END.');
  const otherwise = cursor.take('word', 'ELSE') ? cursor.expression() : null;
  cursor.expect('word', 'END');
  return { kind: 'case', operand, branches, otherwise, start, end: cursor.lastEnd };
}

function readDatePart(cursor: SqlCursor): string {
  const token = cursor.peek();
  const unit = DATE_PARTS.get(token.value.toLowerCase());
  if ((token.kind !== 'word' && token.kind !== 'text') || unit === undefined) {
    cursor.refuse('a date part was expected', "Name one, e.g. 'month'.");
  }
  cursor.next();
  return unit;
}

/** EXTRACT(YEAR FROM x), which is DATE_PART('year', x). */
function readExtract(cursor: SqlCursor): SqlNode {
  const { start } = cursor.next();
  cursor.expect('symbol', '(');
  const unit = readDatePart(cursor);
  cursor.expect('word', 'FROM');
  const inside = { start: cursor.peek().start, end: 0 };
  const value = cursor.expression();
  cursor.expect('symbol', ')');
  return {
    kind: 'call',
    name: 'DATE_PART',
    isDistinct: false,
    isStar: false,
    unit,
    arguments: [value],
    window: null,
    inside: { ...inside, end: value.end },
    start,
    end: cursor.lastEnd,
  };
}

function readArguments(cursor: SqlCursor, name: string): Pick<SqlCall, 'isDistinct' | 'isStar' | 'unit' | 'arguments'> {
  const none = { isDistinct: false, isStar: false, unit: null, arguments: [] };
  if (cursor.take('symbol', ')')) return none;
  if (name === 'COUNT' && cursor.take('symbol', '*')) {
    cursor.expect('symbol', ')');
    return { ...none, isStar: true };
  }
  if (cursor.isAt('word', 'DISTINCT') && !AGGREGATES.has(name)) {
    cursor.refuse(`DISTINCT means nothing in ${name}`, 'Remove it.');
  }
  const isDistinct = cursor.take('word', 'DISTINCT');
  if (!DATE_PART_FUNCTIONS.has(name)) return { ...none, isDistinct, arguments: cursor.list() };
  const unit = readDatePart(cursor);
  cursor.expect('symbol', ',');
  return { ...none, unit, arguments: cursor.list() };
}

function readCall(cursor: SqlCursor, name: string, start: number): SqlNode {
  const mend = UNSUPPORTED_FUNCTIONS.get(name);
  if (mend !== undefined) throw new ExpressionError(`the function ${name} is not supported in a model`, start, mend);
  const insideStart = cursor.expect('symbol', '(').end;
  const read = readArguments(cursor, name);
  const inside = { start: insideStart, end: cursor.lastEnd - 1 };
  const window = cursor.take('word', 'OVER') ? readWindow(cursor) : null;
  return { kind: 'call', name, ...read, window, inside, start, end: cursor.lastEnd };
}

function readNameOrCall(cursor: SqlCursor): SqlNode {
  const { start } = cursor.peek();
  const parts: Identifier[] = [];
  do {
    const token = cursor.peek();
    if (token.kind !== 'word' && token.kind !== 'quoted') cursor.refuse('a name was expected');
    parts.push({ value: token.value, isQuoted: token.kind === 'quoted' });
    cursor.next();
  } while (cursor.take('symbol', '.'));
  const name = parts.map((part) => part.value).join('.');
  if (cursor.isAt('symbol', '(')) return readCall(cursor, name, start);
  const { lastEnd: end } = cursor;
  if (parts.length > 1 || parts[0]?.isQuoted === true || !BARE_FUNCTIONS.has(name)) {
    return { kind: 'name', parts, start, end };
  }
  const inside = { start: end, end };
  const bare = { isDistinct: false, isStar: false, unit: null, arguments: [], window: null };
  return { kind: 'call', name, ...bare, inside, start, end };
}

function readConstant(cursor: SqlCursor): SqlNode {
  const { value, start, end } = cursor.next();
  return { kind: 'literal', type: value === 'NULL' ? 'null' : 'boolean', value, start, end };
}

/** DATE '2026-01-31' and TIMESTAMP '…'. */
function readDated(cursor: SqlCursor): SqlNode {
  const { value: type, start } = cursor.next();
  const { value, end } = cursor.next();
  return { kind: 'literal', type: type === 'DATE' ? 'date' : 'timestamp', value, start, end };
}

/** Words that begin something else than a name, if what follows them fits. */
const BEGINNINGS: ReadonlyMap<string, (cursor: SqlCursor) => SqlNode> = new Map([
  ['CASE', readCase],
  ['CAST', readCast],
  ['TRY_CAST', readCast],
  ['TRUE', readConstant],
  ['FALSE', readConstant],
  ['NULL', readConstant],
  ['EXTRACT', (cursor) => (cursor.isAt('symbol', '(', 1) ? readExtract(cursor) : readNameOrCall(cursor))],
  ['DATE', (cursor) => (cursor.peek(1).kind === 'text' ? readDated(cursor) : readNameOrCall(cursor))],
  ['TIMESTAMP', (cursor) => (cursor.peek(1).kind === 'text' ? readDated(cursor) : readNameOrCall(cursor))],
  ['INTERVAL', (cursor) => cursor.refuse('a value was expected', "Write DATEADD('day', 1, …) for an interval.")],
  ['SELECT', (cursor) => cursor.refuse('a value was expected', 'Move the query to a view or a definition.')],
]);

function readWord(cursor: SqlCursor): SqlNode {
  const { value } = cursor.peek();
  const read = BEGINNINGS.get(value);
  if (read !== undefined) return read(cursor);
  if (RESERVED.has(value)) cursor.refuse('a value was expected');
  return readNameOrCall(cursor);
}

/** Reads a value: a name, literal, call, CASE, cast, attribute or an expression in parentheses. */
export function readPrimary(cursor: SqlCursor): SqlNode {
  const { kind, value, start, end } = cursor.peek();
  if (kind === 'word') return readWord(cursor);
  if (kind === 'quoted') return readNameOrCall(cursor);
  if (kind === 'number' || kind === 'text') {
    cursor.next();
    return { kind: 'literal', type: kind, value, start, end };
  }
  if (cursor.take('symbol', '(')) {
    const inner = cursor.expression();
    cursor.expect('symbol', ')');
    return { ...inner, start, end: cursor.lastEnd };
  }
  if (cursor.take('symbol', ':')) {
    const name = cursor.peek();
    if (name.kind !== 'word') cursor.refuse('the name of an attribute was expected', 'Write e.g. :region.');
    cursor.next();
    return { kind: 'attribute', name: name.value.toLowerCase(), start, end: name.end };
  }
  return cursor.refuse('a value was expected');
}
