import type { PeriodSystem } from './period.ts';
import type { PeriodExpression, YearPart, YearReference } from './period-expression.ts';
import { LATENT_MONTHS, MONTH_WORDS } from './period-vocabulary.ts';
import {
  type YearOfPart,
  FIRST_YEAR,
  LAST_YEAR,
  readFiscalYear,
  readOffset,
  readOrdinal,
  readSystem,
  readYear,
  readYearAfter,
  readYearNumber,
} from './read-parts.ts';
import type { TokenCursor } from './token-cursor.ts';

type NumberedUnit = YearPart['unit'];

interface NumberedPart {
  readonly unit: NumberedUnit;
  readonly number: number;
  readonly system: PeriodSystem | null;
}

const LETTER_UNITS: ReadonlyMap<string, NumberedUnit> = new Map([
  ['q', 'quarter'],
  ['h', 'half'],
  ['w', 'week'],
  ['wk', 'week'],
]);
const MOST_PER_YEAR = { half: 2, quarter: 4, month: 12, week: 53 } as const;

/** `Q3`, `H1`, `W32`, `fiscal Q3`, `FQ3`, `P3`, and the other way round `3Q`, `1H`. */
function readLetterPart(cursor: TokenCursor): NumberedPart | null {
  return cursor.attempt(() => {
    const system = readSystem(cursor);
    if (cursor.word('fq') !== null) return numbered(cursor, 'quarter', 'fiscal');
    const isRetailPeriod = cursor.peek() === 'p' && /^\d/.test(cursor.peek(1));
    if (isRetailPeriod) {
      cursor.skip();
      return cursor.isGlued() ? numbered(cursor, 'month', 'fiscal') : null;
    }
    const unit = cursor.lookUp(LETTER_UNITS);
    if (unit !== null) return cursor.isGlued() ? numbered(cursor, unit, system) : null;
    // "KW 32", "CW 32": how the numbered week is written in calendars.
    if (cursor.word('kw', 'cw') !== null) return numbered(cursor, 'week', system);
    return readReversedPart(cursor, system);
  });
}

function readReversedPart(cursor: TokenCursor, system: PeriodSystem | null): NumberedPart | null {
  const number = cursor.number(1, 4, 1);
  if (number === null || !cursor.isGlued()) return null;
  const unit = cursor.word('q', 'h');
  if (unit === 'q') return { unit: 'quarter', number, system };
  return unit === 'h' && number <= 2 ? { unit: 'half', number, system } : null;
}

function numbered(cursor: TokenCursor, unit: NumberedUnit, system: PeriodSystem | null): NumberedPart | null {
  const number = cursor.number(1, MOST_PER_YEAR[unit]);
  return number === null ? null : { unit, number, system };
}

/** `third quarter`, `first half`, `quarter 3`, `week 32`, `fiscal week 12`, `period 3`, `iso week 5`. */
function readWordPart(cursor: TokenCursor): NumberedPart | null {
  return cursor.attempt(() => {
    cursor.word('the');
    const system = readSystem(cursor);
    const ordinal = readOrdinal(cursor);
    const inner = system ?? readSystem(cursor);
    if (ordinal !== null) return ordinalPart(cursor, ordinal, inner);
    if (cursor.word('quarter', 'qtr') !== null) return numbered(cursor, 'quarter', inner);
    if (cursor.word('week') !== null) return numbered(cursor, 'week', inner);
    if (cursor.word('month') !== null) return inner === 'fiscal' ? numbered(cursor, 'month', inner) : null;
    if (cursor.word('half') !== null) return numbered(cursor, 'half', inner);
    return inner === 'fiscal' && cursor.word('period') !== null ? numbered(cursor, 'month', 'fiscal') : null;
  });
}

/** Only quarters and halves: "the third month of 2026" and "the first week of March" are parts of a period. */
function ordinalPart(cursor: TokenCursor, number: number, system: PeriodSystem | null): NumberedPart | null {
  const unit = cursor.word('quarter', 'qtr', 'half');
  if (unit === 'half') return number <= 2 ? { unit: 'half', number, system } : null;
  return unit !== null && number <= 4 ? { unit: 'quarter', number, system } : null;
}

function toYearPart(part: NumberedPart, { year, system }: YearOfPart): PeriodExpression {
  const chosen = part.system ?? system ?? 'calendar';
  return { kind: 'year-part', unit: part.unit, number: part.number, year, system: chosen };
}

/** `of the year` after a part means this year. */
function readOfTheYear(cursor: TokenCursor): YearOfPart | null {
  return cursor.phrase('of the year') ? { year: { kind: 'relative', offset: 0 }, system: null } : null;
}

