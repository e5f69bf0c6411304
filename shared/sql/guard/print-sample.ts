import { kindOf, NodeReader } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';
import { printValue } from './print-name.ts';

const METHODS = new Set(['BERNOULLI', 'ROW', 'SYSTEM', 'BLOCK']);

/** SAMPLE or TABLESAMPLE of some rows or percent, with a seed or without. */
export function printSample(node: unknown): string {
  const [kind, payload] = kindOf(node, 'SAMPLE');
  if (kind !== 'AfterTableAlias') return refuse('SAMPLE of this form is not allowed');
  const reader = new NodeReader(payload, 'SAMPLE');
  const word = reader.text('modifier') === 'Sample' ? 'SAMPLE' : 'TABLESAMPLE';
  const method = reader.has('name') ? reader.text('name').toUpperCase() : null;
  if (method !== null && !METHODS.has(method)) refuse('SAMPLE of this form is not allowed');
  const quantity = printQuantity(reader.get('quantity'));
  const seed = reader.has('seed') ? printSeed(reader.get('seed')) : '';
  reader.done();
  return ` ${word}${method === null ? '' : ` ${method}`} (${quantity})${seed}`;
}

function printQuantity(node: unknown): string {
  const reader = new NodeReader(node, 'SAMPLE');
  const [kind, value] = kindOf(reader.get('value'), 'SAMPLE');
  const unit = reader.has('unit') ? reader.text('unit') : '';
  reader.flag('parenthesized');
  reader.done();
  if (kind !== 'Value' || !['', 'Rows', 'Percent'].includes(unit)) return refuse('SAMPLE of this form is not allowed');
  return `${printValue(value)}${unit === 'Rows' ? ' ROWS' : ''}`;
}

function printSeed(node: unknown): string {
  const reader = new NodeReader(node, 'SAMPLE');
  const word = reader.text('modifier') === 'Seed' ? 'SEED' : 'REPEATABLE';
  const text = ` ${word} (${printValue(reader.get('value'))})`;
  reader.done();
  return text;
}
