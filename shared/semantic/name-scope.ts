import type { ModelDocument, TableDocument } from './model-document.ts';
import type { Identifier } from './sql-syntax.ts';

/** A dimension, time dimension or fact, as names in expressions find it. */
export interface ScopedElement {
  readonly id: string;
  readonly table: string;
  readonly name: string;
  readonly kind: 'dimensions' | 'time_dimensions' | 'facts';
  readonly expr: string;
}

interface TableScope {
  readonly name: string;
  readonly elements: ReadonlyMap<string, ScopedElement>;
  readonly metrics: ReadonlyMap<string, string>;
}

/** Finds what a name in an expression means. Unquoted names are the same in any case. */
export interface NameScope {
  /** The logical table as it is spelled in the model, or null. */
  table(identifier: Identifier): string | null;
  element(table: string, identifier: Identifier): ScopedElement | null;
  /** Id of a metric of the table, or of a derived metric when the table is null. */
  metric(table: string | null, identifier: Identifier): string | null;
  variable(identifier: Identifier): string | null;
  /** True when each row of `from` has at most one row of `to`, by whatever path. */
  reaches(from: string, to: string): boolean;
}

function keyOf(name: string): string {
  return name.toUpperCase();
}

function scopeOf(table: TableDocument): TableScope {
  const kinds = ['dimensions', 'time_dimensions', 'facts'] as const;
  const elements = kinds.flatMap((kind) =>
    (table[kind] ?? []).map(({ name, expr }): [string, ScopedElement] => [
      keyOf(name),
      { id: `${table.name}.${name}`, table: table.name, name, kind, expr },
    ]),
  );
  const metrics = (table.metrics ?? []).map(({ name }): [string, string] => [keyOf(name), `${table.name}.${name}`]);
  return { name: table.name, elements: new Map(elements), metrics: new Map(metrics) };
}

function matches(identifier: Identifier, name: string): boolean {
  return !identifier.isQuoted || identifier.value === name;
}

/** Tables that each table reaches over many-to-one relationships, itself included. */
function reachOf(document: ModelDocument): ReadonlyMap<string, ReadonlySet<string>> {
  const edges = new Map<string, string[]>();
  for (const { left_table: left, right_table: right } of document.relationships ?? []) {
    edges.set(keyOf(left), [...(edges.get(keyOf(left)) ?? []), keyOf(right)]);
  }
  const reach = new Map<string, ReadonlySet<string>>();
  for (const { name } of document.tables) {
    const seen = new Set([keyOf(name)]);
    for (const table of seen) for (const next of edges.get(table) ?? []) seen.add(next);
    reach.set(keyOf(name), seen);
  }
  return reach;
}

/** Builds the scope of one model. */
export function createNameScope(document: ModelDocument): NameScope {
  const tables = new Map(document.tables.map((table) => [keyOf(table.name), scopeOf(table)]));
  const derived = new Map((document.metrics ?? []).map(({ name }) => [keyOf(name), name]));
  const variables = new Map((document.variables ?? []).map(({ name }) => [keyOf(name), name]));
  const reach = reachOf(document);
  return {
    table(identifier) {
      const found = tables.get(keyOf(identifier.value))?.name ?? null;
      return found !== null && matches(identifier, found) ? found : null;
    },
    element(table, identifier) {
      const found = tables.get(keyOf(table))?.elements.get(keyOf(identifier.value)) ?? null;
      return found !== null && matches(identifier, found.name) ? found : null;
    },
    metric(table, identifier) {
      const metrics = table === null ? derived : tables.get(keyOf(table))?.metrics;
      return metrics?.get(keyOf(identifier.value)) ?? null;
    },
    variable: (identifier) => variables.get(keyOf(identifier.value)) ?? null,
    reaches: (from, to) => reach.get(keyOf(from))?.has(keyOf(to)) ?? false,
  };
}
