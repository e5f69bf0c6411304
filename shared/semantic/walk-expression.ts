import type { ColumnReference, MetricExpression, RowExpression } from './expression.ts';

/** The direct parts of a row-level expression. */
// oxlint-disable-next-line complexity -- one branch for each kind of expression is the plainest way to list them
export function partsOf(expression: RowExpression): readonly RowExpression[] {
  switch (expression.kind) {
    case 'column':
    case 'literal':
    case 'attribute':
    case 'variable':
      return [];
    case 'unary':
    case 'cast':
    case 'is-null':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'function':
      return expression.arguments;
    case 'in':
      return [expression.operand, ...expression.values];
    case 'between':
      return [expression.operand, expression.low, expression.high];
    case 'like':
      return [expression.operand, expression.pattern, ...present(expression.escape)];
    case 'case':
      return [
        ...present(expression.operand),
        ...expression.branches.flatMap(({ condition, result }) => [condition, result]),
        ...present(expression.otherwise),
      ];
    case 'rollup':
      return [...present(expression.of), ...present(expression.filter)];
  }
}

function present(expression: RowExpression | null): readonly RowExpression[] {
  return expression === null ? [] : [expression];
}

/** The columns that an expression reads, each once, in the order of their first use. */
export function columnsOf(expression: RowExpression): readonly ColumnReference[] {
  const found = new Map<string, ColumnReference>();
  const visit = (part: RowExpression): void => {
    if (part.kind === 'column' && !found.has(`${part.table}.${part.column}`)) {
      found.set(`${part.table}.${part.column}`, part);
    }
    for (const inner of partsOf(part)) visit(inner);
  };
  visit(expression);
  return [...found.values()];
}

/** The logical tables that an expression reads, rollups included. */
export function tablesOf(expression: RowExpression): readonly string[] {
  const own = expression.kind === 'column' || expression.kind === 'rollup' ? [expression.table] : [];
  return [...new Set([...own, ...partsOf(expression).flatMap(tablesOf)])];
}

/** True when the expression aggregates a finer table. */
export function hasRollup(expression: RowExpression): boolean {
  return expression.kind === 'rollup' || partsOf(expression).some(hasRollup);
}

/** The direct parts of a metric's expression. */
export function metricPartsOf(expression: MetricExpression): readonly MetricExpression[] {
  switch (expression.kind) {
    case 'aggregate':
    case 'metric':
    case 'number':
      return [];
    case 'arithmetic':
      return [expression.left, expression.right];
    case 'ratio':
      return [expression.numerator, expression.denominator];
    case 'call':
      return expression.arguments;
    case 'window':
      return [expression.of];
  }
}

type Leaf = Extract<MetricExpression, { readonly kind: 'aggregate' | 'metric' | 'number' }>;

/** Aggregates, metric references and numbers at the leaves of a metric's expression, left to right. */
export function leavesOf(expression: MetricExpression): readonly Leaf[] {
  if (expression.kind === 'aggregate' || expression.kind === 'metric' || expression.kind === 'number') {
    return [expression];
  }
  return metricPartsOf(expression).flatMap(leavesOf);
}
