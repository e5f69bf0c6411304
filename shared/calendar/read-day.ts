import { isRealDate } from './civil-date.ts';
import type { NamedDay, PeriodExpression, YearReference } from './period-expression.ts';
import { isOrdinalEnding, MONTH_WORDS } from './period-vocabulary.ts';
import { readYearAfter } from './read-parts.ts';
import { DASHES, type TokenCursor } from './token-cursor.ts';

function dayOf(month: number, day: number, year: YearReference): NamedDay | null {
  // A leap year stands in when no year is named, so that 29 February is read.
  const checkedYear = year.kind === 'named' ? year.year : 2024;
  return isRealDate({ year: checkedYear, month, day }) ? { kind: 'day', month, day, year } : null;
}

/** Digits joined by one kind of sign: `2026-10-03`, `10/23/2026`, `3.10.2026`. */
function readGluedNumbers(cursor: TokenCursor, sign: string): readonly [string, string, string] | null {
  return cursor.attempt(() => {
    const read: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      if (index > 0 && (!cursor.isGlued() || cursor.word(sign) === null || !cursor.isGlued())) return null;
      if (!/^\d{1,4}$/.test(cursor.peek())) return null;
      read.push(cursor.peek());
      cursor.skip();
    }
    const [first = '', second = '', third = ''] = read;
    return [first, second, third];
  });
}

/** Month and day of `a/b/year`; null where both orders make a date, since guessing wrong would be silent. */
function orderSlashed(first: number, second: number): { month: number; day: number } | null {
  if (first === second) return { month: first, day: second };
  if (first > 12) return { month: second, day: first };
  return second > 12 ? { month: first, day: second } : null;
}

function numericDay(parts: readonly [string, string, string], sign: string): NamedDay | null {
  const [first, second, third] = parts;
  if (first.length === 4) return dayOf(Number(second), Number(third), { kind: 'named', year: Number(first) });
  if (third.length !== 4) return null;
  const year: YearReference = { kind: 'named', year: Number(third) };
  if (sign === '.') return dayOf(Number(second), Number(first), year);
  const ordered = orderSlashed(Number(first), Number(second));
  return ordered === null ? null : dayOf(ordered.month, ordered.day, year);
}

function readNumericDay(cursor: TokenCursor): NamedDay | null {
  for (const sign of ['-', '/', '.']) {
    const day = cursor.attempt(() => {
      const parts = readGluedNumbers(cursor, sign);
      return parts === null ? null : numericDay(parts, sign);
    });
    if (day !== null) return day;
  }
  return null;
}

/** `3`, `3rd`. */
function readDayNumber(cursor: TokenCursor): number | null {
  return cursor.attempt(() => {
    const day = cursor.number(1, 31);
    if (day === null || cursor.peek().length > 4) return day;
    if (cursor.isGlued()) cursor.word('st', 'nd', 'rd', 'th');
    return day;
  });
}

/** `October 3, 2026`, `Oct 3rd`; "in Oct 26" is a month of a year, since nobody says "in" of a day. */
function readMonthFirst(cursor: TokenCursor): NamedDay | null {
  const isInMonth =
    cursor.peek(-1) === 'in' && /^(?:1[5-9]|[2-4]\d)$/.test(cursor.peek(1)) && !isOrdinalEnding(cursor.peek(2));
  if (isInMonth) return null;
  return cursor.attempt(() => {
    const month = cursor.lookUp(MONTH_WORDS);
    cursor.word('.');
    cursor.word('the');
    const day = month === null ? null : readDayNumber(cursor);
    return month === null || day === null ? null : dayOf(month, day, readYearAfter(cursor, false).year);
  });
}

/** `3 October 2026`, `3rd of October`. */
function readDayFirst(cursor: TokenCursor): NamedDay | null {
  return cursor.attempt(() => {
    cursor.word('the');
    const day = readDayNumber(cursor);
    if (day === null) return null;
    cursor.word('of');
    const month = cursor.lookUp(MONTH_WORDS);
    if (month === null) return null;
    cursor.word('.');
    return dayOf(month, day, readYearAfter(cursor, false).year);
  });
}

/** One day with its month, in any of the usual orders. A slashed date that could be either way round is not read. */
export function readDay(cursor: TokenCursor): NamedDay | null {
  return readNumericDay(cursor) ?? readMonthFirst(cursor) ?? readDayFirst(cursor);
}

function takeRangeSign(cursor: TokenCursor): boolean {
  if (cursor.word('to', 'through', 'thru', 'until', 'till') !== null) return true;
  return DASHES.has(cursor.peek()) && cursor.word(...DASHES) !== null;
}

/** `1–14 November 2026`, `November 1 to 14`: two days that share a month. */
export function readDayRange(cursor: TokenCursor): PeriodExpression | null {
  return (
    cursor.attempt(() => {
      const first = readDayNumber(cursor);
      if (first === null || !takeRangeSign(cursor)) return null;
      const last = readDayFirst(cursor);
      return last === null || first > last.day ? null : { kind: 'between', from: { ...last, day: first }, to: last };
    }) ??
    cursor.attempt(() => {
      const month = cursor.lookUp(MONTH_WORDS);
      const first = month === null ? null : readDayNumber(cursor);
      if (month === null || first === null || !takeRangeSign(cursor)) return null;
      const last = readDayNumber(cursor);
      if (last === null || first > last) return null;
      const to = dayOf(month, last, readYearAfter(cursor, false).year);
      return to === null ? null : { kind: 'between', from: { ...to, day: first }, to };
    })
  );
}
