import type { ColumnReference, RollupExpression, RowExpression } from '#shared/semantic/expression.ts';
import { type Fragment, joinFragments, raw, sql, textLiteral } from './fragment.ts';

/** What the leaves of a row expression become where it is used. */
export interface RowPrinter {
  column(reference: ColumnReference): Fragment;
  attribute(name: string): Fragment;
  variable(name: string): Fragment;
  rollup(expression: RollupExpression): Fragment;
}

type Of<Kind extends RowExpression['kind']> = Extract<RowExpression, { kind: Kind }>;

/** Snowflake SQL of a row expression. Values that come from a person are bound, literals of the model are printed. */
export function printRow(expression: RowExpression, printer: RowPrinter): Fragment {
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
      return raw(literalText(expression));
    case 'unary':
    case 'binary':
      return printOperator(expression, printer);
    default:
      return printCall(expression, printer);
  }
}

type Call = Exclude<RowExpression, Of<'column' | 'attribute' | 'variable' | 'rollup' | 'literal' | 'unary' | 'binary'>>;

function printCall(expression: Call, printer: RowPrinter): Fragment {
  switch (expression.kind) {
    case 'case':
      return printCase(expression, printer);
    case 'function':
      return printFunction(expression, printer);
    case 'cast':
      return sql`${expression.safe ? 'TRY_CAST' : 'CAST'}(${printRow(expression.operand, printer)} AS ${expression.type})`;
    case 'in':
    case 'between':
    case 'like':
    case 'is-null':
      return printPredicate(expression, printer);
  }
}

export function literalText({ type, value }: Of<'literal'>): string {
  switch (type) {
    case 'number':
    case 'boolean':
    case 'null':
      return value;
    case 'text':
      return textLiteral(value);
    case 'date':
      return `CAST(${textLiteral(value)} AS DATE)`;
    case 'timestamp':
      return `CAST(${textLiteral(value)} AS TIMESTAMP_NTZ)`;
  }
}

/** In parentheses unless it is one thing already. */
function operand(expression: RowExpression, printer: RowPrinter): Fragment {
  const printed = printRow(expression, printer);
  const isCompound = ['unary', 'binary', 'in', 'between', 'like', 'is-null'].includes(expression.kind);
  return isCompound ? sql`(${printed})` : printed;
}

function printOperator(expression: Of<'unary'> | Of<'binary'>, printer: RowPrinter): Fragment {
  if (expression.kind === 'binary') {
    return sql`${operand(expression.left, printer)} ${expression.operator} ${operand(expression.right, printer)}`;
  }
  return sql`${expression.operator === 'NOT' ? 'NOT ' : '-'}${operand(expression.operand, printer)}`;
}

function printFunction(expression: Of<'function'>, printer: RowPrinter): Fragment {
  const values = expression.arguments.map((argument) => printRow(argument, printer));
  const unit = expression.unit === null ? [] : [raw(textLiteral(expression.unit))];
  return sql`${expression.name}(${joinFragments([...unit, ...values], ', ')})`;
}

function printCase(expression: Of<'case'>, printer: RowPrinter): Fragment {
  const subject = expression.operand === null ? raw('') : sql` ${printRow(expression.operand, printer)}`;
  const branches = expression.branches.map(
    ({ condition, result }) => sql` WHEN ${printRow(condition, printer)} THEN ${printRow(result, printer)}`,
  );
  const otherwise = expression.otherwise === null ? raw('') : sql` ELSE ${printRow(expression.otherwise, printer)}`;
  return sql`CASE${subject}${joinFragments(branches, '')}${otherwise} END`;
}

function printPredicate(
  expression: Of<'in'> | Of<'between'> | Of<'like'> | Of<'is-null'>,
  printer: RowPrinter,
): Fragment {
  const subject = operand(expression.operand, printer);
  const not = expression.negated ? 'NOT ' : '';
  switch (expression.kind) {
    case 'is-null':
      return sql`${subject} IS ${not}NULL`;
    case 'in': {
      const values = expression.values.map((value) => printRow(value, printer));
      return sql`${subject} ${not}IN (${joinFragments(values, ', ')})`;
    }
    case 'between':
      return sql`${subject} ${not}BETWEEN ${operand(expression.low, printer)} AND ${operand(expression.high, printer)}`;
    case 'like': {
      const escape = expression.escape === null ? raw('') : sql` ESCAPE ${printRow(expression.escape, printer)}`;
      const like = expression.caseSensitive ? 'LIKE' : 'ILIKE';
      return sql`${subject} ${not}${like} ${printRow(expression.pattern, printer)}${escape}`;
    }
  }
}
