import { AstNode, variantOf } from './ast-node.ts';
import { macro, quoteString } from './printer.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';
import { integerLiteral, stringLiteral } from './variants.ts';

/** `v:a.b[0]` and `v['a']`: keys are case-sensitive, a path that leads nowhere is NULL. */
export function printJsonAccess(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'path');
  const value = printer.expression(node.take('value'));
  const path = node.node('path');
  const steps = path.list('path').map((step) => printStep(step));
  path.finish();
  node.finish();
  return macro('get_path', value, quoteString(`$${steps.join('')}`));
}

function printStep(step: unknown): string {
  const { name, payload } = variantOf(step);
  const node = new AstNode(payload, 'path step');
  const key = node.take('key');
  node.take('quoted');
  node.finish();
  if (name === 'Dot' && typeof key === 'string') return keyStep(key);
  const index = integerLiteral(key);
  if (index !== null) return `[${index}]`;
  const text = stringLiteral(key);
  if (text === null) throw unsupported('path with a computed key');
  return keyStep(text);
}

/** One key of a JSON path as DuckDB reads it. */
export function keyStep(key: string): string {
  if (/["\\*]/.test(key)) throw unsupported(`path with the key ${key}`);
  return `."${key}"`;
}

export function printArray(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'array');
  const items = node.list('elem').map((item) => printer.expression(item));
  node.take('named');
  node.finish();
  return `json_array(${items.join(', ')})`;
}

/** `{'a': 1}`, which keeps keys whose value is not NULL, as OBJECT_CONSTRUCT. */
export function printDictionary(payload: unknown, printer: Printer): string {
  const pairs = (Array.isArray(payload) ? payload : []).flatMap((item: unknown) => {
    const node = new AstNode(item, 'object field');
    const key = node.node('key');
    const name = key.text('value');
    key.take('quote_style');
    key.finish();
    const value = printer.expression(node.take('value'));
    node.finish();
    return [quoteString(name), value];
  });
  return printObject(pairs);
}

/** Pairs of SQL expressions, key then value, as one OBJECT without the keys whose value is NULL. */
export function printObject(pairs: readonly string[]): string {
  if (pairs.length % 2 !== 0) throw unsupported('OBJECT_CONSTRUCT with an odd number of arguments');
  const keys = pairs.filter((_, index) => index % 2 === 0);
  const values = pairs.filter((_, index) => index % 2 === 1);
  if (keys.length === 0) return `CAST('{}' AS JSON)`;
  return macro('object_of', `[${keys.join(', ')}]`, `[${values.map((value) => macro('json_text', value)).join(', ')}]`);
}
