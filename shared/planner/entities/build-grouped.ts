import { whereFor } from './build-where.ts';
import type { ConditionInput, HavingInput } from '#shared/schemas/plan-condition.ts';
import type { PlanInput } from '#shared/schemas/plan.ts';
import {
  bindMeasure,
  type BoundMeasure,
  type BuildContext,
  directionOf,
  isGroupFilter,
  metricInput,
} from './build-context.ts';
import { looseTables, tablesUsed } from './tables-used.ts';
import { groupElements, withKeys } from './choose-groups.ts';
import type { Element, EntityIndex } from './entity-index.ts';
import type { Direction } from './entity-sense.ts';
import { allOf, ColumnList, type OrderInput } from './plan-parts.ts';
import { type Filter, isPlainTop, type Measure } from './sketch.ts';

type Aliased = ReturnType<typeof metricInput>;

/** The column by which a table refers to another one; null where it takes more than one step or column. */
function referenceTo({ graph, elements }: EntityIndex, from: string, to: string): Element | null {
  const [step, second] = graph.wayTo(from, to) ?? [];
  if (step === undefined || second !== undefined || step.join.kind !== 'equi') return null;
  const column = step.join.columns.length === 1 ? step.join.columns[0]?.left : undefined;
  const isIt = ({ table, expression }: Element) =>
    table === from && expression.kind === 'column' && expression.column === column;
  return [...elements.values()].find(isIt) ?? null;
}

/** Figures that are computed for each group, each once. */
class FigureList {
  readonly metrics: Aliased[] = [];
  readonly #columns: ColumnList;
  readonly #root: string;
  readonly #index: EntityIndex;

  constructor(columns: ColumnList, root: string, index: EntityIndex) {
    this.#columns = columns;
    this.#root = root;
    this.#index = index;
  }

