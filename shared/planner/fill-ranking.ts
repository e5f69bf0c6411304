import type { HavingInput } from '#shared/schemas/plan-condition.ts';
import type { PlanInput } from '#shared/schemas/plan.ts';
import { hasSense, sensesOf } from './board.ts';
import type { Draft, Ordering, Ranking, Threshold } from './draft.ts';
import type { Group } from './fill-groups.ts';
import { type Figure, figureOf } from './fill-metrics.ts';
import type { ModelView } from './model-view.ts';
import type { ReadingLog } from './reading-log.ts';
import type { Item } from './sense.ts';

type Top = NonNullable<PlanInput['top']>;
type OrderKey = NonNullable<PlanInput['order']>[number];

/** Ranks the first breakdown; every other one is a group within which it is ranked. */
export function fillTop(
  draft: Draft,
  scope: {
    readonly ranked: Figure | undefined;
    readonly groups: readonly Group[];
    readonly topCount: number;
    readonly isCompared: boolean;
  },
  log: ReadingLog,
): Top | null {
  const { ranking } = draft;
  const { ranked, groups } = scope;
  if (ranking === null) return null;
  if (ranked === undefined || groups.length === 0) {
    return log.object({
      kind: 'unsupported',
      words: [ranking.direction],
      reason: 'A ranking needs something to rank, such as products or regions.',
    });
  }
  if ((ranking.isScope && groups.length > 1) || ranking.isLeftOut) {
    return log.object({
      kind: 'unsupported',
      words: [ranking.direction],
      reason: 'A breakdown of only the best or worst of something cannot be planned yet.',
    });
  }
  if (ranking.place !== null) return null;
  const count = countOf(ranking, scope.topCount, log);
  const by = scope.isCompared ? rankedBy(draft, ranked, log) : ranked.alias;
  const direction = rankedDirection(draft, ranking);
  return { direction, count, by, within: groups.slice(1).map(({ alias }) => alias) };
}

/** How many are wanted; what is not said is assumed. */
export function countOf(
  { count, isSingular }: NonNullable<Draft['ranking']>,
  topCount: number,
  log: ReadingLog,
): number {
  if (count !== null) return count;
  if (isSingular) return 1;
  log.assume(`The first ${topCount} are shown.`);
  return topCount;
}

/** "Declined the most": the largest fall comes first. */
function rankedDirection({ time }: Draft, { direction }: Ranking): 'top' | 'bottom' {
  if (time.changeDirection !== 'down') return direction;
  return direction === 'top' ? 'bottom' : 'top';
}

/** "Which category grew the most": ranked by how much the figure changed, not by how large it is. */
function rankedBy(draft: Draft, { alias, label }: Figure, log: ReadingLog): string {
  if (!draft.time.wantsChange) return alias;
  if (draft.share?.isOnlyUnit === true) return `${alias}_change_rate`;
  log.assume(`Ranked by how much ${label.toLowerCase()} changed, as a difference.`);
  return `${alias}_change`;
}

/** "Over 10%" of an amount of money, "over $5" of a count: the number is of something else. */
function objectToNumber({ unit, heard }: Threshold, figure: Figure, log: ReadingLog): void {
  const isOther = unit === 'percent' ? figure.measure !== 'percent' : unit !== null && figure.measure !== unit;
  if (!isOther) return;
  const reason = `${figure.label} cannot be compared with “${heard}”: it is measured in something else.`;
  log.object({ kind: 'unsupported', words: [heard], reason });
}

/** A rate is kept as a fraction: "margin rate above 40" means 40 %. */
function comparedValue({ value, unit, heard }: Threshold, figure: Figure, log: ReadingLog): number {
  if (figure.measure !== 'percent' || unit !== null || Math.abs(value) <= 1) return value;
  log.assume(`“${heard}” was read as ${value} %, since ${figure.label.toLowerCase()} is a rate.`);
  return value / 100;
}

function toHaving(threshold: Threshold, figure: Figure, log: ReadingLog): HavingInput {
  objectToNumber(threshold, figure, log);
  return {
    kind: 'compare',
    of: figure.alias,
    operator: threshold.comparator,
    value: comparedValue(threshold, figure, log),
    heard: threshold.heard,
    method: 'number',
  };
}

/** How the column of ranks is called in the plan. */
export const PLACE = 'place';

interface HavingScope {
  /** Whether a period is compared with another. */
  readonly isCompared: boolean;
  readonly figures: readonly Figure[];
  readonly groups: readonly Group[];
  readonly view: ModelView;
}

function meanCondition({ versusMean }: Draft, { figures }: HavingScope): readonly HavingInput[] {
  const [figure] = figures;
  if (versusMean === null || figure === undefined) return [];
  const { comparator, heard } = versusMean;
  return [{ kind: 'summary', of: figure.alias, operator: comparator, summary: 'mean', heard, method: 'exact' }];
}

/** Conditions on the figures of each group. Without a breakdown there are no groups to choose from. */
export function fillHaving(draft: Draft, scope: HavingScope, log: ReadingLog): HavingInput | null {
  const said = thresholdsOf(draft, scope, log);
  return all([...(said === null ? [] : [said]), ...directionCondition(draft, scope), ...placeCondition(draft)]);
}

