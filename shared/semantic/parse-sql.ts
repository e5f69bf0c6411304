import type { BinaryOperator } from './expression.ts';
import { readPrimary, readType } from './parse-sql-primary.ts';
import { SqlCursor } from './sql-cursor.ts';
import type { SqlNode } from './sql-syntax.ts';

/** How tightly an operator binds; a comparison stands between AND and the arithmetic. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['OR', 1],
  ['AND', 2],
  ['=', 4],
  ['<>', 4],
  ['<', 4],
  ['<=', 4],
  ['>', 4],
  ['>=', 4],
  ['||', 5],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['%', 6],
]);
const NOT_PRECEDENCE = 3;
const COMPARISON_PRECEDENCE = 4;

const OPERATORS: ReadonlySet<string> = new Set(PRECEDENCE.keys());

function isBinaryOperator(value: string): value is BinaryOperator {
  return OPERATORS.has(value);
}

function readPostfix(cursor: SqlCursor): SqlNode {
  let node = readPrimary(cursor);
  while (cursor.take('symbol', '::')) {
    node = { kind: 'cast', operand: node, type: readType(cursor), safe: false, start: node.start, end: cursor.lastEnd };
  }
  if (cursor.isAt('symbol', ':'))
    cursor.refuse('a path into JSON is not understood', "Write GET_PATH(column, 'path').");
  return node;
}

function readUnary(cursor: SqlCursor): SqlNode {
  const { start } = cursor.peek();
  if (cursor.take('word', 'NOT')) {
    const operand = readBinary(cursor, NOT_PRECEDENCE);
    return { kind: 'unary', operator: 'NOT', operand, start, end: operand.end };
  }
  if (cursor.take('symbol', '-')) {
    const operand = readUnary(cursor);
    return { kind: 'unary', operator: '-', operand, start, end: operand.end };
  }
  cursor.take('symbol', '+');
  return readPostfix(cursor);
}

function readBetween(cursor: SqlCursor, operand: SqlNode, negated: boolean): SqlNode {
  const low = readBinary(cursor, COMPARISON_PRECEDENCE + 1);
  cursor.expect('word', 'AND');
  const high = readBinary(cursor, COMPARISON_PRECEDENCE + 1);
  return { kind: 'between', operand, negated, low, high, start: operand.start, end: high.end };
}

function readLike(cursor: SqlCursor, operand: SqlNode, negated: boolean): SqlNode {
  const caseSensitive = cursor.next().value === 'LIKE';
  const pattern = readBinary(cursor, COMPARISON_PRECEDENCE + 1);
  const escape = cursor.take('word', 'ESCAPE') ? readPrimary(cursor) : null;
  return { kind: 'like', operand, negated, caseSensitive, pattern, escape, start: operand.start, end: cursor.lastEnd };
}

/** IS NULL, IN, BETWEEN, LIKE and their negations after an operand; null when none follows. */
function readPredicate(cursor: SqlCursor, operand: SqlNode): SqlNode | null {
  if (cursor.take('word', 'IS')) {
    const negated = cursor.take('word', 'NOT');
    if (cursor.isAt('word', 'DISTINCT')) cursor.refuse('NULL was expected', 'Write EQUAL_NULL(a, b).');
    cursor.expect('word', 'NULL');
    return { kind: 'is-null', operand, negated, start: operand.start, end: cursor.lastEnd };
  }
  const negated = cursor.take('word', 'NOT');
  if (cursor.take('word', 'IN')) {
    cursor.expect('symbol', '(');
    const values = cursor.list();
    return { kind: 'in', operand, negated, values, start: operand.start, end: cursor.lastEnd };
  }
  if (cursor.take('word', 'BETWEEN')) return readBetween(cursor, operand, negated);
  if (cursor.isAt('word', 'LIKE') || cursor.isAt('word', 'ILIKE')) return readLike(cursor, operand, negated);
  if (negated) cursor.refuse('IN, BETWEEN or LIKE was expected');
  return null;
}

function readOperator(cursor: SqlCursor): BinaryOperator | null {
  const { kind, value } = cursor.peek();
  return (kind === 'symbol' || kind === 'word') && isBinaryOperator(value) ? value : null;
}

function readBinary(cursor: SqlCursor, least: number): SqlNode {
  let left = readUnary(cursor);
  for (;;) {
    const predicate = least <= COMPARISON_PRECEDENCE ? readPredicate(cursor, left) : null;
    if (predicate !== null) {
      left = predicate;
      continue;
    }
    const operator = readOperator(cursor);
    const precedence = operator === null ? 0 : (PRECEDENCE.get(operator) ?? 0);
    if (operator === null || precedence < least) return left;
    cursor.next();
    const right = readBinary(cursor, precedence + 1);
    left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
  }
}

/**
 * Reads one SQL expression, whole, into its syntax tree.
 *
 * Covers the scalar and aggregate expressions that models are made of; whatever else Snowflake knows is refused.
 * Throws ExpressionError.
 */
export function parseSql(text: string): SqlNode {
  const cursor = new SqlCursor(text, (at) => readBinary(at, 1));
  const node = cursor.expression();
  if (cursor.peek().kind !== 'end') cursor.refuse('the expression should end here');
  return node;
}
