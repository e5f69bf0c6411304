import type { Comparator, ConditionInput } from '#shared/schemas/plan-condition.ts';
import { operatorOf, sensesOf } from '../board.ts';
import { rowWord, type RowCursor } from './row-cursor.ts';
import { type Column, columnNamed, columnOfQuality, columnsOfQuality, isNumeric } from './row-columns.ts';
import type { RowReading } from './row-reading.ts';

export interface Bound {
  readonly operator: Comparator;
  readonly value: number;
  readonly unit: 'currency' | 'percent' | null;
  /** True where the comparison is said: "exactly 5" as against "5". */
  readonly isSaid: boolean;
}

/** A comparison with one bound, two, or the average. */
export type Comparison = { readonly bounds: readonly Bound[] } | { readonly mean: '>' | '<' };

/** "Dollars" after an amount: what it is measured in. */
function takeUnit(cursor: RowCursor, unit: Bound['unit']): Bound['unit'] {
  const isMoney = /^(?:dollars?|usd|euros?|eur|pounds?|gbp)$/i.test(cursor.item?.heard ?? '');
  if (!isMoney) return unit;
  cursor.step();
  return 'currency';
}

function takeAmount(cursor: RowCursor): Omit<Bound, 'operator' | 'isSaid'> | null {
  const number = cursor.takeNumber();
  if (number === null) return null;
  const isPercent = number.unit === null && /^per ?cent$/i.test(cursor.item?.heard ?? '');
  if (!isPercent) return { value: number.value, unit: takeUnit(cursor, number.unit) };
  cursor.step();
  return { value: number.value / 100, unit: 'percent' };
}

function readRange(cursor: RowCursor): readonly Bound[] | null {
  if (cursor.takeOperator('between') === null) return null;
  const low = takeAmount(cursor);
  const isJoined = cursor.takeOperator('and') !== null;
  const high = low === null || !isJoined ? null : takeAmount(cursor);
  if (low === null || high === null) return null;
  return [
    { operator: '>=', ...low, isSaid: true },
    { operator: '<=', ...high, isSaid: true },
  ];
}

/** "10 or more", "5 or fewer" beside "at least 10". */
export function takeAfterwards(cursor: RowCursor): Comparator {
  return (
    cursor.attempt(() => {
      if (operatorOf(cursor.item, 'threshold')?.comparator === '>=') {
        cursor.step();
        return '>=';
      }
      if (cursor.takeOperator('or') === null) return null;
      const heard = cursor.item?.heard.toLowerCase() ?? '';
      const found = HIGHER.has(heard) ? '>=' : LOWER.has(heard) ? '<=' : null;
      if (found !== null) cursor.step();
      return found;
    }) ?? '='
  );
}

const HIGHER = new Set(['more', 'above', 'over', 'higher', 'greater', 'larger', 'bigger', 'up']);
const LOWER = new Set(['less', 'fewer', 'below', 'under', 'lower', 'smaller']);

/** "Over 300", "between 5 and 10", "above average", "10 or more"; a bare number where `allowsPlain`. */
export function readComparison(cursor: RowCursor, allowsPlain: boolean): Comparison | null {
  return cursor.attempt(() => {
    const mean = cursor.takeOperator('versus-mean');
    if (mean !== null) return { mean: mean.comparator };
    const range = cursor.attempt(() => readRange(cursor));
    if (range !== null) return { bounds: range };
    const threshold = cursor.takeOperator('threshold');
    const isOnly = threshold === null && cursor.takeWord('only') !== null;
    const amount = takeAmount(cursor);
    if (amount === null) return null;
    if (threshold !== null) return { bounds: [{ operator: threshold.comparator, ...amount, isSaid: true }] };
    const operator = takeAfterwards(cursor);
    const isSaid = isOnly || operator !== '=';
    return !isSaid && !allowsPlain ? null : { bounds: [{ operator, ...amount, isSaid }] };
  });
}

/** An amount of money is no number of pieces, and a percentage no amount. */
function isMeasuredIn({ format }: Column, { unit, value }: Bound): boolean {
  if (unit === 'currency') return format.isCurrency;
  if (unit === 'percent') return format.unit === 'percent';
  return format.unit !== 'percent' || value <= 1;
}

function addComparison(column: Column, comparison: Comparison, heard: string, reading: RowReading): boolean {
  if ('mean' in comparison) {
    reading.means.push({ field: column.id, operator: comparison.mean, heard });
    return true;
  }
  if (!isNumeric(column) || !comparison.bounds.every((bound) => isMeasuredIn(column, bound))) return false;
  const conditions = comparison.bounds.map(({ operator, value }): ConditionInput => ({
    kind: 'compare',
    field: column.id,
    operator,
    value,
    heard,
    method: 'number',
  }));
  reading.conditions.push(...conditions);
  return true;
}

/** A column whose rows can be compared with a number; a noun that also names a figure is left to the figures. */
function numericColumn(cursor: RowCursor, reading: RowReading): Column | null {
  const { item } = cursor;
  const isNamed = (['dimension', 'fact'] as const).some((kind) => sensesOf(item, kind).length > 0);
  const column = isNamed ? columnNamed(item, reading) : null;
  if (column === null || !isNumeric(column)) return null;
  cursor.step();
  return column;
}

