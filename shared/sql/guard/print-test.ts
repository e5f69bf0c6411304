import { type Fragment, raw, sql } from '../compile/fragment.ts';
import { kindOf, NodeReader } from './ast-node.ts';
import { printFunction } from './print-function.ts';
import { printValue, readName } from './print-name.ts';
import { operand, printList, not } from './print-operand.ts';
import type { Printer } from './printer.ts';
import type { Scope } from './scope.ts';

export function printInList(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'IN');
  const text = sql`${operand(reader.get('expr'), scope, printer)} ${not(reader)}IN (${printList(reader.get('list'), scope, printer)})`;
  reader.done();
  return text;
}

export function printInSubquery(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'IN');
  const query = printer.query(reader.get('subquery'), scope).text;
  const text = sql`${operand(reader.get('expr'), scope, printer)} ${not(reader)}IN (${query})`;
  reader.done();
  return text;
}

export function printBetween(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'BETWEEN');
  const [subject, low, high] = ['expr', 'low', 'high'].map((name) => operand(reader.get(name), scope, printer));
  const text = sql`${subject ?? ''} ${not(reader)}BETWEEN ${low ?? ''} AND ${high ?? ''}`;
  reader.done();
  return text;
}

export function printLike(word: string, payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, word);
  const subject = operand(reader.get('expr'), scope, printer);
  const pattern = printPattern(reader.get('pattern'), scope, printer);
  const escape = reader.has('escape_char') ? sql` ESCAPE ${printValue(reader.get('escape_char'))}` : raw('');
  const text = sql`${subject} ${not(reader)}${word} ${reader.flag('any') ? 'ANY ' : ''}${pattern}${escape}`;
  reader.done();
  return text;
}

/** LIKE ALL ('a', 'b') comes as a call of ALL. */
function printPattern(node: unknown, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(node, 'LIKE');
  const [name] = kind === 'Function' ? readName(new NodeReader(payload, 'LIKE').get('name')) : [];
  if (name?.text.toUpperCase() !== 'ALL') return operand(node, scope, printer);
  return printFunction(payload, scope, { ...printer, catalogue: { ...printer.catalogue, functions: ['ALL'] } });
}

export function printRlike(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'RLIKE');
  const word = reader.flag('regexp') ? 'REGEXP' : 'RLIKE';
  const subject = operand(reader.get('expr'), scope, printer);
  const text = sql`${subject} ${not(reader)}${word} ${operand(reader.get('pattern'), scope, printer)}`;
  reader.done();
  return text;
}

export function printExists(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'EXISTS');
  const text = sql`${not(reader)}EXISTS (${printer.query(reader.get('subquery'), scope).text})`;
  reader.done();
  return text;
}
