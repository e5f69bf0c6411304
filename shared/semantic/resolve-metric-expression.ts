import {
  METRIC_FUNCTIONS,
  type AggregateExpression,
  type MetricExpression,
  type MetricFunction,
  type SnapshotOrder,
} from './expression.ts';
import type { NameScope } from './name-scope.ts';
import { readAggregate } from './read-aggregate.ts';
import { resolveRow } from './resolve-row.ts';
import { AGGREGATES } from './sql-functions.ts';
import type { SqlCall, SqlName, SqlNode } from './sql-syntax.ts';
import { ExpressionError } from './sql-tokens.ts';

/** Where a metric stands. */
export interface MetricContext {
  readonly scope: NameScope;
  /** Null for a derived metric. */
  readonly table: string | null;
  /** Its own id, which its expression may not name. */
  readonly id: string;
  readonly over: readonly SnapshotOrder[];
}

type Binary = Extract<SqlNode, { kind: 'binary' }>;

const FUNCTIONS: ReadonlySet<string> = new Set(METRIC_FUNCTIONS);
/** Casts that change no value that matters; one to a whole number would round. */
const HARMLESS_CASTS: ReadonlySet<string> = new Set(['FLOAT', 'DOUBLE', 'REAL', 'FLOAT8', 'FLOAT4']);

function isMetricFunction(name: string): name is MetricFunction {
  return FUNCTIONS.has(name);
}

function resolveAggregate(node: SqlCall, context: MetricContext): AggregateExpression {
  const { scope, table, over } = context;
  if (table === null) {
    const mend = 'Define it as a metric of the table it aggregates, and name that metric here.';
    throw new ExpressionError('a derived metric combines metrics and aggregates nothing itself', node.start, mend);
  }
  const rowContext = { scope, table, within: [], metric: context.id, isRolledUp: false, allowsAttributes: false };
  const aggregate = readAggregate(node, (argument) => resolveRow(argument, rowContext));
  return { kind: 'aggregate', table, ...aggregate, over };
}

function findMetric(node: SqlName, { scope, table }: MetricContext): string | null {
  const [first, second] = node.parts;
  if (first === undefined || node.parts.length > 2) return null;
  if (second === undefined) return scope.metric(table, first) ?? scope.metric(null, first);
  const named = scope.table(first);
  return named === null ? null : scope.metric(named, second);
}

function resolveReference(node: SqlName, context: MetricContext): MetricExpression {
  const found = findMetric(node, context);
  if (found === null) {
    const written = node.parts.map((part) => part.value).join('.');
    const mend =
      context.table === null ? 'Write table.metric.' : 'Aggregate a column, e.g. SUM(column), or name a metric.';
    throw new ExpressionError(`${written} is no metric and stands outside an aggregate`, node.start, mend);
  }
  if (found === context.id) throw new ExpressionError('it refers to itself', node.start, 'Aggregate a column instead.');
  return { kind: 'metric', metric: found };
}

function isZero(node: SqlNode | undefined): boolean {
  return node !== undefined && node.kind === 'literal' && node.type === 'number' && Number(node.value) === 0;
}

/** A denominator and what its being zero gives. */
function resolveDenominator(
  node: SqlNode,
  context: MetricContext,
): { denominator: MetricExpression; whenZero: 'null' | 'error' } {
  if (node.kind === 'call') {
    const [value, zero] = node.arguments;
    const isGuard = node.name === 'NULLIFZERO' || (node.name === 'NULLIF' && isZero(zero));
    if (isGuard && value !== undefined) return { denominator: resolveMetric(value, context), whenZero: 'null' };
  }
  const denominator = resolveMetric(node, context);
  const isSafe = denominator.kind === 'number' && Number(denominator.value) !== 0;
  return { denominator, whenZero: isSafe ? 'null' : 'error' };
}

