import { type Board, hasSense, operatorOf, sensesOf } from './board.ts';
import type { GroupMention, UnitAverage } from './draft.ts';

const FUNCTIONS = { avg: 'mean', median: 'median' } as const;

function averageAt(board: Board): { readonly index: number; readonly name: 'avg' | 'median' } | null {
  for (const index of board.freeIndexes()) {
    const name = operatorOf(board.items[index], 'aggregate')?.function;
    if (name === 'avg' || name === 'median') return { index, name };
  }
  return null;
}

/** "Per month", "monthly", "each store" say what is averaged over; "by month" asks for each of them. */
function isAveragedOver(board: Board, { kind, item }: GroupMention): boolean {
  if (kind === 'part' || /^by\b/i.test(item.heard)) return false;
  const at = board.items.indexOf(item);
  if (kind === 'grain') return !/^by\b/i.test(wordBefore(board, at));
  return hasSense(item, 'table') && /^(?:per|each|every|for each|for every)$/i.test(wordBefore(board, at));
}

/** The word that introduces a breakdown. */
function wordBefore(board: Board, at: number): string {
  const before = board.items.slice(0, at).findLast((item) => operatorOf(item, 'group') !== null);
  return before?.heard ?? '';
}

/** "On an average day": the unit stands right after the word. */
export function readAverageUnit(board: Board): readonly GroupMention[] {
  const found = averageAt(board);
  const at = found === null ? -1 : found.index + 1;
  const [grain] = sensesOf(board.items[at], 'grain');
  if (grain === undefined || grain.isGrouping || !board.isFree(at)) return [];
  board.claim(at);
  return [{ kind: 'grain', item: board.at(at), grain: grain.grain, system: grain.system }];
}

/**
 * "Average monthly revenue", "mean orders per day", "revenue per month on average": the figure is averaged over the
 * units, or over things such as stores. Null where the word belongs to no such unit.
 */
export function readAverage(board: Board, groups: readonly GroupMention[]): UnitAverage | null {
  const found = averageAt(board);
  const over = groups.filter((group) => isAveragedOver(board, group));
  const unit = over.find(({ kind }) => kind === 'grain') ?? over[0];
  if (found === null || unit === undefined) return null;
  board.claim(found.index);
  return { function: FUNCTIONS[found.name], over: unit };
}
