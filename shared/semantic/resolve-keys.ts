import type { TableDocument } from './model-document.ts';
import { parseSql } from './parse-sql.ts';
import { type ResolveContext, attempt } from './resolve-context.ts';
import { resolveRow } from './resolve-row.ts';
import type { Key } from './semantic-model.ts';
import { ExpressionError } from './sql-tokens.ts';

/** The physical column that a name in a key or relationship means; the name may be that of an element. Null is reported. */
export function keyColumn(
  context: ResolveContext,
  table: string,
  name: string,
  path: readonly (string | number)[],
): string | null {
  const row = { scope: context.scope, table, within: [], metric: null, isRolledUp: false, allowsAttributes: false };
  return attempt(context, { document: 'model', path }, () => {
    const expression = resolveRow(parseSql(name), row);
    if (expression.kind === 'column' && expression.table === table) return expression.column;
    throw new ExpressionError(
      `${name} is not a plain column of ${table}`,
      0,
      'Name a column, or model a view with it.',
    );
  });
}

/** Primary key first, then the unique keys. */
export function keysOf(context: ResolveContext, table: TableDocument, tableIndex: number): readonly Key[] {
  const path = ['tables', tableIndex];
  const read = (kind: Key['kind'], names: readonly string[], at: readonly (string | number)[]): Key => ({
    kind,
    columns: names
      .map((name, index) => keyColumn(context, table.name, name, [...at, 'columns', index]))
      .filter((column) => column !== null),
  });
  const primary = table.primary_key;
  return [
    ...(primary === undefined ? [] : [read('primary', primary.columns, [...path, 'primary_key'])]),
    ...(table.unique_keys ?? []).map((key, index) => read('unique', key.columns, [...path, 'unique_keys', index])),
  ];
}
