import type { AggregateFunction, RowExpression } from './expression.ts';
import { AGGREGATES } from './sql-functions.ts';
import type { SqlCall, SqlNode } from './sql-syntax.ts';
import { ExpressionError } from './sql-tokens.ts';

export interface ReadAggregate {
  readonly function: AggregateFunction;
  /** Null for COUNT(*). */
  readonly of: RowExpression | null;
  readonly filter: RowExpression | null;
}

function functionOf(node: SqlCall): AggregateFunction {
  const known = AGGREGATES.get(node.name);
  if (known === undefined) throw new ExpressionError(`${node.name} does not aggregate`, node.start, 'Use e.g. SUM.');
  if (!node.isDistinct) return known;
  if (node.name === 'COUNT') return 'count_distinct';
  // The extremes of distinct values are the extremes of all values.
  if (known === 'min' || known === 'max' || known === 'approx_count_distinct') return known;
  const mend = 'Remove DISTINCT, or compute the distinct values in a view.';
  throw new ExpressionError(`DISTINCT in ${node.name} is not supported`, node.start, mend);
}

/** Reads the call of an aggregate function; its argument is read by `read`. Throws ExpressionError. */
export function readAggregate(node: SqlCall, read: (argument: SqlNode) => RowExpression): ReadAggregate {
  const name = functionOf(node);
  if (node.isStar) return { function: name, of: null, filter: null };
  const [argument] = node.arguments;
  if (argument === undefined || node.arguments.length > 1) {
    const mend = 'Give it one; for several columns concatenate them first.';
    throw new ExpressionError(`${node.name} takes one argument`, node.start, mend);
  }
  const value = read(argument);
  if (node.name === 'COUNT_IF') return { function: 'count', of: null, filter: value };
  const isConstant = name === 'count' && value.kind === 'literal' && value.type !== 'null';
  return { function: name, of: isConstant ? null : value, filter: null };
}