  /** The rows of the root; different things that it refers to, each once. */
  #countOnRoot(measure: BoundMeasure): BoundMeasure {
    const isApart = measure.isEach === true && measure.table !== this.#root;
    const of = isApart ? referenceTo(this.#index, this.#root, measure.table) : null;
    return { ...measure, function: of === null ? 'count' : 'count_distinct', table: this.#root, of };
  }

  /** Adds a figure of the root's rows and gives its alias; null for a figure of another table's rows. */
  add(measure: BoundMeasure): string | null {
    const isCount = measure.function === 'count' && measure.of === null;
    const onRoot = isCount ? this.#countOnRoot(measure) : measure;
    if (onRoot.table !== this.#root || onRoot.function === null) return null;
    const of = onRoot.of?.id ?? null;
    const known = this.metrics.find(
      (one) => one.kind === 'aggregate' && one.function === onRoot.function && one.of === of,
    );
    if (known !== undefined) return known.alias;
    const metric = metricInput(onRoot, this.#columns);
    this.metrics.push(metric);
    return metric.alias;
  }
}

function measuresOf(context: BuildContext): readonly Measure[] {
  const { figures, ranking, orderings, filters } = context.sketch;
  const compared = filters
    .filter(isGroupFilter)
    .flatMap((filter) => (filter.kind === 'compare' && filter.by !== null ? [filter.by] : []));
  const ranked =
    ranking === null || (ranking.by.function === null && ranking.by.of === null && ranking.by.quality === null)
      ? []
      : [ranking.by];
  const ordered = orderings.flatMap(({ by }) => (by === null || by.function === null ? [] : [by]));
  return [...figures, ...compared, ...ranked, ...ordered];
}

/** The table whose rows are aggregated: that of the figures, or one between it and the groups. */
function rootFor(context: BuildContext, measures: readonly BoundMeasure[], groups: readonly Element[]): string | null {
  const tables = [...new Set(measures.map(({ table }) => table))];
  const needed = [...new Set([...tables, ...groups.map(({ table }) => table)])];
  const [table] = tables;
  if (table === undefined) return null;
  const leads = (from: string) => needed.every((to) => context.index.graph.wayTo(from, to) !== null);
  const own = tables.find(leads);
  if (own !== undefined) return own;
  const isOnlyCounts = measures.every((measure) => measure.function === 'count');
  if (!isOnlyCounts) return null;
  return context.index.graph.meetingPoint(needed, null)?.table ?? null;
}

function havingOf(filter: Filter, alias: string): readonly HavingInput[] {
  if (filter.kind !== 'compare' || filter.value.kind !== 'number') return [];
  const { heard, comparator, value, to } = filter;
  const compare = (operator: typeof comparator, number: number): HavingInput => ({
    kind: 'compare',
    of: alias,
    operator,
    value: number,
    heard: heard.slice(0, 400),
    method: 'number',
  });
  if (to === null) return [compare(comparator, value.value)];
  return to.kind === 'number' ? [compare('>=', value.value), compare('<=', to.value)] : [];
}

function combineHaving(conditions: readonly HavingInput[]): HavingInput | null {
  const [first] = conditions;
  if (first === undefined) return null;
  return conditions.length === 1 ? first : { kind: 'and', conditions: [...conditions] };
}

interface Grouping {
  readonly context: BuildContext;
  readonly columns: ColumnList;
  readonly figures: FigureList;
  readonly groups: readonly Element[];
  readonly rows: string;
}

/** Alias of a measure: a figure of its own, or a column of the groups. */
function aliasOf({ context, columns, figures, groups, rows }: Grouping, measure: Measure): string | null {
  const bound = bindMeasure(context, measure, rows);
  if (bound === null) return null;
  if (bound.function !== null) return figures.add(bound);
  const element = bound.of;
  return element !== null && groups.includes(element) ? columns.add(element) : null;
}

function havings(grouping: Grouping): readonly HavingInput[] | null {
  const found: HavingInput[] = [];
  for (const filter of grouping.context.sketch.filters.filter(isGroupFilter)) {
    const alias = filter.kind === 'compare' && filter.by !== null ? aliasOf(grouping, filter.by) : null;
    const conditions = alias === null ? [] : havingOf(filter, alias);
    if (conditions.length === 0) return null;
    found.push(...conditions);
  }
  return found;
}

/** "In descending order" without a word of what: of the figure if there is one. */
function firstAlias({ figures, groups, columns }: Grouping): string | null {
  const [metric] = figures.metrics;
  const [group] = groups;
  if (metric !== undefined) return metric.alias;
  return group === undefined ? null : columns.add(group);
}

function orders(grouping: Grouping): readonly OrderInput[] | null {
  const { sketch } = grouping.context;
  const found: OrderInput[] = [];
  for (const { by, direction } of sketch.orderings) {
    const alias = by === null ? firstAlias(grouping) : aliasOf(grouping, by);
    if (alias === null) return null;
    const fallback: Direction = sketch.ranking !== null && sketch.ranking.up ? 'descending' : 'ascending';
    found.push({ by: alias, direction: directionOf(direction, fallback, false) });
  }
  return found;
}

interface Rank {
  readonly order: readonly OrderInput[];
  readonly limit: number | null;
}

function ranks(grouping: Grouping): Rank | null {
  const { ranking } = grouping.context.sketch;
  if (ranking === null) return { order: [], limit: null };
  if (isPlainTop(ranking)) return { order: [], limit: ranking.count };
  const { by, up, count } = ranking;
  const extreme: Measure = { ...by, function: up ? 'max' : 'min' };
  const alias = aliasOf(grouping, by) ?? (by.function === null ? aliasOf(grouping, extreme) : null);
  if (alias === null) return null;
  return { order: [{ by: alias, direction: up ? 'descending' : 'ascending' }], limit: count ?? 1 };
}

/** The groups and figures of a question around the table whose rows they are computed from. */
function groupingOf(context: BuildContext): { readonly grouping: Grouping; readonly root: string } | null {
  const named = groupElements(context);
  const rows = named[0]?.table ?? tableOf(context) ?? context.binder.focus;
  const bound = measuresOf(context).map((measure) => bindMeasure(context, measure, rows));
  if (bound.includes(null)) return null;
  const measures = bound.filter((measure) => measure !== null && measure.function !== null);
  const root = rootFor(
    context,
    measures.filter((measure) => measure !== null),
    named,
  );
  if (root === null) return null;
  const groups = withKeys(context, named, root);
  const columns = new ColumnList(context.index, root);
  for (const element of groups) columns.add(element);
  const figures = new FigureList(columns, root, context.index);
  return { grouping: { context, columns, figures, groups, rows }, root };
}

function addFigures({ context, figures, rows }: Grouping): boolean {
  return context.sketch.figures.every((measure) => {
    const bound = bindMeasure(context, measure, rows);
    return bound !== null && figures.add(bound) !== null;
  });
}

function rowsFor({ context, groups, rows }: Grouping, root: string): ConditionInput | null | undefined {
  const filtered = whereFor(context, root, [...new Set([root, rows, ...groups.map(({ table }) => table)])]);
  const counted = measuresOf(context).flatMap((measure) => bindMeasure(context, measure, rows)?.table ?? []);
  const loose = looseTables(context, root, new Set([...tablesUsed(context, groups, root), ...counted]));
  if (filtered === null || filtered.apart.length > 0 || loose === null) return undefined;
  return allOf([...(filtered.where === null ? [] : [filtered.where]), ...loose]);
}

/** A plan of figures, for groups of things or over all. Null where the question cannot be tied to the model that way. */
export function buildGrouped(context: BuildContext): Omit<PlanInput, 'model'> | null {
  const found = groupingOf(context);
  if (found === null || !addFigures(found.grouping)) return null;
  const { grouping, root } = found;
  const having = havings(grouping);
  const order = orders(grouping);
  const rank = ranks(grouping);
  const where = rowsFor(grouping, root);
  if (having === null || order === null || rank === null || where === undefined) return null;
  // Without groups there is nothing to choose from.
  if (grouping.groups.length === 0 && having.length + rank.order.length > 0) return null;
  return {
    metrics: grouping.figures.metrics,
    dimensions: grouping.columns.uses,
    where,
    having: combineHaving(having),
    order: [...rank.order, ...order],
    limit: rank.limit,
    nested: context.scope.nested,
  };
}

/** The table that is named without a column of it. */
function tableOf({ sketch, binder }: BuildContext): string | null {
  const [first] = sketch.tables;
  return first === undefined ? null : binder.table(first);
}
