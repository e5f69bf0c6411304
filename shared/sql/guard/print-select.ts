import { type Fragment, joinFragments, raw, sql } from '../compile/fragment.ts';
import { isAst, kindOf, listOf, NodeReader } from './ast-node.ts';
import type { Catalogue } from './catalogue.ts';
import { refuse } from './guard-refusal.ts';
import { printFrom } from './print-from.ts';
import { type Identifier, readIdentifier, readName, shown } from './print-name.ts';
import { excludedColumns, printStarOptions, renamedColumns } from './print-star.ts';
import { printWindow } from './print-window.ts';
import type { PrintedQuery, Printer } from './printer.ts';
import { type Output, Scope, type Source } from './scope.ts';

interface PrintedSelect extends PrintedQuery {
  readonly scope: Scope;
}

/** One SELECT: first what it reads and what its columns are called, then everything that may name them. */
export function printSelect(payload: unknown, outer: Scope, printer: Printer): PrintedSelect {
  const reader = new NodeReader(payload, 'SELECT');
  if (reader.get('flavor') !== 'Standard') refuse('a SELECT must begin with SELECT');
  const scope = new Scope(outer);
  const from = printFrom(reader.list('from'), scope, printer);
  if (reader.list('from').length === 0 && isOpen(printer.catalogue)) addOpenSource(scope);
  if (reader.list('connect_by').length > 0) scope.addAlias('LEVEL');
  const items = reader.list('projection');
  if (items.length === 0) refuse('a SELECT must have columns');
  const head = sql`SELECT${printDistinct(reader)}${printTop(reader)} `;
  const columns = joinFragments(
    items.map((item) => {
      const text = printItem(item, scope, printer);
      // Only now: in its own expression, and before, the alias is not yet a name.
      declareAlias(item, scope);
      return text;
    }),
    ', ',
  );
  const rest = [from, ...printClauses(reader, scope, printer)];
  reader.get('window_before_qualify');
  reader.get('top_before_distinct');
  reader.done();
  return { text: sql`${head}${columns}${joinFragments(rest, '')}`, output: outputOf(items, scope), scope };
}

function printDistinct(reader: NodeReader): string {
  const value = reader.get('distinct');
  if (value === undefined || value === null) return '';
  return value === 'Distinct' ? ' DISTINCT' : value === 'All' ? ' ALL' : refuse('DISTINCT ON is not allowed');
}

function printTop(reader: NodeReader): string {
  if (!reader.has('top')) return '';
  const top = new NodeReader(reader.get('top'), 'TOP');
  const [kind, count] = kindOf(top.get('quantity'), 'TOP');
  top.done();
  const isCount = kind === 'Constant' && (typeof count === 'number' || typeof count === 'bigint');
  return isCount ? ` TOP ${String(count)}` : refuse('TOP must be a number');
}

function printClauses(reader: NodeReader, scope: Scope, printer: Printer): readonly Fragment[] {
  const clause = (word: string, field: string) =>
    reader.has(field) ? sql` ${word} ${printer.expression(reader.get(field), scope)}` : raw('');
  const where = clause('WHERE', 'selection');
  const tree = printConnectBy(reader.list('connect_by'), scope, printer);
  const groups = printGroupBy(reader.get('group_by'), scope, printer);
  const having = clause('HAVING', 'having');
  const qualify = clause('QUALIFY', 'qualify');
  return [where, tree, groups, having, qualify, printNamedWindows(reader.list('named_window'), scope, printer)];
}

/** Where no columns are known, a SELECT without FROM is read for its shape alone: what it names means nothing to Snowflake. */
function isOpen({ tables, anyTable }: Catalogue): boolean {
  return anyTable && tables.length === 0;
}

function addOpenSource(scope: Scope): void {
  scope.addSource({ name: '', path: [], columns: null });
}

/** START WITH and CONNECT BY: a tree of rows. */
function printConnectBy(nodes: readonly unknown[], scope: Scope, printer: Printer): Fragment {
  const inner = new Scope(scope);
  const clauses = nodes.map((node) => {
    const [kind, payload] = kindOf(node, 'CONNECT BY');
    const reader = new NodeReader(payload, 'CONNECT BY');
    if (kind === 'StartWith') return sql` START WITH ${printer.expression(reader.get('condition'), inner)}`;
    if (kind !== 'ConnectBy' || reader.flag('nocycle')) return refuse('CONNECT BY of this form is not allowed');
    const tests = reader.list('relationships').map((test) => printer.expression(test, inner));
    reader.done();
    return sql` CONNECT BY ${joinFragments(tests, ', ')}`;
  });
  return joinFragments(clauses, '');
}