function resolveBinary(node: Binary, context: MetricContext): MetricExpression {
  const { operator } = node;
  if (operator === '/') {
    const numerator = resolveMetric(node.left, context);
    return { kind: 'ratio', numerator, ...resolveDenominator(node.right, context) };
  }
  if (operator === '+' || operator === '-' || operator === '*') {
    const left = resolveMetric(node.left, context);
    return { kind: 'arithmetic', operator, left, right: resolveMetric(node.right, context) };
  }
  const mend =
    'Metrics are combined with + - * /; put conditions inside the aggregate, e.g. SUM(IFF(condition, x, 0)).';
  throw new ExpressionError(`${operator} between aggregates is not supported`, node.start, mend);
}

function resolveWindow(node: SqlCall, context: MetricContext): MetricExpression {
  const [argument] = node.arguments;
  const { window } = node;
  const known = AGGREGATES.get(node.name);
  if (argument === undefined || window === null || known === undefined || node.arguments.length > 1) {
    throw new ExpressionError('a window takes one metric', node.start, 'Write e.g. SUM(metric) OVER (ORDER BY day).');
  }
  const dimension = (by: SqlNode): string => dimensionOf(by, context);
  return {
    kind: 'window',
    function: known,
    of: resolveMetric(argument, context),
    partition: { excluding: window.isExcluding, dimensions: window.partitionBy.map(dimension) },
    order: window.orderBy.map(({ by, isDescending }) => ({
      dimension: dimension(by),
      direction: isDescending ? 'descending' : 'ascending',
    })),
    frame: window.frame,
  };
}

function dimensionOf(node: SqlNode, { scope, table: own }: MetricContext): string {
  const parts = node.kind === 'name' ? node.parts : [];
  const [first, second] = parts;
  const table = second === undefined || first === undefined ? own : scope.table(first);
  const name = second ?? first;
  const element = table === null || name === undefined ? null : scope.element(table, name);
  if (element === null || element.kind === 'facts') {
    throw new ExpressionError('a window is cut and ordered by dimensions', node.start, 'Name one as table.dimension.');
  }
  return element.id;
}

function resolveCall(node: SqlCall, context: MetricContext): MetricExpression {
  if (node.window !== null) return resolveWindow(node, context);
  if (AGGREGATES.has(node.name)) return resolveAggregate(node, context);
  if (node.name === 'DIV0' || node.name === 'DIV0NULL') {
    const [top, bottom] = node.arguments;
    if (top === undefined || bottom === undefined || node.arguments.length > 2) {
      throw new ExpressionError(`${node.name} takes two arguments`, node.start, 'Write DIV0(numerator, denominator).');
    }
    const numerator = resolveMetric(top, context);
    return { kind: 'ratio', numerator, denominator: resolveMetric(bottom, context), whenZero: 'zero' };
  }
  if (isMetricFunction(node.name)) {
    const values = node.arguments.map((argument) => resolveMetric(argument, context));
    return { kind: 'call', function: node.name, arguments: values };
  }
  const mend =
    'Aggregate first and combine with + - * / DIV0 NULLIF COALESCE ROUND ABS; put the rest inside the aggregate.';
  throw new ExpressionError(`${node.name} is not supported above an aggregate`, node.start, mend);
}

/** Reads what a metric computes: aggregates at the leaves, references to metrics, arithmetic above. Throws ExpressionError. */
export function resolveMetric(node: SqlNode, context: MetricContext): MetricExpression {
  switch (node.kind) {
    case 'call':
      return resolveCall(node, context);
    case 'name':
      return resolveReference(node, context);
    case 'binary':
      return resolveBinary(node, context);
    case 'literal':
      if (node.type === 'number') return { kind: 'number', value: node.value };
      break;
    case 'unary':
      if (node.operator === '-') {
        const left: MetricExpression = { kind: 'number', value: '-1' };
        return { kind: 'arithmetic', operator: '*', left, right: resolveMetric(node.operand, context) };
      }
      break;
    case 'cast':
      if (HARMLESS_CASTS.has(node.type)) return resolveMetric(node.operand, context);
      break;
    default:
      break;
  }
  const mend = 'Combine metrics with + - * / DIV0 NULLIF COALESCE ROUND ABS; put conditions inside the aggregate.';
  throw new ExpressionError('this is not supported above an aggregate', node.start, mend);
}
