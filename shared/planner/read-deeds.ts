import { type Board, hasSense, operatorOf, sensesOf } from './board.ts';
import type { GroupMention, MetricMention, Ranking, Threshold, UnitMention } from './draft.ts';
import { isAskedFor } from './read-groups.ts';
import type { Item } from './sense.ts';

/** The first word such as "in dollars", "how often"; an amount of money is claimed, since it goes with any figure. */
export function readUnit(board: Board): UnitMention | null {
  const index = board.freeIndexes().find((place) => isUnit(board.at(place)));
  const item = board.at(index ?? -1);
  const unit = operatorOf(item, 'unit');
  if (index === undefined || unit === null) return null;
  if (unit.unit === 'money') board.claim(index);
  return { item, unit };
}

/** A unit that the model has a name for ("pieces") is that. */
function isUnit(item: Item): boolean {
  const isNamed = (['metric', 'dimension', 'value'] as const).some((kind) => hasSense(item, kind));
  return operatorOf(item, 'unit') !== null && !isNamed;
}

/** Verbs whose object is goods rather than money: "what did customers buy" asks for the goods. */
const OF_GOODS = new Set(['sell', 'buy', 'purchase', 'order', 'return', 'ship', 'deliver', 'produce', 'offer']);

const OURS = /\b(?:we|the company|our company|the business|our business)\b/i;
const PASSIVE = /\b(?:is|are|was|were|been|being|get|gets|got)$/i;

function heardBefore(board: Board, index: number): string {
  return board.items
    .slice(0, index)
    .map(({ heard }) => heard)
    .join(' ');
}

/** "How much did we sell", "what did the company earn"; not "what products did we sell". */
function asksForAmount(board: Board, index: number, verb: string): boolean {
  const before = heardBefore(board, index);
  if (/\bhow much\b/i.test(before) || /\bhow many (?:did|have|has|do|does|were|was|are)\b/i.test(before)) return true;
  const isWhat = /^(?:and |so )?what(?:'s| is| are| was| were)? (?:did|do|does|has|have|was|were|the )/i.test(before);
  return isWhat && (!OF_GOODS.has(verb) || OURS.test(before));
}

/** "Most returned product", "was sold most": the thing that is ranked is what it was done to, so pieces are counted. */
function isDoneTo(board: Board, index: number): boolean {
  const before = heardBefore(board, index);
  return operatorOf(board.at(index - 1), 'rank') !== null || PASSIVE.test(before);
}

function deedAt(board: Board): number | undefined {
  return board.freeIndexes().find((index) => {
    const [sense] = sensesOf(board.items[index], 'deed');
    return sense !== undefined && sense.deed.metrics.length > 0 && !hasSense(board.items[index], 'metric');
  });
}

/** "How much did customers spend": the things that do it are neither counted nor a breakdown. */
function doersBefore(board: Board, index: number): readonly number[] {
  return board
    .freeIndexes()
    .filter((place) => place < index && hasSense(board.at(place), 'table') && hasSense(board.at(place), 'metric'));
}

/** "How many customers registered": the deed makes them what they are, so its own figure counts them. */
export function readBecoming(board: Board, counted: readonly MetricMention[]): MetricMention | null {
  const [only, second] = counted;
  const tables = sensesOf(only?.item, 'table').map(({ id }) => id);
  const index = deedAt(board);
  const [sense] = sensesOf(board.items[index ?? -1], 'deed');
  if (only === undefined || second !== undefined || index === undefined || sense === undefined) return null;
  if (!sense.deed.tables.some((table) => tables.includes(table))) return null;
  board.claim(index);
  const { deed } = sense;
  return { kind: 'deed', item: board.at(index), deed, unit: 'pieces', usually: 'pieces', isOurs: false };
}

interface DeedSurroundings {
  readonly ranking: Ranking | null;
  readonly unit: UnitMention | null;
  readonly thresholds: readonly Threshold[];
}

/** "Customers who spent more than 10,000": the number that follows is one of what was done. */
function isCompared(board: Board, index: number, thresholds: readonly Threshold[]): boolean {
  const next = board.at(board.after(index)).heard.toLowerCase();
  return thresholds.some(({ metric, heard }) => metric === null && heard.toLowerCase().startsWith(next));
}

/** "How much did customers spend": who did it, or what it was done to, is no breakdown unless it is asked for. */
export function isPartOfDeed(board: Board, { kind, item }: GroupMention): boolean {
  return kind === 'dimension' && hasSense(item, 'table') && !isAskedFor(board, board.items.indexOf(item));
}

/** Whether words such as "how much", a unit or a number to compare with make a figure of the deed. */
function isAskedOf(board: Board, index: number, verb: string, { unit, thresholds }: DeedSurroundings): boolean {
  const isChange = board.items.some(
    (item, place) => board.isFree(place) && (operatorOf(item, 'change')?.direction ?? null) !== null,
  );
  return unit !== null || isChange || isCompared(board, index, thresholds) || asksForAmount(board, index, verb);
}

function usualUnit(board: Board, index: number, isRanked: boolean): 'money' | 'pieces' {
  const isCounted = /\bhow many\b/i.test(heardBefore(board, index)) || (isRanked && isDoneTo(board, index));
  return isCounted ? 'pieces' : 'money';
}

function claimUnit(board: Board, unit: UnitMention | null): UnitMention['unit']['unit'] | null {
  if (unit !== null) board.claim(board.items.indexOf(unit.item));
  return unit?.unit.unit ?? null;
}

/**
 * A figure that is asked for by what is done: "how much did we sell", "which customer spent the most", "the most
 * returned product". Only where no figure is named.
 */
export function readDeedFigure(board: Board, around: DeedSurroundings): MetricMention | null {
  const index = deedAt(board) ?? -1;
  const deed = sensesOf(board.items[index], 'deed')[0]?.deed;
  if (deed === undefined) return null;
  const { ranking, unit } = around;
  const isRanked = ranking?.metric === null;
  if (!isRanked && !isAskedOf(board, index, deed.verb, around)) return null;
  board.claim(index, ...doersBefore(board, index));
  return {
    kind: 'deed',
    item: board.at(index),
    deed,
    unit: claimUnit(board, unit),
    usually: unit === null ? usualUnit(board, index, isRanked) : 'money',
    isOurs: OURS.test(heardBefore(board, index)),
  };
}
