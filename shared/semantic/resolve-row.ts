import type { RowExpression } from './expression.ts';
import type { NameScope, ScopedElement } from './name-scope.ts';
import { parseSql } from './parse-sql.ts';
import { AGGREGATES, SCALAR_FUNCTIONS } from './sql-functions.ts';
import type { Identifier, SqlCall, SqlName, SqlNode } from './sql-syntax.ts';
import { ExpressionError } from './sql-tokens.ts';
import { readAggregate } from './read-aggregate.ts';
import { tablesOf } from './walk-expression.ts';

/** Where an expression stands and what it may use. */
export interface RowContext {
  readonly scope: NameScope;
  /** The logical table whose rows it is about. */
  readonly table: string;
  /** Elements being replaced by what they stand for, outermost first; the last is the one whose text is being read. */
  readonly within: readonly ScopedElement[];
  /** Id of the metric whose text is being read, in which its name means a column; null outside metrics. */
  readonly metric: string | null;
  /** Inside an aggregate that rolls up a finer table, whose rows may then be used. */
  readonly isRolledUp: boolean;
  /** Row policies may ask for attributes of the caller. */
  readonly allowsAttributes: boolean;
}

function resolveElement(element: ScopedElement, context: RowContext, start: number): RowExpression {
  if (context.within.some((outer) => outer.id === element.id)) {
    const chain = [...context.within.map((outer) => outer.id), element.id].join(' → ');
    throw new ExpressionError(`it refers to itself: ${chain}`, start, 'Let one of them name a column instead.');
  }
  const inner = { ...context, table: element.table, within: [...context.within, element] };
  try {
    return resolveRow(parseSql(element.expr), inner);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new ExpressionError(`it uses ${element.id}, in which ${error.message}`, start, error.mend);
  }
}

function refuseMetric(table: string, node: SqlName, identifier: Identifier, context: RowContext): void {
  const metric = context.scope.metric(table, identifier);
  if (metric === null || metric === context.metric) return;
  const mend = 'Use the expression inside the metric, or define a metric instead.';
  throw new ExpressionError(`${identifier.value} is a metric, not a value of a row`, node.start, mend);
}

function resolveIn(table: string, node: SqlName, context: RowContext): RowExpression {
  const identifier = node.parts.at(-1);
  if (identifier === undefined) throw new ExpressionError('a name is empty', node.start, 'Write a name.');
  const element = context.scope.element(table, identifier);
  // Inside its own definition a name means the column, as in Snowflake.
  if (element !== null && element.id !== context.within.at(-1)?.id) {
    return resolveElement(element, context, node.start);
  }
  if (element === null) refuseMetric(table, node, identifier, context);
  const variable = node.parts.length === 1 && element === null ? context.scope.variable(identifier) : null;
  return variable === null ? { kind: 'column', table, column: identifier.value } : { kind: 'variable', name: variable };
}

function resolveName(node: SqlName, context: RowContext): RowExpression {
  if (node.parts.length === 1) return resolveIn(context.table, node, context);
  const [qualifier] = node.parts;
  const table = qualifier === undefined || node.parts.length > 2 ? null : context.scope.table(qualifier);
  if (table === null) {
    const name = node.parts.map((part) => part.value).join('.');
    throw new ExpressionError(`${name} names no table of the model`, node.start, 'Write column or table.column.');
  }
  requireReach(table, node, context);
  return resolveIn(table, node, context);
}

/** Rows of another table may be used from their "one" side only. */
function requireReach(table: string, node: SqlName, context: RowContext): void {
  const { scope } = context;
  if (context.isRolledUp || scope.reaches(context.table, table)) return;
  if (scope.reaches(table, context.table)) {
    const mend = `Define it on ${table}, or aggregate first, e.g. SUM(${table}.column).`;
    throw new ExpressionError(`${table} may have several rows for one of ${context.table}`, node.start, mend);
  }
  const mend = `Add a relationship from ${context.table} to ${table}.`;
  throw new ExpressionError(`no relationship leads from ${context.table} to ${table}`, node.start, mend);
}

