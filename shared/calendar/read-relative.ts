import type { PeriodSystem, PeriodUnit } from './period.ts';
import type { PeriodExpression } from './period-expression.ts';
import { NUMBER_WORDS, TO_DATE_WORDS, UNIT_WORDS, WEEKDAY_WORDS } from './period-vocabulary.ts';
import { readCount, readOffset, readUnit } from './read-parts.ts';
import type { TokenCursor } from './token-cursor.ts';

function relative(unit: PeriodUnit, system: PeriodSystem, offset: number): PeriodExpression {
  return { kind: 'relative', unit, system, offset };
}

/** `today`, `yesterday`, `tomorrow`, `now`. */
export function readDayWord(cursor: TokenCursor): PeriodExpression | null {
  if (cursor.anyPhrase('the day before yesterday', 'day before yesterday')) return relative('day', 'calendar', -2);
  const word = cursor.word('today', 'now', 'yesterday', 'tomorrow');
  if (word === null) return null;
  if (word === 'yesterday') return relative('day', 'calendar', -1);
  return relative('day', 'calendar', word === 'tomorrow' ? 1 : 0);
}

/** Words before `the last year` that make it the twelve months up to now instead of the calendar year. */
const WITHIN = new Set(['in', 'over', 'within', 'during', 'for', 'across']);

/** `full`, `complete`: of a unit that is over. */
function takeWhole(cursor: TokenCursor): boolean {
  return cursor.word('full', 'complete', 'completed', 'whole', 'closed', 'finished') !== null;
}

/** `the last full month`, `the most recent quarter`, `the latest closed year`: the one before the current. */
function readLastWhole(cursor: TokenCursor): PeriodExpression | null {
  return cursor.attempt(() => {
    cursor.word('the');
    cursor.word('our');
    const isLatest = cursor.anyPhrase('latest', 'most recent');
    const isSaid = isLatest || cursor.word('last', 'previous') !== null;
    const isWhole = takeWhole(cursor) || isLatest;
    const word = isSaid && isWhole ? readUnit(cursor) : null;
    return word === null ? null : relative(word.unit, word.system, -1);
  });
}

/** `the week before last`, `the month before last`. */
function readBeforeLast(cursor: TokenCursor): PeriodExpression | null {
  return cursor.attempt(() => {
    cursor.word('the');
    const word = readUnit(cursor);
    return word !== null && cursor.phrase('before last') ? relative(word.unit, word.system, -2) : null;
  });
}

/** `this month`, `last fiscal quarter`, `the previous year`, `next week`, `the last full month`, `the year before last`. */
export function readRelativeUnit(cursor: TokenCursor): PeriodExpression | null {
  return readLastWhole(cursor) ?? readBeforeLast(cursor) ?? readNearUnit(cursor);
}

function readNearUnit(cursor: TokenCursor): PeriodExpression | null {
  return cursor.attempt(() => {
    const isWithin = WITHIN.has(cursor.peek(-1)) && cursor.peek() === 'the' && cursor.peek(1) === 'last';
    cursor.word('the');
    const offset = readOffset(cursor);
    const word = offset === null ? null : readUnit(cursor);
    if (offset === null || word === null) return null;
    const isRolling = isWithin && word.system === 'calendar' && word.unit !== 'quarter' && word.unit !== 'half';
    return isRolling ? { kind: 'rolling', unit: word.unit, count: 1 } : relative(word.unit, word.system, offset);
  });
}

/** `last 3 months`, `the previous two quarters`, `next 4 weeks`, `the four most recent quarters`: whole units. */
export function readRun(cursor: TokenCursor): PeriodExpression | null {
  return cursor.attempt(() => {
    cursor.word('the');
    const run = readDirected(cursor);
    if (run === null) return null;
    takeWhole(cursor);
    const word = readUnit(cursor);
    return word === null ? null : { kind: 'run', ...word, ...run };
  });
}

