import type { MetricUse } from '#shared/schemas/plan.ts';
import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { AggregateExpression, MetricExpression } from '#shared/semantic/expression.ts';
import type { Metric } from '#shared/semantic/semantic-model.ts';
import { aggregateFigure } from './aggregate-figure.ts';
import type { Composite, Figure, FigureNode, Leaf, LeafRegistry } from './figure.ts';
import { metricOf, type ModelIndex, ownMetric, tableNamed } from './model-index.ts';
import { PlanRefusal } from './refusal.ts';

interface Expansion {
  readonly index: ModelIndex;
  readonly where: Condition | null;
  readonly leaves: Leaf[];
  readonly registry: LeafRegistry;
}

/** Values of a figure's own condition that its name can hold. */
const MOST_NAMED = 3;

/** "Revenue (Online)": told apart from the figure of all rows where the condition is a list of values. */
function labelOf({ label }: Metric, where: Condition | null): string {
  const isListed = where?.kind === 'in' && !where.negated && where.values.length <= MOST_NAMED;
  return isListed ? `${label} (${where.values.join(', ')})` : label;
}

/** Resolves a metric use. Adds its aggregates to the registry. */
export function expandFigure(index: ModelIndex, use: MetricUse, registry: LeafRegistry): Figure {
  const expansion: Expansion = { index, where: use.where, leaves: [], registry };
  if (use.kind === 'aggregate') return aggregateFigure(index, use, (leaf) => registerLeaf(expansion, leaf));
  const metric = metricOf(index, use.metric);
  const column = (use.alias ?? metric.name).toUpperCase();
  const node = expand(expansion, metric.expression, { metric, column, chain: [metric.id] });
  const { format, additivity } = metric;
  const label = labelOf(metric, use.where);
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
    const metric = ownMetric(expansion.index, expression.metric);
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
