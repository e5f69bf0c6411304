import { type Board, hasSense, operatorOf, sensesOf } from './board.ts';
import type { MetricMention } from './draft.ts';

/** "How many products", "number of different brands": a count of rows or of members, where the model has no metric. */
function readCounted(board: Board, index: number, isDistinct: boolean): MetricMention | null {
  const at = board.after(index);
  const item = board.items[at];
  if (item === undefined || !board.isFree(at)) return null;
  const [table] = sensesOf(item, 'table');
  if (hasSense(item, 'metric')) {
    board.claim(index, at);
    return { kind: 'metric', item };
  }
  if (table !== undefined) {
    board.claim(index, at);
    return { kind: 'rows', item, table: table.id };
  }
  if (!hasSense(item, 'dimension') || (!isDistinct && !item.isPlural)) return null;
  board.claim(index, at);
  return { kind: 'members', item };
}

function readCounts(board: Board): readonly MetricMention[] {
  return board.items.flatMap((item, index) => {
    const count = board.isFree(index) ? operatorOf(item, 'count') : null;
    const found = count === null ? null : readCounted(board, index, count.isDistinct);
    return found === null ? [] : [found];
  });
}

/** "Average list price": an aggregate over a fact for which the model has no metric. */
function readFacts(board: Board): readonly MetricMention[] {
  return board.items.flatMap((item, index): readonly MetricMention[] => {
    const aggregate = board.isFree(index) ? aggregateAt(board, index) : null;
    const at = board.after(index);
    const fact = board.items[at];
    if (aggregate === null || fact === undefined || !board.isFree(at)) return [];
    if (!hasSense(fact, 'fact') || hasSense(fact, 'metric')) return [];
    board.claim(index, at);
    return [{ kind: 'fact', item: fact, function: aggregate }];
  });
}

function aggregateAt(board: Board, index: number): 'sum' | 'avg' | 'min' | 'max' | 'median' | null {
  return operatorOf(board.items[index], 'aggregate')?.function ?? null;
}

/** The figures that are asked for, in the order in which they are named. */
export function readMetrics(board: Board): readonly MetricMention[] {
  const counted = [...readCounts(board), ...readFacts(board)];
  const named = board.freeIndexes().flatMap((index): readonly MetricMention[] => {
    const item = board.items[index];
    if (item === undefined || !hasSense(item, 'metric')) return [];
    board.claim(index);
    return [{ kind: 'metric', item }];
  });
  return [...counted, ...named].sort((left, right) => left.item.start - right.item.start);
}
