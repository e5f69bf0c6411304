import type { DimensionUse } from '#shared/schemas/plan-parts.ts';
import type { Query } from '#shared/schemas/plan.ts';
import type { Condition } from '#shared/schemas/plan-condition.ts';
import { addDays, addMonths, bucketAfter, bucketOf, daysBetween, isRetail, partOf } from '../plain-dates.ts';
import type { Row, TableName, Value } from '../random-database.ts';
import { canJudge, judge, type World } from './conditions.ts';
import { DATES, fieldValue, hasField } from './fields.ts';
import { figureRule, type FigureRule, ownRows, type Part } from './figures.ts';
import { Meaningless, type ResultRow, type ResultTable } from './result-table.ts';

/** Name of a dimension's column. */
export function columnName({ dimension, alias, grain, part }: DimensionUse): string {
  const suffix = part?.replaceAll('-', '_') ?? grain;
  const name = alias ?? [dimension.replace(/^.*\./, ''), ...(suffix === null ? [] : [suffix])].join('_');
  return name.toUpperCase();
}

const isTime = ({ dimension }: DimensionUse): boolean => ['metric_time', 'sales.order_date'].includes(dimension);

/** Days or months to add to a date of the compared period. */
function moved(world: World, query: Query, date: string): string {
  const { period, comparison, dimensions } = query;
  if (period === null || comparison === null) return date;
  const days = daysBetween(comparison.period.from, period.from);
  const isWeekly = dimensions.some(
    ({ grain, system }) => grain === 'week' || (grain !== null && isRetail(grain, system, world.calendar)),
  );
  if (isWeekly) return addDays(date, Math.round(days / 7) * 7);
  if (comparison.period.from.slice(8) !== period.from.slice(8)) return addDays(date, days);
  const months = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  return addMonths(date, months(period.from) - months(comparison.period.from));
}

/** Value of a dimension for a row. */
export function groupValue(
  { world, query }: { readonly world: World; readonly query: Query },
  place: { readonly table: TableName; readonly row: Row },
  use: DimensionUse,
  isBefore = false,
): Value {
  const value = fieldValue(world.database, place, use.dimension, use.via);
  if (typeof value !== 'string' || !isTime(use)) return value;
  if (use.part !== null) return partOf(value, use.part, use.system, world.calendar);
  const date = isBefore ? moved(world, query, value) : value;
  return use.grain === null ? date : bucketOf(date, use.grain, use.system, world.calendar);
}

/** Conditions that must all hold, taken apart. */
function conjuncts(condition: Condition | null): readonly Condition[] {
  if (condition === null) return [];
  return condition.kind === 'and' ? condition.conditions.flatMap(conjuncts) : [condition];
}

/** Rows of a table that count for the query: in time, of the latest balance, and passing its conditions. */
export function countingRows(world: World, query: Query, table: TableName, isBefore = false): readonly Row[] {
  const span = isBefore ? query.comparison?.period : query.period;
  const inSpan = world.database[table].filter((row) => {
    const date = row[DATES[table] ?? ''];
    if (span === null || span === undefined) return true;
    return typeof date === 'string' && date >= span.from && date < span.to;
  });
  const current = table === 'STOCK' ? latestOnly(world, query, inSpan, isBefore) : inSpan;
  return current.filter((row) => judge(world, { table, row }, query.where));
}

/** The balances of the last day of each asked unit of time, over the whole table. */
function latestOnly(world: World, query: Query, rows: readonly Row[], isBefore: boolean): readonly Row[] {
  const onDate = conjuncts(query.where).filter((part) => 'field' in part && isTime({ ...BARE, dimension: part.field }));
  const dated = rows.filter((row) => onDate.every((part) => judge(world, { table: 'STOCK', row }, part)));
  const unit = (row: Row): string =>
    JSON.stringify(
      query.dimensions
        .filter(isTime)
        .map((use) => groupValue({ world, query }, { table: 'STOCK', row }, use, isBefore)),
    );
  const last = new Map<string, string>();
  for (const row of dated) {
    const date = String(row['SNAPSHOT_DATE']);
    if (date > (last.get(unit(row)) ?? '')) last.set(unit(row), date);
  }
  return dated.filter((row) => row['SNAPSHOT_DATE'] === last.get(unit(row)));
}