/** An aggregate in a row-level expression: a figure of a finer table, per row of this one. */
function resolveRollup(node: SqlCall, context: RowContext): RowExpression {
  const aggregate = readAggregate(node, (inner) => resolveRow(inner, { ...context, isRolledUp: true }));
  const parts = [aggregate.of, aggregate.filter].filter((part) => part !== null);
  const tables = [...new Set(parts.flatMap(tablesOf))];
  const [table] = tables;
  if (table === undefined || tables.length > 1 || table === context.table) {
    const mend = 'Define it as a metric, or aggregate columns of one finer table, e.g. COUNT(orders.order_id).';
    throw new ExpressionError(`${node.name} aggregates in a row-level expression`, node.start, mend);
  }
  if (!context.scope.reaches(table, context.table)) {
    const mend = `Add a relationship from ${table} to ${context.table}.`;
    throw new ExpressionError(`no relationship leads from ${table} to ${context.table}`, node.start, mend);
  }
  return { kind: 'rollup', table, ...aggregate };
}

function resolveCall(node: SqlCall, context: RowContext): RowExpression {
  if (node.window !== null) {
    const mend = 'Compute it in a view, or as a metric.';
    throw new ExpressionError('a window function is not supported in a row-level expression', node.start, mend);
  }
  if (AGGREGATES.has(node.name)) return resolveRollup(node, context);
  if (!SCALAR_FUNCTIONS.has(node.name) && !node.name.includes('.')) {
    const mend = 'Check the spelling; name a function of your own with its database and schema.';
    throw new ExpressionError(`the function ${node.name} is not known`, node.start, mend);
  }
  return {
    kind: 'function',
    name: node.name,
    unit: node.unit,
    arguments: node.arguments.map((argument) => resolveRow(argument, context)),
  };
}

function resolveOptional(node: SqlNode | null, context: RowContext): RowExpression | null {
  return node === null ? null : resolveRow(node, context);
}

function resolveAttribute(node: Extract<SqlNode, { kind: 'attribute' }>, context: RowContext): RowExpression {
  if (context.allowsAttributes) return { kind: 'attribute', name: node.name };
  const mend = 'Attributes of the person who asks are for row policies.';
  throw new ExpressionError(`:${node.name} is not allowed here`, node.start, mend);
}

type Predicate = Extract<SqlNode, { kind: 'case' | 'in' | 'between' | 'like' | 'is-null' }>;

function resolvePredicate(node: Predicate, context: RowContext): RowExpression {
  const read = (part: SqlNode) => resolveRow(part, context);
  const { negated } = node.kind === 'case' ? { negated: false } : node;
  switch (node.kind) {
    case 'in':
      return { kind: 'in', operand: read(node.operand), negated, values: node.values.map(read) };
    case 'between':
      return { kind: 'between', operand: read(node.operand), negated, low: read(node.low), high: read(node.high) };
    case 'is-null':
      return { kind: 'is-null', operand: read(node.operand), negated };
    case 'like': {
      const escape = resolveOptional(node.escape, context);
      const { caseSensitive } = node;
      return { kind: 'like', operand: read(node.operand), negated, caseSensitive, pattern: read(node.pattern), escape };
    }
    case 'case': {
      const branches = node.branches.map(({ condition, result }) => ({
        condition: read(condition),
        result: read(result),
      }));
      const operand = resolveOptional(node.operand, context);
      return { kind: 'case', operand, branches, otherwise: resolveOptional(node.otherwise, context) };
    }
  }
}

/**
 * Replaces the names of a row-level expression by what they stand for, until only physical columns are left.
 *
 * A column of another table has that table's name. Throws ExpressionError.
 */
export function resolveRow(node: SqlNode, context: RowContext): RowExpression {
  switch (node.kind) {
    case 'name':
      return resolveName(node, context);
    case 'call':
      return resolveCall(node, context);
    case 'attribute':
      return resolveAttribute(node, context);
    case 'literal':
      return { kind: 'literal', type: node.type, value: node.value };
    case 'unary':
      return { kind: 'unary', operator: node.operator, operand: resolveRow(node.operand, context) };
    case 'binary': {
      const left = resolveRow(node.left, context);
      return { kind: 'binary', operator: node.operator, left, right: resolveRow(node.right, context) };
    }
    case 'cast':
      return { kind: 'cast', operand: resolveRow(node.operand, context), type: node.type, safe: node.safe };
    default:
      return resolvePredicate(node, context);
  }
}
