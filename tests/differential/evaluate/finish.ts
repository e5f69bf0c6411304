import type { Having } from '#shared/schemas/plan-condition.ts';
import type { Query } from '#shared/schemas/plan.ts';
import { nestedScalar, times, type World } from './conditions.ts';
import { mean, median } from './figures.ts';
import { cell, compareValues, holds, numberIn, type ResultRow, type ResultTable } from './result-table.ts';

/** Applies having, top, set operations and limit. */
export function finish(world: World, query: Query, table: ResultTable): ResultTable {
  const kept = table.rows.filter((row) => query.having === null || passes(world, table.rows, query.having, row));
  const best = keepTop(query, { ...table, rows: kept });
  const combined = combine(world, query, best);
  return { ...combined, rows: limited(query, combined) };
}

function passes(world: World, rows: readonly ResultRow[], having: Having, row: ResultRow): boolean {
  switch (having.kind) {
    case 'and':
      return having.conditions.every((part) => passes(world, rows, part, row));
    case 'or':
      return having.conditions.some((part) => passes(world, rows, part, row));
    case 'not':
      return !passes(world, rows, having.condition, row);
    case 'null':
      return (cell(row, having.of) === null) !== having.negated;
    case 'compare':
      return holds(cell(row, having.of), having.operator, having.value);
    default:
      return passesFigure(world, rows, having, row);
  }
}

type FigureHaving = Extract<Having, { kind: 'column' | 'scalar' | 'summary' }>;

/** Against a figure that may be unknown: then nothing passes. */
function passesFigure(world: World, rows: readonly ResultRow[], having: FigureHaving, row: ResultRow): boolean {
  const own = cell(row, having.of);
  const other = otherFigure(world, rows, having, row);
  return own !== null && other !== null && holds(own, having.operator, other);
}

function otherFigure(world: World, rows: readonly ResultRow[], having: FigureHaving, row: ResultRow): number | null {
  switch (having.kind) {
    case 'column':
      return times(cell(row, having.other), having.times);
    case 'scalar':
      return nestedScalar(world, having.query, having.times);
    case 'summary': {
      const peers = rows.filter((one) => having.within.every((column) => cell(one, column) === cell(row, column)));
      const values = peers.flatMap((one) => numberIn(one, having.of) ?? []);
      return values.length === 0 ? null : times(summarise(having.summary, values), having.times);
    }
  }
}

export function summarise(summary: 'mean' | 'median' | 'max' | 'min', values: readonly number[]): number | null {
  switch (summary) {
    case 'mean':
      return mean(values);
    case 'median':
      return median(values);
    case 'max':
      return Math.max(...values);
    case 'min':
      return Math.min(...values);
  }
}

function keepTop({ top }: Query, table: ResultTable): ResultTable {
  if (top === null) return table;
  const sorted = table.rows.toSorted((left, right) => {
    const first = compareValues(cell(left, top.by), cell(right, top.by), top.direction === 'top');
    return first !== 0 ? first : byKeys(table.keys, left, right);
  });
  const groups = Map.groupBy(sorted, (row) => JSON.stringify(top.within.map((column) => cell(row, column))));
  return { ...table, rows: [...groups.values()].flatMap((rows) => rows.slice(0, top.count)) };
}

function byKeys(keys: readonly string[], left: ResultRow, right: ResultRow): number {
  for (const key of keys) {
    const next = compareValues(cell(left, key), cell(right, key), false);
    if (next !== 0) return next;
  }
  return 0;
}

/** Sets of rows: a row that occurs twice is one. */
function combine({ nested }: World, { combine: set }: Query, table: ResultTable): ResultTable {
  if (set === null) return table;
  const text = (row: ResultRow, columns: readonly string[]): string =>
    JSON.stringify(columns.map((name) => cell(row, name)));
  const rows = new Map(table.rows.map((row) => [text(row, table.columns), row]));
  for (const name of set.with) {
    const other = nested.get(name.toLowerCase());
    if (other === undefined) throw new Error(`There is no nested result ${name}.`);
    const others = new Map(other.rows.map((row) => [text(row, other.columns), row]));
    if (set.operation === 'union') {
      for (const [key, row] of others) {
        rows.set(
          key,
          Object.fromEntries(table.columns.map((column, place) => [column, cell(row, other.columns[place] ?? '')])),
        );
      }
    }
    for (const key of rows.keys()) {
      if (set.operation !== 'union' && others.has(key) === (set.operation === 'except')) rows.delete(key);
    }
  }
  return { ...table, rows: [...rows.values()] };
}

function limited({ limit, order }: Query, table: ResultTable): readonly ResultRow[] {
  if (limit === null) return table.rows;
  const sorted = table.rows.toSorted((left, right) => {
    for (const { by, direction } of order) {
      const next = compareValues(cell(left, by), cell(right, by), direction === 'descending');
      if (next !== 0) return next;
    }
    return byKeys(table.keys, left, right);
  });
  return sorted.slice(0, limit);
}