function readDirected(cursor: TokenCursor): { readonly count: number; readonly direction: 'last' | 'next' } | null {
  const countBefore = cursor.attempt(() => {
    const count = readCount(cursor);
    return count !== null && cursor.anyPhrase('most recent', 'latest', 'last', 'previous') ? count : null;
  });
  if (countBefore !== null) return { count: countBefore, direction: 'last' };
  const offset = cursor.anyPhrase('most recent', 'latest') ? -1 : readOffset(cursor);
  const count = offset === null || offset === 0 ? null : readCount(cursor);
  return count === null ? null : { count, direction: offset === 1 ? 'next' : 'last' };
}

/** `past 30 days`, `trailing twelve months`, `rolling 4 weeks`, `the past year`: up to today. */
export function readRolling(cursor: TokenCursor): PeriodExpression | null {
  return cursor.attempt(() => {
    cursor.word('the');
    if (cursor.word('ttm', 'ltm') !== null) return { kind: 'rolling', unit: 'month', count: 12 };
    if (cursor.word('past', 'trailing', 'rolling') === null) return null;
    const count = readCount(cursor) ?? 1;
    const word = readUnit(cursor);
    return word === null ? null : { kind: 'rolling', unit: word.unit, count };
  });
}

/** `3 days ago`, `a year ago`, `two quarters ago`. */
export function readAgo(cursor: TokenCursor): PeriodExpression | null {
  return cursor.attempt(() => {
    const count = cursor.word('a', 'an') === null ? (cursor.number(1, 9999) ?? cursor.lookUp(NUMBER_WORDS)) : 1;
    const word = count === null ? null : readUnit(cursor);
    if (count === null || word === null || cursor.word('ago') === null) return null;
    return relative(word.unit, word.system, -count);
  });
}

/** `YTD`, `year to date`, `this quarter so far`, `so far this month`, `last year to date`. */
export function readToDate(cursor: TokenCursor): PeriodExpression | null {
  const short = cursor.lookUp(TO_DATE_WORDS);
  if (short !== null) {
    return { kind: 'to-date', unit: short.unit, system: short.isFiscal ? 'fiscal' : 'calendar', offset: 0 };
  }
  return cursor.attempt(() => {
    const isSaidBefore = cursor.anyPhrase('so far', 'to date');
    cursor.word('the');
    const offset = readOffset(cursor) ?? 0;
    const word = readUnit(cursor);
    if (word === null || offset === 1) return null;
    cursor.word('-');
    const isToDate = isSaidBefore || cursor.anyPhrase('to date', 'so far', 'until now', 'to now');
    return isToDate ? { kind: 'to-date', ...word, offset } : null;
  });
}

/** `last Monday`, `this Friday`, `last weekend`. */
export function readWeekday(cursor: TokenCursor): PeriodExpression | null {
  return cursor.attempt(() => {
    cursor.word('the');
    const offset = readOffset(cursor);
    if (offset === null) return null;
    if (cursor.word('weekend') !== null) return { kind: 'weekend', offset };
    const weekday = cursor.lookUp(WEEKDAY_WORDS);
    return weekday === null ? null : { kind: 'weekday', weekday, offset };
  });
}

/** `all time`, `ever`, `since the beginning`. */
export function readAllTime(cursor: TokenCursor): PeriodExpression | null {
  const isAll = cursor.anyPhrase(
    'of all time',
    'all time',
    'since the beginning of time',
    'since the beginning',
    'since the start',
    'in total history',
    'all years',
    'entire history',
    'ever',
  );
  return isAll ? { kind: 'all' } : null;
}

/** `the year`, `the month` after "of": the current one. */
export function readTheUnit(cursor: TokenCursor): PeriodExpression | null {
  return cursor.attempt(() => {
    if (cursor.word('the') === null) return null;
    const unit = cursor.lookUp(UNIT_WORDS);
    return unit === null || unit === 'day' ? null : relative(unit, 'calendar', 0);
  });
}
