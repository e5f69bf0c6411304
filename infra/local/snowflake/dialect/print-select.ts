import { AstNode, listOf, variantOf } from './ast-node.ts';
import { printName, storedName, objectName } from './identifiers.ts';
import { printOuterJoins } from './print-outer-joins.ts';
import { sourceNames } from './source-names.ts';
import { quoteIdentifier } from './printer.ts';
import type { Printer } from './printer.ts';
import { nameOfItem } from './read-column-names.ts';
import { unsupported } from './refusal.ts';

/** A SELECT, and the LIMIT of its TOP, which DuckDB wants behind ORDER BY. */
export interface SelectText {
  readonly select: string;
  readonly limit: string;
}

/** One SELECT, from its keyword to QUALIFY. */
export function printSelect(payload: unknown, printer: Printer): SelectText {
  const node = new AstNode(payload, 'SELECT');
  const selectToken = node.optionalNode('select_token');
  const from = node.list('from');
  const selection = node.take('selection');
  // FROM first: it tells which names are FLATTEN's.
  const source = printOuterJoins(from, selection, printer);
  const distinct = printDistinct(node.take('distinct'));
  const top = printTop(node.optionalNode('top'), printer);
  const items = node
    .list('projection')
    .map((item, index) => printItem(item, printer.itemName(selectToken, index), printer));
  const projection = node.list('projection');
  const groupBy = printGroupBy(node.take('group_by'), hiddenAliases(projection, from), printer);
  const having = clause('HAVING', node.take('having'), printer);
  const qualify = clause('QUALIFY', node.take('qualify'), printer);
  node.take('top_before_distinct');
  node.take('window_before_qualify');
  if (node.take('flavor') !== 'Standard') throw unsupported('FROM before SELECT');
  node.finish();
  const parts = [`SELECT ${distinct}${items.join(', ')}`, source.from, source.where, groupBy, having, qualify];
  return { select: parts.filter((part) => part !== '').join(' '), limit: top };
}

function clause(word: string, condition: unknown, printer: Printer): string {
  return condition === null ? '' : `${word} ${printer.expression(condition)}`;
}

function printDistinct(value: unknown): string {
  if (value === null || value === 'All') return '';
  if (value !== 'Distinct') throw unsupported('DISTINCT ON');
  return 'DISTINCT ';
}

function printTop(node: AstNode | null, printer: Printer): string {
  if (node === null) return '';
  const { name, payload } = variantOf(node.take('quantity'));
  node.finish();
  return `LIMIT ${name === 'Constant' ? String(payload) : printer.expression(payload)}`;
}

function printItem(item: unknown, itemName: string | null, printer: Printer): string {
  const { name, payload } = variantOf(item);
  switch (name) {
    case 'UnnamedExpr': {
      const text = printer.expression(payload);
      const ownName = nameOfItem(item, itemName);
      return ownName === null ? text : `${text} AS ${quoteIdentifier(ownName)}`;
    }
    case 'ExprWithAlias': {
      const node = new AstNode(payload, 'select item');
      const text = `${printer.expression(node.take('expr'))} AS ${quoteIdentifier(storedName(node.take('alias')))}`;
      node.finish();
      return text;
    }
    case 'Wildcard':
      return printStar('*', new AstNode(payload, '*'), printer);
    case 'QualifiedWildcard': {
      const [target, options] = listOf(payload);
      const { name: kind, payload: table } = variantOf(target);
      if (kind !== 'ObjectName') throw unsupported('* of an expression');
      return printStar(`${printName(objectName(table))}.*`, new AstNode(options, '*'), printer);
    }
    default:
      throw unsupported(`select item ${name}`);
  }
}

/** `* EXCLUDE (…) REPLACE (…) RENAME (…)` and `* ILIKE '…'`. */
function printStar(star: string, options: AstNode, printer: Printer): string {
  const like = options.optionalNode('opt_ilike');
  const exclude = options.take('opt_exclude');
  const replace = options.optionalNode('opt_replace');
  const rename = options.take('opt_rename');
  options.finish();
  if (like !== null) return `${star} ILIKE '${like.text('pattern').replaceAll("'", "''")}'`;
  return `${star}${printExclude(exclude)}${printReplace(replace, printer)}${printRename(rename)}`;
}

