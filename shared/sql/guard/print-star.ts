import { type Fragment, joinFragments, sql } from '../compile/fragment.ts';
import { kindOf, listOf, NodeReader } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';
import { type Identifier, literalText, readIdentifier, readName } from './print-name.ts';
import type { Printer } from './printer.ts';
import type { Scope } from './scope.ts';

/** What narrows or renames the columns of a star: ILIKE, EXCLUDE, REPLACE, RENAME. */
export function printStarOptions(node: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(node ?? {}, 'SELECT *');
  const excluded = excludedColumns(reader.get('opt_exclude'));
  const renames = renamedColumns(reader.get('opt_rename'));
  const ilike = reader.has('opt_ilike') ? ` ILIKE ${patternText(reader.get('opt_ilike'))}` : '';
  const replace = reader.has('opt_replace') ? printReplacements(reader.get('opt_replace'), scope, printer) : '';
  reader.done();
  const exclude = excluded.length === 0 ? '' : ` EXCLUDE (${excluded.map(({ text }) => text).join(', ')})`;
  const rename =
    renames.length === 0 ? '' : ` RENAME (${renames.map(([from, to]) => `${from.text} AS ${to.text}`).join(', ')})`;
  return sql`${ilike}${exclude}${replace}${rename}`;
}

function patternText(node: unknown): string {
  const reader = new NodeReader(node, 'ILIKE');
  const text = literalText(reader.get('pattern'));
  reader.done();
  return text;
}

function printReplacements(node: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(node, 'REPLACE');
  const items = reader.list('items').map((item) => {
    const replacement = new NodeReader(item, 'REPLACE');
    const name = readIdentifier(replacement.get('column_name'));
    const text = sql`${printer.expression(replacement.get('expr'), scope)} AS ${name.text}`;
    replacement.flag('as_keyword');
    replacement.done();
    return text;
  });
  reader.done();
  return sql` REPLACE (${joinFragments(items, ', ')})`;
}

export function excludedColumns(node: unknown): readonly Identifier[] {
  if (node === undefined || node === null) return [];
  const [kind, payload] = kindOf(node, 'EXCLUDE');
  const names = kind === 'Single' ? [payload] : listOf(payload, 'EXCLUDE');
  return names.map((name) => {
    const [only, ...more] = readName(name);
    return only === undefined || more.length > 0 ? refuse('EXCLUDE is not understood') : only;
  });
}

export function renamedColumns(node: unknown): readonly (readonly [Identifier, Identifier])[] {
  if (node === undefined || node === null) return [];
  const [kind, payload] = kindOf(node, 'RENAME');
  const pairs = kind === 'Single' ? [payload] : listOf(payload, 'RENAME');
  return pairs.map((pair) => {
    const reader = new NodeReader(pair, 'RENAME');
    return [readIdentifier(reader.get('ident')), readIdentifier(reader.get('alias'))] as const;
  });
}
