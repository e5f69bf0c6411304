import type { MetricUse } from '#shared/schemas/plan.ts';
import type { Additivity, Format } from '#shared/semantic/semantic-model.ts';
import { columnType } from './column-type.ts';
import type { Figure, Leaf } from './figure.ts';
import { elementOf, type ModelIndex, type RowElement, tableNamed } from './model-index.ts';
import { PlanRefusal } from './refusal.ts';

type AggregateUse = Extract<MetricUse, { kind: 'aggregate' }>;

const PLAIN: Format = { unit: null, isCurrency: false, decimals: null };

const LABELS: Readonly<Record<AggregateUse['function'], string>> = {
  sum: 'Total',
  avg: 'Average',
  min: 'Lowest',
  max: 'Highest',
  median: 'Median',
  count: 'Number of',
  count_distinct: 'Number of different',
};

/** A plain aggregate over one table as a figure; `register` adds its aggregate to those of the query. */
export function aggregateFigure(index: ModelIndex, use: AggregateUse, register: (leaf: Leaf) => Leaf): Figure {
  const table = tableNamed(index, use.table);
  const element = aggregatedElement(index, use);
  const column = use.alias.toUpperCase();
  const of = element === null ? null : element.expression;
  const leaf = register({
    aggregate: { kind: 'aggregate', function: use.function, table: table.name, of, filter: null, over: [] },
    where: use.where,
    timeDimension: table.defaultTimeDimension,
    usingRelationships: [],
    column,
  });
  const isCount = use.function === 'count' || use.function === 'count_distinct';
  const isExtreme = use.function === 'min' || use.function === 'max';
  return {
    column,
    label: `${LABELS[use.function]} ${(element ?? table).label.toLowerCase()}`,
    metric: null,
    format: element === null || isCount ? PLAIN : element.format,
    additivity: additivityOf(use.function),
    type: element !== null && isExtreme ? columnType(element.type) : 'number',
    node: { kind: 'leaf', leaf },
    leaves: [leaf],
  };
}

function aggregatedElement(index: ModelIndex, use: AggregateUse): RowElement | null {
  if (use.of === null && use.function !== 'count') {
    throw new PlanRefusal('invalid', `It does not say what the ${use.function} is of.`);
  }
  if (use.of === null) return null;
  const element = elementOf(index, use.of);
  if (element.table !== use.table) {
    throw new PlanRefusal('invalid', `${element.label} is not a field of ${tableNamed(index, use.table).label}.`);
  }
  return element;
}

function additivityOf(name: AggregateUse['function']): Additivity {
  if (name === 'sum' || name === 'count') return { kind: 'additive' };
  return { kind: name === 'count_distinct' ? 'distinct' : 'none' };
}
