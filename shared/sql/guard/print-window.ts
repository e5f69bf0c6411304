import { type Fragment, joinFragments, raw, sql } from '../compile/fragment.ts';
import { kindOf, listOf, NodeReader } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';
import { readIdentifier } from './print-name.ts';
import type { Printer } from './printer.ts';
import type { Scope } from './scope.ts';

/** Keys of an ORDER BY. */
export function printOrder(keys: readonly unknown[], scope: Scope, printer: Printer): Fragment {
  const printed = keys.map((node) => {
    const reader = new NodeReader(node, 'ORDER BY');
    const value = printer.expression(reader.get('expr'), scope);
    const text = sql`${value}${printOrderWords(reader.get('options'))}`;
    reader.done();
    return text;
  });
  return joinFragments(printed, ', ');
}

/** Direction and place of the nulls, where they are said. */
export function printOrderWords(node: unknown): string {
  const options = new NodeReader(node, 'ORDER BY');
  const [ascending, nullsFirst] = [options.get('asc'), options.get('nulls_first')];
  options.done();
  const direction = ascending === true ? ' ASC' : ascending === false ? ' DESC' : '';
  return `${direction}${nullsFirst === true ? ' NULLS FIRST' : nullsFirst === false ? ' NULLS LAST' : ''}`;
}

/** What stands after OVER: a window, or the name of one. */
export function printWindow(node: unknown, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(node, 'a window');
  if (kind === 'NamedWindow') return raw(readIdentifier(payload).text);
  if (kind !== 'WindowSpec') return refuse('a window is not understood');
  const reader = new NodeReader(payload, 'a window');
  const partition = listOf(reader.get('partition_by'), 'a window').map((key) => printer.expression(key, scope));
  const order = reader.list('order_by');
  const parts = [
    ...(partition.length === 0 ? [] : [sql`PARTITION BY ${joinFragments(partition, ', ')}`]),
    ...(order.length === 0 ? [] : [sql`ORDER BY ${printOrder(order, scope, printer)}`]),
    ...(reader.has('window_frame') ? [printFrame(reader.get('window_frame'), scope, printer)] : []),
  ];
  reader.done();
  return sql`(${joinFragments(parts, ' ')})`;
}

const UNITS: Readonly<Record<string, string>> = { Rows: 'ROWS', Range: 'RANGE' };

function printFrame(node: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(node, 'a frame');
  const unit = UNITS[reader.text('units')] ?? refuse('a frame of this kind is not allowed');
  const start = printBound(reader.get('start_bound'), scope, printer);
  const end = reader.has('end_bound') ? printBound(reader.get('end_bound'), scope, printer) : null;
  reader.done();
  return end === null ? sql`${unit} ${start}` : sql`${unit} BETWEEN ${start} AND ${end}`;
}

function printBound(node: unknown, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(node, 'a frame');
  if (kind === 'CurrentRow') return raw('CURRENT ROW');
  if (kind !== 'Preceding' && kind !== 'Following') return refuse('a frame is not understood');
  const distance = payload === undefined || payload === null ? raw('UNBOUNDED') : printer.expression(payload, scope);
  return sql`${distance} ${kind.toUpperCase()}`;
}