function printGroupBy(node: unknown, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(node, 'GROUP BY');
  if (kind === 'All' && listOf(payload, 'GROUP BY').length === 0) return raw(' GROUP BY ALL');
  const [keys, modifiers] = kind === 'Expressions' ? listOf(payload, 'GROUP BY') : refuse('GROUP BY is not understood');
  if (listOf(modifiers, 'GROUP BY').length > 0) return refuse('GROUP BY with a modifier is not allowed');
  const printed = listOf(keys, 'GROUP BY').map((key) => printer.expression(key, scope));
  return printed.length === 0 ? raw('') : sql` GROUP BY ${joinFragments(printed, ', ')}`;
}

function printNamedWindows(nodes: readonly unknown[], scope: Scope, printer: Printer): Fragment {
  if (nodes.length === 0) return raw('');
  const windows = nodes.map((node) => {
    const [name, definition] = listOf(node, 'WINDOW');
    const [kind, spec] = kindOf(definition, 'WINDOW');
    if (kind !== 'WindowSpec') return refuse('a window is not understood');
    return sql`${readIdentifier(name).text} AS ${printWindow({ WindowSpec: spec }, scope, printer)}`;
  });
  return sql` WINDOW ${joinFragments(windows, ', ')}`;
}

/** Snowflake lets every clause of a SELECT use the aliases of its columns. */
function declareAlias(item: unknown, scope: Scope): void {
  const [kind, payload] = kindOf(item, 'a column');
  if (kind === 'ExprWithAlias') scope.addAlias(readIdentifier(new NodeReader(payload, 'a column').get('alias')).value);
}

function printItem(item: unknown, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(item, 'a column');
  switch (kind) {
    case 'UnnamedExpr':
      return printer.expression(payload, scope);
    case 'ExprWithAlias': {
      const reader = new NodeReader(payload, 'a column');
      const text = sql`${printer.expression(reader.get('expr'), scope)} AS ${readIdentifier(reader.get('alias')).text}`;
      reader.done();
      return text;
    }
    case 'Wildcard':
      return sql`*${printStarOptions(payload, scope, printer)}`;
    case 'QualifiedWildcard': {
      const [source, options] = qualifiedStar(payload, scope);
      return sql`${source.text}.*${printStarOptions(options, scope, printer)}`;
    }
    default:
      return refuse(`a column of kind ${shown(kind)} is not allowed`);
  }
}

function qualifiedStar(payload: unknown, scope: Scope): readonly [Identifier, unknown] {
  const [target, options] = listOf(payload, 'a column');
  const [kind, name] = kindOf(target, 'a column');
  const [only, ...more] = kind === 'ObjectName' ? readName(name) : [];
  if (only === undefined || more.length > 0 || scope.source(only.value) === null)
    return refuse('an unknown table is listed');
  return [only, options];
}

/** What the columns of a SELECT are called; null as soon as one of its stars cannot be resolved. */
function outputOf(items: readonly unknown[], scope: Scope): Output {
  const columns: string[] = [];
  for (const item of items) {
    const names = itemColumns(item, scope);
    if (names === null) return null;
    columns.push(...names);
  }
  return columns;
}

function itemColumns(item: unknown, scope: Scope): Output {
  const [kind, payload] = kindOf(item, 'a column');
  switch (kind) {
    case 'ExprWithAlias':
      return [readIdentifier(new NodeReader(payload, 'a column').get('alias')).value];
    case 'Wildcard':
      return starColumns(scope.sources, payload);
    case 'QualifiedWildcard': {
      const [source, options] = qualifiedStar(payload, scope);
      return starColumns(
        [scope.source(source.value)].filter((one) => one !== null),
        options,
      );
    }
    default:
      return unnamedColumn(payload);
  }
}

function unnamedColumn(expression: unknown): readonly string[] {
  const [kind, payload] = kindOf(expression, 'a column');
  if (kind === 'Identifier') return [readIdentifier(payload).value];
  const last = kind === 'CompoundIdentifier' ? listOf(payload, 'a name').at(-1) : undefined;
  // Snowflake names any other column by its text, which nobody can write without quotes.
  return last === undefined ? [] : [readIdentifier(last).value];
}

function starColumns(sources: readonly Source[], options: unknown): Output {
  const fields = isAst(options) ? options : {};
  const excluded = new Set(excludedColumns(fields['opt_exclude']).map(({ value }) => value));
  const renames = new Map(renamedColumns(fields['opt_rename']).map(([from, to]) => [from.value, to.value]));
  const columns: string[] = [];
  for (const source of sources) {
    if (source.columns === null) return null;
    for (const column of source.columns) {
      if (!excluded.has(column)) columns.push(renames.get(column) ?? column);
    }
  }
  return columns;
}
