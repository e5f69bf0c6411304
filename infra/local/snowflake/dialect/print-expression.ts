import { AstNode, isRecord, listOf, variantOf } from './ast-node.ts';
import { printTypedString } from './print-cast.ts';
import { printFunction } from './print-function.ts';
import { printName, storedName } from './identifiers.ts';
import { printBinary, printUnary } from './print-operators.ts';
import { printLike, printRegexMatch } from './print-patterns.ts';
import { printArray, printDictionary, printJsonAccess } from './print-semi-structured.ts';
import { printCeilOrFloor, printExtract, printPosition, printSubstring, printTrim } from './print-special-calls.ts';
import { printAnyCast } from './print-zoned-cast.ts';
import { quoteIdentifier, quoteString } from './printer.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';
import { isVariantExpression } from './variants.ts';

type Rule = (payload: unknown, printer: Printer) => string;

/** One row per kind of expression; a kind without a row is refused by its name. */
const RULES: Readonly<Record<string, Rule>> = {
  Identifier: (ident) => quoteIdentifier(storedName(ident)),
  CompoundIdentifier: (idents) => printName(listOf(idents).map(storedName)),
  Value: printValue,
  TypedString: printTypedString,
  Nested: (inner, printer) => `(${printer.expression(inner)})`,
  BinaryOp: printBinary,
  UnaryOp: printUnary,
  Cast: printAnyCast,
  Function: printFunction,
  Case: printCase,
  JsonAccess: printJsonAccess,
  Array: printArray,
  Dictionary: printDictionary,
  Like: (node, printer) => printLike(node, printer, 'LIKE'),
  ILike: (node, printer) => printLike(node, printer, 'ILIKE'),
  RLike: printRegexMatch,
  IsNull: postfix('IS NULL'),
  IsNotNull: postfix('IS NOT NULL'),
  IsTrue: postfix('IS TRUE'),
  IsNotTrue: postfix('IS NOT TRUE'),
  IsFalse: postfix('IS FALSE'),
  IsNotFalse: postfix('IS NOT FALSE'),
  IsDistinctFrom: between('IS DISTINCT FROM'),
  IsNotDistinctFrom: between('IS NOT DISTINCT FROM'),
  InList: printInList,
  InSubquery: printInSubquery,
  Between: printBetween,
  Exists: printExists,
  Subquery: (query, printer) => `(${printer.query(query)})`,
  Tuple: (items, printer) =>
    `(${listOf(items)
      .map((item) => printer.expression(item))
      .join(', ')})`,
  Extract: printExtract,
  Ceil: (node, printer) => printCeilOrFloor(node, printer, 'CEIL'),
  Floor: (node, printer) => printCeilOrFloor(node, printer, 'FLOOR'),
  Position: printPosition,
  Substring: printSubstring,
  Trim: printTrim,
  AnyOp: printQuantified,
  AllOp: printQuantified,
  Interval: () => {
    throw unsupported('INTERVAL outside of date + interval');
  },
  Collate: () => {
    throw unsupported('COLLATE');
  },
  Lambda: () => {
    throw unsupported('lambda expression');
  },
  Prior: () => {
    throw unsupported('PRIOR');
  },
  OuterJoin: () => {
    throw unsupported('(+) outside of a join condition in WHERE');
  },
};

/** DuckDB SQL of one expression. Throws 000002 for any kind that has no rule. */
export function printExpression(node: unknown, printer: Printer): string {
  const { name, payload } = variantOf(node);
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (rule === undefined) throw unsupported(name);
  return rule(payload, printer);
}

function postfix(words: string): Rule {
  return (operand, printer) => `(${printer.expression(operand)} ${words})`;
}

function between(words: string): Rule {
  return (operands, printer) => {
    const [left, right] = listOf(operands);
    return `(${printer.expression(left)} ${words} ${printer.expression(right)})`;
  };
}

function printValue(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'literal');
  const value = node.take('value');
  node.finish();
  if (value === 'Null') return 'NULL';
  const { name, payload: content } = variantOf(value);
  switch (name) {
    case 'Number':
      return printNumberLiteral(String(listOf(content)[0]));
    case 'SingleQuotedString':
      return quoteString(String(content));
    case 'DollarQuotedString':
      return quoteString(isRecord(content) ? String(content['value']) : '');
    case 'Boolean':
      return content === true ? 'TRUE' : 'FALSE';
    case 'Placeholder':
      return printer.bind(String(content));
    default:
      throw unsupported(`literal ${name}`);
  }
}

/** Whole numbers of more than five digits as 64-bit ones: DuckDB's 32 bits would overflow where Snowflake's 38 digits do not. */
function printNumberLiteral(digits: string): string {
  return /^\d{6,18}$/.test(digits) ? `CAST(${digits} AS BIGINT)` : digits;
}

function printCase(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'CASE');
  const operand = node.take('operand');
  const otherwise = node.take('else_result');
  const whens = node.list('conditions').map((item) => {
    const when = new AstNode(item, 'WHEN');
    const text = `WHEN ${printer.expression(when.take('condition'))} THEN ${printer.expression(when.take('result'))}`;
    when.finish();
    return text;
  });
  node.finish();
  const head = operand === null ? 'CASE' : `CASE ${printer.expression(operand)}`;
  const tail = otherwise === null ? 'END' : `ELSE ${printer.expression(otherwise)} END`;
  return [head, ...whens, tail].join(' ');
}

function printInList(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'IN');
  const expr = node.take('expr');
  const items = node.list('list');
  const negated = node.flag('negated');
  node.finish();
  // A VARIANT is compared item by item, so that each comparison converts it as Snowflake does.
  const test = isVariantExpression(expr, printer)
    ? items.map((right) => printBinary({ left: expr, op: 'Eq', right }, printer)).join(' OR ')
    : `${printer.expression(expr)} IN (${items.map((item) => printer.expression(item)).join(', ')})`;
  return negated ? `(NOT (${test}))` : `(${test})`;
}

function printInSubquery(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'IN');
  const operand = printer.expression(node.take('expr'));
  const query = printer.query(node.take('subquery'));
  const negated = node.flag('negated');
  node.finish();
  return `(${operand} ${negated ? 'NOT IN' : 'IN'} (${query}))`;
}

function printBetween(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'BETWEEN');
  const expr = node.take('expr');
  const low = printer.expression({ BinaryOp: { left: expr, op: 'GtEq', right: node.take('low') } });
  const high = printer.expression({ BinaryOp: { left: expr, op: 'LtEq', right: node.take('high') } });
  const negated = node.flag('negated');
  node.finish();
  return negated ? `(NOT (${low} AND ${high}))` : `(${low} AND ${high})`;
}

function printExists(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'EXISTS');
  const query = printer.query(node.take('subquery'));
  const negated = node.flag('negated');
  node.finish();
  return `(${negated ? 'NOT ' : ''}EXISTS (${query}))`;
}

const QUANTIFIED: Readonly<Record<string, string>> = { Eq: '=', NotEq: '<>', Lt: '<', LtEq: '<=', Gt: '>', GtEq: '>=' };

function printQuantified(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'ANY or ALL');
  const isSome = node.take('is_some');
  const operator = QUANTIFIED[String(node.take('compare_op'))];
  if (operator === undefined) throw unsupported('ANY or ALL with this operator');
  const left = printer.expression(node.take('left'));
  const right = variantOf(node.take('right'));
  node.finish();
  if (right.name !== 'Subquery') throw unsupported('ANY or ALL without a subquery');
  const word = isSome === null ? 'ALL' : 'ANY';
  return `(${left} ${operator} ${word} (${printer.query(right.payload)}))`;
}
