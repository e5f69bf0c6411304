import type { SqlCursor } from './sql-cursor.ts';
import type { SqlNode, SqlOrderItem, SqlWindow } from './sql-syntax.ts';

const FRAME_WORDS: ReadonlySet<string> = new Set(
  'ROWS RANGE BETWEEN AND UNBOUNDED PRECEDING FOLLOWING CURRENT ROW'.split(' '),
);

function readOrder(cursor: SqlCursor): readonly SqlOrderItem[] {
  const items: SqlOrderItem[] = [];
  do {
    const by = cursor.expression();
    const isDescending = cursor.take('word', 'DESC');
    if (!isDescending) cursor.take('word', 'ASC');
    items.push({ by, isDescending });
  } while (cursor.take('symbol', ','));
  return items;
}

function readFrame(cursor: SqlCursor): string | null {
  const words: string[] = [];
  while (FRAME_WORDS.has(cursor.peek().value) || cursor.peek().kind === 'number') words.push(cursor.next().value);
  if (words.length > 0 && words[0] !== 'ROWS' && words[0] !== 'RANGE') cursor.refuse('ROWS or RANGE was expected');
  return words.length === 0 ? null : words.join(' ');
}

/** Reads what follows OVER, Snowflake's PARTITION BY EXCLUDING included. */
export function readWindow(cursor: SqlCursor): SqlWindow {
  cursor.expect('symbol', '(');
  const partitionBy: SqlNode[] = [];
  let isExcluding = false;
  if (cursor.take('word', 'PARTITION')) {
    cursor.expect('word', 'BY');
    isExcluding = cursor.take('word', 'EXCLUDING');
    do partitionBy.push(cursor.expression());
    while (cursor.take('symbol', ','));
  }
  let orderBy: readonly SqlOrderItem[] = [];
  if (cursor.take('word', 'ORDER')) {
    cursor.expect('word', 'BY');
    orderBy = readOrder(cursor);
  }
  const frame = readFrame(cursor);
  cursor.expect('symbol', ')');
  return { isExcluding, partitionBy, orderBy, frame };
}
