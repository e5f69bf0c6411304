import { tableOfId } from '#shared/schemas/element-id.ts';
import { Board, hasSense, isFiller, operatorOf, sensesOf } from './board.ts';
import type { Draft, GroupMention, MetricMention } from './draft.ts';
import { claimLabelNouns, readFilters, readLifts, readNamedFilters, readBoth, readWeekdays } from './read-filters.ts';
import { readBareGroups, readGroups } from './read-groups.ts';
import { hasDeed, readBareCount, readCounts, readMetrics } from './read-metrics.ts';
import { readAverage, readAverageUnit } from './read-average.ts';
import { isPartOfDeed, readBecoming, readDeedFigure, readUnit } from './read-deeds.ts';
import { readOrder } from './read-order.ts';
import { readRanking } from './read-ranking.ts';
import { readRunning } from './read-running.ts';
import { readShare, readWithin } from './read-share.ts';
import { readThresholds } from './read-thresholds.ts';
import { readTime } from './read-time.ts';
import type { Item } from './sense.ts';

export interface Drafted {
  readonly draft: Draft;
  /** Items that say something of which nothing was made. */
  readonly leftovers: readonly Item[];
}

function takeVersusMean(board: Board): Draft['versusMean'] {
  const index = board.freeIndexes().find((place) => operatorOf(board.items[place], 'versus-mean') !== null);
  const operator = operatorOf(board.items[index ?? -1], 'versus-mean');
  if (index === undefined || operator === null) return null;
  board.claim(index);
  return { comparator: operator.comparator, heard: board.at(index).heard };
}

function takePeriodEnd(board: Board): Item | null {
  const index = board.freeIndexes().find((place) => operatorOf(board.items[place], 'period-end') !== null);
  if (index === undefined) return null;
  board.claim(index);
  return board.at(index);
}

/** "Stores by city", "how many": figures are wanted; "every store" only says that all are. */
function breaksDown(item: Item): boolean {
  if (operatorOf(item, 'count', 'versus') !== null || /^how\b/i.test(item.heard)) return true;
  return operatorOf(item, 'group') !== null && !/^(each|every)$/i.test(item.heard);
}

function asksWhich(board: Board): boolean {
  return board.items.slice(0, 3).some(({ heard }) => /^(?:which|whose)$/i.test(heard));
}

/** Words that change nothing when nothing was made of them: they join, point or sum up. */
const HARMLESS = ['and', 'which', 'with'] as const;

/** "Units vs orders by month", "compare online and retail revenue": both are shown side by side. */
function joinsMetrics(item: Item, draft: Draft): boolean {
  const isSideBySide = draft.metrics.length > 1 || draft.filters.some(({ isListed }) => isListed);
  return operatorOf(item, 'versus') !== null && isSideBySide;
}

function saysNothingElse({ senses }: Item): boolean {
  return senses.every(({ kind }) => kind === 'deed' || kind === 'filler');
}

/** "How much revenue did we bring in": the figure of that very deed is named. */
function saysDeedOf(item: Item, { metrics }: Draft): boolean {
  const tables = sensesOf(item, 'deed').flatMap(({ deed }) => [
    ...deed.tables,
    ...deed.metrics.map(({ id }) => tableOfId(id)),
  ]);
  const named = metrics.flatMap((mention) => sensesOf(mention.item, 'metric').map(({ id }) => id));
  return named.some((id) => tables.includes(tableOfId(id)));
}

function isHarmless(item: Item, draft: Draft): boolean {
  if (saysNothingElse(item) && saysDeedOf(item, draft)) return true;
  if (isFiller(item) || operatorOf(item, ...HARMLESS) !== null || joinsMetrics(item, draft)) return true;
  const aggregate = operatorOf(item, 'aggregate');
  // "Total revenue" is revenue; whether a sum is what the metric gives is checked where the metric is known.
  if (aggregate?.function === 'sum') return draft.metrics.length > 0;
  return operatorOf(item, 'count') !== null && draft.metrics.some((mention) => mention.item.start >= item.start);
}

