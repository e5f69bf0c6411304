import { refuse } from './guard-refusal.ts';
import { readTokens } from './sql-tokens.ts';

/** Most of everything that a statement may have before it is even parsed. */
export const STATEMENT_LIMITS = {
  /** UTF-8. */
  bytes: 20_000,
  /** Parentheses, brackets, braces and CASEs open at one place. */
  nesting: 40,
  /** CASEs open at one place; the parser tries one that is left open in twice as many ways with each. */
  cases: 10,
  /** Items between two brackets, e.g. values of an IN. */
  items: 1_000,
  /** Operators in one list item; the parser's stack grows with each. */
  operators: 250,
} as const;

const OPERATOR_WORDS =
  /^(?:and|or|not|in|like|ilike|rlike|regexp|is|between|union|except|minus|intersect|join|when|collate)$/i;

interface Level {
  readonly isCase: boolean;
  items: number;
  operators: number;
}

/**
 * Refuses a statement that is too large or too deep for the parser, without parsing it.
 *
 * A first sieve only, for which strings and comments are told apart roughly: what slips through is held by the worker.
 */
export function measureStatement(text: string): void {
  const { bytes, nesting, cases } = STATEMENT_LIMITS;
  if (text.length > bytes || Buffer.byteLength(text) > bytes) refuse(`it is longer than ${bytes} bytes`);
  const levels: Level[] = [{ isCase: false, items: 1, operators: 0 }];
  for (const token of readTokens(text)) {
    countToken(token.text, levels);
    if (levels.length > nesting) refuse(`it is nested deeper than ${nesting}`);
    if (levels.filter(({ isCase }) => isCase).length > cases)
      refuse(`it has more than ${cases} CASEs inside one another`);
  }
}

function countToken(token: string, levels: Level[]): void {
  const level = levels.at(-1) ?? { isCase: false, items: 1, operators: 0 };
  const isCase = /^case$/i.test(token);
  if (isCase || /^[([{]$/.test(token)) levels.push({ isCase, items: 1, operators: level.operators });
  else if (/^[)\]}]$/.test(token) || /^end$/i.test(token)) closeLevel(levels);
  else if (token === ',') nextItem(level);
  else if (isOperator(token)) addOperator(level);
}

function closeLevel(levels: Level[]): void {
  if (levels.length > 1) levels.pop();
}

function nextItem(level: Level): void {
  level.items += 1;
  level.operators = 0;
  if (level.items > STATEMENT_LIMITS.items) refuse(`it has a list of more than ${STATEMENT_LIMITS.items} items`);
}

function addOperator(level: Level): void {
  level.operators += 1;
  if (level.operators > STATEMENT_LIMITS.operators) {
    refuse(`it has an expression of more than ${STATEMENT_LIMITS.operators} operators`);
  }
}

function isOperator(token: string): boolean {
  return /^[-+*/%|&^~!=<>:]/.test(token) || OPERATOR_WORDS.test(token);
}
