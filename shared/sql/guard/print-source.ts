import { type Fragment, identifier, joinFragments, raw, sql } from '../compile/fragment.ts';
import { kindOf, NodeReader } from './ast-node.ts';
import { type CatalogueTable, findTable } from './catalogue.ts';
import { functionName } from './function-name.ts';
import { refuse } from './guard-refusal.ts';
import { printJoined } from './print-from.ts';
import { printArgument } from './print-function.ts';
import { printMatch } from './print-match.ts';
import { type Identifier, nameText, readName, shown } from './print-name.ts';
import { printPivot, printUnpivot } from './print-pivot.ts';
import { printSample } from './print-sample.ts';
import type { Printer } from './printer.ts';
import { PURE_FUNCTIONS, TABLE_FUNCTIONS } from './pure-functions.ts';
import { addSource, type Alias, aliasOf, aliasText } from './read-alias.ts';
import type { Output, Scope } from './scope.ts';

type PrintKind = (reader: NodeReader, scope: Scope, printer: Printer) => Fragment;

const KINDS: ReadonlyMap<string, PrintKind> = new Map([
  ['Table', printTable],
  ['Derived', printDerived],
  ['NestedJoin', printNestedJoin],
  ['TableFunction', printTableFunction],
  ['Function', printLateralFunction],
  ['Pivot', printPivot],
  ['Unpivot', printUnpivot],
  ['MatchRecognize', printMatch],
]);

/** Something to read from: a table, a query, a nested join, or rows made from a value. Adds it to the scope. */
export function printSource(node: unknown, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(node, 'FROM');
  const print = KINDS.get(kind) ?? refuse(`reading from a ${shown(kind)} is not allowed`);
  return print(new NodeReader(payload, 'a table'), scope, printer);
}

function printNestedJoin(reader: NodeReader, scope: Scope, printer: Printer): Fragment {
  const text = printJoined(reader.get('table_with_joins'), scope, printer);
  reader.done();
  return sql`(${text})`;
}

function printTable(reader: NodeReader, scope: Scope, printer: Printer): Fragment {
  const parts = readName(reader.get('name'));
  const alias = aliasOf(reader);
  const sample = reader.has('sample') ? printSample(reader.get('sample')) : '';
  reader.done();
  const path = parts.map(({ value }) => value);
  const common = path.length === 1 ? scope.commonTable(path.join('.')) : null;
  const last = parts.at(-1) ?? refuse('a name is empty');
  const named: Alias = alias ?? { name: last, columns: [] };
  if (common !== null) {
    addSource(scope, named, common.output);
    return raw(`${nameText(parts)}${aliasText(alias)}${sample}`);
  }
  const table = findTable(printer.catalogue, path) ?? refuse(`the table ${shown(path.join('.'))} is not known`);
  addSource(scope, named, table.columns, alias === null ? path : []);
  const narrowed = printer.narrows ? narrow(table) : null;
  return narrowed === null
    ? raw(`${nameText(parts)}${aliasText(alias)}${sample}`)
    : sql`${narrowed}${aliasText(named)}${sample}`;
}

/** What may be read of a table, so that no name in the statement can reach what may not; null when that is all of it. */
function narrow({ path, columns, rows }: CatalogueTable): Fragment | null {
  if (columns === null) return rows;
  const from = rows === null ? raw(path.map(identifier).join('.')) : sql`${rows} AS visible_rows`;
  return sql`(SELECT ${columns.map(identifier).join(', ')} FROM ${from})`;
}

/** A lateral query sees what stands before it; any other sees only what surrounds the SELECT. */
function printDerived(reader: NodeReader, scope: Scope, printer: Printer): Fragment {
  const isLateral = reader.flag('lateral');
  const query = printer.query(reader.get('subquery'), isLateral ? scope : scope.outer);
  const alias = aliasOf(reader);
  reader.done();
  addSource(scope, alias, query.output);
  return sql`${isLateral ? 'LATERAL ' : ''}(${query.text})${aliasText(alias)}`;
}

/** TABLE(…) of a function on the list. */
function printTableFunction(reader: NodeReader, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(reader.get('expr'), 'TABLE');
  const alias = aliasOf(reader);
  reader.done();
  if (kind !== 'Function') return refuse('TABLE of something else than a listed function is not allowed');
  const call = new NodeReader(payload, 'TABLE');
  const [listKind, list] = kindOf(call.get('args'), 'TABLE');
  const args = listKind === 'List' ? new NodeReader(list, 'TABLE') : refuse('TABLE of a query is not allowed');
  const { text, output } = printRows(call.get('name'), args.list('args'), scope, printer);
  args.done();
  call.done();
  addSource(scope, alias, output);
  return sql`TABLE(${text})${aliasText(alias)}`;
}

/** LATERAL FLATTEN(…). */
function printLateralFunction(reader: NodeReader, scope: Scope, printer: Printer): Fragment {
  if (!reader.flag('lateral')) return refuse('a function in FROM must be lateral');
  const { text, output } = printRows(reader.get('name'), reader.list('args'), scope, printer);
  const alias = aliasOf(reader);
  reader.done();
  addSource(scope, alias, output);
  return sql`LATERAL ${text}${aliasText(alias)}`;
}

function printRows(
  name: unknown,
  args: readonly unknown[],
  scope: Scope,
  printer: Printer,
): { readonly text: Fragment; readonly output: Output } {
  const parts = readName(name);
  const full = parts.map(({ value }) => value).join('.');
  const output = TABLE_FUNCTIONS.get(full) ?? null;
  const isBare = !parts.some(({ text }) => text.startsWith('"'));
  const called = output !== null && isBare ? full : declaredRows(parts, scope, printer);
  const values = args.map((argument) => printArgument(argument, scope, printer));
  return { text: sql`${called}(${joinFragments(values, ', ')})`, output };
}

/** A function that the catalogue declares, or a method of a model; those that only give values make no rows. */
function declaredRows(parts: readonly Identifier[], scope: Scope, { catalogue }: Printer): string {
  const name = functionName(parts, scope, catalogue);
  return PURE_FUNCTIONS.has(name) ? refuse(`the table function ${shown(name)} is not on the list`) : name;
}
