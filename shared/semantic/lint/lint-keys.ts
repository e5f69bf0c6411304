import type { PlacedProblem } from '../model-problem.ts';
import { quoteIdentifier } from '../quote-sql.ts';
import type { Key, LogicalTable, SemanticModel } from '../semantic-model.ts';
import { type LintContext, problem } from './lint-context.ts';

/** A key that a model declares, and the statement that counts what breaks it: values that repeat, and the rows they have. */
export interface KeyQuery {
  /** Table of the model. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly sql: string;
}

export interface KeyCount extends Pick<KeyQuery, 'table' | 'columns'> {
  /** Values that more than one row has. */
  readonly repeated: number;
  readonly rows: number;
}

/**
 * A statement for each declared key. Rows in which a part of the key is unknown are left out: they join nothing.
 *
 * The grain proof rests on these keys, and Snowflake does not enforce them.
 */
export function keyQueries({ tables }: SemanticModel): readonly KeyQuery[] {
  return tables.flatMap((table) => table.keys.map((key) => keyQuery(table, key)));
}

function keyQuery({ name, baseTable }: LogicalTable, { columns }: Key): KeyQuery {
  const source =
    baseTable.kind === 'query'
      ? `(${baseTable.definition})`
      : [baseTable.database, baseTable.schema, baseTable.table]
          .filter((part) => part !== '')
          .map(quoteIdentifier)
          .join('.');
  const list = columns.map(quoteIdentifier);
  const known = list.map((column) => `${column} IS NOT NULL`).join(' AND ');
  const groups = `SELECT COUNT(*) AS N FROM ${source} WHERE ${known} GROUP BY ${list.join(', ')} HAVING COUNT(*) > 1`;
  return { table: name, columns, sql: `SELECT COUNT(*), COALESCE(SUM(N), 0) FROM (${groups}) AS REPEATED` };
}

/** Keys that repeat in the warehouse, as they were counted. */
export function lintKeys(context: LintContext, counts: readonly KeyCount[]): readonly PlacedProblem[] {
  return counts
    .filter(({ repeated }) => repeated > 0)
    .map(({ table, columns, repeated, rows }) =>
      problem(
        'error',
        'repeating-key',
        { path: context.tablePath(table) },
        {
          message: `The key (${columns.join(', ')}) of ${table} repeats: ${count(repeated, 'value')} in ${count(rows, 'row')}. Whatever is joined to ${table} by it counts several times.`,
          mend: 'Remove the rows that are there twice, or declare a key that tells all rows apart.',
        },
      ),
    );
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;
}
