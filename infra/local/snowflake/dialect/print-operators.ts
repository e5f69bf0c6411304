import { AstNode, isRecord, variantOf } from './ast-node.ts';
import { addInterval } from './date-parts.ts';
import { macro } from './printer.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';
import { integerLiteral, isVariantExpression, literalKind } from './variants.ts';

const COMPARISONS: Readonly<Record<string, string>> = {
  Eq: '=',
  NotEq: '<>',
  Lt: '<',
  LtEq: '<=',
  Gt: '>',
  GtEq: '>=',
};

export function printBinary(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'operator');
  const left = node.take('left');
  const right = node.take('right');
  const op = String(node.take('op'));
  node.finish();
  const comparison = COMPARISONS[op];
  if (comparison !== undefined) return printComparison(left, right, comparison, printer);
  switch (op) {
    case 'And':
    case 'Or':
      return `(${printer.expression(left)} ${op.toUpperCase()} ${printer.expression(right)})`;
    case 'StringConcat':
      return `(${printText(left, printer)} || ${printText(right, printer)})`;
    case 'Plus':
    case 'Minus':
      return printSum(left, right, op, printer);
    case 'Multiply':
      return `(${printFactor(left, printer)} * ${printFactor(right, printer)})`;
    case 'Divide': {
      return macro('divide', printNumber(left, printer), printNumber(right, printer));
    }
    case 'Modulo':
      return macro('modulo', printNumber(left, printer), printNumber(right, printer));
    default:
      throw unsupported(`operator ${op}`);
  }
}

function printSum(left: unknown, right: unknown, op: 'Plus' | 'Minus', printer: Printer): string {
  if (variantOf(right).name === 'Interval') {
    return addInterval(printer.expression(left), variantOf(right).payload, op === 'Plus' ? 1 : -1);
  }
  if (variantOf(left).name === 'Interval' && op === 'Plus') return printSum(right, left, op, printer);
  return `(${printNumber(left, printer)} ${op === 'Plus' ? '+' : '-'} ${printNumber(right, printer)})`;
}

/** An operand of arithmetic: a VARIANT becomes a number, as Snowflake casts it. */
export function printNumber(node: unknown, printer: Printer): string {
  const text = printer.expression(node);
  return isVariantExpression(node, printer) ? macro('variant_number', text) : text;
}

/** DuckDB gives integer literals 32 bits, whose product can overflow; Snowflake's have 38 digits. */
function printFactor(node: unknown, printer: Printer): string {
  return integerLiteral(node) === null ? printNumber(node, printer) : `CAST(${printer.expression(node)} AS BIGINT)`;
}

/** An operand of concatenation, as text in Snowflake's form. */
export function printText(node: unknown, printer: Printer): string {
  const text = printer.expression(node);
  return literalKind(node) === 'text' ? text : macro('text', text);
}

function printComparison(left: unknown, right: unknown, operator: string, printer: Printer): string {
  const variants = [left, right].map((side) => isVariantExpression(side, printer));
  const sides = [printer.expression(left), printer.expression(right)] as const;
  if (variants.every((isVariant) => !isVariant)) return `(${sides[0]} ${operator} ${sides[1]})`;
  if (variants.every((isVariant) => isVariant)) {
    if (operator !== '=' && operator !== '<>') throw unsupported('order of two VARIANT values without a cast');
    return `(${sides[0]} ${operator} ${sides[1]})`;
  }
  return variants[0] === true
    ? `(${asLiteralOf(right, sides[0])} ${operator} ${sides[1]})`
    : `(${sides[0]} ${operator} ${asLiteralOf(left, sides[1])})`;
}

/** A VARIANT read as the type of the literal it is compared with. */
function asLiteralOf(literal: unknown, variant: string): string {
  const kind = literalKind(literal);
  if (kind === null) throw unsupported('comparison of a VARIANT with an expression, without a cast');
  return macro(`variant_${kind}`, variant);
}

export function printUnary(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'operator');
  const op = String(node.take('op'));
  const operand = node.take('expr');
  node.finish();
  if (op === 'Not') return `(NOT ${printer.expression(operand)})`;
  if (op === 'Minus') return `(- ${printNumber(operand, printer)})`;
  if (op === 'Plus') return printNumber(operand, printer);
  throw unsupported(`operator ${isRecord(op) ? 'unary' : op}`);
}
