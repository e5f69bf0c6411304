import { AstNode, listOf, variantOf } from './ast-node.ts';
import { objectName, printName } from './identifiers.ts';
import type { Write } from './lowered.ts';
import type { ObjectName } from './object-name.ts';
import { quoteIdentifier } from './printer.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';

function write(verb: Write['verb'], target: ObjectName, ...sql: readonly string[]): Write {
  return { verb, target, sql, constraints: [] };
}

export function lowerInsert(payload: unknown, printer: Printer): Write {
  const node = new AstNode(payload, 'INSERT');
  const { name: kind, payload: table } = variantOf(node.take('table'));
  if (kind !== 'TableName') throw unsupported('INSERT into something other than a table');
  const target = objectName(table);
  node.take('into');
  node.take('has_table_keyword');
  const overwrite = node.flag('overwrite');
  const columns = node.list('columns').map((column) => printName(objectName(column)));
  const source = node.take('source');
  node.finish();
  if (source === null) throw unsupported('INSERT without rows');
  const list = columns.length === 0 ? '' : ` (${columns.join(', ')})`;
  const insert = `INSERT INTO ${printName(target)}${list} ${printer.query(source)}`;
  return overwrite
    ? write('INSERT', target, `DELETE FROM ${printName(target)}`, insert)
    : write('INSERT', target, insert);
}

export function lowerUpdate(payload: unknown, printer: Printer): Write {
  const node = new AstNode(payload, 'UPDATE');
  const table = node.take('table');
  const target = targetOf(new AstNode(table, 'UPDATE').take('relation'));
  const assignments = node.list('assignments').map((item) => printAssignment(item, printer));
  const from = node.take('from');
  const selection = node.take('selection');
  node.finish();
  const sources = from === null ? [] : listOf(variantOf(from).payload).map((item) => printer.tableWithJoins(item));
  const parts = [
    `UPDATE ${printer.tableWithJoins(table)} SET ${assignments.join(', ')}`,
    sources.length === 0 ? '' : `FROM ${sources.join(', ')}`,
    selection === null ? '' : `WHERE ${printer.expression(selection)}`,
  ];
  return write('UPDATE', target, parts.filter((part) => part !== '').join(' '));
}

function printAssignment(item: unknown, printer: Printer): string {
  const node = new AstNode(item, 'SET');
  const { name, payload } = variantOf(node.take('target'));
  if (name !== 'ColumnName') throw unsupported('SET of several columns');
  const column = objectName(payload).at(-1) ?? '';
  const text = `${quoteIdentifier(column)} = ${printer.expression(node.take('value'))}`;
  node.finish();
  return text;
}

export function lowerDelete(payload: unknown, printer: Printer): Write {
  const node = new AstNode(payload, 'DELETE');
  const [table, ...more] = listOf(variantOf(node.take('from')).payload);
  if (table === undefined || more.length > 0) throw unsupported('DELETE from several tables');
  const using = node.list('using').map((item) => printer.tableWithJoins(item));
  const selection = node.take('selection');
  node.finish();
  const target = targetOf(new AstNode(table, 'DELETE').take('relation'));
  const parts = [
    `DELETE FROM ${printer.tableWithJoins(table)}`,
    using.length === 0 ? '' : `USING ${using.join(', ')}`,
    selection === null ? '' : `WHERE ${printer.expression(selection)}`,
  ];
  return write('DELETE', target, parts.filter((part) => part !== '').join(' '));
}

function targetOf(relation: unknown): ObjectName {
  const { name, payload } = variantOf(relation);
  if (name !== 'Table') throw unsupported('write to something other than a table');
  return objectName(new AstNode(payload, 'table').take('name'));
}

/** MERGE; the first matching clause acts, as in DuckDB. */
export function lowerMerge(payload: unknown, printer: Printer): Write {
  const node = new AstNode(payload, 'MERGE');
  node.take('into');
  const table = node.take('table');
  const source = printer.relationNode(node.take('source'));
  const on = printer.expression(node.take('on'));
  const clauses = node.list('clauses').map((clause) => printMergeClause(clause, printer));
  node.finish();
  return write(
    'MERGE',
    targetOf(table),
    `MERGE INTO ${printer.relationNode(table)} USING ${source} ON ${on} ${clauses.join(' ')}`,
  );
}

function printMergeClause(clause: unknown, printer: Printer): string {
  const node = new AstNode(clause, 'WHEN');
  const kind = String(node.take('clause_kind'));
  const predicate = node.take('predicate');
  const { name, payload } = variantOf(node.take('action'));
  node.finish();
  if (kind !== 'Matched' && kind !== 'NotMatched') throw unsupported(`MERGE … WHEN ${kind}`);
  const condition = predicate === null ? '' : ` AND ${printer.expression(predicate)}`;
  const head = `WHEN ${kind === 'Matched' ? 'MATCHED' : 'NOT MATCHED'}${condition} THEN`;
  if (name === 'Delete') return `${head} DELETE`;
  const action = new AstNode(payload, `MERGE ${name}`);
  const text = name === 'Update' ? printMergeUpdate(action, printer) : printMergeInsert(action, printer);
  action.finish();
  return `${head} ${text}`;
}

function printMergeUpdate(action: AstNode, printer: Printer): string {
  return `UPDATE SET ${action
    .list('assignments')
    .map((item) => printAssignment(item, printer))
    .join(', ')}`;
}

function printMergeInsert(action: AstNode, printer: Printer): string {
  const columns = action.list('columns').map((column) => quoteIdentifier(objectName(column).at(-1) ?? ''));
  const { name, payload } = variantOf(action.take('kind'));
  if (name !== 'Values') throw unsupported(`MERGE … INSERT ${name}`);
  const [row] = new AstNode(payload, 'VALUES').list('rows');
  const values = new AstNode(row, 'row').list('content').map((item) => printer.expression(item));
  return `INSERT${columns.length === 0 ? '' : ` (${columns.join(', ')})`} VALUES (${values.join(', ')})`;
}
