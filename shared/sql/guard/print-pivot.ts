import { type Fragment, joinFragments, raw, sql } from '../compile/fragment.ts';
import { kindOf, listOf, NodeReader } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';
import { readIdentifier } from './print-name.ts';
import { printOrder } from './print-window.ts';
import type { Printer } from './printer.ts';
import { addSource, aliasOf, aliasText } from './read-alias.ts';
import type { Scope } from './scope.ts';

/** PIVOT: values become columns, whose names are not known before it runs. */
export function printPivot(reader: NodeReader, scope: Scope, printer: Printer): Fragment {
  const inner = scope.sibling();
  const table = printer.source(reader.get('table'), inner);
  const aggregates = reader.list('aggregate_functions').map((node) => printAliased(node, inner, printer));
  const columns = reader.list('value_column').map((column) => printer.expression(column, inner));
  const values = printValues(reader.get('value_source'), inner, printer);
  const otherwise = reader.has('default_on_null')
    ? sql` DEFAULT ON NULL (${printer.expression(reader.get('default_on_null'), inner)})`
    : raw('');
  const alias = aliasOf(reader);
  reader.done();
  addSource(scope, alias, null);
  const body = sql`${joinFragments(aggregates, ', ')} FOR ${joinFragments(columns, ', ')} IN (${values})${otherwise}`;
  return sql`${table} PIVOT(${body})${aliasText(alias)}`;
}

function printValues(node: unknown, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(node, 'PIVOT');
  if (kind === 'Subquery') return printer.query(payload, scope).text;
  const nodes = listOf(payload, 'PIVOT');
  if (kind === 'List') return printAll(nodes, scope, printer);
  if (kind !== 'Any') return refuse('PIVOT of this form is not allowed');
  return nodes.length === 0 ? raw('ANY') : sql`ANY ORDER BY ${printOrder(nodes, scope, printer)}`;
}

function printAll(nodes: readonly unknown[], scope: Scope, printer: Printer): Fragment {
  return joinFragments(
    nodes.map((node) => printAliased(node, scope, printer)),
    ', ',
  );
}

function printAliased(node: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(node, 'PIVOT');
  const value = printer.expression(reader.get('expr'), scope);
  const alias = reader.has('alias') ? ` AS ${readIdentifier(reader.get('alias')).text}` : '';
  reader.done();
  return sql`${value}${alias}`;
}

/** UNPIVOT: columns become values. */
export function printUnpivot(reader: NodeReader, scope: Scope, printer: Printer): Fragment {
  const inner = scope.sibling();
  const table = printer.source(reader.get('table'), inner);
  const [kind, value] = kindOf(reader.get('value'), 'UNPIVOT');
  const valueName = kind === 'Identifier' ? readIdentifier(value) : refuse('UNPIVOT of this form is not allowed');
  const name = readIdentifier(reader.get('name'));
  const columns = printAll(reader.list('columns'), inner, printer);
  const nulls = reader.get('null_inclusion');
  const inclusion = nulls === 'IncludeNulls' ? ' INCLUDE NULLS ' : nulls === 'ExcludeNulls' ? ' EXCLUDE NULLS ' : '';
  const alias = aliasOf(reader);
  reader.done();
  addSource(scope, alias, null);
  return sql`${table} UNPIVOT${inclusion}(${valueName.text} FOR ${name.text} IN (${columns}))${aliasText(alias)}`;
}
