import type { PeriodExpression } from './period-expression.ts';
import { readCount, readUnit } from './read-parts.ts';
import { DASHES, type TokenCursor } from './token-cursor.ts';

/** Reads one whole period at the cursor; ranges are built from these. */
export type ReadSingle = (cursor: TokenCursor) => PeriodExpression | null;

function takeUpTo(cursor: TokenCursor): boolean {
  if (cursor.anyPhrase('up to', 'up until')) return true;
  if (cursor.word('to', 'through', 'thru', 'until', 'till') !== null) return true;
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

/** `since January`, `before 2020`, `after Q2`, `up to March`, `from May onwards`. */
export function readBounded(cursor: TokenCursor, single: ReadSingle): PeriodExpression | null {
  return (
    cursor.attempt(() => {
      const kind = takeBound(cursor);
      if (kind === null) return null;
      cursor.anyPhrase('the start of', 'the beginning of', 'the end of');
      const of = single(cursor);
      return of === null ? null : { kind, of };
    }) ??
    cursor.attempt(() => {
      cursor.word('from');
      const of = single(cursor);
      const isOpen = cursor.anyPhrase(
        'onwards',
        'onward',
        'and later',
        'and after',
        'on wards',
        'and onwards',
        'or later',
      );
      return of !== null && isOpen ? { kind: 'since', of } : null;
    })
  );
}

/** `first two weeks of March`, `last quarter of 2025`, `the third month of last year`. */
export function readPart(cursor: TokenCursor, single: ReadSingle): PeriodExpression | null {
  return cursor.attempt(() => {
    cursor.word('the');
    const isLast = cursor.word('last', 'final') !== null;
    const isFirst = !isLast && cursor.word('first') !== null;
    if (!isLast && !isFirst) return null;
    const count = readCount(cursor) ?? 1;
    const word = readUnit(cursor);
    if (word === null || cursor.word('of', 'in') === null) return null;
    const of = single(cursor);
    return of === null ? null : { kind: 'part', edge: isLast ? 'last' : 'first', unit: word.unit, count, of };
  });
}

/** `12 months ending June 2026`, `4 weeks to 14 November 2026`, `week ending 6 May`. */
export function readEnding(cursor: TokenCursor, single: ReadSingle): PeriodExpression | null {
  return cursor.attempt(() => {
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

/** `week of 6 May`, `the week starting 2026-05-04`, `month of ...` is left to the month itself. */
export function readUnitOf(cursor: TokenCursor, single: ReadSingle): PeriodExpression | null {
  return cursor.attempt(() => {
    cursor.word('the');
    const word = readUnit(cursor);
    if (word === null || word.unit !== 'week') return null;
    const isOf = cursor.anyPhrase('of', 'starting on', 'starting', 'beginning', 'commencing', 'containing', 'with');
    const of = isOf ? single(cursor) : null;
    return of?.kind === 'day' ? { kind: 'unit-of', unit: 'week', system: word.system, of } : null;
  });
}
