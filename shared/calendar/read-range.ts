import type { PeriodSystem } from './period.ts';
import type { PeriodExpression } from './period-expression.ts';
import { readCount, readOrdinal, readUnit } from './read-parts.ts';
import { DASHES, type TokenCursor } from './token-cursor.ts';

/** Reads one whole period at the cursor; ranges are built from these. */
export type ReadSingle = (cursor: TokenCursor) => PeriodExpression | null;

function takeUpTo(cursor: TokenCursor): boolean {
  if (cursor.anyPhrase('up to', 'up until')) return true;
  if (cursor.word('to', 'through', 'thru', 'until', 'till') !== null) return true;
  if (cursor.peek() === '.' && cursor.peek(1) === '.') return cursor.word('.') !== null && cursor.word('.') !== null;
  return DASHES.has(cursor.peek()) && cursor.word(...DASHES) !== null;
}

/** `between March and June 2023`, `from 2010 to 2012`, `January through March`, `Q1–Q3 2026`. */
export function readBetween(cursor: TokenCursor, single: ReadSingle): PeriodExpression | null {
  return cursor.attempt(() => {
    const isBetween = cursor.word('between') !== null;
    if (!isBetween) cursor.word('from');
    const from = single(cursor);
    if (from === null) return null;
    const isJoined = isBetween ? cursor.word('and', '&') !== null || takeUpTo(cursor) : takeUpTo(cursor);
    const to = isJoined ? single(cursor) : null;
    return to === null ? null : { kind: 'between', from, to };
  });
}

/** The word that opens a one-sided range. */
function takeBound(cursor: TokenCursor): 'since' | 'before' | 'until' | 'after' | null {
  if (cursor.anyPhrase('prior to', 'earlier than', 'before')) return 'before';
  if (cursor.anyPhrase('later than', 'after')) return 'after';
  if (cursor.anyPhrase('up to', 'up until', 'until', 'till', 'through', 'thru')) return 'until';
  return cursor.anyPhrase('since', 'starting from', 'starting in', 'starting', 'beginning in') ? 'since' : null;
}

/** What may follow "on" when it means "onwards": nothing that it could attach. */
const AFTER_ON: ReadonlySet<string> = new Set(['', ',', '.', '?', '!', 'by', 'per', 'for', 'and', 'in']);

/** The words after which a range has no end: `from May onwards`, `from 1994 on`, `2026 to date`. */
function takeOpenEnd(cursor: TokenCursor, isFrom: boolean): boolean {
  if (cursor.anyPhrase('onwards', 'onward', 'on wards', 'and onwards', 'and later', 'and after', 'or later'))
    return true;
  if (cursor.anyPhrase('to date', 'so far', 'and since', 'and on')) return true;
  return isFrom && cursor.peek() === 'on' && AFTER_ON.has(cursor.peek(1)) && cursor.word('on') !== null;
}

/** `since January`, `since the start of the year`, `before 2020`, `after Q2`, `up to March`, `from May onwards`. */
export function readBounded(cursor: TokenCursor, single: ReadSingle, inner: ReadSingle): PeriodExpression | null {
  return (
    cursor.attempt(() => {
      const kind = takeBound(cursor);
      if (kind === null) return null;
      const isEdge = cursor.anyPhrase('the start of', 'the beginning of', 'the end of');
      const of = isEdge ? (single(cursor) ?? inner(cursor)) : single(cursor);
      return of === null ? null : { kind, of };
    }) ??
    cursor.attempt(() => {
      const isFrom = cursor.word('from') !== null;
      const of = single(cursor);
      return of !== null && takeOpenEnd(cursor, isFrom) ? { kind: 'since', of } : null;
    })
  );
}

/** Which of the parts is meant, counted from an end: `first two`, `last`, `third`, `second to last`. */
function readEdge(cursor: TokenCursor): { readonly edge: 'first' | 'last'; readonly skipped: number } | null {
  if (cursor.anyPhrase('second to last', 'second last', 'next to last', 'penultimate'))
    return { edge: 'last', skipped: 1 };
  if (cursor.word('last', 'final') !== null) return { edge: 'last', skipped: 0 };
  const ordinal = readOrdinal(cursor);
  return ordinal === null ? null : { edge: 'first', skipped: ordinal - 1 };
}

/** `first two weeks of March`, `last quarter of 2025`, `the third month of last year`, `the second half of October`. */
export function readPart(cursor: TokenCursor, single: ReadSingle): PeriodExpression | null {
  return cursor.attempt(() => {
    cursor.word('the');
    const edge = readEdge(cursor);
    if (edge === null) return null;
    const count = edge.skipped > 0 ? 1 : (readCount(cursor) ?? 1);
    const word = readUnit(cursor);
    if (word === null || cursor.word('of', 'in') === null) return null;
    const of = single(cursor);
    return of === null ? null : { kind: 'part', ...edge, unit: word.unit, count, of };
  });
}

/** `w/c 5 October`, `w/e 10 October`: how a week is written short by its first or its last day. */
function takeShortWeek(cursor: TokenCursor): 'starting' | 'ending' | null {
  return cursor.attempt(() => {
    const isShort = cursor.word('w') !== null && cursor.word('/') !== null;
    const letter = isShort ? cursor.word('c', 'b', 'e') : null;
    if (letter === null) return null;
    return letter === 'e' ? 'ending' : 'starting';
  });
}

/** `12 months ending June 2026`, `4 weeks to 14 November 2026`, `week ending 6 May`, `w/e 6 May`. */
export function readEnding(cursor: TokenCursor, single: ReadSingle): PeriodExpression | null {
  return cursor.attempt(() => {
    if (takeShortWeek(cursor) === 'ending') {
      const of = single(cursor);
      return of?.kind === 'day' ? { kind: 'ending', unit: 'week', count: 1, of } : null;
    }
    cursor.word('the');
    const count = readCount(cursor) ?? 1;
    const word = readUnit(cursor);
    const isEnding = cursor.anyPhrase(
      'ending on',
      'ending in',
      'ending with',
      'ending',
      'ended',
      'up to',
      'to the end of',
    );
    const of = word !== null && isEnding ? single(cursor) : null;
    return of === null || word === null ? null : { kind: 'ending', unit: word.unit, count, of };
  });
}

/** `week of 6 May`, `the week starting 2026-05-04`, `w/c 4 May`, `month of ...` is left to the month itself. */
export function readUnitOf(cursor: TokenCursor, single: ReadSingle): PeriodExpression | null {
  return cursor.attempt(() => {
    const system = takeWeekOf(cursor);
    const of = system === null ? null : single(cursor);
    return of?.kind === 'day' && system !== null ? { kind: 'unit-of', unit: 'week', system, of } : null;
  });
}

function takeWeekOf(cursor: TokenCursor): PeriodSystem | null {
  if (takeShortWeek(cursor) === 'starting') return 'calendar';
  cursor.word('the');
  const word = readUnit(cursor);
  const isOf = cursor.anyPhrase('of', 'starting on', 'starting', 'beginning', 'commencing', 'containing', 'with');
  return word?.unit === 'week' && isOf ? word.system : null;
}
