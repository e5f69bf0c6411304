import type { BinaryOperator, ColumnReference, RollupExpression, RowExpression } from '#shared/semantic/expression.ts';
import { quoteText } from '#shared/semantic/quote-sql.ts';

/** How the parts that depend on the statement are written. */
export interface ExpressionPrinter {
  column(column: ColumnReference): string;
  attribute(name: string): string;
  variable(name: string): string;
  rollup(rollup: RollupExpression): string;
}

const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  OR: 1,
  AND: 2,
  '=': 4,
  '<>': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '||': 5,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};
const NOT = 3;
const COMPARISON = 4;
const NEGATIVE = 7;
const TIGHTEST = 9;

function precedenceOf(expression: RowExpression): number {
  switch (expression.kind) {
    case 'binary':
      return PRECEDENCE[expression.operator];
    case 'unary':
      return expression.operator === 'NOT' ? NOT : NEGATIVE;
    case 'in':
    case 'between':
    case 'like':
    case 'is-null':
      return COMPARISON;
    default:
      return TIGHTEST;
  }
}

type Predicate = Extract<RowExpression, { kind: 'in' | 'between' | 'like' | 'is-null' }>;

function printPredicate(expression: Predicate, print: (part: RowExpression, least: number) => string): string {
  const operand = print(expression.operand, COMPARISON + 1);
  const not = expression.negated ? 'NOT ' : '';
  const inner = (part: RowExpression) => print(part, COMPARISON + 1);
  switch (expression.kind) {
    case 'is-null':
      return `${operand} IS ${not}NULL`;
    case 'in':
      return `${operand} ${not}IN (${expression.values.map((value) => print(value, 0)).join(', ')})`;
    case 'between':
      return `${operand} ${not}BETWEEN ${inner(expression.low)} AND ${inner(expression.high)}`;
    case 'like': {
      const escape = expression.escape === null ? '' : ` ESCAPE ${inner(expression.escape)}`;
      return `${operand} ${not}${expression.caseSensitive ? 'LIKE' : 'ILIKE'} ${inner(expression.pattern)}${escape}`;
    }
  }
}

function printLiteral({ type, value }: Extract<RowExpression, { kind: 'literal' }>): string {
  if (type === 'date' || type === 'timestamp') return `${type.toUpperCase()} ${quoteText(value)}`;
  return type === 'text' ? quoteText(value) : value;
}

function printCase(
  { operand, branches, otherwise }: Extract<RowExpression, { kind: 'case' }>,
  print: (part: RowExpression) => string,
): string {
  const subject = operand === null ? '' : ` ${print(operand)}`;
  const arms = branches.map(({ condition, result }) => ` WHEN ${print(condition)} THEN ${print(result)}`).join('');
  return `CASE${subject}${arms}${otherwise === null ? '' : ` ELSE ${print(otherwise)}`} END`;
}

/** Writes a row-level expression as Snowflake SQL, with parentheses only where they are needed. */
export function printExpression(expression: RowExpression, printer: ExpressionPrinter): string {
  const print = (part: RowExpression, least = 0): string => {
    const text = printExpression(part, printer);
    return precedenceOf(part) < least ? `(${text})` : text;
  };
  switch (expression.kind) {
    case 'column':
      return printer.column(expression);
    case 'attribute':
      return printer.attribute(expression.name);
    case 'variable':
      return printer.variable(expression.name);
    case 'rollup':
      return printer.rollup(expression);
    case 'literal':
      return printLiteral(expression);
    default:
      return printForm(expression, print);
  }
}

type Form = Exclude<RowExpression, { kind: 'column' | 'attribute' | 'variable' | 'rollup' | 'literal' }>;

function printForm(expression: Form, print: (part: RowExpression, least?: number) => string): string {
  switch (expression.kind) {
    case 'unary': {
      const space = expression.operator === 'NOT' ? 'NOT ' : '-';
      return space + print(expression.operand, expression.operator === 'NOT' ? NOT : TIGHTEST);
    }
    case 'binary': {
      const precedence = PRECEDENCE[expression.operator];
      return `${print(expression.left, precedence)} ${expression.operator} ${print(expression.right, precedence + 1)}`;
    }
    case 'function': {
      const unit = expression.unit === null ? [] : [quoteText(expression.unit)];
      return `${expression.name}(${[...unit, ...expression.arguments.map((part) => print(part))].join(', ')})`;
    }
    case 'cast':
      return `${expression.safe ? 'TRY_CAST' : 'CAST'}(${print(expression.operand)} AS ${expression.type})`;
    case 'case':
      return printCase(expression, print);
    default:
      return printPredicate(expression, print);
  }
}
