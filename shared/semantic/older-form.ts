import { parseSql } from './parse-sql.ts';
import { AGGREGATES } from './sql-functions.ts';
import type { SqlNode } from './sql-syntax.ts';

type Data = Readonly<Record<string, unknown>>;

/** Something of the older form that has no counterpart, or contradicts itself. */
export interface OlderFormNote {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly mend: string;
}

const AGGREGATE_NAMES: ReadonlyMap<string, { readonly sql: (expr: string) => string; readonly prefix: string }> =
  new Map([
    ['sum', { sql: (expr) => `SUM(${expr})`, prefix: 'total' }],
    ['avg', { sql: (expr) => `AVG(${expr})`, prefix: 'average' }],
    ['median', { sql: (expr) => `MEDIAN(${expr})`, prefix: 'median' }],
    ['min', { sql: (expr) => `MIN(${expr})`, prefix: 'lowest' }],
    ['max', { sql: (expr) => `MAX(${expr})`, prefix: 'highest' }],
    ['count', { sql: (expr) => `COUNT(${expr})`, prefix: 'number_of' }],
    ['count_distinct', { sql: (expr) => `COUNT(DISTINCT ${expr})`, prefix: 'distinct' }],
  ]);

const DROPPED_IN_COLUMNS = ['unique', 'default_aggregation', 'index_and_retrieve_values', 'retrieved_literals'];

export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function without(data: Data, keys: readonly string[]): Data {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !keys.includes(key)));
}

