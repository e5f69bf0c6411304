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

/** `this month`, `last fiscal quarter`, `the previous year`, `next week`. */
export function readRelativeUnit(cursor: TokenCursor): PeriodExpression | null {
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

/** `last 3 months`, `the previous two quarters`, `next 4 weeks`: whole units. */
export function readRun(cursor: TokenCursor): PeriodExpression | null {
  return cursor.attempt(() => {
    cursor.word('the');
    const offset = readOffset(cursor);
    if (offset === null || offset === 0) return null;
    const count = readCount(cursor);
    if (count === null) return null;
    cursor.word('full', 'complete', 'whole', 'completed');
    const word = readUnit(cursor);
    return word === null ? null : { kind: 'run', ...word, count, direction: offset === 1 ? 'next' : 'last' };
  });
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
