import type { EntityIndex } from '#shared/planner/entities/entity-index.ts';
import type { Condition, LeafCondition } from '#shared/schemas/plan-condition.ts';
import type { DimensionUse } from '#shared/schemas/plan-parts.ts';
import type { Plan, Query } from '#shared/schemas/plan.ts';
import { keyDimension } from '#shared/semantic/member-key.ts';
import { isTimeUse, labelIn } from './plan-columns.ts';

/** The things that a result is about. */
export interface ShownThings {
  /** Logical table whose rows they are, or that has the column whose values they are. */
  readonly table: string;
  /** What tells them apart: the key of the table, or the column itself. */
  readonly field: string;
  /** How they are called in a question. */
  readonly noun: string;
}

/** The table whose rows a result is made of; null where it has more than one such table. */
export function rowTable({ listing, metrics }: Query): string | null {
  if (listing !== null) return listing.table;
  const tables = new Set(metrics.map((use) => (use.kind === 'aggregate' ? use.table : null)));
  const [only] = tables;
  return tables.size === 1 ? (only ?? null) : null;
}

/** Whether a plan lists rows or computes plain figures of them, rather than metrics of the model. */
export function isAboutThings(plan: Plan): boolean {
  return rowTable(plan) !== null && plan.period === null && plan.comparison === null && plan.calculations.length === 0;
}

function thingsOf(table: string, index: EntityIndex): ShownThings | null {
  const found = index.tables.get(table);
  const field = found === undefined ? null : keyDimension(found);
  return found === undefined || field === null ? null : { table, field, noun: found.label.toLowerCase() };
}

function tableOf(id: string, index: EntityIndex): string {
  return index.elements.get(id)?.table ?? '';
}

/** Rows of which the key or the name is shown are the things; otherwise the values of the column are. */
function groupedThings({ dimensions }: Query, index: EntityIndex): ShownThings | null {
  const [first] = dimensions.filter((use) => !isTimeUse(use));
  if (first === undefined) return null;
  const table = tableOf(first.dimension, index);
  const things = thingsOf(table, index);
  if (things !== null && dimensions.some(({ dimension }) => dimension === things.field)) return things;
  return { table, field: first.dimension, noun: labelIn(index.model, first.dimension).toLowerCase() };
}

/** What the rows of a result stand for; null where nothing tells them apart. */
export function shownThings(plan: Plan, index: EntityIndex): ShownThings | null {
  const rows = rowTable(plan);
  if (rows === null || plan.combine !== null) return null;
  if (plan.listing === null) return plan.dimensions.length > 0 ? groupedThings(plan, index) : thingsOf(rows, index);
  const owners = plan.listing.columns.map(({ dimension }) => tableOf(dimension, index));
  return thingsOf(owners.includes(rows) ? rows : (owners[0] ?? rows), index);
}

/** Names of the relationships from one table to another; null when there is no way. */
export function wayNames(index: EntityIndex, from: string, to: string): string[] | null {
  return index.graph.wayTo(from, to)?.map(({ name }) => name) ?? null;
}

/** The query whose first column holds what tells the things apart, for those of a result. */
export function selectionOf(plan: Plan, { table, field }: ShownThings, index: EntityIndex): Query | null {
  const { model: _, nested: __, ...query } = plan;
  const rows = rowTable(plan);
  const via = rows === null ? null : wayNames(index, rows, table);
  if (rows === null || via === null) return null;
  const key: DimensionUse = { dimension: field, grain: null, system: 'calendar', part: null, via, alias: 'selected' };
  if (query.dimensions.length > 0) {
    const others = query.dimensions.filter(({ dimension }) => dimension !== field);
    const own = query.dimensions.find(({ dimension }) => dimension === field);
    return own === undefined ? null : { ...query, dimensions: [own, ...others] };
  }
  const listing = query.listing ?? { table: rows, columns: [], distinct: false, latest: null };
  const ordering = new Set(query.limit === null ? [] : query.order.map(({ by }) => by.toLowerCase()));
  const kept = listing.columns.filter(({ alias }) => alias !== null && ordering.has(alias.toLowerCase()));
  const order = query.limit === null ? [] : query.order;
  return { ...query, metrics: [], listing: { ...listing, columns: [key, ...kept], distinct: false }, order };
}

/** Whether every row there is was shown, or counted. */
export function isUnrestricted(plan: Plan): boolean {
  const { where, having, limit, top, listing } = plan;
  return where === null && having === null && limit === null && top === null && (listing?.latest ?? null) === null;
}

/** Whether the rows of a result are told by their conditions alone. */
export function isToldByConditions({ having, limit, top, listing, combine, dimensions }: Plan): boolean {
  const isCut = limit !== null || top !== null || having !== null || combine !== null;
  return !isCut && dimensions.length === 0 && (listing?.latest ?? null) === null;
}

/** That a row belongs to one of the things, for the rows of a table; null where it cannot. */
export function isAmong(things: ShownThings, rows: string, of: string, index: EntityIndex): Condition | null {
  const member = (via: string[]): Extract<LeafCondition, { kind: 'member' }> => ({
    kind: 'member',
    field: things.field,
    via,
    of,
    negated: false,
    heard: null,
    method: 'shown before',
  });
  const way = wayNames(index, rows, things.table);
  if (way !== null) return member(way);
  const back = wayNames(index, things.table, rows);
  if (back === null) return null;
  return {
    kind: 'exists',
    table: things.table,
    of: rows,
    via: back,
    // The compiler takes conditions on the row that is looked for as they are.
    where: [{ ...member([]), via: [] }],
    period: null,
    negated: false,
    heard: null,
    method: 'shown before',
  };
}
