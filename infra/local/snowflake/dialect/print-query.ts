import { AstNode, listOf, variantOf } from './ast-node.ts';
import { storedName } from './identifiers.ts';
import { printSelect, printValues } from './print-select.ts';
import type { SelectText } from './print-select.ts';
import { quoteIdentifier } from './printer.ts';
import type { OrderValue, Printer } from './printer.ts';
import { unsupported } from './refusal.ts';
import { isVariantExpression } from './variants.ts';

/** A query with its WITH, ORDER BY, LIMIT and OFFSET or FETCH. */
export function printQuery(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'query');
  const ctes = printWith(node.optionalNode('with'), printer);
  const { select, limit: top } = printBody(node.take('body'), printer);
  const order = printOrderBy(node.optionalNode('order_by'), printer);
  const limit = printLimit(node.take('limit_clause'), printer);
  const fetch = printFetch(node.optionalNode('fetch'), printer);
  node.finish();
  return [ctes, select, order, top, limit, fetch].filter((part) => part !== '').join(' ');
}

function printWith(node: AstNode | null, printer: Printer): string {
  if (node === null) return '';
  const recursive = node.flag('recursive');
  const tables = node.list('cte_tables').map((item) => {
    const cte = new AstNode(item, 'CTE');
    const alias = printAlias(cte.node('alias'));
    const query = printer.query(cte.take('query'));
    cte.finish();
    return `${alias} AS (${query})`;
  });
  node.finish();
  // Snowflake allows a CTE to refer to itself with or without RECURSIVE; DuckDB only with.
  return `WITH ${recursive || tables.length > 0 ? 'RECURSIVE ' : ''}${tables.join(', ')}`;
}

/** `alias (columns)` without AS. */
export function printAlias(node: AstNode): string {
  const name = quoteIdentifier(storedName(node.take('name')));
  const columns = node.list('columns').map((item) => {
    const column = new AstNode(item, 'alias column');
    const text = quoteIdentifier(storedName(column.take('name')));
    column.finish();
    return text;
  });
  node.take('explicit');
  node.finish();
  return columns.length === 0 ? name : `${name}(${columns.join(', ')})`;
}

const SET_OPERATIONS: Readonly<Record<string, string>> = {
  Union: 'UNION',
  Except: 'EXCEPT',
  Minus: 'EXCEPT',
  Intersect: 'INTERSECT',
};
const QUANTIFIERS: Readonly<Record<string, string>> = {
  None: '',
  Distinct: '',
  All: ' ALL',
  ByName: ' BY NAME',
  AllByName: ' ALL BY NAME',
};

/** The body, with the limit of a TOP apart. */
function printBody(value: unknown, printer: Printer): SelectText {
  const { name, payload } = variantOf(value);
  return name === 'Select' ? printSelect(payload, printer) : { select: printSetExpression(value, printer), limit: '' };
}

function printSetExpression(value: unknown, printer: Printer): string {
  const { name, payload } = variantOf(value);
  switch (name) {
    case 'Select':
      return printWhole(printSelect(payload, printer));
    case 'Query':
      return `(${printer.query(payload)})`;
    case 'Values':
      return printValues(payload, printer);
    case 'SetOperation':
      return printSetOperation(payload, printer);
    default:
      throw unsupported(`${name} as a query`);
  }
}

function printWhole({ select, limit }: SelectText): string {
  return limit === '' ? select : `${select} ${limit}`;
}

function printSetOperation(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'set operation');
  const operation = SET_OPERATIONS[String(node.take('op'))];
  const quantifier = QUANTIFIERS[String(node.take('set_quantifier'))];
  if (operation === undefined || quantifier === undefined) throw unsupported('this set operation');
  if (operation !== 'UNION' && quantifier !== '') throw unsupported(`${operation}${quantifier}`);
  const left = printSetExpression(node.take('left'), printer);
  const right = printSetExpression(node.take('right'), printer);
  node.finish();
  // Each side in parentheses: the tree carries the precedence.
  return `(${left}) ${operation}${quantifier} (${right})`;
}

function printOrderBy(node: AstNode | null, printer: Printer): string {
  if (node === null) return '';
  const { name, payload } = variantOf(node.take('kind'));
  node.finish();
  if (name !== 'Expressions') throw unsupported('ORDER BY ALL');
  return `ORDER BY ${printer.orderItems(listOf(payload))}`;
}

/** ORDER BY items; Snowflake sorts NULL as the highest value: last ascending, first descending. */
export function printOrderItems(items: readonly unknown[], printer: Printer): string {
  return readOrderItems(items, printer)
    .map(
      ({ sql, descending, nullsFirst }) =>
        `${sql} ${descending ? 'DESC' : 'ASC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`,
    )
    .join(', ');
}

interface OrderItem extends OrderValue {
  readonly nullsFirst: boolean;
}

export function readOrderItems(items: readonly unknown[], printer: Printer): readonly OrderItem[] {
  return items.map((item) => {
    const node = new AstNode(item, 'ORDER BY');
    const expr = node.take('expr');
    if (isVariantExpression(expr, printer)) throw unsupported('ORDER BY a VARIANT without a cast');
    const options = node.optionalNode('options');
    const descending = options?.take('asc') === false;
    const nullsFirst = options?.take('nulls_first') ?? descending;
    options?.finish();
    node.finish();
    return { sql: printer.expression(expr), descending, nullsFirst: nullsFirst === true };
  });
}

function printLimit(value: unknown, printer: Printer): string {
  if (value === null) return '';
  const { name, payload } = variantOf(value);
  if (name !== 'LimitOffset') throw unsupported(`LIMIT as ${name}`);
  const node = new AstNode(payload, 'LIMIT');
  const limit = node.take('limit');
  const offset = node.optionalNode('offset');
  node.finish();
  const skip = offset === null ? '' : `OFFSET ${printer.expression(offset.take('value'))}`;
  offset?.take('rows');
  offset?.finish();
  return [limit === null ? '' : `LIMIT ${printer.expression(limit)}`, skip].filter((part) => part !== '').join(' ');
}

function printFetch(node: AstNode | null, printer: Printer): string {
  if (node === null) return '';
  const quantity = node.take('quantity');
  node.finish();
  return `LIMIT ${quantity === null ? '1' : printer.expression(quantity)}`;
}