function textOf(data: Data, key: string): string | null {
  const value = data[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

function findAggregates(node: SqlNode, found: Extract<SqlNode, { kind: 'call' }>[]): void {
  if (node.kind === 'call') {
    if (AGGREGATES.has(node.name)) found.push(node);
    for (const argument of node.arguments) findAggregates(argument, found);
  }
  if (node.kind === 'binary') {
    findAggregates(node.left, found);
    findAggregates(node.right, found);
  }
  if (node.kind === 'unary' || node.kind === 'cast') findAggregates(node.operand, found);
}

function aggregatesIn(expr: string): readonly Extract<SqlNode, { kind: 'call' }>[] {
  const found: Extract<SqlNode, { kind: 'call' }>[] = [];
  try {
    findAggregates(parseSql(expr), found);
  } catch {
    // The expression is read again when the model is resolved, and reported there with its place.
    return [];
  }
  return found;
}

/** Writes a condition into every aggregate of an expression, which is what the older `filter` of a metric means. */
export function filterAggregates(expr: string, condition: string): string {
  let filtered = expr;
  for (const { isStar, isDistinct, inside, start, end } of aggregatesIn(expr).toReversed()) {
    const value = expr.slice(inside.start, inside.end);
    const bare = isDistinct ? value.replace(/^\s*DISTINCT\s+/i, '') : value;
    const guarded = `${isDistinct ? 'DISTINCT ' : ''}IFF(${condition}, ${bare}, NULL)`;
    const call = isStar
      ? `COUNT_IF(${condition})`
      : expr.slice(start, inside.start) + guarded + expr.slice(inside.end, end);
    filtered = filtered.slice(0, start) + call + filtered.slice(end);
  }
  return filtered;
}

function currentColumn(column: unknown): unknown {
  if (!isData(column)) return column;
  const service = textOf(column, 'cortex_search_service_name');
  const current = without(column, [...DROPPED_IN_COLUMNS, 'cortex_search_service_name']);
  return service === null ? current : { ...current, cortex_search_service: { service } };
}

function currentMetric(metric: unknown): unknown {
  if (!isData(metric) || !isData(metric['filter'])) return metric;
  const condition = textOf(metric['filter'], 'expr');
  const expr = textOf(metric, 'expr');
  if (condition === null || expr === null) return metric;
  return { ...without(metric, ['filter']), expr: filterAggregates(expr, condition) };
}

/** The metric that a measure with a default aggregation stands for; it takes over the measure's synonyms. */
function metricOf(measure: unknown): Data | null {
  if (!isData(measure)) return null;
  const name = textOf(measure, 'name');
  const expr = textOf(measure, 'expr');
  if (name === null || expr === null) return null;
  const shared = without(measure, [...DROPPED_IN_COLUMNS, 'data_type', 'sample_values', 'labels']);
  if (aggregatesIn(expr).length > 0) return shared;
  const aggregate = AGGREGATE_NAMES.get((textOf(measure, 'default_aggregation') ?? '').toLowerCase());
  if (aggregate === undefined) return null;
  const synonyms = [name.replaceAll('_', ' '), ...listOf(measure['synonyms'])];
  return { ...shared, name: `${aggregate.prefix}_${name}`, expr: aggregate.sql(name), synonyms };
}

function isAggregated(measure: unknown): boolean {
  return isData(measure) && aggregatesIn(textOf(measure, 'expr') ?? '').length > 0;
}

function factOf(measure: unknown): unknown {
  const current = currentColumn(measure);
  return isData(current) && metricOf(measure) !== null ? without(current, ['synonyms']) : current;
}

/** Columns marked unique one by one, as keys; only plain column references can be keys. */
function uniqueKeysOf(table: Data): readonly unknown[] {
  const columns = [...listOf(table['dimensions']), ...listOf(table['time_dimensions'])];
  return columns.flatMap((column) => {
    if (!isData(column) || String(column['unique']) !== 'true') return [];
    const expr = textOf(column, 'expr') ?? '';
    return /^[A-Za-z_"][\w$" ]*$/.test(expr) ? [{ columns: [expr] }] : [];
  });
}

function currentTable(table: unknown): unknown {
  if (!isData(table)) return table;
  const measures = [...listOf(table['measures']), ...listOf(table['facts'])];
  const metrics = [
    ...listOf(table['metrics']).map(currentMetric),
    ...measures.map(metricOf).filter((metric) => metric !== null),
  ];
  const facts = measures.filter((measure) => !isAggregated(measure)).map(factOf);
  const keys = [...listOf(table['unique_keys']), ...uniqueKeysOf(table)];
  const mapped = (key: string) => (table[key] === undefined ? {} : { [key]: listOf(table[key]).map(currentColumn) });
  return {
    ...without(table, ['measures', 'columns', 'foreign_keys']),
    ...mapped('dimensions'),
    ...mapped('time_dimensions'),
    ...(facts.length > 0 ? { facts } : {}),
    ...(metrics.length > 0 ? { metrics } : {}),
    ...(keys.length > 0 ? { unique_keys: keys } : {}),
  };
}

const CARDINALITIES: ReadonlySet<string> = new Set(['many_to_one', 'one_to_one']);

function relationshipNotes(relationship: unknown, index: number): readonly OlderFormNote[] {
  if (!isData(relationship)) return [];
  const cardinality = textOf(relationship, 'relationship_type');
  if (cardinality === null || CARDINALITIES.has(cardinality)) return [];
  const message = `A relationship that is ${cardinality.replaceAll('_', ' ')} cannot be used.`;
  const mend = 'Swap its sides for one_to_many; put a bridge table between the two for many_to_many.';
  return [{ path: ['relationships', index, 'relationship_type'], message, mend }];
}

function currentRelationship(relationship: unknown): unknown {
  return isData(relationship) ? without(relationship, ['join_type', 'relationship_type']) : relationship;
}

/**
 * Rewrites the older Cortex Analyst form into the form of 2026, without checking it.
 *
 * A measure with a default aggregation becomes a fact and a metric; what the newer form infers is left out.
 */
export function toCurrentForm(data: unknown): { readonly data: unknown; readonly notes: readonly OlderFormNote[] } {
  if (!isData(data)) return { data, notes: [] };
  const relationships = listOf(data['relationships']);
  const verified = listOf(data['verified_queries']).map((query) =>
    isData(query) ? without(query, ['semantic_model_name']) : query,
  );
  const current = {
    ...without(data, ['comments']),
    ...(Array.isArray(data['tables']) ? { tables: data['tables'].map(currentTable) } : {}),
    ...(relationships.length > 0 ? { relationships: relationships.map(currentRelationship) } : {}),
    ...(verified.length > 0 ? { verified_queries: verified } : {}),
  };
  return { data: current, notes: relationships.flatMap(relationshipNotes) };
}