/** "Which regions grew": those whose figure is higher than the one it is compared with. */
function directionCondition(draft: Draft, { figures, groups, isCompared }: HavingScope): readonly HavingInput[] {
  const { changeDirection } = draft.time;
  const [figure] = figures;
  const isChosen = draft.asksWhich && draft.ranking === null && groups.some(({ isTime }) => !isTime);
  if (!isCompared || !isChosen || changeDirection === null || figure === undefined) return [];
  const operator = changeDirection === 'up' ? '>' : '<';
  return [{ kind: 'compare', of: `${figure.alias}_change`, operator, value: 0, heard: null, method: 'exact' }];
}

/** "The second highest": the one with that rank, or those that share it. */
function placeCondition({ ranking }: Draft): readonly HavingInput[] {
  const place = ranking?.place ?? null;
  if (place === null) return [];
  return [{ kind: 'compare', of: PLACE, operator: '=', value: place, heard: null, method: 'exact' }];
}

function thresholdsOf(draft: Draft, scope: HavingScope, log: ReadingLog): HavingInput | null {
  const heard = [...draft.thresholds, ...(draft.versusMean === null ? [] : [draft.versusMean])].map((one) => one.heard);
  const tied = draft.thresholds.map((threshold) => ({
    threshold,
    figure: figureOf(threshold.metric, scope.figures, scope.view),
  }));
  const [first] = heard;
  if (first === undefined) return null;
  const thresholds = tied.flatMap(({ threshold, figure }) =>
    figure === undefined ? [] : [toHaving(threshold, figure, log)],
  );
  if (thresholds.length < tied.length || scope.groups.length === 0) {
    return log.object({
      kind: 'unsupported',
      words: [first],
      reason: `“${first}” can be applied to groups, such as customers or products, but none is named.`,
    });
  }
  return all([...thresholds, ...meanCondition(draft, scope)]);
}

function all(conditions: readonly HavingInput[]): HavingInput | null {
  const [first, ...others] = conditions;
  if (first === undefined) return null;
  return others.length === 0 ? first : { kind: 'and', conditions: [first, ...others] };
}

interface OrderScope {
  readonly figures: readonly Figure[];
  readonly groups: readonly Group[];
  readonly view: ModelView;
  readonly top: Top | null;
}

/** The order that was asked for; by default time runs forward and the largest figures come first. */
export function fillOrder(draft: Draft, scope: OrderScope, log: ReadingLog): readonly OrderKey[] {
  const { figures, groups, top } = scope;
  if (draft.ordering !== null) return namedOrder(draft.ordering, scope, log);
  if (top !== null) {
    const within = groups.filter(({ alias }) => top.within?.includes(alias)).map(({ alias }) => ({ by: alias }));
    return [...within, { by: top.by, direction: top.direction === 'top' ? 'descending' : 'ascending' }];
  }
  const times = groups.filter(({ isTime }) => isTime).map(({ alias }) => ({ by: alias }));
  const [figure] = figures;
  const isGroupedByOther = groups.some(({ isTime }) => !isTime);
  return figure !== undefined && isGroupedByOther ? [...times, { by: figure.alias, direction: 'descending' }] : times;
}

function objectToOrder(words: string, log: ReadingLog): readonly OrderKey[] {
  log.object({
    kind: 'unsupported',
    words: [words],
    reason: 'There is nothing to order: the result has no such column or only one row.',
  });
  return [];
}

/** Figures are ranked from the top down, names from A to Z. */
function usualDirection(isByMetric: boolean): 'ascending' | 'descending' {
  return isByMetric ? 'descending' : 'ascending';
}

function orderByName(groups: readonly Group[], direction: Ordering['direction'], log: ReadingLog): readonly OrderKey[] {
  const name = groups.find(({ isTime }) => !isTime) ?? groups[0];
  if (name === undefined) return objectToOrder('alphabetical', log);
  return [{ by: name.alias, direction: direction ?? 'ascending' }];
}

function namedOrder({ by, direction }: Ordering, { figures, groups, view }: OrderScope, log: ReadingLog) {
  if (by === 'names') return orderByName(groups, direction, log);
  const isByMetric = by === null || hasSense(by, 'metric');
  const column = isByMetric ? figureOf(by, figures, view) : groupNamed(by, groups);
  if (column === undefined || groups.length === 0) return objectToOrder(by?.heard ?? 'order', log);
  return [{ by: column.alias, direction: direction ?? usualDirection(isByMetric) }];
}

function groupNamed(item: Item, groups: readonly Group[]): Group | undefined {
  const ids = [...sensesOf(item, 'dimension'), ...sensesOf(item, 'time')].map((sense) => sense.id);
  const grains: readonly (string | null)[] = sensesOf(item, 'grain').map((sense) => sense.grain);
  return groups.find(({ use, grain }) => ids.includes(use.dimension) || (grain !== null && grains.includes(grain)));
}

/** "The second highest": the rank of each row, among those of the same group where there are more breakdowns. */
export function fillPlace(
  { ranking }: Draft,
  ranked: Figure | undefined,
  groups: readonly Group[],
): NonNullable<PlanInput['calculations']> {
  if (ranking === null || ranking.place === null || ranked === undefined) return [];
  const direction = ranking.direction === 'top' ? 'descending' : 'ascending';
  return [
    { kind: 'rank', of: ranked.alias, direction, within: groups.slice(1).map(({ alias }) => alias), alias: PLACE },
  ];
}
