import { toLabel } from './identifier-words.ts';
import type { TableDocument } from './model-document.ts';
import { parseSql } from './parse-sql.ts';
import { type ResolveContext, attempt, findReference, findReferences } from './resolve-context.ts';
import { describe, resolveElements } from './resolve-elements.ts';
import { keysOf } from './resolve-keys.ts';
import { resolveRow } from './resolve-row.ts';
import type { BaseTable, LogicalTable, NamedFilter } from './semantic-model.ts';

function toFilters(context: ResolveContext, table: TableDocument, tableIndex: number): readonly NamedFilter[] {
  const row = {
    scope: context.scope,
    table: table.name,
    within: [],
    metric: null,
    isRolledUp: false,
    allowsAttributes: false,
  };
  return (table.filters ?? []).flatMap(({ name, expr, description, synonyms }, index): readonly NamedFilter[] => {
    const path = ['tables', tableIndex, 'filters', index, 'expr'];
    const expression = attempt(context, { document: 'model', path }, () => resolveRow(parseSql(expr), row));
    if (expression === null) return [];
    const named = { id: `${table.name}.${name}`, name, label: toLabel(name), table: table.name };
    return [{ kind: 'filter', ...named, description: description ?? '', synonyms: synonyms ?? [], expr, expression }];
  });
}

function onlyTimeDimension(table: TableDocument): string | null {
  const [first, ...more] = table.time_dimensions ?? [];
  return first === undefined || more.length > 0 ? null : `${table.name}.${first.name}`;
}

function defaultsOf(context: ResolveContext, table: TableDocument) {
  const sidecar = context.sidecar.tables?.[table.name] ?? {};
  const path = ['tables', table.name];
  const find = (name: string | undefined, key: string, among: ReadonlySet<string>) =>
    name === undefined ? null : findReference(context, name, { among, table: table.name, path: [...path, key] });
  const time = find(sidecar.default_time_dimension, 'default_time_dimension', context.timeDimensionIds);
  const defaultTimeDimension = time ?? onlyTimeDimension(table);
  const freshTime =
    find(sidecar.freshness?.time_dimension, 'freshness', context.timeDimensionIds) ?? defaultTimeDimension;
  return {
    defaultTimeDimension,
    displayDimension: find(sidecar.display, 'display', context.elementIds),
    preferredRelationships: findReferences(context, sidecar.preferred_relationships, {
      among: context.relationshipNames,
      table: null,
      path: [...path, 'preferred_relationships'],
    }),
    freshness:
      sidecar.freshness === undefined || freshTime === null
        ? null
        : { timeDimension: freshTime, maxAgeHours: sidecar.freshness.max_age_hours },
    verbs: sidecar.verbs ?? [],
  };
}

/** Upper case unless the name was quoted or has characters that need quotes. */
function resolveIdentifier(name: string): string {
  if (/^[A-Za-z_][\w$]*$/.test(name)) return name.toUpperCase();
  return name.length > 2 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

function baseTableOf(base: TableDocument['base_table']): BaseTable {
  if ('definition' in base) return { kind: 'query', definition: base.definition };
  const { database, schema, table } = base;
  return {
    kind: 'table',
    database: resolveIdentifier(database),
    schema: resolveIdentifier(schema),
    table: resolveIdentifier(table),
  };
}

/** Resolves a logical table without its metrics, which need all tables. */
export function resolveTable(
  context: ResolveContext,
  table: TableDocument,
  tableIndex: number,
): Omit<LogicalTable, 'metrics'> {
  return {
    ...describe(table, context.sidecar.tables?.[table.name]?.label),
    baseTable: baseTableOf(table.base_table),
    keys: keysOf(context, table, tableIndex),
    ...resolveElements(context, table, tableIndex),
    filters: toFilters(context, table, tableIndex),
    ...defaultsOf(context, table),
  };
}
