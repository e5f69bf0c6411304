import type { Calculation } from '#shared/schemas/plan-parts.ts';
import type { Query } from '#shared/schemas/plan.ts';
import { bucketAfter, bucketOf } from '../plain-dates.ts';
import type { Value } from '../random-database.ts';
import type { World } from './conditions.ts';
import { figureRule, mean, ownRows, ratio, sum } from './figures.ts';
import { columnName, countingRows, groupValue } from './grouped.ts';
import { cell, numberIn, type ResultRow, type ResultTable } from './result-table.ts';

/** Adds comparison columns and calculations to a grouped result. */
export function addCalculations(world: World, query: Query, table: ResultTable): ResultTable {
  const compared = query.comparison === null ? table : addComparison(query, table);
  return query.calculations.reduce((current, calculation) => {
    const name = calculation.alias.toUpperCase();
    const rows = current.rows.map((row) => ({
      ...row,
      [name]: calculate({ world, query, table: current }, calculation, row),
    }));
    return { ...current, columns: [...current.columns, name], rows };
  }, compared);
}

function addComparison({ metrics, comparison }: Query, table: ResultTable): ResultTable {
  const rows = table.rows.map((row) => {
    const added = metrics.map(figureRule).flatMap(({ column, isSum }) => {
      const [now, before] = [numberIn(row, column), numberIn(row, `${column}_BEFORE`)];
      const change = isSum ? (now ?? 0) - (before ?? 0) : now === null || before === null ? null : now - before;
      const rate = change === null || before === null || before === 0 ? null : change / Math.abs(before);
      return [
        [`${column}_CHANGE`, change],
        [`${column}_CHANGE_RATE`, rate],
      ] as const;
    });
    return { ...row, ...Object.fromEntries(added) };
  });
  const kinds = comparison?.calculate ?? [];
  const names = metrics
    .map(figureRule)
    .flatMap(({ column }) => [
      ...(kinds.includes('difference') ? [`${column}_CHANGE`] : []),
      ...(kinds.includes('percent') ? [`${column}_CHANGE_RATE`] : []),
    ]);
  return { ...table, columns: [...table.columns, ...names], rows };
}

interface Scene {
  readonly world: World;
  readonly query: Query;
  readonly table: ResultTable;
}

function calculate(scene: Scene, calculation: Calculation, row: ResultRow): Value {
  const own = numberIn(row, calculation.of);
  switch (calculation.kind) {
    case 'ratio':
      return ratio(own, numberIn(row, calculation.to));
    case 'difference': {
      const other = numberIn(row, calculation.minus);
      return own === null || other === null ? null : own - other;
    }
    case 'share': {
      const whole = sum(known(peers(scene, calculation.within, row), calculation.of));
      return ratio(own, whole);
    }
    case 'share-distinct':
      return ratio(own, countWithin(scene, calculation, row));
    case 'rank':
      return rank(peers(scene, calculation.within, row), calculation, own);
    default:
      return alongTime(scene, calculation, row);
  }
}

function peers({ table }: Scene, within: readonly string[], row: ResultRow): readonly ResultRow[] {
  return table.rows.filter((other) => within.every((column) => cell(other, column) === cell(row, column)));
}

function known(rows: readonly ResultRow[], column: string): readonly number[] {
  return rows.flatMap((row) => numberIn(row, column) ?? []);
}

function rank(
  rows: readonly ResultRow[],
  { of, direction }: Extract<Calculation, { kind: 'rank' }>,
  own: number | null,
): number {
  const values = known(rows, of);
  if (own === null) return values.length + 1;
  return values.filter((value) => (direction === 'ascending' ? value < own : value > own)).length + 1;
}

type TimeCalculation = Exclude<Calculation, { kind: 'ratio' | 'difference' | 'share' | 'share-distinct' | 'rank' }>;

function alongTime(scene: Scene, calculation: TimeCalculation, row: ResultRow): Value {
  const { query, world } = scene;
  const time = query.dimensions.find(({ grain }) => grain !== null);
  if (time?.grain === undefined || time.grain === null) throw new Error('There is no time to run along.');
  const column = columnName(time);
  const unit = { grain: time.grain, system: time.system };
  const own = cell(row, column);
  const others = query.dimensions.filter((use) => use !== time).map(columnName);
  const lane = peers(scene, others, row);
  const back = (count: number): ResultRow | undefined =>
    typeof own === 'string'
      ? lane.find((other) => cell(other, column) === bucketAfter(own, -count, unit, world.calendar))
      : undefined;
  switch (calculation.kind) {
    case 'running-total':
      return sum(
        known(
          upTo(scene, lane, { column, own, restartAt: calculation.restartAt, system: unit.system }),
          calculation.of,
        ),
      );
    case 'moving-average':
    case 'moving-total': {
      const window = Array.from({ length: calculation.buckets }, (_, count) => back(count));
      const rows = window.flatMap((one) => (one === undefined ? [] : [one]));
      if (rows.length < calculation.buckets) return null;
      return (calculation.kind === 'moving-total' ? sum : mean)(known(rows, calculation.of));
    }
    case 'change':
      return change(calculation, numberIn(row, calculation.of), back(calculation.lag));
    case 'running-distinct':
    case 'moving-distinct':
      return countThings(scene, calculation, row);
  }
}