/** "How much did customers spend", "what did the goods cost": who did it, or what it was done to, is no breakdown. */
function belongsToDeed(
  board: Board,
  group: GroupMention,
  { deed, count, metrics }: ReturnType<typeof readFigures>,
): boolean {
  if (count !== null && group.item === count.item) return true;
  if (deed !== null) return isPartOfDeed(board, group);
  const isVerb = metrics.some(({ item }) => hasSense(item, 'deed') && item.start > group.item.start);
  const before = board.items.slice(0, board.items.indexOf(group.item)).map(({ heard }) => heard);
  return (
    isVerb &&
    /\b(?:did|do|does)(?: (?:the|our|all|these|those))*$/i.test(before.join(' ')) &&
    isPartOfDeed(board, group)
  );
}

/** The figures that are named, or the one that is asked for by what is done. */
function readFigures(board: Board, counts: readonly MetricMention[], around: FigureSurroundings) {
  const named = readMetrics(board, counts);
  const unit = readUnit(board);
  const deed = named.length === 0 ? readDeedFigure(board, { ...around, unit }) : readBecoming(board, named);
  const { ranking, thresholds, ordering, bare } = around;
  const isPlain = ranking === null && ordering === null && thresholds.length === 0;
  const count = named.length === 0 && deed === null && isPlain ? readBareCount(board, bare) : null;
  const found = deed ?? count;
  return { metrics: found === null ? named : [found], unit, deed, count };
}

interface FigureSurroundings extends Pick<Draft, 'ranking' | 'thresholds' | 'ordering'> {
  /** Breakdowns named without a grouping word. */
  readonly bare: readonly GroupMention[];
}

function hasGrain(mentions: readonly (GroupMention | null)[]): boolean {
  return mentions.some((mention) => mention?.kind === 'grain');
}

/**
 * Makes a draft out of the items: each pass claims what it understands, in an order in which the more specific wording
 * comes first. What is left over at the end was not understood.
 */
export function draftQuestion(items: readonly Item[]): Drafted {
  const board = new Board(items);
  const moving = readRunning(board);
  const marks = { versusMean: takeVersusMean(board), periodEnd: takePeriodEnd(board), weekdays: readWeekdays(board) };
  const thresholds = readThresholds(board);
  const ranking = readRanking(board);
  const ordering = readOrder(board);
  const lifted = readLifts(board);
  const filters = readFilters(board);
  const namedFilters = readNamedFilters(board);
  claimLabelNouns(board, filters);
  const counts = readCounts(board);
  const grouped = readGroups(board);
  const allowsUnits = [ranking, moving.running].some((found) => found !== null);
  const bare = readBareGroups(board, allowsUnits);
  const figures = readFigures(board, counts, { ranking, thresholds, ordering, bare });
  const groups = [
    ...grouped,
    ...bare.filter((group) => !belongsToDeed(board, group, figures)),
    ...readAverageUnit(board),
  ];
  const average = readAverage(board, groups);
  const share = readShare(board);
  const time = readTime(board, hasGrain([...groups, ranking?.target ?? null]));
  const draft: Draft = {
    metrics: figures.metrics,
    groups,
    asksWhich: asksWhich(board),
    isRequest: !board.items.some(breaksDown),
    filters,
    namedFilters,
    lifted,
    thresholds,
    ...marks,
    ranking,
    ordering,
    time,
    share: share === null ? null : { ...share, within: readWithin(board, share, groups) },
    both: readBoth(board),
    hasDeed: figures.deed === null && hasDeed(board),
    unit: figures.unit,
    average,
    ...moving,
  };
  const leftovers = board
    .freeIndexes()
    .flatMap((index) => board.items[index] ?? [])
    .filter((item) => !isHarmless(item, draft));
  return { draft, leftovers };
}