function printExclude(value: unknown): string {
  if (value === null) return '';
  const { name, payload } = variantOf(value);
  const names = name === 'Single' ? [payload] : listOf(payload);
  return ` EXCLUDE (${names.map((item) => printColumnName(item)).join(', ')})`;
}

/** A column in EXCLUDE: an identifier, or one wrapped as an object name. */
function printColumnName(item: unknown): string {
  return Array.isArray(item) ? printName(objectName(item)) : quoteIdentifier(storedName(item));
}

function printReplace(node: AstNode | null, printer: Printer): string {
  if (node === null) return '';
  const items = node.list('items').map((item) => {
    const replaced = new AstNode(item, 'REPLACE');
    const text = `${printer.expression(replaced.take('expr'))} AS ${quoteIdentifier(storedName(replaced.take('column_name')))}`;
    replaced.take('as_keyword');
    replaced.finish();
    return text;
  });
  node.finish();
  return ` REPLACE (${items.join(', ')})`;
}

function printRename(value: unknown): string {
  if (value === null) return '';
  const { name, payload } = variantOf(value);
  const items = (name === 'Single' ? [payload] : listOf(payload)).map((item) => {
    const node = new AstNode(item, 'RENAME');
    const text = `${quoteIdentifier(storedName(node.take('ident')))} AS ${quoteIdentifier(storedName(node.take('alias')))}`;
    node.finish();
    return text;
  });
  return ` RENAME (${items.join(', ')})`;
}

/**
 * Positions of the aliases that are spelled like a table in FROM.
 *
 * GROUP BY such a name means the alias in Snowflake and the table's whole row in DuckDB, so it is printed as its position.
 */
function hiddenAliases(projection: readonly unknown[], from: readonly unknown[]): ReadonlyMap<string, number> {
  const sources = sourceNames(from);
  const aliases = projection.flatMap((item, index) => {
    const { name, payload } = variantOf(item);
    const alias = name === 'ExprWithAlias' ? storedName(new AstNode(payload, 'select item').take('alias')) : null;
    return alias !== null && sources.has(alias) ? [[alias, index + 1] as const] : [];
  });
  return new Map(aliases);
}

function printGroupBy(value: unknown, hidden: ReadonlyMap<string, number>, printer: Printer): string {
  const { name, payload } = variantOf(value);
  if (name === 'All') {
    if (listOf(payload).length > 0) throw unsupported('GROUP BY ALL with a modifier');
    return 'GROUP BY ALL';
  }
  const [expressions, modifiers] = listOf(payload);
  if (name !== 'Expressions' || listOf(modifiers).length > 0) throw unsupported('this GROUP BY');
  const items = listOf(expressions).map((item) => printGroupItem(item, hidden, printer));
  return items.length === 0 ? '' : `GROUP BY ${items.join(', ')}`;
}

const GROUPING_WORDS: Readonly<Record<string, string>> = {
  GroupingSets: 'GROUPING SETS',
  Rollup: 'ROLLUP',
  Cube: 'CUBE',
};

function printGroupItem(item: unknown, hidden: ReadonlyMap<string, number>, printer: Printer): string {
  const { name, payload } = variantOf(item);
  const position = name === 'Identifier' ? hidden.get(storedName(payload)) : undefined;
  if (position !== undefined) return String(position);
  const word = GROUPING_WORDS[name];
  if (word === undefined) return printer.expression(item);
  const sets = listOf(payload).map(
    (set) =>
      `(${listOf(set)
        .map((column) => printer.expression(column))
        .join(', ')})`,
  );
  return `${word} (${sets.join(', ')})`;
}

/** VALUES (…), (…) as a query; its columns are COLUMN1, COLUMN2 … */
export function printValues(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'VALUES');
  node.take('explicit_row');
  node.take('value_keyword');
  const rows = node.list('rows').map((row) => {
    const content = new AstNode(row, 'row');
    const items = content.list('content').map((item) => printer.expression(item));
    content.finish();
    return { text: `(${items.join(', ')})`, width: items.length };
  });
  node.finish();
  const columns = Array.from({ length: rows[0]?.width ?? 0 }, (_, index) => `"COLUMN${index + 1}"`);
  return `SELECT * FROM (VALUES ${rows.map((row) => row.text).join(', ')}) AS ${printer.freshAlias('values')}(${columns.join(', ')})`;
}
