import { type Board, hasSense, isFiller, operatorOf, sensesOf } from './board.ts';
import type { GroupMention } from './draft.ts';
import type { Item } from './sense.ts';

/** What an item would break figures down by; units of time before dimensions of the same name. */
export function groupAt(board: Board, index: number): GroupMention | null {
  const item = board.items[index];
  if (item === undefined || !board.isFree(index)) return null;
  const [grain] = sensesOf(item, 'grain');
  if (grain !== undefined) return { kind: 'grain', item, grain: grain.grain, system: grain.system };
  const [part] = sensesOf(item, 'part');
  if (part !== undefined && !hasSense(item, 'dimension')) return { kind: 'part', item, part: part.part };
  return hasSense(item, 'dimension') || hasSense(item, 'time') ? { kind: 'dimension', item } : null;
}

/** A dimension beside one of its own values names that value's column and is no breakdown. */
function labelsValue(board: Board, index: number): boolean {
  const ids = new Set(sensesOf(board.items[index], 'dimension').map((sense) => sense.id));
  return [board.before(index), board.after(index)].some((near) =>
    sensesOf(board.items[near], 'value').some((value) => ids.has(value.id)),
  );
}

/** Index of the next item after fillers such as "each", "the". */
function skipFillers(board: Board, index: number): number {
  let next = index + 1;
  while (skippable(board, next) && groupAt(board, next) === null) next += 1;
  return next;
}

function skippable(board: Board, index: number): boolean {
  const item = board.items[index];
  return item !== undefined && (isFiller(item) || operatorOf(item, 'group') !== null);
}

/** Claims what follows a breakdown in a list: ", channel and month". */
function continueList(board: Board, index: number): readonly GroupMention[] {
  const groups: GroupMention[] = [];
  for (let last = index; ;) {
    const joint = last + 1;
    const next = skipFillers(board, joint);
    const group = operatorOf(board.items[joint], 'and') === null ? null : groupAt(board, next);
    if (group === null || hasOnlyMetric(board, next)) return groups;
    board.claim(joint, next);
    groups.push(group);
    last = next;
  }
}

/** Claims the list after a grouping word: "by region, channel and month". */
function readList(board: Board, index: number): readonly GroupMention[] {
  const first = skipFillers(board, index);
  const group = groupAt(board, first);
  if (group === null) return [];
  board.claim(first);
  return [group, ...continueList(board, first)];
}

function hasOnlyMetric(board: Board, index: number): boolean {
  return hasSense(board.items[index], 'metric') && operatorOf(board.items[index + 1], 'group') !== null;
}

/** Breakdowns named with a grouping word ("by", "per", "for each"), or by a grain word alone ("monthly"). */
export function readGroups(board: Board): readonly GroupMention[] {
  const groups: GroupMention[] = [];
  for (const [index, item] of board.items.entries()) {
    if (!board.isFree(index)) continue;
    if (operatorOf(item, 'group') !== null) {
      const found = readList(board, index);
      if (found.length > 0) board.claim(index, ...groupWordsBetween(board, index));
      groups.push(...found);
    }
    const [grain] = sensesOf(item, 'grain');
    if (grain?.isGrouping === true && board.isFree(index)) {
      board.claim(index);
      groups.push({ kind: 'grain', item, grain: grain.grain, system: grain.system }, ...continueList(board, index));
    }
  }
  return groups;
}

/** "By each region": the second grouping word says no more than the first. */
function groupWordsBetween(board: Board, index: number): readonly number[] {
  const indexes: number[] = [];
  for (let next = index + 1; skippable(board, next) && board.isFree(next); next += 1) indexes.push(next);
  return indexes;
}

/** True when what is named here may be a breakdown although no grouping word says so. */
function isBareGroup(board: Board, group: GroupMention, index: number, allowsUnits: boolean): boolean {
  if (isFiller(group.item) || labelsValue(board, index)) return false;
  if (isAskedFor(board, index)) return true;
  // "London stores": whether these are stores in London or what Londoners bought is not said.
  if (hasSense(board.at(index - 1), 'value')) return false;
  return group.kind === 'dimension' ? !hasSense(group.item, 'metric') : allowsUnits;
}

function isSuffix(item: Item): boolean {
  return operatorOf(item, 'group') !== null && item.heard.toLowerCase() === 'wise';
}

/**
 * Breakdowns named without a grouping word, e.g. "which regions", "customers with more than 5 orders", "region wise".
 * Units of time are such only where `allowsUnits`, as in "the best month": "revenue to date" is no breakdown by date.
 */
export function readBareGroups(board: Board, allowsUnits: boolean): readonly GroupMention[] {
  const groups: GroupMention[] = [];
  for (const index of board.freeIndexes()) {
    const group = groupAt(board, index);
    if (group === null || !isBareGroup(board, group, index, allowsUnits)) continue;
    board.claim(index);
    groups.push(group);
    if (isSuffix(board.at(index + 1))) board.claim(index + 1);
  }
  return groups;
}

/** "Which customers …", "customers with …": the things themselves are wanted, not their number. */
export function isAskedFor(board: Board, index: number): boolean {
  if (operatorOf(board.at(board.before(index)), 'which') !== null) return true;
  return operatorOf(board.items[index + 1], 'with') !== null;
}
