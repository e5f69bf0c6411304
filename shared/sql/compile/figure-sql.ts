import type { MetricExpression } from '#shared/semantic/expression.ts';
import { countsRows } from './aggregate-sql.ts';
import type { Figure, FigureNode, Leaf } from './figure.ts';
import { type Fragment, identifier, joinFragments, raw, sql } from './fragment.ts';
import { PlanRefusal } from './refusal.ts';

/** Where the columns of aggregates are found once the steps are joined. */
export interface FigureSource {
  /** Qualified column of an aggregate. */
  column(leaf: Leaf): string;
  /** Whether a group may lack a row in the aggregate's step. */
  readonly mayLack: boolean;
  /** Whether groups without rows were asked for, so that their sums are 0. */
  readonly fillsGaps: boolean;
  /** Column of a dimension, by element id, for windows. */
  dimension(id: string): string | null;
  readonly dimensions: readonly { readonly element: string; readonly column: string }[];
  /** Step in which the dimensions are read. */
  readonly spine: string;
}

type Composite = Extract<FigureNode, { kind: 'composite' }>;

/**
 * SQL of a figure over the joined steps: ratios and sums of aggregates are computed here, after aggregation.
 *
 * A count without rows is 0. A sum without rows is null, but 0 where a metric over several tables adds it to another
 * or divides it, so that a product without returns has net revenue and a return rate of 0. A divisor stays null.
 */
export function printFigure(figure: Figure, source: FigureSource): Fragment {
  const spansTables = new Set(figure.leaves.map(({ aggregate }) => aggregate.table)).size > 1;
  return printNode(figure.node, source, { spansTables, zero: false });
}

interface Mode {
  readonly spansTables: boolean;
  /** Whether a sum without rows counts as 0 here. */
  readonly zero: boolean;
}

function printNode(node: FigureNode, source: FigureSource, mode: Mode): Fragment {
  if (node.kind === 'composite') return printComposite(node, source, mode);
  const column = source.column(node.leaf);
  const isCount = countsRows(node.leaf.aggregate);
  const isSum = node.leaf.aggregate.function === 'sum';
  const isFilled = source.fillsGaps && node.leaf.aggregate.over.length === 0;
  const isZero = isCount ? source.mayLack : isSum && (mode.zero || isFilled);
  return raw(isZero ? `COALESCE(${column}, 0)` : column);
}

function printComposite({ expression, parts }: Composite, source: FigureSource, mode: Mode): Fragment {
  const inner = (place: number, zero: boolean): Fragment => {
    const part = parts[place];
    if (part === undefined) throw new PlanRefusal('invalid', 'A part of the metric is missing.');
    const printed = printNode(part, source, { ...mode, zero });
    const isCompound = part.kind === 'composite' && ['arithmetic', 'ratio'].includes(part.expression.kind);
    return isCompound ? sql`(${printed})` : printed;
  };
  switch (expression.kind) {
    case 'number':
      return raw(expression.value);
    case 'arithmetic':
      return sql`${inner(0, mode.spansTables)} ${expression.operator} ${inner(1, mode.spansTables)}`;
    case 'ratio':
      return printRatio(expression.whenZero, inner(0, mode.spansTables), inner(1, false));
    case 'call':
      return sql`${expression.function}(${joinFragments(
        parts.map((_, place) => inner(place, false)),
        ', ',
      )})`;
    case 'window':
      return printWindow(expression, inner(0, false), source);
  }
}

function printRatio(whenZero: 'null' | 'zero' | 'error', numerator: Fragment, denominator: Fragment): Fragment {
  switch (whenZero) {
    case 'null':
      return sql`${numerator} / NULLIF(${denominator}, 0)`;
    case 'zero':
      return sql`CASE WHEN ${denominator} = 0 THEN 0 ELSE ${numerator} / NULLIF(${denominator}, 0) END`;
    case 'error':
      return sql`${numerator} / ${denominator}`;
  }
}

type Window = Extract<MetricExpression, { kind: 'window' }>;

function printWindow(window: Window, of: Fragment, source: FigureSource): Fragment {
  const { excluding, dimensions } = window.partition;
  const partition = excluding
    ? source.dimensions
        .filter(({ element }) => !dimensions.includes(element))
        .map(({ column }) => `${source.spine}.${identifier(column)}`)
    : dimensions.map((id) => columnOf(id, source));
  const order = window.order.map(
    ({ dimension, direction }) => `${columnOf(dimension, source)} ${direction === 'ascending' ? 'ASC' : 'DESC'}`,
  );
  const clauses = [
    ...(partition.length === 0 ? [] : [`PARTITION BY ${partition.join(', ')}`]),
    ...(order.length === 0 ? [] : [`ORDER BY ${order.join(', ')}`]),
    ...(window.frame === null ? [] : [window.frame]),
  ];
  return sql`${window.function.toUpperCase()}(${of}) OVER (${clauses.join(' ')})`;
}

function columnOf(id: string, source: FigureSource): string {
  const column = source.dimension(id);
  if (column === null) throw new PlanRefusal('invalid', `The metric needs to be split by ${id}.`);
  return `${source.spine}.${identifier(column)}`;
}
