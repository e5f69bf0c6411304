import { type Fragment, joinFragments, sql } from '../compile/fragment.ts';
import { kindOf, listOf, type NodeReader } from './ast-node.ts';
import type { Printer } from './printer.ts';
import type { Scope } from './scope.ts';

/** Kinds that need no parentheses as an operand. */
const ATOMS = new Set(
  `Identifier CompoundIdentifier Value Function Case Cast Extract Substring Trim Ceil Floor Position Subquery Tuple Array
  Dictionary JsonAccess TypedString Interval Prior Prefixed Rollup Cube GroupingSets`.split(/\s+/),
);

export function bareKind(node: unknown): string {
  const [kind, payload] = kindOf(node, 'an expression');
  return kind === 'Nested' ? bareKind(payload) : kind;
}

/** In parentheses unless it is one thing already, so that no precedence decides what it means. */
export function operand(node: unknown, scope: Scope, printer: Printer): Fragment {
  const text = printer.expression(node, scope);
  return ATOMS.has(bareKind(node)) ? text : sql`(${text})`;
}

export function printList(nodes: unknown, scope: Scope, printer: Printer): Fragment {
  return joinFragments(
    listOf(nodes, 'a list').map((node) => printer.expression(node, scope)),
    ', ',
  );
}

export function not(reader: NodeReader): string {
  return reader.flag('negated') ? 'NOT ' : '';
}
