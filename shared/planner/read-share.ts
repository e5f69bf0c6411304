import { type Board, hasSense, isFiller, operatorOf } from './board.ts';
import type { GroupMention, ShareMention } from './draft.ts';
import type { Item } from './sense.ts';

/** Verbs between a whole and its part: "what share of revenue comes from Europe". */
const PIVOT =
  /^(?:is|are|was|were|come|comes|came|(?:come|comes|came|stems?) from|goes to|went to|do|does|did|make up|makes up|made up|accounts? for|accounted for|represents?|represented|contributes?|contributed)$/i;

function pivotAfter(board: Board, index: number): number | null {
  const found = board.items.find((item, place) => place > index && isFiller(item) && PIVOT.test(item.heard));
  return found?.start ?? null;
}

/**
 * "What share of revenue", "in percent". The latter says only how a figure is to be shown where it is a share, a rate or
 * a change already.
 */
export function readShare(board: Board): Omit<ShareMention, 'within'> | null {
  const free = board.freeIndexes().filter((index) => operatorOf(board.items[index], 'share', 'in-percent') !== null);
  const index = free.find((place) => operatorOf(board.items[place], 'share') !== null) ?? free[0];
  if (index === undefined) return null;
  board.claim(...free);
  const isOnlyUnit = operatorOf(board.items[index], 'share') === null;
  const from = isOnlyUnit ? board.items.findIndex((item) => hasSense(item, 'metric')) : index;
  return { start: board.at(index).start, isOnlyUnit, pivot: pivotAfter(board, from) };
}

/** The words that lead up to an item, e.g. `in the revenue of each`. */
function leadOf(board: Board, at: number): string {
  return board.items
    .slice(Math.max(0, at - 2), at)
    .map(({ heard }) => heard.toLowerCase())
    .join(' ');
}

const WITHIN = /\b(?:within|inside|in)(?: each| every| the| its)?$|\bfor (?:each|every)$|\bwithin\b/;

function areListed(board: Board, left: number, right: number): boolean {
  const between = board.items.slice(Math.min(left, right) + 1, Math.max(left, right));
  return between.some((item) => operatorOf(item, 'and') !== null) && between.every((item) => joins(item));
}

function joins(item: Item): boolean {
  return operatorOf(item, 'and', 'group') !== null || isFiller(item);
}

/**
 * Of two breakdowns the one that the shares are taken within: "share of each channel in the revenue of each region" are
 * shares of a region. Empty where both together split the whole: "share by region and channel".
 */
export function readWithin(
  board: Board,
  share: { readonly start: number },
  groups: readonly GroupMention[],
): readonly Item[] {
  const items = groups.flatMap(({ kind, item }) => (kind === 'dimension' ? [item] : []));
  const [first, second, third] = items;
  if (first === undefined || second === undefined || third !== undefined) return [];
  const [left, right] = [board.items.indexOf(first), board.items.indexOf(second)];
  if (areListed(board, left, right)) return [];
  const led = items.filter((item) => WITHIN.test(leadOf(board, board.items.indexOf(item))));
  const [only, other] = led;
  if (only !== undefined && other === undefined) return [only];
  const distance = ({ start, end }: Item) => Math.min(Math.abs(start - share.start), Math.abs(end - share.start));
  return [distance(first) <= distance(second) ? second : first];
}
