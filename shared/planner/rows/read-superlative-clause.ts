import { operatorOf } from '../board.ts';
import type { Item } from '../sense.ts';
import { rowWord, type RowCursor } from './row-cursor.ts';
import { type Column, columnNamed, columnOfQuality, dateOfVerb } from './row-columns.ts';
import type { RowReading } from './row-reading.ts';
import type { Quality } from './row-words.ts';

/** "Cheapest", "top 5": which end is wanted; the column may be named later. */
export interface Extreme {
  readonly item: Item;
  /** Null for "highest" and "top", which need a column beside them. */
  readonly quality: Quality | null;
  readonly end: 'high' | 'low';
  readonly count: number | null;
}

/** Takes a number that says how many: "the 5 cheapest", "the last 10". */
export function takeCount(cursor: RowCursor): number | null {
  return cursor.attempt(() => {
    const number = cursor.takeNumber();
    const isCount = number !== null && number.unit === null && Number.isInteger(number.value) && number.value >= 1;
    return isCount && number.value <= 10_000 ? number.value : null;
  });
}

/** "Cheapest", "the 5 newest", "top 10", "last 3". */
export function takeExtreme(cursor: RowCursor): Extreme | null {
  return cursor.attempt(() => {
    const before = takeCount(cursor);
    const { item } = cursor;
    const adjective = rowWord(item, 'adjective');
    const rank = operatorOf(item, 'rank');
    if (item === undefined || (adjective === null && rank === null)) return null;
    if (adjective !== null && adjective.degree === 'comparative') return null;
    cursor.step();
    const count = before ?? takeCount(cursor);
    if (adjective !== null) return { item, quality: adjective.quality, end: adjective.end, count };
    return { item, quality: null, end: rank?.direction === 'bottom' ? 'low' : 'high', count };
  });
}

function isOrdered(column: Column | null): column is Column {
  return column !== null && (column.kind === 'time' || column.type === 'number');
}

/** A column of the subject's own that its rows can be put in order by. */
function ownOrdered(cursor: RowCursor, reading: RowReading): Column | null {
  const column = columnNamed(cursor.item, reading);
  return isOrdered(column) && column.table === reading.subject.table ? column : null;
}

function settle(extreme: Extreme, field: string, reading: RowReading): void {
  reading.superlative = { field, end: extreme.end, count: extreme.count };
  reading.isAboutRows = true;
}

/** "By list price" after "top 5 products"; a column of the same quality as the adjective. */
function takeBy(cursor: RowCursor, reading: RowReading): Column | null {
  return cursor.attempt(() => {
    const isBy =
      cursor.takeOperator('group', 'order', 'with') !== null || /^(?:in|on)$/i.test(cursor.previous?.heard ?? '');
    const column = isBy ? ownOrdered(cursor, reading) : null;
    if (column !== null) cursor.step();
    return column;
  });
}

/**
 * Ties the superlative before the subject to a column: that of the verb after it ("first opened"), the one that "by"
 * names, else the one that the adjective is usually about. False where there is none.
 */
export function settleExtreme(cursor: RowCursor, extreme: Extreme, said: Item | null, reading: RowReading): boolean {
  const column =
    said === null
      ? (takeNamed(cursor, extreme, reading) ?? usualColumn(extreme, reading))
      : (dateOfVerb(said, reading) ?? columnNamed(said, reading));
  if (!isOrdered(column)) return false;
  settle(extreme, column.id, reading);
  return true;
}

/** What comes after the noun and says which column is meant. */
function takeNamed(cursor: RowCursor, { quality }: Extreme, reading: RowReading): Column | null {
  return (quality === 'time' ? takeVerb(cursor, reading) : null) ?? takeBy(cursor, reading);
}

function usualColumn({ item, quality }: Extreme, reading: RowReading): Column | null {
  const meant = quality ?? qualityOf(item);
  return meant === null ? null : columnOfQuality(item, meant, reading);
}

/** "The latest product launched": the verb after the subject; not where a period follows, which would limit it. */
function takeVerb(cursor: RowCursor, reading: RowReading): Column | null {
  return cursor.attempt(() => {
    cursor.takeOperator('with');
    const column = dateOfVerb(cursor.item, reading);
    const isVerb = column !== null && !/date$/i.test(cursor.item?.heard ?? '');
    if (isVerb) cursor.step();
    return isVerb ? column : null;
  });
}

/** "Largest" and "smallest" are about size where no column is named; "highest" about nothing in particular. */
function qualityOf({ heard }: Item): Quality | null {
  return /^(?:the )?(?:largest|biggest|smallest|greatest)$/i.test(heard) ? 'size' : null;
}

/** "With the highest list price", "opened most recently", "has the latest launch date". */
export function readSuperlativeClause(cursor: RowCursor, reading: RowReading): boolean {
  if (reading.superlative !== null) return false;
  const found = cursor.attempt(() => {
    const verb = dateOfVerb(cursor.item, reading);
    if (verb !== null) {
      cursor.step();
      const extreme = takeExtreme(cursor);
      return extreme?.quality === 'time' ? { extreme, column: verb } : null;
    }
    cursor.takeWord('light');
    const extreme = takeExtreme(cursor);
    if (extreme === null) return null;
    const column = ownOrdered(cursor, reading);
    if (column !== null) {
      cursor.step();
      return { extreme, column };
    }
    return isPredicate(extreme) ? { extreme, column: columnOfQuality(extreme.item, extreme.quality, reading) } : null;
  });
  if (found === null || found.column === null) return false;
  settle(found.extreme, found.column.id, reading);
  return true;

  /** "Which product is cheapest", "which store is the oldest": nothing follows that it could be said of. */
  function isPredicate(extreme: Extreme): extreme is Extreme & { quality: Quality } {
    return extreme.quality !== null && (cursor.isAtEnd || operatorOf(cursor.item, 'group') !== null);
  }
}
