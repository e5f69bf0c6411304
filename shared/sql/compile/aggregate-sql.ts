import type { AggregateExpression } from '#shared/semantic/expression.ts';
import { type Fragment, sql } from './fragment.ts';

/** SQL of one aggregate over a scan's rows; `print` writes row expressions of the aggregated table. */
export function printAggregate(
  aggregate: AggregateExpression,
  print: (of: 'of' | 'filter') => Fragment | null,
): Fragment {
  const of = print('of');
  const filter = print('filter');
  const name = aggregate.function;
  if (of === null) return filter === null ? sql`COUNT(*)` : sql`COUNT(CASE WHEN ${filter} THEN 1 END)`;
  const input = filter === null ? of : sql`CASE WHEN ${filter} THEN ${of} END`;
  if (name === 'count_distinct') return sql`COUNT(DISTINCT ${input})`;
  return sql`${name.toUpperCase()}(${input})`;
}

/** Whether the aggregate of no rows is 0 rather than unknown. */
export function countsRows(aggregate: AggregateExpression): boolean {
  return ['count', 'count_distinct', 'approx_count_distinct'].includes(aggregate.function);
}
