import { type Fragment, joinFragments, raw, sql } from '../compile/fragment.ts';
import { isAst, kindOf, listOf, NodeReader } from './ast-node.ts';
import { findTable } from './catalogue.ts';
import { refuse } from './guard-refusal.ts';
import { readIdentifier, shown } from './print-name.ts';
import { printPlaceholder } from './print-placeholder.ts';
import { valueOf } from './statement-values.ts';
import { printSelect } from './print-select.ts';
import { printOrder, printOrderWords } from './print-window.ts';
import type { PrintedQuery, Printer } from './printer.ts';
import { type Alias, columnList, readAlias, renamed } from './read-alias.ts';
import { Scope } from './scope.ts';

/** A query with its common tables, order and limit. */
export function printQuery(node: unknown, outer: Scope, printer: Printer): PrintedQuery {
  const reader = new NodeReader(node, 'a query');
  const scope = new Scope(outer);
  const common = reader.has('with') ? printWith(reader.get('with'), scope, printer) : raw('');
  const body = printBody(reader.get('body'), scope, printer);
  const order = reader.has('order_by') ? printOrderBy(reader.get('order_by'), body, scope, printer) : raw('');
  const limit = reader.has('limit_clause') ? printLimit(reader.get('limit_clause'), printer) : '';
  const fetch = reader.has('fetch') ? printFetch(reader.get('fetch'), printer) : '';
  reader.done();
  return { text: sql`${common}${body.text}${order}${limit}${fetch}`, output: body.output };
}

function printWith(node: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(node, 'WITH');
  const word = reader.flag('recursive') ? 'WITH RECURSIVE' : 'WITH';
  const tables = reader.list('cte_tables').map((table) => printCommonTable(table, scope, printer));
  reader.done();
  return sql`${word} ${joinFragments(tables, ', ')} `;
}

/** A common table sees those before it; and itself, when it is built up by a UNION ALL from rows that it has already. */
function printCommonTable(node: unknown, scope: Scope, printer: Printer): Fragment {
  const reader = new NodeReader(node, 'WITH');
  const alias = readAlias(reader.get('alias'));
  const body = recursiveBody(reader.get('query'));
  const isFree = findTable({ ...printer.catalogue, anyTable: false }, [alias.name.value]) === null;
  const query =
    body !== null && isFree ? printRecursion(body, alias, scope, printer) : printer.query(reader.get('query'), scope);
  reader.done();
  scope.addTable(alias.name.value, { output: renamed(query.output, alias.columns) });
  return sql`${alias.name.text}${columnList(alias.columns)} AS (${query.text})`;
}

/** Both sides of a bare `… UNION ALL …`; null for any other query. */
function recursiveBody(query: unknown): readonly [anchor: unknown, step: unknown] | null {
  const outer = new NodeReader(query, 'a query');
  const [kind, payload] = kindOf(outer.get('body'), 'a query');
  const isBare = ['with', 'order_by', 'limit_clause', 'fetch'].every((field) => !outer.has(field));
  if (kind !== 'SetOperation' || !isBare) return null;
  outer.done();
  const union = new NodeReader(payload, 'a set operation');
  const isUnion = union.get('op') === 'Union' && union.get('set_quantifier') === 'All';
  const sides = [union.get('left'), union.get('right')] as const;
  union.done();
  return isUnion ? sides : null;
}

function printRecursion(
  [anchor, step]: readonly [unknown, unknown],
  { name, columns }: Alias,
  scope: Scope,
  printer: Printer,
): PrintedQuery {
  const first = printBody(anchor, new Scope(scope), printer);
  const inner = new Scope(scope);
  inner.addTable(name.value, { output: renamed(first.output, columns) });
  const next = printBody(step, inner, printer);
  return { text: sql`${first.text} UNION ALL ${next.text}`, output: first.output };
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
  const keys = listOf(payload, 'ORDER BY');
  const all = keys.length === 1 ? allColumns(keys[0]) : null;
  if (all !== null) return raw(` ORDER BY ${all}`);
  const inner = new Scope(body.scope ?? scope);
  const columns = body.output === null ? null : new Set(body.output);
  inner.addSource({ name: '', path: [], columns });
  return sql` ORDER BY ${printOrder(keys, inner, printer)}`;
}

/** ORDER BY ALL, which the parser takes for a column; null for any other key. */
function allColumns(key: unknown): string | null {
  const reader = new NodeReader(key, 'ORDER BY');
  const [kind, name] = kindOf(reader.get('expr'), 'ORDER BY');
  return kind === 'Identifier' && readIdentifier(name).text.toUpperCase() === 'ALL'
    ? `ALL${printOrderWords(reader.get('options'))}`
    : null;
}

/** A whole number, given beside the statement or not, or NULL or an empty text for none. */
function countText(node: unknown, what: string, printer: Printer): string {
  const [kind, payload] = kindOf(node, what);
  const value = kind === 'Value' ? new NodeReader(payload, what).get('value') : null;
  if (value === 'Null') return 'NULL';
  if (isAst(value) && value['SingleQuotedString'] === '') return "''";
  const [valueKind, content] = kindOf(value ?? 'none', what);
  if (valueKind === 'Placeholder') return givenCount(String(content), what, printer);
  const digits = valueKind === 'Number' ? listOf(content, what)[0] : null;
  return typeof digits === 'string' && /^\d{1,18}$/.test(digits) ? digits : refuse(`${what} must be a number`);
}

function givenCount(placeholder: string, what: string, printer: Printer): string {
  const text = printPlaceholder(placeholder, printer).text;
  const value = valueOf(placeholder, printer.values);
  const isCount = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (!isCount) return refuse(`${what} must be a number`);
  return printer.narrows ? String(value) : text;
}

function printLimit(node: unknown, printer: Printer): string {
  const [kind, payload] = kindOf(node, 'LIMIT');
  if (kind !== 'LimitOffset') return refuse('LIMIT of this form is not allowed');
  const reader = new NodeReader(payload, 'LIMIT');
  const limit = reader.has('limit') ? ` LIMIT ${countText(reader.get('limit'), 'LIMIT', printer)}` : '';
  const offset = reader.has('offset') ? printOffset(reader.get('offset'), printer) : '';
  reader.done();
  return `${limit}${offset}`;
}

function printOffset(node: unknown, printer: Printer): string {
  const reader = new NodeReader(node, 'OFFSET');
  const rows = reader.get('rows') === 'None' ? '' : ' ROWS';
  const text = ` OFFSET ${countText(reader.get('value'), 'OFFSET', printer)}${rows}`;
  reader.done();
  return text;
}

function printFetch(node: unknown, printer: Printer): string {
  const reader = new NodeReader(node, 'FETCH');
  const text = ` FETCH FIRST ${countText(reader.get('quantity'), 'FETCH', printer)} ROWS ONLY`;
  reader.done();
  return text;
}
