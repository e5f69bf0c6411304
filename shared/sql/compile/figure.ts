import type { MetricUse } from '#shared/schemas/plan.ts';
import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { ColumnType } from '#shared/schemas/query-result.ts';
import type { AggregateExpression, MetricExpression } from '#shared/semantic/expression.ts';
import type { Additivity, Format, Metric } from '#shared/semantic/semantic-model.ts';
import { aggregateFigure } from './aggregate-figure.ts';
import { metricOf, type ModelIndex, tableNamed } from './model-index.ts';
import { PlanRefusal } from './refusal.ts';

/** One aggregate of a figure, with all that decides which rows it sees. */
export interface Leaf {
  readonly aggregate: AggregateExpression;
  /** Rows that count for it, besides the conditions of the whole query. */
  readonly where: Condition | null;
  /** Time dimension that periods and `metric_time` mean for it; null when it has none. */
  readonly timeDimension: string | null;
  readonly usingRelationships: readonly string[];
  /** Column of its step, unique in the query. */
  readonly column: string;
}

type Composite = Exclude<MetricExpression, AggregateExpression | { kind: 'metric' }>;

/** A metric's expression with the metrics it refers to filled in and its aggregates named. */
export type FigureNode =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'composite'; readonly expression: Composite; readonly parts: readonly FigureNode[] };

/** A column of figures: a metric of the plan, resolved. */
export interface Figure {
  /** Upper case. */
  readonly column: string;
  readonly label: string;
  readonly metric: Metric | null;
  readonly format: Format;
  readonly additivity: Additivity;
  readonly type: ColumnType;
  readonly node: FigureNode;
  readonly leaves: readonly Leaf[];
}

/** The aggregates of a query so far: what is asked for twice is computed once. */
export interface LeafRegistry {
  /** Names of columns that are in use. */
  readonly columns: Set<string>;
  readonly byMeaning: Map<string, Leaf>;
}

interface Expansion {
  readonly index: ModelIndex;
  readonly where: Condition | null;
  readonly leaves: Leaf[];
  readonly registry: LeafRegistry;
}

/** Resolves a metric use. Adds its aggregates to the registry. */
export function expandFigure(index: ModelIndex, use: MetricUse, registry: LeafRegistry): Figure {
  const expansion: Expansion = { index, where: use.where, leaves: [], registry };
  if (use.kind === 'aggregate') return aggregateFigure(index, use, (leaf) => registerLeaf(expansion, leaf));
  const metric = metricOf(index, use.metric);
  if (metric.visibility === 'private') throw new PlanRefusal('unknown', `The metric ${use.metric} is not public.`);
  const column = (use.alias ?? metric.name).toUpperCase();
  const node = expand(expansion, metric.expression, { metric, column, chain: [metric.id] });
  const { label, format, additivity } = metric;
  return { column, label, metric, format, additivity, type: 'number', node, leaves: expansion.leaves };
}

interface ExpansionPoint {
  readonly metric: Metric;
  /** Wanted name for an aggregate that stands here by itself. */
  readonly column: string;
  /** Ids of the metrics that led here, to notice a metric that is defined by itself. */
  readonly chain: readonly string[];
}

function expand(expansion: Expansion, expression: MetricExpression, point: ExpansionPoint): FigureNode {
  if (expression.kind === 'aggregate') return { kind: 'leaf', leaf: addLeaf(expansion, expression, point) };
  if (expression.kind === 'metric') {
    if (point.chain.includes(expression.metric)) {
      throw new PlanRefusal('invalid', `The metric ${expression.metric} is defined by itself.`);
    }
    const metric = metricOf(expansion.index, expression.metric);
    const chain = [...point.chain, metric.id];
    return expand(expansion, metric.expression, { metric, column: metric.name.toUpperCase(), chain });
  }
  const parts = partsOf(expression).map((part) => expand(expansion, part, point));
  return { kind: 'composite', expression, parts };
}

function partsOf(expression: Composite): readonly MetricExpression[] {
  switch (expression.kind) {
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

function addLeaf(expansion: Expansion, aggregate: AggregateExpression, { metric, column }: ExpansionPoint): Leaf {
  const table = tableNamed(expansion.index, aggregate.table);
  return registerLeaf(expansion, {
    aggregate,
    where: expansion.where,
    timeDimension: metric.timeDimension ?? table.defaultTimeDimension,
    usingRelationships: metric.usingRelationships,
    column,
  });
}

function registerLeaf({ registry, leaves }: Expansion, wanted: Leaf): Leaf {
  const { column, ...meaning } = wanted;
  const key = JSON.stringify(meaning);
  const leaf = registry.byMeaning.get(key) ?? { ...wanted, column: freeName(registry.columns, column) };
  registry.byMeaning.set(key, leaf);
  leaves.push(leaf);
  return leaf;
}

function freeName(taken: Set<string>, wanted: string): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}_${String(count)}`;
  taken.add(name);
  return name;
}
