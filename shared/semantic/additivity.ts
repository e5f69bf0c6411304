import type { AggregateExpression, MetricExpression } from './expression.ts';
import type { Additivity } from './semantic-model.ts';

/** Looks up the expression of another metric; null when it is not known or would lead in a circle. */
export type FindMetric = (id: string) => MetricExpression | null;

const NONE: Additivity = { kind: 'none' };

function additivityOfAggregate({ function: name, over }: AggregateExpression): Additivity {
  if (name === 'count_distinct' || name === 'approx_count_distinct') return { kind: 'distinct' };
  if (name !== 'sum' && name !== 'count') return NONE;
  return over.length === 0
    ? { kind: 'additive' }
    : { kind: 'semi-additive', over: over.map(({ dimension }) => dimension) };
}

/** A sum of two figures adds up where both do; snapshots must be taken over the same dimensions. */
function additivityOfSum(left: Additivity, right: Additivity): Additivity {
  const isSame = JSON.stringify(left) === JSON.stringify(right);
  return isSame && (left.kind === 'additive' || left.kind === 'semi-additive') ? left : NONE;
}

type Arithmetic = Extract<MetricExpression, { kind: 'arithmetic' }>;
type Call = Extract<MetricExpression, { kind: 'call' }>;

function additivityOfArithmetic({ left, right, operator }: Arithmetic, find: FindMetric): Additivity {
  if (operator !== '*') return additivityOfSum(additivityOf(left, find), additivityOf(right, find));
  if (left.kind === 'number') return additivityOf(right, find);
  return right.kind === 'number' ? additivityOf(left, find) : NONE;
}

function additivityOfCall(call: Call, find: FindMetric): Additivity {
  const [first] = call.arguments;
  const isTransparent = call.function === 'COALESCE' || call.function === 'ZEROIFNULL';
  return isTransparent && first !== undefined ? additivityOf(first, find) : NONE;
}

/**
 * How a metric's results combine, read off its expression.
 *
 * Multiplying by a constant keeps additivity; adding a constant does not, since each part would bring its own.
 */
export function additivityOf(expression: MetricExpression, find: FindMetric): Additivity {
  switch (expression.kind) {
    case 'aggregate':
      return additivityOfAggregate(expression);
    case 'metric': {
      const other = find(expression.metric);
      return other === null ? NONE : additivityOf(other, find);
    }
    case 'arithmetic':
      return additivityOfArithmetic(expression, find);
    case 'ratio':
      return expression.denominator.kind === 'number' ? additivityOf(expression.numerator, find) : { kind: 'ratio' };
    case 'call':
      return additivityOfCall(expression, find);
    case 'number':
    case 'window':
      return NONE;
  }
}
