import { type Fragment, sql } from '../compile/fragment.ts';
import { kindOf, listOf, NodeReader } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';
import { shown } from './print-name.ts';
import { bareKind, operand } from './print-operand.ts';
import type { Printer } from './printer.ts';
import type { Scope } from './scope.ts';

/** What binary operators become. Any other operator is refused. */
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['Plus', '+'],
  ['Minus', '-'],
  ['Multiply', '*'],
  ['Divide', '/'],
  ['Modulo', '%'],
  ['StringConcat', '||'],
  ['Gt', '>'],
  ['Lt', '<'],
  ['GtEq', '>='],
  ['LtEq', '<='],
  ['Eq', '='],
  ['NotEq', '<>'],
  ['And', 'AND'],
  ['Or', 'OR'],
]);

/** Operators of which a chain is written without parentheses: they are read from left to right everywhere. */
const CHAINED = new Set(['Plus', 'Multiply', 'StringConcat', 'And', 'Or']);

const UNARY: ReadonlyMap<string, string> = new Map([
  ['Plus', '+'],
  ['Minus', '-'],
  ['Not', 'NOT '],
]);

export function printBinary(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'an operation');
  const [left, right, op] = [reader.get('left'), reader.get('right'), kindOf(reader.get('op'), 'an operator')[0]];
  reader.done();
  const sign = OPERATORS.get(op);
  if (sign === undefined) return refuse(`the operator ${shown(op)} is not allowed`);
  const isChain = CHAINED.has(op) && operatorOf(left) === op;
  const isBare = (node: unknown): boolean => op === 'And' && isTest(node);
  const first = isChain || isBare(left) ? printer.expression(left, scope) : operand(left, scope, printer);
  const second = isBare(right) ? printer.expression(right, scope) : operand(right, scope, printer);
  return sql`${first} ${sign} ${second}`;
}

const TESTS = new Set(['Gt', 'Lt', 'GtEq', 'LtEq', 'Eq', 'NotEq']);

/**
 * Whether it is a comparison, or one that is negated: AND binds looser than these everywhere. In parentheses the parser would
 * not know the PRIOR of a CONNECT BY.
 */
function isTest(node: unknown): boolean {
  const [kind, payload] = kindOf(node, 'an expression');
  if (kind === 'Nested') return isTest(payload);
  if (kind !== 'UnaryOp') return TESTS.has(operatorOf(node) ?? '');
  return kindOf(new NodeReader(payload, 'an operation').get('op'), 'an operator')[0] === 'Not';
}

function operatorOf(node: unknown): string | null {
  const [kind, payload] = kindOf(node, 'an expression');
  if (kind === 'Nested') return operatorOf(payload);
  return kind === 'BinaryOp' ? kindOf(new NodeReader(payload, 'an operation').get('op'), 'an operator')[0] : null;
}

export function printUnary(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'an operation');
  const [op] = kindOf(reader.get('op'), 'an operator');
  const inner = operand(reader.get('expr'), scope, printer);
  reader.done();
  return sql`${UNARY.get(op) ?? refuse(`the operator ${shown(op)} is not allowed`)}${inner}`;
}

export function printPair(word: string, payload: unknown, scope: Scope, printer: Printer): Fragment {
  const [left, right] = listOf(payload, word);
  return sql`${operand(left, scope, printer)} ${word} ${operand(right, scope, printer)}`;
}

export function printQuantified(word: string, payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, word);
  const sign = OPERATORS.get(kindOf(reader.get('compare_op'), 'an operator')[0]);
  const left = operand(reader.get('left'), scope, printer);
  const right = reader.get('right');
  reader.done();
  if (sign === undefined || bareKind(right) !== 'Subquery') return refuse(`${word} of this form is not allowed`);
  return sql`${left} ${sign} ${word} ${printer.expression(right, scope)}`;
}
