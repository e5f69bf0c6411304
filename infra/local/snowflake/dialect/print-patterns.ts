import { AstNode, isRecord, listOf, variantOf } from './ast-node.ts';
import { printText } from './print-operators.ts';
import { quoteString } from './printer.ts';
import type { Printer } from './printer.ts';

/** LIKE and ILIKE, also with ANY: `x ILIKE ANY ('a%', 'b%')` is one test per pattern. */
export function printLike(payload: unknown, printer: Printer, word: 'LIKE' | 'ILIKE'): string {
  const node = new AstNode(payload, word);
  const any = node.flag('any');
  const negated = node.flag('negated');
  const subject = printText(node.take('expr'), printer);
  const escape = escapeOf(node.take('escape_char'));
  const pattern = node.take('pattern');
  node.finish();
  const tests = patternsOf(pattern, any).map((item) => `${subject} ${word} ${printer.expression(item)}${escape}`);
  return `(${negated ? 'NOT ' : ''}(${tests.join(' OR ')}))`;
}

function patternsOf(pattern: unknown, any: boolean): readonly unknown[] {
  const { name, payload } = variantOf(pattern);
  if (!any) return [pattern];
  if (name === 'Tuple') return listOf(payload);
  return [name === 'Nested' ? payload : pattern];
}

function escapeOf(value: unknown): string {
  if (value === null) return '';
  const inner = isRecord(value) && 'value' in value ? value['value'] : value;
  const { payload } = variantOf(inner);
  return ` ESCAPE ${quoteString(String(payload))}`;
}

/** RLIKE and REGEXP: the pattern must match the whole subject. */
export function printRegexMatch(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'RLIKE');
  const negated = node.flag('negated');
  node.take('regexp');
  const subject = printText(node.take('expr'), printer);
  const test = `regexp_full_match(${subject}, ${printer.expression(node.take('pattern'))}, 'c')`;
  node.finish();
  return negated ? `(NOT ${test})` : test;
}
