import type { Cohort, Listing } from '#shared/schemas/plan-parts.ts';
import type { Query } from '#shared/schemas/plan.ts';
import { z } from 'zod';
import { bucketAfter, bucketOf } from '../plain-dates.ts';
import type { Row, TableName, Value } from '../random-database.ts';
import { canJudge, tableNamed, type World } from './conditions.ts';
import { dateOf, DATES, fieldValue, hasField, tableOfField } from './fields.ts';
import { figureRule, ownRows } from './figures.ts';
import { columnName, countingRows, groupValue, refuseOutOfReach } from './grouped.ts';
import { leadsTo } from './lookups.ts';
import { compareValues, Meaningless, type ResultRow, type ResultTable } from './result-table.ts';

function refuseRows(query: Query, table: TableName): void {
  if (!canJudge(table, query.where)) throw new Meaningless(`${table} cannot be filtered by that.`);
  if (query.period !== null && DATES[table] === undefined) throw new Meaningless(`${table} has no date.`);
}

function distinct(rows: readonly ResultRow[]): readonly ResultRow[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

/** Rows of one table as they are. */
export function evaluateListing(world: World, query: Query, listing: Listing): ResultTable {
  const table = tableNamed(listing.table);
  if (!listing.columns.every(({ dimension, via }) => hasField(table, dimension, via))) {
    throw new Meaningless(`${listing.table} does not lead to all columns.`);
  }
  refuseRows(query, table);
  const rows = countingRows(world, { ...query, dimensions: [] }, table);
  const kept = listing.latest === null ? rows : latestOf(world, table, rows, listing.latest);
  const columns = listing.columns.map(columnName);
  const values = kept.map((row): ResultRow =>
    Object.fromEntries(
      listing.columns.map((use) => [columnName(use), groupValue({ world, query }, { table, row }, use)] as const),
    ),
  );
  return { keys: columns, columns, rows: listing.distinct ? distinct(values) : values };
}

function latestOf(
  { database }: World,
  table: TableName,
  rows: readonly Row[],
  { per, by, direction, count }: NonNullable<Listing['latest']>,
): readonly Row[] {
  const value = (row: Row, id: string): Value => fieldValue(database, { table, row }, id, []);
  const isLatest = direction === 'latest';
  const sorted = rows.toSorted((left, right) => {
    const first = compareValues(value(left, by), value(right, by), isLatest);
    return first !== 0 ? first : compareValues(left['SALE_ID'] ?? null, right['SALE_ID'] ?? null, isLatest);
  });
  const groups = Map.groupBy(sorted, (row) => JSON.stringify(per.map((id) => value(row, id))));
  return [...groups.values()].flatMap((group) => group.slice(0, count));
}

/** The distinct values of dimensions, from the table of theirs that leads to all others. */
export function evaluateMembers(world: World, query: Query): ResultTable {
  const tables = query.dimensions.map(({ dimension }) => tableOfField(dimension));
  const table = tables.find((one) => tables.every((other) => leadsTo(one, other)));
  if (table === undefined) throw new Meaningless('No table pairs these.');
  refuseRows(query, table);
  if (!query.dimensions.every(({ dimension, via }) => hasField(table, dimension, via))) {
    throw new Meaningless('The role is not one of the table.');
  }
  const columns = query.dimensions.map(columnName);
  const rows = countingRows(world, query, table).map((row): ResultRow =>
    Object.fromEntries(
      query.dimensions.map((use) => [columnName(use), groupValue({ world, query }, { table, row }, use)] as const),
    ),
  );
  return { keys: columns, columns, rows: distinct(rows) };
}

/** Members by the unit of their first sale, followed over the units since. */
export function evaluateCohorts(world: World, query: Query, cohort: Cohort): ResultTable {
  const figures = query.metrics.map(figureRule);
  const timeless = { ...query, period: null };
  refuseOutOfReach(timeless, figures);
  const unit = { grain: cohort.grain, system: cohort.system };
  const member = (table: TableName, row: Row): Value => fieldValue(world.database, { table, row }, cohort.member, []);
  for (const { table } of figures.flatMap(({ parts }) => parts)) {
    if (!hasField(table, cohort.member, [])) throw new Meaningless(`${table} has no such member.`);
  }
  const splits = splitsOf(world, query, cohort);
  const firsts = firstUnits(world, timeless, cohort);
  const shown = new Map(
    [...firsts].filter(([, start]) => query.period === null || (query.period.from <= start && start < query.period.to)),
  );
  const age = (start: string, own: string): number | null => {
    for (let count = 0, at = start; count < cohort.ages; count += 1, at = bucketAfter(at, 1, unit, world.calendar)) {
      if (at === own) return count;
    }
    return null;
  };
  const keyOf = (table: TableName, row: Row): string | null => {
    const start = shown.get(String(member(table, row)));
    const date = dateOf(world.database, { table, row });
    const own =
      start === undefined || member(table, row) === null || date === null
        ? null
        : age(start, bucketOf(date, unit.grain, unit.system, world.calendar));
    return own === null || start === undefined
      ? null
      : JSON.stringify([start, own, ...splits(String(member(table, row)))]);
  };
  const groups = figures.map(({ parts }) =>
    parts.map((part) =>
      Map.groupBy(ownRows(world, part, countingRows(world, timeless, part.table)), (row) => keyOf(part.table, row)),
    ),
  );
  const keys = new Set(
    groups
      .flat()
      .flatMap((one) => [...one.keys()])
      .filter((key) => key !== null),
  );
  const rows = [...keys].map((key): ResultRow => {
    const cells: unknown = JSON.parse(key);
    const [start, own, ...split] = z.tuple([z.string(), z.number()]).rest(valueSchema).parse(cells);
    const isSame = (who: string): boolean => JSON.stringify(splits(who)) === JSON.stringify(split);
    const size = [...shown].filter(([who, one]) => one === start && isSame(who)).length;
    const values = figures.map((figure, place): readonly [string, Value] => [
      figure.column,
      figure.combine(
        figure.parts.map((part, number) => part.value(groups[place]?.[number]?.get(key) ?? [], world)),
        false,
      ),
    ]);
    const parts = query.dimensions.map((use, place) => [columnName(use), split[place] ?? null] as const);
    return { COHORT: start, AGE: own, ...Object.fromEntries(parts), SIZE: size, ...Object.fromEntries(values) };
  });
  const columns = ['COHORT', 'AGE', ...query.dimensions.map(columnName)];
  return { keys: columns, columns: [...columns, 'SIZE', ...figures.map(({ column }) => column)], rows };
}

const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What each member is split by: only a customer, followed by its key, has one value of what its table leads to. */
function splitsOf(world: World, query: Query, { member }: Cohort): (who: string) => readonly Value[] {
  if (query.dimensions.length === 0) return () => [];
  if (member !== 'customers.customer_key') throw new Meaningless('A name may belong to several.');
  if (
    !query.dimensions.every(
      ({ dimension, via }) => dimension !== 'metric_time' && hasField('CUSTOMERS', dimension, via),
    )
  ) {
    throw new Meaningless('A customer does not have one value of that.');
  }
  return (who) => {
    const row = world.database.CUSTOMERS.find((one) => String(one['CUSTOMER_KEY']) === who) ?? {};
    return query.dimensions.map((use) => groupValue({ world, query }, { table: 'CUSTOMERS', row }, use));
  };
}

/** First unit of time in which each member has a sale that counts. */
function firstUnits(world: World, query: Query, { member, grain, system }: Cohort): ReadonlyMap<string, string> {
  if (!canJudge('SALES', query.where)) throw new Meaningless('Sales cannot be filtered by that.');
  const firsts = new Map<string, string>();
  for (const row of countingRows(world, query, 'SALES')) {
    const who = fieldValue(world.database, { table: 'SALES', row }, member, []);
    const date = row['ORDER_DATE'];
    if (who === null || typeof date !== 'string') continue;
    const start = bucketOf(date, grain, system, world.calendar);
    if (start < (firsts.get(String(who)) ?? '9999')) firsts.set(String(who), start);
  }
  return firsts;
}
