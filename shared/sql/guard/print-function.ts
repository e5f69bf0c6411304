import { type Fragment, joinFragments, raw, sql } from '../compile/fragment.ts';
import { kindOf, listOf, NodeReader } from './ast-node.ts';
import { functionName } from './function-name.ts';
import { refuse } from './guard-refusal.ts';
import { readIdentifier, readName, shown } from './print-name.ts';
import { DATE_PART_WORDS } from './print-special-call.ts';
import { printStarOptions } from './print-star.ts';
import { printType } from './print-type.ts';
import { printOrder, printWindow } from './print-window.ts';
import type { Printer } from './printer.ts';
import { BARE_FUNCTIONS, DATE_PART_ARGUMENT } from './pure-functions.ts';
import { Scope } from './scope.ts';

/** A call of a function that is on the list, or that the catalogue declares. */
export function printFunction(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'a call');
  const name = functionName(readName(reader.get('name')), scope, printer.catalogue);
  const args = printArguments(name, reader.get('args'), scope, printer);
  const within = reader.has('within_group')
    ? sql` WITHIN GROUP (ORDER BY ${printOrder(reader.list('within_group'), scope, printer)})`
    : raw('');
  const nulls = reader.has('null_treatment') ? ` ${nullTreatment(reader.get('null_treatment'))}` : '';
  const over = reader.has('over') ? sql` OVER ${printWindow(reader.get('over'), scope, printer)}` : raw('');
  const isOdbc = reader.flag('uses_odbc_syntax');
  reader.done();
  const call = sql`${name}${args}${within}${nulls}${over}`;
  return isOdbc ? sql`{fn ${call}}` : call;
}

function nullTreatment(node: unknown): string {
  if (node === 'IgnoreNulls') return 'IGNORE NULLS';
  return node === 'RespectNulls' ? 'RESPECT NULLS' : refuse('a treatment of nulls is not understood');
}

function printArguments(name: string, node: unknown, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(node, 'arguments');
  if (kind === 'None') return BARE_FUNCTIONS.has(name) ? raw('') : refuse(`${name} needs its arguments`);
  if (kind !== 'List') return refuse('a query as an argument is not allowed');
  const reader = new NodeReader(payload, 'arguments');
  const distinct = printDistinct(reader.get('duplicate_treatment'));
  const datePart = DATE_PART_ARGUMENT.get(name);
  const values = reader
    .list('args')
    .map(
      (argument, at) => (at === datePart ? datePartText(argument) : null) ?? printArgument(argument, scope, printer),
    );
  const clauses = reader.list('clauses').map(printClause);
  reader.done();
  return sql`(${distinct}${joinFragments(values, ', ')}${clauses.join('')})`;
}

function printDistinct(node: unknown): string {
  if (node === undefined || node === null) return '';
  return node === 'Distinct' ? 'DISTINCT ' : node === 'All' ? 'ALL ' : refuse('an argument list is not understood');
}

function printClause(node: unknown): string {
  const [kind, payload] = kindOf(node, 'an argument list');
  return kind === 'IgnoreOrRespectNulls'
    ? ` ${nullTreatment(payload)}`
    : refuse(`${shown(kind)} in an argument list is not allowed`);
}

/** A bare part of a date such as the `month` of DATEADD(month, 1, d); null when it is something else. */
function datePartText(node: unknown): Fragment | null {
  const [kind, payload] = kindOf(node, 'an argument');
  if (kind !== 'Unnamed') return null;
  const [inner, expression] = kindOf(payload, 'an argument');
  if (inner !== 'Expr') return null;
  const [expressionKind, name] = kindOf(expression, 'an argument');
  if (expressionKind !== 'Identifier') return null;
  const { value, text } = readIdentifier(name);
  return DATE_PART_WORDS.has(value) ? raw(text) : null;
}

export function printArgument(node: unknown, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(node, 'an argument');
  if (kind === 'Unnamed') return printValueArgument(payload, scope, printer);
  if (kind !== 'Named') return refuse('an argument is not understood');
  const reader = new NodeReader(payload, 'an argument');
  if (reader.get('operator') !== 'RightArrow') refuse('an argument is not understood');
  const name = readIdentifier(reader.get('name'));
  const text = sql`${name.text} => ${printValueArgument(reader.get('arg'), scope, printer)}`;
  reader.done();
  return text;
}

function printValueArgument(node: unknown, scope: Scope, printer: Printer): Fragment {
  const [kind, payload] = kindOf(node, 'an argument');
  if (kind === 'Wildcard') return raw('*');
  if (kind === 'WildcardWithOptions') return sql`*${printStarOptions(payload, scope, printer)}`;
  if (kind === 'QualifiedWildcard') {
    const [source, ...more] = readName(payload);
    const isKnown = source !== undefined && more.length === 0 && scope.source(source.value) !== null;
    return isKnown ? raw(`${source.text}.*`) : refuse('an unknown table is listed');
  }
  if (kind !== 'Expr') return refuse('an argument is not understood');
  const [expressionKind, lambda] = kindOf(payload, 'an argument');
  return expressionKind === 'Lambda' ? printLambda(lambda, scope, printer) : printer.expression(payload, scope);
}

/** `x -> x + 1`, as TRANSFORM, FILTER and REDUCE take it. */
function printLambda(payload: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(payload, 'a lambda');
  if (reader.text('syntax') !== 'Arrow') refuse('a lambda of this form is not allowed');
  const [kind, params] = kindOf(reader.get('params'), 'a lambda');
  const names = (kind === 'One' ? [params] : listOf(params, 'a lambda')).map((node) => {
    const param = new NodeReader(node, 'a parameter');
    const { value, text } = readIdentifier(param.get('name'));
    const type = param.has('data_type') ? ` ${printType(param.get('data_type'))}` : '';
    param.done();
    return { value, text: `${text}${type}` };
  });
  const inner = new Scope(scope);
  for (const { value } of names) inner.addAlias(value);
  const body = printer.expression(reader.get('body'), inner);
  reader.done();
  const list = names.map(({ text }) => text).join(', ');
  return sql`${kind === 'One' ? list : `(${list})`} -> ${body}`;
}