const BARE: DimensionUse = { dimension: '', grain: null, system: 'calendar', part: null, via: [], alias: null };

type Groups = ReadonlyMap<string, readonly Row[]>;

function groupsOf(world: World, query: Query, part: Part, isBefore: boolean): Groups {
  const rows = ownRows(world, part, countingRows(world, query, part.table, isBefore));
  return Map.groupBy(rows, (row) =>
    JSON.stringify(
      query.dimensions.map((use) => groupValue({ world, query }, { table: part.table, row }, use, isBefore)),
    ),
  );
}

export function refuseOutOfReach(query: Query, figures: readonly FigureRule[]): void {
  for (const { table, where } of figures.flatMap(({ parts }) => parts)) {
    const hasDimensions = query.dimensions.every((use) => hasField(table, use.dimension, use.via));
    const hasPeriod = query.period === null || DATES[table] !== undefined;
    if (!hasDimensions || !hasPeriod || !canJudge(table, query.where) || !canJudge(table, where)) {
      throw new Meaningless(`${table} cannot be asked for that.`);
    }
  }
}

/** Metrics by dimensions, with those of a compared period beside them, before anything is calculated from them. */
export function evaluateGroups(world: World, query: Query): ResultTable {
  const figures = query.metrics.map(figureRule);
  refuseOutOfReach(query, figures);
  const variants = query.comparison === null ? [false] : [false, true];
  const columnsOf = figures.flatMap((figure) =>
    variants.map((isBefore) => ({
      figure,
      name: isBefore ? `${figure.column}_BEFORE` : figure.column,
      groups: figure.parts.map((part) => groupsOf(world, query, part, isBefore)),
    })),
  );
  const found = new Set(columnsOf.flatMap(({ groups }) => groups.flatMap((one) => [...one.keys()])));
  if (query.dimensions.length === 0) found.add('[]');
  const keys = query.dimensions.map(columnName);
  const rows = [...withoutGaps(world, query, [...found])].map((key): ResultRow => {
    const cells = columnsOf.map(({ figure, name, groups }): readonly [string, Value] => {
      const values = figure.parts.map((part, place) => part.value(groups[place]?.get(key) ?? [], world));
      return [name, figure.combine(values, query.fillGaps)];
    });
    return Object.fromEntries([...readKey(key).map((value, place) => [keys[place] ?? '', value] as const), ...cells]);
  });
  return { keys, columns: [...keys, ...columnsOf.map(({ name }) => name)], rows };
}

function readKey(key: string): readonly Value[] {
  const values: unknown = JSON.parse(key);
  if (!Array.isArray(values)) return [];
  return values.map((value: unknown) => (typeof value === 'string' || typeof value === 'number' ? value : null));
}

/** Adds every unit of the period for every combination of the other dimensions. */
function withoutGaps(world: World, query: Query, found: readonly string[]): ReadonlySet<string> {
  const { period, dimensions, fillGaps } = query;
  if (!fillGaps || period === null) return new Set(found);
  const place = dimensions.findIndex(({ grain }) => grain !== null);
  const time = dimensions[place];
  if (time?.grain === undefined || time.grain === null) return new Set(found);
  const unit = { grain: time.grain, system: time.system };
  const starts: string[] = [];
  let start = bucketOf(period.from, unit.grain, unit.system, world.calendar);
  while (start < period.to) {
    starts.push(start);
    start = bucketAfter(start, 1, unit, world.calendar);
  }
  const others = found.map(readKey);
  const filled = (dimensions.length === 1 ? [[null]] : others).flatMap((values) =>
    starts.map((day) => JSON.stringify(values.with(place, day))),
  );
  return new Set([...found, ...filled]);
}
