import { type Fragment, joinFragments, raw, sql } from '../compile/fragment.ts';
import { kindOf, listOf, NodeReader } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';
import { type Identifier, nameText, readName, shown } from './print-name.ts';
import type { Printer } from './printer.ts';
import type { Scope } from './scope.ts';

/** FROM with its joins; adds what it reads to the scope. */
export function printFrom(nodes: readonly unknown[], scope: Scope, printer: Printer): Fragment {
  if (nodes.length === 0) return raw('');
  const items = nodes.map((node) => printJoined(node, scope, printer));
  return sql` FROM ${joinFragments(items, ', ')}`;
}

export function printJoined(node: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(node, 'FROM');
  const first = printer.source(reader.get('relation'), scope);
  const joins = reader.list('joins').map((join) => printJoin(join, scope, printer));
  reader.done();
  return sql`${first}${joinFragments(joins, '')}`;
}

const JOINS: ReadonlyMap<string, string> = new Map([
  ['Join', 'JOIN'],
  ['Inner', 'INNER JOIN'],
  ['Left', 'LEFT JOIN'],
  ['LeftOuter', 'LEFT OUTER JOIN'],
  ['Right', 'RIGHT JOIN'],
  ['RightOuter', 'RIGHT OUTER JOIN'],
  ['FullOuter', 'FULL OUTER JOIN'],
  ['CrossJoin', 'CROSS JOIN'],
  ['AsOf', 'ASOF JOIN'],
]);

function printJoin(node: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(node, 'a join');
  const [kind, payload] = kindOf(reader.get('join_operator'), 'a join');
  const word = JOINS.get(kind) ?? refuse(`a join of kind ${shown(kind)} is not allowed`);
  const head = sql`${word} ${printer.source(reader.get('relation'), scope)}`;
  reader.done();
  if (kind !== 'AsOf') return printConstraint(head, payload, scope, printer);
  const asof = new NodeReader(payload, 'a join');
  const match = sql`${head} MATCH_CONDITION (${printer.expression(asof.get('match_condition'), scope)})`;
  const text = printConstraint(match, asof.get('constraint'), scope, printer);
  asof.done();
  return text;
}

function printConstraint(head: Fragment, node: unknown, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(node, 'a join');
  switch (kind) {
    case 'None':
      return sql` ${head}`;
    case 'Natural':
      return sql` NATURAL ${head}`;
    case 'On':
      return sql` ${head} ON ${printer.expression(payload, scope)}`;
    case 'Using': {
      const columns = listOf(payload, 'USING').map((name) => usingColumn(readName(name), scope));
      return sql` ${head} USING (${columns.join(', ')})`;
    }
    default:
      return refuse('a join is not understood');
  }
}

function usingColumn(parts: readonly Identifier[], scope: Scope): string {
  const column = parts.at(-1) ?? refuse('a name is empty');
  return scope.knows(column.value) ? nameText(parts) : refuse(`there is no column ${shown(column.value)}`);
}
