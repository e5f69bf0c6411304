import { printAggregate } from './aggregate-sql.ts';
import type { Scan } from './field.ts';
import type { Leaf } from './figure.ts';
import { type Fragment, identifier, sql } from './fragment.ts';
import type { QueryContext } from './query-context.ts';
import { type LeafGroup, openScan, rowTests, scanDimensions, selectText, type Variant } from './scan-rows.ts';
import { snapshotTest } from './snapshot-test.ts';

/** A step that has been written: one row for each combination of the dimensions. */
export interface WrittenStep {
  readonly name: string;
  readonly group: LeafGroup;
}

/**
 * Writes the step that aggregates one table to the asked grain, before anything else is joined to it.
 */
export function writeScan(context: QueryContext, group: LeafGroup, variant: Variant): WrittenStep {
  const { builder } = context;
  const name = builder.reserve(`${group.table}_totals${variant.suffix}`);
  const scan = openScan(context, group);
  const dimensions = scanDimensions(context, scan, variant);
  const aggregates = group.leaves.map((leaf) => sql`${aggregateOf(scan, leaf)} AS ${identifier(leaf.column)}`);
  const tests = [...rowTests(context, scan, group, variant), ...snapshotTest(context, scan, group, variant)];
  const columns = dimensions.map(({ column, value }) => sql`${value} AS ${identifier(column)}`);
  const body = selectText([...columns, ...aggregates], scan.scope.fromClause(), tests);
  const groupBy =
    dimensions.length === 0 ? '' : `\nGROUP BY ${dimensions.map((_, place) => String(place + 1)).join(', ')}`;
  builder.add(name, sql`${body}${groupBy}`, {
    from: [group.table],
    inputGrain: scan.scope.rowGrain,
    grain: dimensions.map(({ column }) => column),
    joins: scan.scope.joins,
    measures: group.leaves.map(({ column, aggregate }) => `${column} (${aggregate.function})`),
  });
  return { name, group };
}

export function aggregateOf({ scope }: Scan, { aggregate }: Leaf): Fragment {
  return printAggregate(aggregate, (part) => {
    const expression = aggregate[part];
    return expression === null ? null : scope.print(expression, aggregate.table);
  });
}
