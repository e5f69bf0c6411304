import { type Fragment, joinFragments, raw, sql } from '../compile/fragment.ts';
import { kindOf, listOf, NodeReader } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';
import { literalText, printValue, readIdentifier, shown } from './print-name.ts';
import { bareKind, operand, printList } from './print-operand.ts';
import { printType } from './print-type.ts';
import type { Printer } from './printer.ts';
import type { Scope } from './scope.ts';

export function printCase(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'CASE');
  const subject = reader.has('operand') ? sql` ${printer.expression(reader.get('operand'), scope)}` : raw('');
  const branches = reader.list('conditions').map((node) => {
    const branch = new NodeReader(node, 'WHEN');
    const text = sql` WHEN ${printer.expression(branch.get('condition'), scope)} THEN ${printer.expression(branch.get('result'), scope)}`;
    branch.done();
    return text;
  });
  const otherwise = reader.has('else_result')
    ? sql` ELSE ${printer.expression(reader.get('else_result'), scope)}`
    : raw('');
  reader.done();
  return sql`CASE${subject}${joinFragments(branches, '')}${otherwise} END`;
}

export function printCast(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'CAST');
  const kind = reader.text('kind');
  const word =
    kind === 'TryCast'
      ? 'TRY_CAST'
      : kind === 'Cast' || kind === 'DoubleColon'
        ? 'CAST'
        : refuse('a cast of this kind is not allowed');
  const value = printer.expression(reader.get('expr'), scope);
  const type = printType(reader.get('data_type'));
  const isChain = word === 'CAST' && bareKind(reader.get('expr')) === 'Cast' && !type.endsWith(' FIELDS');
  reader.done();
  // Casts of casts are not nested: from 50 levels on the parser tries every one of them in many ways.
  return isChain ? sql`${value}::${type}` : sql`${word}(${value} AS ${type})`;
}

export function printArray(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'an array');
  const text = sql`[${printList(reader.get('elem'), scope, printer)}]`;
  reader.done();
  return text;
}

export function printDictionary(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const fields = listOf(payload, 'an object').map((node) => {
    const field = new NodeReader(node, 'an object');
    const key = new NodeReader(field.get('key'), 'a key');
    const text = sql`${literalText(key.get('value'))}: ${printer.expression(field.get('value'), scope)}`;
    if (key.get('quote_style') !== "'") refuse('a key must be a text');
    key.done();
    field.done();
    return text;
  });
  return sql`{${joinFragments(fields, ', ')}}`;
}

const PATH_ROOTS = new Set(['Identifier', 'CompoundIdentifier', 'Function', 'JsonAccess']);

export function printJsonAccess(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'a path');
  const value = reader.get('value');
  const path = new NodeReader(reader.get('path'), 'a path');
  const root = printer.expression(value, scope);
  const steps = path.list('path').map((step, at) => printStep(step, at === 0, scope, printer));
  path.done();
  reader.done();
  return sql`${PATH_ROOTS.has(bareKind(value)) ? root : sql`(${root})`}${joinFragments(steps, '')}`;
}

function printStep(node: unknown, isFirst: boolean, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(node, 'a path');
  const reader = new NodeReader(payload, 'a path');
  if (kind === 'Bracket') return sql`[${printer.expression(reader.get('key'), scope)}]`;
  if (kind !== 'Dot') return refuse('a path is not understood');
  const key = reader.text('key');
  const isQuoted = reader.flag('quoted');
  reader.done();
  const name = readIdentifier({ value: key, quote_style: isQuoted ? '"' : null });
  return raw(`${isFirst ? ':' : '.'}${name.text}`);
}

const TYPED = new Set(['DATE', 'TIME', 'TIMESTAMP']);

export function printTypedString(payload: unknown): Fragment {
  const reader = new NodeReader(payload, 'a literal');
  const type = printType(reader.get('data_type'));
  const value = printValue(reader.get('value'));
  reader.flag('uses_odbc_syntax');
  reader.done();
  return TYPED.has(type) ? raw(`${type} ${value}`) : refuse('a literal of this type is not allowed');
}

export function printGroups(word: string, payload: unknown, scope: Scope, printer: Printer): Fragment {
  const sets = listOf(payload, word).map((set) => {
    const members = printList(set, scope, printer);
    const isPlain = word !== 'GROUPING SETS' && listOf(set, word).length === 1;
    return isPlain ? members : sql`(${members})`;
  });
  return sql`${word} (${joinFragments(sets, ', ')})`;
}

/** Names of collations such as `en-ci` or `de_AT-ci-pi`. */
const COLLATION = /^[A-Za-z_-]{0,40}$/;

export function printCollate(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'COLLATE');
  const value = operand(reader.get('expr'), scope, printer);
  const [kind, part] = kindOf(listOf(reader.get('collation'), 'COLLATE')[0], 'COLLATE');
  reader.done();
  const name = new NodeReader(kind === 'Identifier' ? part : null, 'COLLATE');
  const [collation, quote] = [name.text('value'), name.get('quote_style')];
  if (quote !== "'" || !COLLATION.test(collation)) return refuse('a collation is not understood');
  return sql`${value} COLLATE ${literalText(collation)}`;
}

/** CONNECT_BY_ROOT, the one prefix that Snowflake has. */
export function printPrefixed(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'a prefix');
  const { value } = readIdentifier(reader.get('prefix'));
  const text = sql`${value} ${operand(reader.get('value'), scope, printer)}`;
  reader.done();
  return value === 'CONNECT_BY_ROOT' ? text : refuse(`the prefix ${shown(value)} is not allowed`);
}
