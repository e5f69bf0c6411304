import type {
  Dimension,
  Fact,
  LogicalTable,
  Metric,
  SemanticModel,
  TimeDimension,
} from '#shared/semantic/semantic-model.ts';

/** A model arranged for look-up by id, with what each table leads to. */
export interface ModelView {
  readonly model: SemanticModel;
  readonly tables: ReadonlyMap<string, LogicalTable>;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly dimensions: ReadonlyMap<string, Dimension | TimeDimension>;
  readonly facts: ReadonlyMap<string, Fact>;
  /** Tables that a table leads to through many-to-one relationships, itself included. */
  readonly reaches: ReadonlyMap<string, ReadonlySet<string>>;
  /** Tables with a dimension of the same meaning, by the id that all of them conform to. */
  readonly holders: ReadonlyMap<string, ReadonlySet<string>>;
}

function reachOf(table: string, model: SemanticModel): ReadonlySet<string> {
  const reached = new Set([table]);
  for (const current of reached) {
    for (const relationship of model.relationships) {
      if (relationship.leftTable === current && relationship.review === null) reached.add(relationship.rightTable);
    }
  }
  return reached;
}

/** The dimension that stands for all that conform to it. */
export function rootDimension(id: string, dimensions: ModelView['dimensions']): string {
  const seen = new Set<string>();
  let current = id;
  while (!seen.has(current)) {
    seen.add(current);
    const next = dimensions.get(current)?.conformsTo ?? null;
    if (next === null) return current;
    current = next;
  }
  return id;
}

export function viewModel(model: SemanticModel): ModelView {
  const all = model.tables.flatMap((table) => [...table.dimensions, ...table.timeDimensions]);
  const dimensions = new Map(all.map((dimension) => [dimension.id, dimension]));
  const holders = new Map<string, Set<string>>();
  for (const dimension of all) {
    const root = rootDimension(dimension.id, dimensions);
    const tables = holders.get(root) ?? new Set<string>();
    tables.add(dimension.table);
    holders.set(root, tables);
  }
  return {
    model,
    tables: new Map(model.tables.map((table) => [table.name, table])),
    metrics: new Map([...model.tables.flatMap((table) => table.metrics), ...model.metrics].map((one) => [one.id, one])),
    dimensions,
    facts: new Map(model.tables.flatMap((table) => table.facts).map((fact) => [fact.id, fact])),
    reaches: new Map(model.tables.map((table) => [table.name, reachOf(table.name, model)])),
    holders,
  };
}

/** True when every one of the tables leads to the dimension, or to one that conforms to it. */
export function canReach(factTables: readonly string[], dimension: string, view: ModelView): boolean {
  const holders = view.holders.get(rootDimension(dimension, view.dimensions)) ?? new Set<string>();
  return factTables.every((table) => [...(view.reaches.get(table) ?? [])].some((reached) => holders.has(reached)));
}

/** True when every one of the tables leads to the other, so that its rows can be chosen by it. */
export function leadsToTable(factTables: readonly string[], table: string, view: ModelView): boolean {
  return factTables.every((factTable) => view.reaches.get(factTable)?.has(table) === true);
}

/** Last word of a label: what kind of property it is. */
function kindOf(label: string): string {
  return label.toLowerCase().split(' ').at(-1) ?? '';
}

/** True when one of the tables has, or leads to, a property of the dimension's kind: a "store city" beside "city". */
export function hasAlike(tables: readonly string[], dimension: string, view: ModelView): boolean {
  const kind = kindOf(view.dimensions.get(dimension)?.label ?? dimension);
  const isReached = (table: string) => tables.some((one) => view.reaches.get(one)?.has(table) === true);
  return [...view.dimensions.values()].some(({ label, table }) => kindOf(label) === kind && isReached(table));
}
