import { METRIC_TIME, type PlanGrain, type PlanSystem } from '#shared/schemas/plan-parts.ts';
import type { PlanInput } from '#shared/schemas/plan.ts';
import { hasSense, sensesOf } from './board.ts';
import { chooseDimension, type Figures } from './choose-element.ts';
import type { Draft, GroupMention } from './draft.ts';
import { bareName } from '#shared/schemas/element-id.ts';
import { type ModelView, rootDimension } from './model-view.ts';
import type { ReadingLog } from './reading-log.ts';
import type { ResolvedTime } from './resolve-time.ts';
import type { Item } from './sense.ts';

type DimensionUse = NonNullable<PlanInput['dimensions']>[number];

/** A breakdown of the plan. */
export interface Group {
  readonly use: DimensionUse;
  readonly alias: string;
  readonly isTime: boolean;
  readonly grain: PlanGrain | null;
  /** The words that name it, where it was named. */
  readonly item?: Item | undefined;
}

export function timeGroup(grain: PlanGrain, system: PlanSystem): Group {
  return {
    use: { dimension: METRIC_TIME, grain, system },
    alias: `${METRIC_TIME}_${grain}`,
    isTime: true,
    grain,
  };
}

/** The date that all figures are measured by is the plan's own time; another date is named. */
function dateGroup(id: string, figures: Figures, view: ModelView): Group {
  const root = rootDimension(id, view.dimensions);
  const isMetricTime = figures.factTables.every((table) => {
    const own = view.tables.get(table)?.defaultTimeDimension ?? null;
    return own !== null && (own === id || rootDimension(own, view.dimensions) === root);
  });
  if (isMetricTime) return timeGroup('day', 'calendar');
  return { use: { dimension: id, grain: 'day' }, alias: `${bareName(id)}_day`, isTime: true, grain: 'day' };
}

/** "Launched", "shipped on": says what a period applies to, and is no breakdown by day. */
function saysWhen(item: Item): boolean {
  return hasSense(item, 'deed') || /ed(?: on)?$/i.test(item.heard);
}

/** The figures' own date is what a period applies to anyway; another one would limit other rows. */
function objectToWhen(item: Item, { use }: Group, log: ReadingLog): null {
  if (use.dimension === METRIC_TIME) return null;
  const reason = `The figures are dated otherwise, so they cannot be limited by what was “${item.heard}” when.`;
  return log.object({ kind: 'unsupported', words: [item.heard], reason });
}

function fillGroup(mention: GroupMention, figures: Figures, view: ModelView, log: ReadingLog): Group | null {
  if (mention.kind === 'grain') return timeGroup(mention.grain, mention.system);
  if (mention.kind === 'part') {
    const alias = mention.part.replaceAll('-', '_');
    return { use: { dimension: METRIC_TIME, part: mention.part, alias }, alias, isTime: true, grain: null };
  }
  const id = chooseDimension(mention.item, figures, view, log);
  if (id === null) return null;
  const isDate = view.dimensions.get(id)?.kind === 'time';
  if (isDate && saysWhen(mention.item)) return objectToWhen(mention.item, dateGroup(id, figures, view), log);
  return isDate
    ? dateGroup(id, figures, view)
    : { use: { dimension: id }, alias: bareName(id), isTime: false, grain: null };
}

const DAY_MS = 86_400_000;
/** Longest span, in days, that is shown by day, and by month; longer ones by month and by year. */
const LONGEST_BY_DAY = 31;
const LONGEST_BY_WEEK = 183;
const LONGEST_BY_MONTH = 3 * 366;

/** The unit in which a development over a period shows best. */
export function trendGrain(period: { readonly from: string; readonly to: string } | null): PlanGrain {
  if (period === null) return 'month';
  const days = (Date.parse(period.to) - Date.parse(period.from)) / DAY_MS;
  if (days <= LONGEST_BY_DAY) return 'day';
  if (days < LONGEST_BY_WEEK) return 'week';
  return days <= LONGEST_BY_MONTH ? 'month' : 'year';
}

/** The unit of time that is wanted although the question names none as a breakdown. */
function impliedGrain(draft: Draft, time: ResolvedTime, log: ReadingLog): PlanGrain | null {
  if (draft.time.bucketChange !== null) return draft.time.bucketChange;
  if (time.listedGrain !== null) return time.listedGrain;
  if (!draft.time.wantsTrend && draft.running === null) return null;
  const grain = trendGrain(time.period);
  log.assume(`The development is shown by ${grain}.`);
  return grain;
}

/** Renames an alias that another column has already, by the dimension's table. */
function withoutClash(group: Group, taken: ReadonlySet<string>): Group {
  if (!taken.has(group.alias)) return group;
  const alias = group.use.dimension.replaceAll(/[^A-Za-z0-9_]/g, '_');
  return { ...group, alias, use: { ...group.use, alias } };
}

/** "Orders sorted by region": what the rows are ordered by must be a column. */
function orderedBy({ ordering }: Draft): readonly GroupMention[] {
  const item = ordering?.by ?? null;
  if (item === null || item === 'names' || hasSense(item, 'metric')) return [];
  const [grain] = sensesOf(item, 'grain');
  return [
    grain === undefined
      ? { kind: 'dimension', item }
      : { kind: 'grain', item, grain: grain.grain, system: grain.system },
  ];
}

/** All breakdowns of a draft, the target of a ranking first, each once. */
export function fillGroups(
  draft: Draft,
  time: ResolvedTime,
  figures: Figures,
  scope: { readonly view: ModelView; readonly log: ReadingLog; readonly taken: readonly string[] },
): readonly Group[] {
  const { view, log } = scope;
  const target = draft.ranking?.target ?? null;
  const mentions = [...(target === null ? [] : [target]), ...draft.groups, ...orderedBy(draft)];
  const found = mentions.flatMap((mention) => {
    const group = fillGroup(mention, figures, view, log);
    return group === null ? [] : [{ ...group, item: mention.item }];
  });
  const implied = found.some(({ isTime }) => isTime) ? null : impliedGrain(draft, time, log);
  const groups: Group[] = [];
  const taken = new Set(scope.taken);
  for (const group of implied === null ? found : [...found, timeGroup(implied, 'calendar')]) {
    const isKnown = groups.some(
      ({ use }) =>
        use.dimension === group.use.dimension && use.grain === group.use.grain && use.part === group.use.part,
    );
    if (isKnown) continue;
    const named = withoutClash(group, taken);
    taken.add(named.alias);
    groups.push(named);
  }
  return groups;
}
