import { SnowflakeError, unsupported } from './snowflake-error.ts';

/** A place in a lowered SELECT where a table or view is named. */
export interface TableReference {
  /** Byte offset of the name in the SQL text. */
  readonly offset: number;
  /** One to three parts, outermost first. */
  readonly parts: readonly string[];
  /** The alias the statement gives it; empty when none. */
  readonly alias: string;
}

/** Table functions a lowered statement may call. All others of DuckDB can read files, settings or run SQL. */
const ALLOWED_TABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  'unnest',
  'range',
  'generate_series',
  'json_each',
  'json_tree',
  'repeat_row',
]);

/** DuckDB schema of the dialect's own table macros. */
const MACRO_SCHEMA = 'sf';

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function checkTableFunction(node: Node): void {
  const call = isNode(node['function']) ? node['function'] : {};
  const name = text(call['function_name']).toLowerCase();
  const isOurs = text(call['schema']).toLowerCase() === MACRO_SCHEMA || name.startsWith('sf_');
  if (isOurs || ALLOWED_TABLE_FUNCTIONS.has(name)) return;
  throw new SnowflakeError('002141', '42601', `SQL compilation error:\nUnknown table function ${name.toUpperCase()}`);
}

/** A CTE's body sees the CTEs before it, and itself only when it is recursive. */
function visitCtes(map: unknown, scope: ReadonlySet<string>, found: TableReference[]): ReadonlySet<string> {
  const entries: readonly unknown[] = isNode(map) && Array.isArray(map['map']) ? map['map'] : [];
  let visible = scope;
  for (const entry of entries) {
    if (!isNode(entry)) continue;
    const name = text(entry['key']).toUpperCase();
    const inner = JSON.stringify(entry['value']).includes('"RECURSIVE_CTE_NODE"')
      ? new Set([...visible, name])
      : visible;
    visit(entry['value'], inner, found);
    visible = new Set([...visible, name]);
  }
  return visible;
}

function toReference(node: Node): TableReference {
  const parts = [text(node['catalog_name']), text(node['schema_name']), text(node['table_name'])];
  return {
    offset: Number(node['query_location']),
    parts: parts.filter((part) => part !== ''),
    alias: text(node['alias']),
  };
}

function visitTable(node: Node, scope: ReadonlySet<string>, found: TableReference[]): void {
  if (node['at_clause'] !== null && node['at_clause'] !== undefined) throw unsupported('time travel');
  const reference = toReference(node);
  const isCte = reference.parts.length === 1 && scope.has((reference.parts[0] ?? '').toUpperCase());
  if (!isCte) found.push(reference);
}

function visit(value: unknown, scope: ReadonlySet<string>, found: TableReference[]): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, scope, found);
    return;
  }
  if (!isNode(value)) return;
  if (value['type'] === 'BASE_TABLE') {
    visitTable(value, scope, found);
    return;
  }
  if (value['type'] === 'SHOW_REF') throw unsupported('DESCRIBE in FROM');
  if (value['type'] === 'TABLE_FUNCTION') checkTableFunction(value);
  const inner = visitCtes(value['cte_map'], scope, found);
  for (const [key, child] of Object.entries(value)) {
    if (key !== 'cte_map' && typeof child === 'object') visit(child, inner, found);
  }
}

/**
 * Lists the tables a statement names outside its own CTEs, in the order of the text.
 *
 * @param tree what DuckDB's json_serialize_sql returned.
 * Throws SnowflakeError 002141 for a table function that a statement may not call, 000002 for what cannot be served.
 */
export function findTableReferences(tree: unknown): readonly TableReference[] {
  const found: TableReference[] = [];
  visit(tree, new Set(), found);
  return found.sort((a, b) => a.offset - b.offset);
}
