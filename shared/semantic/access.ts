import type {
  Dimension,
  ElementId,
  Hierarchy,
  LogicalTable,
  Metric,
  RowPolicy,
  SemanticModel,
  TimeDimension,
} from './semantic-model.ts';

interface Restricted {
  readonly visibleTo: readonly string[] | null;
}

/** Whether someone with these roles may know of an element. */
export function isVisibleTo({ visibleTo }: Restricted, roles: readonly string[]): boolean {
  return visibleTo === null || visibleTo.some((role) => roles.includes(role));
}

/** The row policies that hold for someone with these roles, by table; a row must pass every one of its table. */
export function policiesFor(
  { rowPolicies }: SemanticModel,
  roles: readonly string[],
): ReadonlyMap<string, readonly RowPolicy[]> {
  const applying = rowPolicies.filter(
    (policy) =>
      (policy.roles.includes('*') || policy.roles.some((role) => roles.includes(role))) &&
      !policy.exceptRoles.some((role) => roles.includes(role)),
  );
  return Map.groupBy(applying, ({ table }) => table);
}

/** Ids of the elements and metrics that someone with these roles may not know of. */
export function hiddenFrom(model: SemanticModel, roles: readonly string[]): ReadonlySet<ElementId> {
  const tabled = model.tables.flatMap(({ dimensions, timeDimensions, facts, metrics }) => [
    ...dimensions,
    ...timeDimensions,
    ...facts,
    ...metrics,
  ]);
  const hidden = [...tabled, ...model.metrics].filter((element) => !isVisibleTo(element, roles));
  return new Set(hidden.map(({ id }) => id));
}

/**
 * The model as someone with these roles may know it: what is hidden from them is not in it, nor named by anything in it.
 *
 * For planners, suggestions, listings and language models. The compiler takes the whole model, since a visible metric
 * may be computed from a hidden one.
 */
export function visibleModel(model: SemanticModel, roles: readonly string[]): SemanticModel {
  const hidden = hiddenFrom(model, roles);
  if (hidden.size === 0) return model;
  const names = new Set([...hidden].map((id) => id.slice(id.lastIndexOf('.') + 1).toLowerCase()));
  return {
    ...model,
    tables: model.tables.map((table) => visibleTable(table, hidden)),
    metrics: visibleMetrics(model.metrics, hidden),
    hierarchies: visibleHierarchies(model.hierarchies, hidden),
    verifiedPlans: model.verifiedPlans.filter(
      ({ plan }) => ![...hidden].some((id) => JSON.stringify(plan).includes(JSON.stringify(id))),
    ),
    verifiedQueries: model.verifiedQueries.filter(
      ({ sql }) => !sql.split(/\W+/).some((word) => names.has(word.toLowerCase())),
    ),
  };
}

type Hidden = ReadonlySet<ElementId>;

function unlessHidden(id: ElementId | null, hidden: Hidden): ElementId | null {
  return id === null || hidden.has(id) ? null : id;
}

function visibleTable(table: LogicalTable, hidden: Hidden): LogicalTable {
  const { freshness } = table;
  return {
    ...table,
    dimensions: visibleDimensions(table.dimensions, hidden),
    timeDimensions: visibleDimensions(table.timeDimensions, hidden),
    facts: table.facts.filter(({ id }) => !hidden.has(id)),
    metrics: visibleMetrics(table.metrics, hidden),
    defaultTimeDimension: unlessHidden(table.defaultTimeDimension, hidden),
    displayDimension: unlessHidden(table.displayDimension, hidden),
    freshness: freshness === null || hidden.has(freshness.timeDimension) ? null : freshness,
  };
}

function visibleDimensions<Element extends Dimension | TimeDimension>(
  dimensions: readonly Element[],
  hidden: Hidden,
): readonly Element[] {
  return dimensions
    .filter(({ id }) => !hidden.has(id))
    .map((dimension) => ({ ...dimension, conformsTo: unlessHidden(dimension.conformsTo, hidden) }));
}

function visibleMetrics(metrics: readonly Metric[], hidden: Hidden): readonly Metric[] {
  return metrics
    .filter(({ id }) => !hidden.has(id))
    .map((metric) => ({
      ...metric,
      timeDimension: unlessHidden(metric.timeDimension, hidden),
      drivers: metric.drivers.filter((driver) => !hidden.has(driver)),
      ratio:
        metric.ratio === null || hidden.has(metric.ratio.numerator) || hidden.has(metric.ratio.denominator)
          ? null
          : metric.ratio,
    }));
}

function visibleHierarchies(hierarchies: readonly Hierarchy[], hidden: Hidden): readonly Hierarchy[] {
  return hierarchies
    .map(({ name, levels }) => ({ name, levels: levels.filter((level) => !hidden.has(level)) }))
    .filter(({ levels }) => levels.length > 1);
}
