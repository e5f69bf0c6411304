import { AstNode, listOf, variantOf } from './ast-node.ts';
import { printName, objectName, storedName } from './identifiers.ts';
import { printPivot, printUnpivot } from './print-pivot.ts';
import { printAlias } from './print-query.ts';
import { printSample } from './print-sample.ts';
import { printTableFunction } from './print-table-functions.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';

/** One FROM item with the joins that hang on it. */
export function printTableWithJoins(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'FROM');
  const relation = printRelation(node.take('relation'), printer);
  const joins = node.list('joins').map((join) => printJoin(join, printer));
  node.finish();
  return [relation, ...joins].join(' ');
}

export function printRelation(value: unknown, printer: Printer): string {
  const { name, payload } = variantOf(value);
  switch (name) {
    case 'Table':
      return printTable(new AstNode(payload, 'table'), printer);
    case 'Derived':
      return printDerived(new AstNode(payload, 'subquery'), printer);
    case 'NestedJoin':
      return printNested(new AstNode(payload, 'join in parentheses'), printer);
    case 'Function':
    case 'TableFunction':
      return printTableFunction(payload, printer);
    case 'Pivot':
      return printPivot(payload, printer);
    case 'Unpivot':
      return printUnpivot(payload, printer);
    default:
      throw unsupported(name === 'MatchRecognize' ? 'MATCH_RECOGNIZE' : name);
  }
}

function printTable(node: AstNode, printer: Printer): string {
  if (node.take('version') !== null) throw unsupported('time travel (AT, BEFORE, CHANGES)');
  const name = objectName(node.take('name'));
  if (node.take('args') !== null) throw unsupported(`table function ${name.join('.')} without TABLE()`);
  const alias = node.optionalNode('alias');
  const sample = printSample(node.take('sample'), printer);
  node.finish();
  return `${printName(name)}${alias === null ? '' : ` AS ${printAlias(alias)}`}${sample}`;
}

function printDerived(node: AstNode, printer: Printer): string {
  const lateral = node.flag('lateral');
  const alias = node.optionalNode('alias');
  const query = printer.query(node.take('subquery'));
  const sample = printSample(node.take('sample'), printer);
  node.finish();
  return `${lateral ? 'LATERAL ' : ''}(${query})${alias === null ? '' : ` AS ${printAlias(alias)}`}${sample}`;
}

function printNested(node: AstNode, printer: Printer): string {
  const inner = printTableWithJoins(node.take('table_with_joins'), printer);
  if (node.take('alias') !== null) throw unsupported('alias of a join in parentheses');
  node.finish();
  return `(${inner})`;
}

const JOINS: Readonly<Record<string, string>> = {
  Join: 'JOIN',
  Inner: 'JOIN',
  Left: 'LEFT JOIN',
  LeftOuter: 'LEFT JOIN',
  Right: 'RIGHT JOIN',
  RightOuter: 'RIGHT JOIN',
  FullOuter: 'FULL JOIN',
  CrossJoin: 'CROSS JOIN',
};

function printJoin(value: unknown, printer: Printer): string {
  const node = new AstNode(value, 'JOIN');
  const { name, payload } = variantOf(node.take('join_operator'));
  const relation = printRelation(node.take('relation'), printer);
  if (node.flag('global')) throw unsupported('GLOBAL JOIN');
  node.finish();
  if (name === 'AsOf') return printAsOf(payload, relation, printer);
  const word = JOINS[name];
  if (word === undefined) throw unsupported(`join ${name}`);
  const constraint = printConstraint(payload, printer);
  if (constraint === 'NATURAL') return `NATURAL ${word} ${relation}`;
  if (constraint !== '') return `${word === 'CROSS JOIN' ? 'JOIN' : word} ${relation} ${constraint}`;
  // Without a condition: an inner join is a cross join, and a lateral one on the left side keeps every row.
  return word === 'LEFT JOIN' ? `LEFT JOIN ${relation} ON TRUE` : `CROSS JOIN ${relation}`;
}

function printConstraint(value: unknown, printer: Printer): string {
  if (value === null) return '';
  const { name, payload } = variantOf(value);
  switch (name) {
    case 'None':
      return '';
    case 'Natural':
      return 'NATURAL';
    case 'On':
      return `ON ${printer.expression(payload)}`;
    case 'Using':
      return `USING (${listOf(payload)
        .map((column) => printName(Array.isArray(column) ? objectName(column) : [storedName(column)]))
        .join(', ')})`;
    default:
      throw unsupported(`join constraint ${name}`);
  }
}

/** ASOF JOIN keeps left rows without a match, as a left join does (docs: constructs/asof-join). */
function printAsOf(payload: unknown, relation: string, printer: Printer): string {
  const node = new AstNode(payload, 'ASOF JOIN');
  const match = printer.expression(node.take('match_condition'));
  const { name, payload: condition } = variantOf(node.take('constraint'));
  node.finish();
  if (name !== 'On' && name !== 'None') throw unsupported(`ASOF JOIN with ${name}`);
  return `ASOF LEFT JOIN ${relation} ON ${name === 'On' ? `${printer.expression(condition)} AND ` : ''}${match}`;
}
