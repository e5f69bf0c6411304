import type {
  Dimension,
  Fact,
  LogicalTable,
  Metric,
  NamedFilter,
  Relationship,
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
}

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
  };
}

function byId<Element extends { readonly id: string }>(elements: readonly Element[]): Map<string, Element> {
  return new Map(elements.map((element) => [element.id, element]));
}

export function tableNamed(index: ModelIndex, name: string): LogicalTable {
  const table = index.tables.get(name);
  if (table === undefined) throw new PlanRefusal('unknown', `There is no table ${name} in ${index.model.name}.`);
  return table;
}

export function elementOf(index: ModelIndex, id: string): RowElement {
  const element = index.elements.get(id);
  if (element === undefined) throw new PlanRefusal('unknown', `There is no field ${id} in ${index.model.name}.`);
  return element;
}

export function metricOf(index: ModelIndex, id: string): Metric {
  const metric = index.metrics.get(id);
  if (metric === undefined) throw new PlanRefusal('unknown', `There is no metric ${id} in ${index.model.name}.`);
  return metric;
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
