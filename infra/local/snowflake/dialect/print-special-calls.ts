import { AstNode, isRecord, variantOf } from './ast-node.ts';
import { datePartNamed, extractPart } from './date-parts.ts';
import { printNumber, printText } from './print-operators.ts';
import { macro } from './printer.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';

/** EXTRACT(part FROM x). */
export function printExtract(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'EXTRACT');
  const field = variantOf(node.take('field'));
  node.take('syntax');
  const expr = printer.expression(node.take('expr'));
  node.finish();
  const custom = field.name === 'Custom' && isRecord(field.payload) ? String(field.payload['value']) : field.name;
  return extractPart(datePartNamed(custom), expr, printer.session);
}

/** CEIL(x [, scale]) and FLOOR(x [, scale]). */
export function printCeilOrFloor(payload: unknown, printer: Printer, name: 'CEIL' | 'FLOOR'): string {
  const node = new AstNode(payload, name);
  const operand = printNumber(node.take('expr'), printer);
  const field = variantOf(node.take('field'));
  node.finish();
  if (field.name === 'Scale')
    return macro(`${name.toLowerCase()}_to_scale`, operand, printer.expression({ Value: field.payload }));
  if (field.payload !== 'NoDateTime') throw unsupported(`${name} to a date part`);
  return `${name.toLowerCase()}(${operand})`;
}

/** POSITION(a IN b). */
export function printPosition(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'POSITION');
  const needle = printText(node.take('expr'), printer);
  const haystack = printText(node.take('in'), printer);
  node.finish();
  return macro('charindex', needle, haystack, '1');
}

/** SUBSTR and SUBSTRING, which the parser reads as one kind. */
export function printSubstring(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'SUBSTRING');
  const text = printText(node.take('expr'), printer);
  const start = node.take('substring_from');
  const length = node.take('substring_for');
  node.take('special');
  node.take('shorthand');
  node.finish();
  if (start === null) throw unsupported('SUBSTRING without a start');
  const from = printer.expression(start);
  return length === null
    ? macro('substring_from', text, from)
    : macro('substring_for', text, from, printer.expression(length));
}

const TRIMS: Readonly<Record<string, string>> = { Both: 'trim', Leading: 'ltrim', Trailing: 'rtrim' };

/** TRIM(x [, characters]). */
export function printTrim(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'TRIM');
  const where = node.take('trim_where');
  const what = node.take('trim_what');
  const text = printText(node.take('expr'), printer);
  const [characters, ...more] = node.list('trim_characters');
  node.finish();
  const name = TRIMS[typeof where === 'string' ? where : 'Both'];
  if (name === undefined || more.length > 0) throw unsupported('this form of TRIM');
  const set = characters ?? what;
  return `${name}(${text}, ${set === null || set === undefined ? "' '" : printText(set, printer)})`;
}