/** "List price over 300", "size of 15", "quantity is 5 or more". */
function columnFirst(cursor: RowCursor, reading: RowReading): [Column, Comparison] | null {
  const column = numericColumn(cursor, reading);
  const comparison = column === null ? null : readComparison(cursor, true);
  return column === null || comparison === null ? null : [column, comparison];
}

/** "Over 300 in list price", "more than 5 quantity", "above average list price". */
function boundFirst(cursor: RowCursor, reading: RowReading): [Column, Comparison] | null {
  const comparison = readComparison(cursor, true);
  const column = comparison === null ? null : numericColumn(cursor, reading);
  if (column === null || comparison === null) return null;
  const rest = withAfterwards(cursor, comparison);
  return rest === null ? null : [column, rest];
}

/** "20% discount or more": the comparison may come after what is compared; a bare number before a noun is none. */
export function withAfterwards(cursor: RowCursor, comparison: Comparison): Comparison | null {
  if ('mean' in comparison) return comparison;
  const [bound, second] = comparison.bounds;
  if (bound === undefined || second !== undefined || bound.operator !== '=' || bound.isSaid) return comparison;
  const operator = takeAfterwards(cursor);
  return operator === '=' ? null : { bounds: [{ ...bound, operator }] };
}

/** "Under $50", "between 100 and 200 dollars": an amount of money by itself is a price, where the rows have one. */
function bareMoney(cursor: RowCursor, reading: RowReading): [Column, Comparison] | null {
  const { item } = cursor;
  const comparison = readComparison(cursor, false);
  if (item === undefined || comparison === null || 'mean' in comparison) return null;
  const isMoney = comparison.bounds.some(({ unit }) => unit === 'currency');
  if (!isMoney || sensesOf(cursor.item, 'metric').length > 0) return null;
  if (columnsOfQuality('price', reading.subject.table, reading.scope.view).length === 0) return null;
  const column = columnOfQuality(item, 'price', reading);
  return column === null ? null : [column, comparison];
}

/** "A discount of more than 20%": a column that is named by a part of its name. */
function partFirst(cursor: RowCursor, reading: RowReading): [Column, Comparison] | null {
  const column = columnNamed(cursor.item, reading);
  if (column === null || !isNumeric(column)) return null;
  cursor.step();
  const comparison = readComparison(cursor, true);
  return comparison === null ? null : [column, comparison];
}

/** "20% discount or more", with a part of the column's name. */
function partLast(cursor: RowCursor, reading: RowReading): [Column, Comparison] | null {
  const comparison = readComparison(cursor, true);
  const column = comparison === null ? null : columnNamed(cursor.item, reading);
  if (comparison === null || column === null || !isNumeric(column)) return null;
  cursor.step();
  const rest = withAfterwards(cursor, comparison);
  return rest === null ? null : [column, rest];
}

/** "Cheaper than 50", "bigger than 10", "newer than …" is a date and read elsewhere; "more expensive than average". */
function adjectiveFirst(cursor: RowCursor, reading: RowReading): [Column, Comparison] | null {
  const { item } = cursor;
  const adjective = rowWord(item, 'adjective');
  if (item === undefined || adjective?.degree !== 'comparative' || adjective.quality === 'time') return null;
  cursor.step();
  const comparison = takeOtherSide(cursor, adjective.end === 'high' ? '>' : '<');
  const column = comparison === null ? null : columnOfQuality(item, adjective.quality, reading);
  return column === null || comparison === null ? null : [column, comparison];
}

function takeOtherSide(cursor: RowCursor, operator: '>' | '<'): Comparison | null {
  if (takeMean(cursor)) return { mean: operator };
  const amount = takeAmount(cursor);
  return amount === null ? null : { bounds: [{ operator, ...amount, isSaid: true }] };
}

/** "(Than) the average", "the average product". */
function takeMean(cursor: RowCursor): boolean {
  if (operatorOf(cursor.item, 'aggregate')?.function !== 'avg') return false;
  cursor.step();
  if (sensesOf(cursor.item, 'table').length > 0) cursor.step();
  return true;
}

/** "Costing more than 50", "priced at 20": the price that the subject has. */
function pricedAt(cursor: RowCursor, reading: RowReading): [Column, Comparison] | null {
  const { item } = cursor;
  if (item === undefined || cursor.takeWord('priced') === null) return null;
  const comparison = readComparison(cursor, true);
  const column = comparison === null ? null : columnOfQuality(item, 'price', reading);
  return column === null || comparison === null ? null : [column, comparison];
}

type NumberReader = (cursor: RowCursor, reading: RowReading) => [Column, Comparison] | null;

/** Rows chosen by a number of their own. */
export function readNumberClause(cursor: RowCursor, reading: RowReading): boolean {
  return readWith([columnFirst, boundFirst, adjectiveFirst, pricedAt], cursor, reading);
}

/** The same in words that may also mean a figure; read where no figure fits. */
export function readLooseNumberClause(cursor: RowCursor, reading: RowReading): boolean {
  return readWith([bareMoney, partFirst, partLast], cursor, reading);
}

function readWith(readers: readonly NumberReader[], cursor: RowCursor, reading: RowReading): boolean {
  const from = cursor.place;
  const found = cursor.attempt(() => {
    for (const read of readers) {
      const one = cursor.attempt(() => read(cursor, reading));
      if (one !== null) {
        const [column, comparison] = one;
        return addComparison(column, comparison, cursor.heard(from, reading.scope.text), reading) || null;
      }
    }
    return null;
  });
  if (found === null) return false;
  reading.isAboutRows = true;
  return true;
}
