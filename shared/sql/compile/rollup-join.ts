import type { AggregateExpression, RollupExpression, RowExpression } from '#shared/semantic/expression.ts';
import type { Relationship } from '#shared/semantic/semantic-model.ts';
import { countsRows, printAggregate } from './aggregate-sql.ts';
import { type Fragment, identifier, joinFragments, localName, sql } from './fragment.ts';
import type { Path } from './find-path.ts';
import { PlanRefusal } from './refusal.ts';

type KeyPair = Relationship['join']['columns'][number];

/** What is needed of the scope that reads the finer table. */
interface FinerScope {
  print(expression: RowExpression, table: string): Fragment;
  alias(path: Path): string;
  fromClause(): Fragment;
}

/** A finer table brought to the grain of a coarser one. */
export interface Rollup {
  /** A query in parentheses with one row for each value of the key. */
  readonly source: Fragment;
  /** `left` is the column of the query, `right` the key column of the coarser table. */
  readonly pairs: readonly KeyPair[];
  readonly because: string;
  /**
   * The value to use once the query is joined under an alias. A count of no rows is 0, but unknown where there is no row
   * of the coarser table; `owner` is its key column then, null where its rows are always there.
   */
  readonly value: (alias: string, owner: string | null) => Fragment;
}

/**
 * Aggregates a finer table by what leads to the coarser one, so that joining it adds no row.
 *
 * `scope` is rooted at the finer table; `path` leads from there to the coarser one and is not empty.
 */
export function rollUp(scope: FinerScope, { table, ...rollup }: RollupExpression, path: Path): Rollup {
  const last = path.at(-1);
  if (last?.join.kind !== 'equi') throw new PlanRefusal('unsupported', `${table} is not joined by equal values.`);
  const aggregate: AggregateExpression = { ...rollup, kind: 'aggregate', table, over: [] };
  const figure = printAggregate(aggregate, (part) => {
    const expression = aggregate[part];
    return expression === null ? null : scope.print(expression, table);
  });
  const left = localName(scope.alias(path.slice(0, -1)));
  const pairs = last.join.columns;
  const keys = pairs.map((pair) => sql`${left}.${identifier(pair.left)} AS ${identifier(pair.right)}`);
  const places = pairs.map((_, place) => String(place + 1)).join(', ');
  const names = pairs.map((pair) => pair.right);
  return {
    source: sql`(\n  SELECT ${joinFragments([...keys, sql`${figure} AS ROLLED_UP`], ', ')}\n  ${scope.fromClause()}\n  GROUP BY ${places}\n)`,
    pairs,
    because: `${table} brought to one row per ${names.join(', ')}`,
    value: (alias, owner) => {
      if (!countsRows(aggregate)) return sql`${alias}.ROLLED_UP`;
      const counted = sql`COALESCE(${alias}.ROLLED_UP, 0)`;
      return owner === null ? counted : sql`CASE WHEN ${owner} IS NOT NULL THEN ${counted} END`;
    },
  };
}
