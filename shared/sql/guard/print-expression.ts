import { type Fragment, sql } from '../compile/fragment.ts';
import { kindOf } from './ast-node.ts';
import { printColumn, printQualified, printLiteral } from './print-column.ts';
import {
  printCase,
  printCast,
  printArray,
  printDictionary,
  printJsonAccess,
  printTypedString,
  printGroups,
  printPrefixed,
  printCollate,
} from './print-composed.ts';
import { printFunction } from './print-function.ts';
import { operand, printList } from './print-operand.ts';
import { printBinary, printUnary, printPair, printQuantified } from './print-operation.ts';
import { printSpecialCall } from './print-special-call.ts';
import { printInList, printInSubquery, printBetween, printLike, printRlike, printExists } from './print-test.ts';
import type { Printer } from './printer.ts';
import type { Scope } from './scope.ts';

const SUFFIX_TESTS: ReadonlyMap<string, string> = new Map([
  ['IsNull', 'IS NULL'],
  ['IsNotNull', 'IS NOT NULL'],
  ['IsTrue', 'IS TRUE'],
  ['IsNotTrue', 'IS NOT TRUE'],
  ['IsFalse', 'IS FALSE'],
  ['IsNotFalse', 'IS NOT FALSE'],
]);

type PrintKind = (payload: unknown, scope: Scope, printer: Printer) => Fragment;

const KINDS: Readonly<Record<string, PrintKind>> = {
  Identifier: printColumn,
  CompoundIdentifier: printQualified,
  Value: printLiteral,
  Nested: (payload, scope, printer) => printer.expression(payload, scope),
  Function: printFunction,
  BinaryOp: printBinary,
  UnaryOp: printUnary,
  InList: printInList,
  InSubquery: printInSubquery,
  Between: printBetween,
  Like: (payload, scope, printer) => printLike('LIKE', payload, scope, printer),
  ILike: (payload, scope, printer) => printLike('ILIKE', payload, scope, printer),
  RLike: printRlike,
  IsDistinctFrom: (payload, scope, printer) => printPair('IS DISTINCT FROM', payload, scope, printer),
  IsNotDistinctFrom: (payload, scope, printer) => printPair('IS NOT DISTINCT FROM', payload, scope, printer),
  Case: printCase,
  Cast: printCast,
  Exists: printExists,
  Subquery: (payload, scope, printer) => sql`(${printer.query(payload, scope).text})`,
  Tuple: (payload, scope, printer) => sql`(${printList(payload, scope, printer)})`,
  Array: printArray,
  Dictionary: printDictionary,
  JsonAccess: printJsonAccess,
  TypedString: printTypedString,
  AnyOp: (payload, scope, printer) => printQuantified('ANY', payload, scope, printer),
  AllOp: (payload, scope, printer) => printQuantified('ALL', payload, scope, printer),
  Rollup: (payload, scope, printer) => printGroups('ROLLUP', payload, scope, printer),
  Cube: (payload, scope, printer) => printGroups('CUBE', payload, scope, printer),
  Prior: (payload, scope, printer) => sql`PRIOR ${operand(payload, scope, printer)}`,
  Prefixed: printPrefixed,
  Collate: printCollate,
  GroupingSets: (payload, scope, printer) => printGroups('GROUPING SETS', payload, scope, printer),
};

/** Writes an expression anew; what is not known is refused. */
export function printExpression(node: unknown, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(node, 'an expression');
  const test = SUFFIX_TESTS.get(kind);
  if (test !== undefined) return sql`${operand(payload, scope, printer)} ${test}`;
  const print = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  return print?.(payload, scope, printer) ?? printSpecialCall(kind, payload, scope, printer);
}
