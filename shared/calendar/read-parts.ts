import type { PeriodSystem, PeriodUnit } from './period.ts';
import type { YearReference } from './period-expression.ts';
import { NUMBER_WORDS, ORDINAL_ENDINGS, ORDINAL_WORDS, UNIT_WORDS } from './period-vocabulary.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Years that a bare four-digit number may mean. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2199;

export interface YearOfPart {
  readonly year: YearReference;
  /** Set when the year was called a fiscal or calendar one. */
  readonly system: PeriodSystem | null;
}

export interface UnitWord {
  readonly unit: PeriodUnit;
  readonly system: PeriodSystem;
}

/** `3`, `three`, `a couple of`. */
export function readCount(cursor: TokenCursor): number | null {
  if (cursor.anyPhrase('a couple of', 'couple of', 'a couple', 'couple')) return 2;
  return cursor.number(1, 9999) ?? cursor.lookUp(NUMBER_WORDS);
}

/** `third`, `3rd`. */
export function readOrdinal(cursor: TokenCursor): number | null {
  return (
    cursor.lookUp(ORDINAL_WORDS) ??
    cursor.attempt(() => {
      const value = cursor.number(1, 53);
      return value !== null && cursor.isGlued() && cursor.word(...ORDINAL_ENDINGS) !== null ? value : null;
    })
  );
}

/** `fiscal`, `financial`, `calendar`, `iso`; null when nothing is said, which means the Gregorian calendar. */
export function readSystem(cursor: TokenCursor): PeriodSystem | null {
  if (cursor.word('fiscal', 'financial', 'retail') !== null) return 'fiscal';
  if (cursor.word('calendar') !== null) return 'calendar';
  return cursor.word('iso') === null ? null : 'iso';
}

/** `quarter`, `fiscal years`, `half year`. */
export function readUnit(cursor: TokenCursor): UnitWord | null {
  return cursor.attempt(() => {
    const system = readSystem(cursor) ?? 'calendar';
    if (cursor.word('fy') !== null) return { unit: 'year', system: 'fiscal' };
    const unit = cursor.lookUp(UNIT_WORDS);
    if (unit === null) return null;
    if (unit === 'half') cursor.attempt(() => cursor.word('year', 'years'));
    return { unit, system };
  });
}

/** `2026`, or `26` and `'26` when short years are allowed (2000 to 2099). */
export function readYearNumber(cursor: TokenCursor, allowsShort: boolean): number | null {
  const full = cursor.number(FIRST_YEAR, LAST_YEAR, 4);
  if (full !== null) return full;
  return cursor.attempt(() => {
    const hasApostrophe = cursor.word("'", '’') !== null;
    const short = hasApostrophe || allowsShort ? cursor.number(0, 99, 2) : null;
    return short === null ? null : 2000 + short;
  });
}

/** `FY26`, `fiscal year 2026`, `fiscal 2026`, `financial year 2026`. */
export function readFiscalYear(cursor: TokenCursor): number | null {
  return cursor.attempt(() => {
    const isFiscal = cursor.word('fy') !== null || cursor.word('fiscal', 'financial') !== null;
    if (!isFiscal) return null;
    cursor.word('year', 'yr');
    return readYearNumber(cursor, true);
  });
}

/** `a year ago`, `two years ago`, `the year before last`. */
function readEarlierYear(cursor: TokenCursor): YearOfPart | null {
  return cursor.attempt(() => {
    if (cursor.anyPhrase('the year before last', 'year before last')) {
      return { year: { kind: 'relative', offset: -2 }, system: null };
    }
    const count = cursor.word('a', 'one') === null ? readCount(cursor) : 1;
    const isAgo = count !== null && cursor.word('year', 'years') !== null && cursor.word('ago') !== null;
    return isAgo ? { year: { kind: 'relative', offset: -count }, system: null } : null;
  });
}

/** `this year`, `last year`, `previous year`, `next year`, `two years ago`; offset and system. */
export function readRelativeYear(cursor: TokenCursor): YearOfPart | null {
  return readEarlierYear(cursor) ?? readNearYear(cursor);
}

function readNearYear(cursor: TokenCursor): YearOfPart | null {
  return cursor.attempt(() => {
    cursor.word('the');
    const offset = readOffset(cursor);
    if (offset === null) return null;
    const system = readSystem(cursor);
    return cursor.word('year', 'yr', 'fy') === null ? null : { year: { kind: 'relative', offset }, system };
  });
}

export function readOffset(cursor: TokenCursor): -1 | 0 | 1 | null {
  if (takeShortened(cursor, 'this', 'current', 'curr', 'running', 'ongoing')) return 0;
  if (takeShortened(cursor, 'last', 'previous', 'prev', 'prior', 'preceding')) return -1;
  return cursor.word('next', 'coming', 'upcoming', 'following') === null ? null : 1;
}

/** One of these words; an abbreviation may have its full stop. */
function takeShortened(cursor: TokenCursor, ...words: readonly string[]): boolean {
  const found = cursor.word(...words);
  if ((found === 'prev' || found === 'curr') && cursor.isGlued()) cursor.word('.');
  return found !== null;
}

/** The year after a part: `2026`, `of 2026`, `FY26`, `last year`, `'26`; `latest` when there is none. */
export function readYearAfter(cursor: TokenCursor, allowsShort: boolean): YearOfPart {
  const found = cursor.attempt(() => {
    const hasComma = cursor.word(',') !== null;
    const isGlued = !hasComma && cursor.isGlued();
    const isGluedYear = (!hasComma && cursor.word('-', '/') !== null) || isGlued;
    if (!isGluedYear) cursor.word('of', 'in');
    cursor.attempt(() => (cursor.phrase('the year') || cursor.phrase('calendar year') ? true : null));
    return readYear(cursor, allowsShort && isGluedYear);
  });
  return found ?? { year: { kind: 'latest' }, system: null };
}

/** Any way to name a year. */
export function readYear(cursor: TokenCursor, allowsShort: boolean): YearOfPart | null {
  const fiscal = readFiscalYear(cursor);
  if (fiscal !== null) return { year: { kind: 'named', year: fiscal }, system: 'fiscal' };
  const relative = readRelativeYear(cursor);
  if (relative !== null) return relative;
  const year = readYearNumber(cursor, allowsShort);
  return year === null ? null : { year: { kind: 'named', year }, system: null };
}