/** A numbered part with its year before or after it: `Q3 2026`, `FY26 Q3`, `2026-Q3`, `last year's Q3`. */
export function readNumberedPart(cursor: TokenCursor): PeriodExpression | null {
  return (
    cursor.attempt(() => {
      const part = readLetterPart(cursor) ?? readWordPart(cursor);
      if (part === null) return null;
      const plain = cursor.attempt(() => {
        const after = readYearAfter(cursor, true);
        return after.year.kind === 'latest' ? null : after;
      });
      return toYearPart(part, plain ?? readOfTheYear(cursor) ?? { year: { kind: 'latest' }, system: null });
    }) ??
    cursor.attempt(() => {
      const year = readLeadingYear(cursor);
      const part = year === null ? null : (readLetterPart(cursor) ?? readWordPart(cursor));
      return year === null || part === null ? null : toYearPart(part, year);
    })
  );
}

function readLeadingYear(cursor: TokenCursor): YearOfPart | null {
  const year = readYear(cursor, false);
  if (year === null) return null;
  cursor.attempt(() => (cursor.word("'", '’') === null ? null : cursor.word('s')));
  cursor.word('-', ',');
  return year;
}

/** `October 2026`, `Oct '26`, `October last year`, `last October`, `2026 October`, `the month of October`. */
export function readMonth(cursor: TokenCursor): PeriodExpression | null {
  return (
    cursor.attempt(() => {
      const isIn = cursor.peek(-1) === 'in';
      cursor.phrase('the month of');
      const month = cursor.lookUp(MONTH_WORDS);
      if (month === null) return null;
      cursor.word('.');
      // "In Oct 26": see the day that begins with its month.
      const short = isIn ? cursor.number(15, 49, 2) : null;
      return monthOf(month, short === null ? readYearAfter(cursor, true).year : { kind: 'named', year: 2000 + short });
    }) ??
    cursor.attempt(() => {
      const year = readLeadingYear(cursor);
      const month = year === null ? null : cursor.lookUp(MONTH_WORDS);
      return year === null || month === null ? null : monthOf(month, year.year);
    }) ??
    readRelativeMonth(cursor)
  );
}

function monthOf(number: number, year: YearReference): YearPart {
  return { kind: 'year-part', unit: 'month', number, year, system: 'calendar' };
}

/** `last October` is the most recent one that is over or under way; `this October` is this year's. */
function readRelativeMonth(cursor: TokenCursor): PeriodExpression | null {
  return cursor.attempt(() => {
    const offset = readOffset(cursor);
    const month = offset === null ? null : cursor.lookUp(MONTH_WORDS);
    if (offset === null || month === null || offset === 1) return null;
    return monthOf(month, offset === 0 ? { kind: 'relative', offset: 0 } : { kind: 'latest' });
  });
}

/** `2026-10`, `10/2026`. */
export function readNumericMonth(cursor: TokenCursor): PeriodExpression | null {
  return (
    cursor.attempt(() => {
      const year = cursor.number(FIRST_YEAR, LAST_YEAR, 4);
      if (year === null || !cursor.isGlued() || cursor.word('-', '/') === null || !cursor.isGlued()) return null;
      const month = cursor.number(1, 12, 2);
      return month === null ? null : monthOf(month, { kind: 'named', year });
    }) ??
    cursor.attempt(() => {
      const month = cursor.number(1, 12);
      if (month === null || !cursor.isGlued() || cursor.word('/') === null || !cursor.isGlued()) return null;
      const year = cursor.number(FIRST_YEAR, LAST_YEAR, 4);
      return year === null ? null : monthOf(month, { kind: 'named', year });
    })
  );
}

/** `2026`, `the year 2026`, `calendar year 2026`, `CY2026`, `FY26`. */
export function readNamedYear(cursor: TokenCursor): PeriodExpression | null {
  return cursor.attempt(() => {
    cursor.word('the');
    const fiscal = readFiscalYear(cursor);
    if (fiscal !== null) return { kind: 'year', year: fiscal, system: 'fiscal' };
    cursor.word('calendar');
    cursor.word('year', 'cy');
    const year = readYearNumber(cursor, false);
    return year === null ? null : { kind: 'year', year, system: 'calendar' };
  });
}

/** `the 1990s`, `2010's`. */
export function readDecade(cursor: TokenCursor): PeriodExpression | null {
  return cursor.attempt(() => {
    cursor.word('the');
    const start = cursor.number(FIRST_YEAR, LAST_YEAR, 4);
    if (start === null || start % 10 !== 0) return null;
    cursor.word("'", '’');
    return cursor.isGlued() && cursor.word('s') !== null ? { kind: 'decade', start } : null;
  });
}

/** True for a month word that by itself is more likely another word. */
export function isLatentMonthWord(word: string): boolean {
  return LATENT_MONTHS.has(word);
}
