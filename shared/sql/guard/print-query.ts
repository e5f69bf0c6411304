import { type Fragment, joinFragments, raw, sql } from '../compile/fragment.ts';
import { isAst, kindOf, listOf, NodeReader } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';
import { shown } from './print-name.ts';
import { printSelect } from './print-select.ts';
import { printOrder } from './print-window.ts';
import type { PrintedQuery, Printer } from './printer.ts';
import { columnList, readAlias, renamed } from './read-alias.ts';
import { Scope } from './scope.ts';

/** A query with its common tables, order and limit. */
export function printQuery(node: unknown, outer: Scope, printer: Printer): PrintedQuery {
  const reader = new NodeReader(node, 'a query');
  const scope = new Scope(outer);
  const common = reader.has('with') ? printWith(reader.get('with'), scope, printer) : raw('');
  const body = printBody(reader.get('body'), scope, printer);
  const order = reader.has('order_by') ? printOrderBy(reader.get('order_by'), body, scope, printer) : raw('');
  const limit = reader.has('limit_clause') ? printLimit(reader.get('limit_clause')) : '';
  const fetch = reader.has('fetch') ? printFetch(reader.get('fetch')) : '';
  reader.done();
  return { text: sql`${common}${body.text}${order}${limit}${fetch}`, output: body.output };
}

function printWith(node: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(node, 'WITH');
  if (reader.flag('recursive')) refuse('a recursive query is not allowed');
  const tables = reader.list('cte_tables').map((table) => printCommonTable(table, scope, printer));
  reader.done();
  return sql`WITH ${joinFragments(tables, ', ')} `;
}

/** A common table sees those before it, never itself. */
function printCommonTable(node: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(node, 'WITH');
  const { name, columns } = readAlias(reader.get('alias'));
  const query = printer.query(reader.get('query'), scope);
  reader.done();
  scope.addTable(name.value, { output: renamed(query.output, columns) });
  return sql`${name.text}${columnList(columns)} AS (${query.text})`;
}

interface Body extends PrintedQuery {
  /** Where the keys of ORDER BY are looked up besides the output. */
  readonly scope: Scope | null;
}

function printBody(node: unknown, scope: Scope, printer: Printer): Body {
  const [kind, payload] = kindOf(node, 'a query');
  switch (kind) {
    case 'Select':
      return printSelect(payload, scope, printer);
    case 'Query': {
      const { text, output } = printer.query(payload, scope);
      return { text: sql`(${text})`, output, scope: null };
    }
    case 'SetOperation':
      return printSetOperation(payload, scope, printer);
    case 'Values':
      return printValues(payload, scope, printer);
    default:
      return refuse(`a query of kind ${shown(kind)} is not allowed`);
  }
}

const SET_OPERATORS: Readonly<Record<string, string>> = {
  Union: 'UNION',
  Except: 'EXCEPT',
  Minus: 'MINUS',
  Intersect: 'INTERSECT',
};
const QUANTIFIERS: Readonly<Record<string, string>> = {
  None: '',
  All: ' ALL',
  ByName: ' BY NAME',
  AllByName: ' ALL BY NAME',
};

function printSetOperation(payload: unknown, scope: Scope, printer: Printer): Body {
  const reader = new NodeReader(payload, 'a set operation');
  const left = printBody(reader.get('left'), scope, printer);
  const right = printBody(reader.get('right'), scope, printer);
  const word = SET_OPERATORS[reader.text('op')] ?? refuse('this set operation is not allowed');
  const quantifier = QUANTIFIERS[reader.text('set_quantifier')] ?? refuse('this set operation is not allowed');
  reader.done();
  return { text: sql`${left.text} ${word}${quantifier} ${right.text}`, output: left.output, scope: null };
}

function printValues(payload: unknown, scope: Scope, printer: Printer): Body {
  const reader = new NodeReader(payload, 'VALUES');
  const rows = reader.list('rows').map((row) => {
    const content = new NodeReader(row, 'VALUES');
    return content.list('content').map((value) => printer.expression(value, scope));
  });
  reader.done();
  const text = joinFragments(
    rows.map((row) => sql`(${joinFragments(row, ', ')})`),
    ', ',
  );
  const output = (rows[0] ?? []).map((_, at) => `COLUMN${String(at + 1)}`);
  return { text: sql`VALUES ${text}`, output, scope: null };
}

/** Keys may be columns of the result, or of what the SELECT reads. */
function printOrderBy(node: unknown, body: Body, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(node, 'ORDER BY');
  const [kind, payload] = kindOf(reader.get('kind'), 'ORDER BY');
  reader.done();
  if (kind !== 'Expressions') return refuse(`ORDER BY ${shown(kind)} is not allowed`);
  const inner = new Scope(body.scope ?? scope);
  const columns = body.output === null ? null : new Set(body.output);
  inner.addSource({ name: '', path: [], columns });
  return sql` ORDER BY ${printOrder(listOf(payload, 'ORDER BY'), inner, printer)}`;
}

/** A whole number, or NULL or an empty text for none. */
function countText(node: unknown, what: string): string {
  const [kind, payload] = kindOf(node, what);
  const value = kind === 'Value' ? new NodeReader(payload, what).get('value') : null;
  if (value === 'Null') return 'NULL';
  if (isAst(value) && value['SingleQuotedString'] === '') return "''";
  const [valueKind, number] = kindOf(value ?? 'none', what);
  const digits = valueKind === 'Number' ? listOf(number, what)[0] : null;
  return typeof digits === 'string' && /^\d{1,18}$/.test(digits) ? digits : refuse(`${what} must be a number`);
}

function printLimit(node: unknown): string {
  const [kind, payload] = kindOf(node, 'LIMIT');
  if (kind !== 'LimitOffset') return refuse('LIMIT of this form is not allowed');
  const reader = new NodeReader(payload, 'LIMIT');
  const limit = reader.has('limit') ? ` LIMIT ${countText(reader.get('limit'), 'LIMIT')}` : '';
  const offset = reader.has('offset') ? printOffset(reader.get('offset')) : '';
  reader.done();
  return `${limit}${offset}`;
}

function printOffset(node: unknown): string {
  const reader = new NodeReader(node, 'OFFSET');
  const rows = reader.get('rows') === 'None' ? '' : ' ROWS';
  const text = ` OFFSET ${countText(reader.get('value'), 'OFFSET')}${rows}`;
  reader.done();
  return text;
}

function printFetch(node: unknown): string {
  const reader = new NodeReader(node, 'FETCH');
  const text = ` FETCH FIRST ${countText(reader.get('quantity'), 'FETCH')} ROWS ONLY`;
  reader.done();
  return text;
}
