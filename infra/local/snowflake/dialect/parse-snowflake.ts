import { init, parse } from '@guanmingchiu/sqlparser-ts';
import { listOf } from './ast-node.ts';
import { syntaxError, unsupported } from './refusal.ts';
import { SnowflakeError } from '../snowflake-error.ts';
import type { Token } from './tokens.ts';

/** The parser recurses over operators; far beyond this many in one expression it would take the process's parser with it. */
const MAX_OPERATORS_IN_EXPRESSION = 300;
const MAX_NESTING = 100;
const OPERATORS = new Set([
  'AND',
  'OR',
  'NOT',
  'IN',
  'LIKE',
  'ILIKE',
  'IS',
  'BETWEEN',
  'RLIKE',
  'REGEXP',
  'CASE',
  'UNION',
  'EXCEPT',
  'MINUS',
  'INTERSECT',
]);
const STRUCTURE = new Set(['(', ')', ',', '.', ';', '[', ']', '{', '}']);

// The WebAssembly module is loaded once per process, before the first statement can arrive.
await init();

/** Parses one statement; `tokens` are its own. Throws 001003 for a syntax error, 000008 for more than one statement. */
export function parseSnowflake(sql: string, tokens: readonly Token[]): unknown {
  guardDepth(tokens);
  const statements = listOf(parseText(sql));
  if (statements.length > 1) {
    throw new SnowflakeError(
      '000008',
      '0A000',
      `Actual statement count ${statements.length} did not match the desired statement count 1.`,
    );
  }
  if (statements.length === 0)
    throw new SnowflakeError('000900', '42601', 'SQL compilation error:\nEmpty SQL statement.');
  return statements[0];
}

function parseText(sql: string): unknown {
  try {
    return parse(sql, 'snowflake');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw syntaxError(`syntax error: ${message.replace(/^.*?sql parser error:\s*/s, '')}`);
  }
}

/** Counts the operators open at each place: those of every enclosing parenthesis since its last comma. */
function guardDepth(tokens: readonly Token[]): void {
  const open: number[] = [0];
  for (const token of tokens) {
    countToken(token, open);
    if (open.length === 0) throw syntaxError("syntax error: unexpected ')'.");
    if (open.length > MAX_NESTING) throw unsupported(`nesting deeper than ${MAX_NESTING} parentheses`);
    if (total(open) > MAX_OPERATORS_IN_EXPRESSION)
      throw unsupported(`expression of more than ${MAX_OPERATORS_IN_EXPRESSION} operators`);
  }
}

/** The innermost parenthesis is the last entry. */
function countToken(token: Token, open: number[]): void {
  const sign = token.kind === 'symbol' ? token.text : '';
  if (sign === '(') open.push(0);
  else if (sign === ')') open.pop();
  else if (sign === ',') open[open.length - 1] = 0;
  else if (isOperator(token)) open[open.length - 1] = (open.at(-1) ?? 0) + 1;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function isOperator(token: Token): boolean {
  return token.kind === 'symbol' ? !STRUCTURE.has(token.text) : token.kind === 'word' && OPERATORS.has(token.text);
}
