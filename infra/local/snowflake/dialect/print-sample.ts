import { AstNode, variantOf } from './ast-node.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';

/** SAMPLE (p) and SAMPLE (n ROWS), whose rows are random in both systems; seeds are refused, since they would pick other rows. */
export function printSample(value: unknown, printer: Printer): string {
  if (value === null) return '';
  const { payload } = variantOf(value);
  const node = new AstNode(payload, 'SAMPLE');
  node.take('modifier');
  const method = node.take('name');
  const quantity = node.node('quantity');
  quantity.take('parenthesized');
  const amount = printer.expression(quantity.take('value'));
  const unit = quantity.take('unit');
  quantity.finish();
  node.finish();
  if (unit === 'Rows') return ` TABLESAMPLE reservoir(${amount} ROWS)`;
  if (method !== null && method !== 'Bernoulli' && method !== 'Row') throw unsupported('SAMPLE by blocks');
  return ` TABLESAMPLE bernoulli(${amount} PERCENT)`;
}
