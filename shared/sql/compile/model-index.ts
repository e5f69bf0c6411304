import { hiddenFrom, policiesFor } from '#shared/semantic/access.ts';
import type {
  Dimension,
  Fact,
  LogicalTable,
  Metric,
  NamedFilter,
  Relationship,
  RowPolicy,
  SemanticModel,
  TimeDimension,
} from '#shared/semantic/semantic-model.ts';
import { PlanRefusal } from './refusal.ts';

export type RowElement = Dimension | TimeDimension | Fact;

/** Look-up by id, as spelled in the model. */
export interface ModelIndex {
  readonly model: SemanticModel;
  readonly tables: ReadonlyMap<string, LogicalTable>;
  readonly elements: ReadonlyMap<string, RowElement>;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly filters: ReadonlyMap<string, NamedFilter>;
  /** Relationships by the table on their many side. */
  readonly outgoing: ReadonlyMap<string, readonly Relationship[]>;
  /** Ids that the person who asks may not know of: a plan that names one is told what it would be told of a misspelt one. */
  readonly hidden: ReadonlySet<string>;
  /** Row policies that hold for the person who asks, by table. */
  readonly policies: ReadonlyMap<string, readonly RowPolicy[]>;
}

/** Look-ups of a model for everyone; {@link indexFor} makes them those of one person. */
export function indexModel(model: SemanticModel): ModelIndex {
  const elements = model.tables.flatMap((table): readonly RowElement[] => [
    ...table.dimensions,
    ...table.timeDimensions,
    ...table.facts,
  ]);
  const metrics = [...model.tables.flatMap((table) => table.metrics), ...model.metrics];
  return {
    model,
    tables: new Map(model.tables.map((table) => [table.name, table])),
    elements: byId(elements),
    metrics: byId(metrics),
    filters: byId(model.tables.flatMap((table) => table.filters)),
    outgoing: Map.groupBy(model.relationships, ({ leftTable }) => leftTable),
    hidden: new Set(),
    policies: new Map(),
  };
}

/** The look-ups for someone with these roles; cheap, the work of indexing is not done again. */
export function indexFor(index: ModelIndex, roles: readonly string[]): ModelIndex {
  const { model } = index;
  return { ...index, hidden: hiddenFrom(model, roles), policies: policiesFor(model, roles) };
}

function byId<Element extends { readonly id: string }>(elements: readonly Element[]): Map<string, Element> {
  return new Map(elements.map((element) => [element.id, element]));
}

export function tableNamed(index: ModelIndex, name: string): LogicalTable {
  const table = index.tables.get(name);
  if (table === undefined) throw new PlanRefusal('unknown', `There is no table ${name} in ${index.model.name}.`);
  return table;
}

/** The field that a plan names. One that is private or hidden from the person is as unknown as one that is not there. */
export function elementOf(index: ModelIndex, id: string): RowElement {
  const element = index.elements.get(id);
  if (element === undefined || element.visibility === 'private' || index.hidden.has(id)) return refuseField(index, id);
  return element;
}

/** The field that the model itself names, e.g. the date of a metric; it may be one that plans must not name. */
export function ownElement(index: ModelIndex, id: string): RowElement {
  return index.elements.get(id) ?? refuseField(index, id);
}

function refuseField(index: ModelIndex, id: string): never {
  throw new PlanRefusal('unknown', `There is no field ${id} in ${index.model.name}.`);
}

/** The metric that a plan names; see {@link elementOf}. */
export function metricOf(index: ModelIndex, id: string): Metric {
  const metric = index.metrics.get(id);
  if (metric === undefined || metric.visibility === 'private' || index.hidden.has(id)) return refuseMetric(index, id);
  return metric;
}

/** The metric that another metric is computed from. */
export function ownMetric(index: ModelIndex, id: string): Metric {
  return index.metrics.get(id) ?? refuseMetric(index, id);
}

function refuseMetric(index: ModelIndex, id: string): never {
  throw new PlanRefusal('unknown', `There is no metric ${id} in ${index.model.name}.`);
}

/** The dimension that stands for all that mean the same: the end of the chain of `conformsTo`. */
export function conformedRoot(index: ModelIndex, element: RowElement): string {
  const seen = new Set<string>();
  let current = element;
  while (current.kind !== 'fact' && current.conformsTo !== null && !seen.has(current.id)) {
    seen.add(current.id);
    const next = index.elements.get(current.conformsTo);
    if (next === undefined) return current.conformsTo;
    current = next;
  }
  return current.id;
}
