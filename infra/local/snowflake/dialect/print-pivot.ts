import { AstNode, listOf, variantOf } from './ast-node.ts';
import { storedName } from './identifiers.ts';
import { printAlias } from './print-query.ts';
import { quoteIdentifier } from './printer.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';
import { stringLiteral } from './variants.ts';

/** PIVOT over a list of constants; a column is named after its constant as written: `'JAN'` with the quotes. */
export function printPivot(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'PIVOT');
  const table = printer.relationNode(node.take('table'));
  const [aggregate, ...more] = node.list('aggregate_functions');
  const [column, ...others] = node.list('value_column');
  const { name: source, payload: values } = variantOf(node.take('value_source'));
  const alias = node.optionalNode('alias');
  const defaultOnNull = node.take('default_on_null');
  node.finish();
  if (more.length > 0 || others.length > 0) throw unsupported('PIVOT with more than one aggregate or column');
  if (source !== 'List') throw unsupported(`PIVOT ${source === 'Any' ? '(ANY)' : 'of a subquery'}`);
  if (defaultOnNull !== null) throw unsupported('PIVOT with DEFAULT ON NULL');
  const pivoted = `${printAggregate(aggregate, printer)} FOR ${printer.expression(column)} IN (${listOf(values)
    .map((value) => printPivotValue(value, printer))
    .join(', ')})`;
  const name = alias === null ? '' : ` AS ${printAlias(alias)}`;
  return `${table} PIVOT (${pivoted})${name}`;
}

function printAggregate(value: unknown, printer: Printer): string {
  const node = new AstNode(value, 'PIVOT aggregate');
  const text = printer.expression(node.take('expr'));
  if (node.take('alias') !== null) throw unsupported('PIVOT aggregate with an alias');
  node.finish();
  if (!/^(sum|min|max|count)\(/.test(text))
    throw unsupported('PIVOT with an aggregate other than SUM, MIN, MAX, COUNT');
  return text;
}

function printPivotValue(value: unknown, printer: Printer): string {
  const node = new AstNode(value, 'PIVOT value');
  const expr = node.take('expr');
  const alias = node.take('alias');
  node.finish();
  const text = stringLiteral(expr);
  const name = alias === null ? (text === null ? printer.expression(expr) : `'${text}'`) : storedName(alias);
  return `${printer.expression(expr)} AS ${quoteIdentifier(name)}`;
}

/** UNPIVOT: rows whose value is NULL are left out, as by default in both systems. */
export function printUnpivot(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'UNPIVOT');
  const table = printer.relationNode(node.take('table'));
  const value = printer.expression(node.take('value'));
  const name = quoteIdentifier(storedName(node.take('name')));
  const inclusion = node.take('null_inclusion');
  const columns = node.list('columns').map((item) => {
    const column = new AstNode(item, 'UNPIVOT column');
    const text = printer.expression(column.take('expr'));
    const alias = column.take('alias');
    column.finish();
    return alias === null ? text : `${text} AS ${quoteIdentifier(storedName(alias))}`;
  });
  const alias = node.optionalNode('alias');
  node.finish();
  const nulls = inclusion === 'IncludeNulls' ? 'INCLUDE NULLS ' : '';
  return `${table} UNPIVOT ${nulls}(${value} FOR ${name} IN (${columns.join(', ')}))${alias === null ? '' : ` AS ${printAlias(alias)}`}`;
}
