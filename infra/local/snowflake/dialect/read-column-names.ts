import { AstNode, isRecord, listOf, variantOf } from './ast-node.ts';
import { storedName } from './identifiers.ts';
import type { Printer } from './printer.ts';

/** Names of a query's output columns, one per select item; null for a star and for VALUES. Set operations take the first side's. */
export function readColumnNames(query: unknown, printer: Printer): readonly (string | null)[] {
  const body = isRecord(query) ? query['body'] : query;
  const { name, payload } = variantOf(body);
  if (name === 'SetOperation' && isRecord(payload)) return readColumnNames({ body: payload['left'] }, printer);
  if (name === 'Query') return readColumnNames(payload, printer);
  if (name !== 'Select') return [];
  const node = new AstNode(payload, 'SELECT');
  const selectToken = node.optionalNode('select_token');
  return node.list('projection').map((item, index) => nameOfItem(item, printer.itemName(selectToken, index)));
}

/** The alias, else the column's own name, else the item's text; null for a star. */
export function nameOfItem(item: unknown, text: string | null): string | null {
  const { name, payload } = variantOf(item);
  if (name === 'ExprWithAlias' && isRecord(payload)) return storedName(payload['alias']);
  if (name !== 'UnnamedExpr') return null;
  const { name: kind, payload: inner } = variantOf(payload);
  if (kind === 'Identifier') return storedName(inner);
  if (kind === 'CompoundIdentifier') return storedName(listOf(inner).at(-1));
  return text;
}
