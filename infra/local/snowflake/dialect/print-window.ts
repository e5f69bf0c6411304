import { AstNode, variantOf } from './ast-node.ts';
import type { WindowText } from './function-call.ts';
import { ROW_SEQUENCE } from './printer.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';

/** OVER (PARTITION BY … ORDER BY … frame). */
export function printWindow(over: unknown, printer: Printer): WindowText {
  const { name, payload } = variantOf(over);
  if (name !== 'WindowSpec') throw unsupported('named window');
  const node = new AstNode(payload, 'OVER');
  const partition = node.list('partition_by').map((item) => printer.expression(item));
  const order = node.list('order_by');
  const frame = node.optionalNode('window_frame');
  node.finish();
  return {
    partition: partition.length === 0 ? '' : `PARTITION BY ${partition.join(', ')}`,
    order: order.length === 0 ? '' : `ORDER BY ${withoutSequence(printer.orderItems(order))}`,
    frame: frame === null ? '' : printFrame(frame, printer),
  };
}

/** DuckDB allows no window within a window. Rows come in the order of SEQ4() anyway, but not against it. */
function withoutSequence(order: string): string {
  if (order.includes(`${ROW_SEQUENCE} DESC`)) throw unsupported('OVER (ORDER BY SEQ4() DESC)');
  return order.replaceAll(`${ROW_SEQUENCE} ASC`, 'NULL ASC');
}

function printFrame(frame: AstNode, printer: Printer): string {
  const units = frame.text('units').toUpperCase();
  const start = printBound(frame.take('start_bound'), units, printer);
  const last = frame.take('end_bound');
  frame.finish();
  if (units !== 'ROWS' && units !== 'RANGE') throw unsupported(`window frame by ${units}`);
  return last === null ? `${units} ${start}` : `${units} BETWEEN ${start} AND ${printBound(last, units, printer)}`;
}

function printBound(bound: unknown, units: string, printer: Printer): string {
  const { name, payload } = variantOf(bound);
  if (name === 'CurrentRow') return 'CURRENT ROW';
  const word = name.toUpperCase();
  if (word !== 'PRECEDING' && word !== 'FOLLOWING') throw unsupported(`window bound ${name}`);
  if (payload === null) return `UNBOUNDED ${word}`;
  const inner = variantOf(payload);
  if (inner.name !== 'Interval') return `${printer.expression(payload)} ${word}`;
  if (units !== 'RANGE') throw unsupported('ROWS frame with an INTERVAL');
  return `${printIntervalBound(inner.payload)} ${word}`;
}

const RANGE_INTERVAL = /^\s*(\d+)\s*(year|quarter|month|week|day|hour|minute|second)s?\s*$/i;

/** `INTERVAL '3 days'` as a distance of a RANGE frame: one term, in a unit both systems spell alike. */
function printIntervalBound(payload: unknown): string {
  const node = new AstNode(payload, 'INTERVAL');
  const value = variantOf(node.take('value'));
  const field = node.take('leading_field');
  node.finish();
  const literal = value.name === 'Value' ? new AstNode(value.payload, 'literal').take('value') : null;
  const text = literal === null ? '' : String(variantOf(literal).payload);
  const [, amount, unit] = RANGE_INTERVAL.exec(typeof field === 'string' ? `${text} ${field}` : text) ?? [];
  if (amount === undefined || unit === undefined) throw unsupported(`INTERVAL '${text}' as a window bound`);
  return `INTERVAL '${amount} ${unit}'`;
}
