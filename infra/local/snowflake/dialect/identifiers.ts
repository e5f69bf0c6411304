import { AstNode, listOf, variantOf } from './ast-node.ts';
import type { ObjectName } from './object-name.ts';
import { quoteIdentifier } from './printer.ts';
import { unsupported } from './refusal.ts';

/** The name as Snowflake stores it: unquoted identifiers are upper-cased. */
export function storedName(ident: unknown): string {
  const node = new AstNode(ident, 'identifier');
  const value = node.text('value');
  const quote = node.take('quote_style');
  node.finish();
  if (quote === null) return value.toUpperCase();
  if (quote !== '"') throw unsupported('identifier in other than double quotes');
  return value;
}

/** Parts of an object name; IDENTIFIER(…) and other computed names are refused. */
export function objectName(parts: unknown): ObjectName {
  const names = listOf(parts).map((part) => {
    const { name, payload } = variantOf(part);
    if (name !== 'Identifier') throw unsupported('IDENTIFIER()');
    return storedName(payload);
  });
  if (names.some((name) => name.startsWith('@') || name.startsWith('$') || name.startsWith('~')))
    throw unsupported('stage as a table');
  return names;
}

export function printName(name: ObjectName): string {
  return name.map(quoteIdentifier).join('.');
}