function change(
  { of, as }: Extract<Calculation, { kind: 'change' }>,
  own: number | null,
  before: ResultRow | undefined,
): Value {
  const old = before === undefined ? null : numberIn(before, of);
  if (own === null || old === null) return null;
  if (as === 'difference') return own - old;
  return old === 0 ? null : (own - old) / Math.abs(old);
}

interface Stretch {
  readonly column: string;
  readonly own: Value;
  readonly restartAt: string | null;
  readonly system: string;
}

/** Rows of a lane up to one of them, an unknown date coming last; only of the same larger unit if it begins anew. */
function upTo(
  { world }: Scene,
  lane: readonly ResultRow[],
  { column, own, restartAt, system }: Stretch,
): readonly ResultRow[] {
  return lane.filter((other) => isUpTo(world, cell(other, column), { own, restartAt, system }));
}

function isUpTo({ calendar }: World, date: Value, { own, restartAt, system }: Omit<Stretch, 'column'>): boolean {
  if (typeof own !== 'string') return restartAt === null || date === null;
  if (typeof date !== 'string' || date > own) return false;
  return (
    restartAt === null || bucketOf(date, restartAt, system, calendar) === bucketOf(own, restartAt, system, calendar)
  );
}

function countedPart({ metrics }: Query, of: string) {
  const use = metrics.find((one) => figureRule(one).column === of.toUpperCase());
  const part = use === undefined ? undefined : figureRule(use).parts[0];
  if (part?.thing === undefined || part.thing === null) throw new Error('There is nothing to count once.');
  return { part, thing: part.thing };
}

/** Different things in the rows of all groups that have these values in common. */
function countWithin(
  { world, query }: Scene,
  { of, within }: Extract<Calculation, { kind: 'share-distinct' }>,
  row: ResultRow,
): number {
  const { part, thing } = countedPart(query, of);
  const common = query.dimensions.filter((dimension) =>
    within.some((one) => one.toUpperCase() === columnName(dimension)),
  );
  const rows = ownRows(world, part, countingRows(world, query, part.table)).filter((one) =>
    common.every(
      (dimension) =>
        groupValue({ world, query }, { table: part.table, row: one }, dimension) === cell(row, columnName(dimension)),
    ),
  );
  return new Set(rows.map(thing).filter((one) => one !== null)).size;
}

/** Different things in the rows of several units of time. */
function countThings(
  { world, query, table }: Scene,
  calculation: Extract<Calculation, { kind: 'running-distinct' | 'moving-distinct' }>,
  row: ResultRow,
): number | null {
  const { part, thing } = countedPart(query, calculation.of);
  const time = query.dimensions.find(({ grain }) => grain !== null);
  if (time?.grain === undefined || time.grain === null) throw new Error('There is no time to run along.');
  const source = part.table;
  const unit = { grain: time.grain, system: time.system };
  const own = cell(row, columnName(time));
  const first =
    calculation.kind === 'moving-distinct' && typeof own === 'string'
      ? bucketAfter(own, 1 - calculation.buckets, unit, world.calendar)
      : null;
  if (calculation.kind === 'moving-distinct') {
    const dates = table.rows
      .flatMap((one) => cell(one, columnName(time)) ?? [])
      .map(String)
      .sort();
    if (first === null || first < (dates[0] ?? '')) return null;
  }
  const restartAt = calculation.kind === 'running-distinct' ? calculation.restartAt : null;
  const rows = ownRows(world, part, countingRows(world, query, source)).filter((one) => {
    const place = { table: source, row: one };
    const isSame = query.dimensions.every(
      (dimension) =>
        dimension === time || groupValue({ world, query }, place, dimension) === cell(row, columnName(dimension)),
    );
    const date = groupValue({ world, query }, place, time);
    const isNear = first === null || (typeof date === 'string' && date >= first);
    return isSame && isNear && isUpTo(world, date, { own, restartAt, system: unit.system });
  });
  return new Set(rows.map(thing).filter((one) => one !== null)).size;
}
