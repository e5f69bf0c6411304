import type { PeriodContext } from '#shared/calendar/period.ts';
import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import { type Plan, type PlanInput, planSchema } from '#shared/schemas/plan.ts';
import { keyBesideName } from '#shared/semantic/member-key.ts';
import { sensesOf } from './board.ts';
import { objectToUnit } from './choose-deed.ts';
import type { Draft } from './draft.ts';
import { fillAverage } from './fill-average.ts';
import { fillCalculations } from './fill-calculations.ts';
import { type FilledFilters, fillFilters } from './fill-filters.ts';
import { fillListing } from './fill-listing.ts';
import { fillGroups, type Group } from './fill-groups.ts';
import { type Figure, figureOf, fillMetrics, scopeOf } from './fill-metrics.ts';
import { fillHaving, fillOrder, fillPlace, fillTop } from './fill-ranking.ts';
import { fillBestOnes } from './fill-scope.ts';
import { fillShareOfPart, type PartOfWhole, partOfWhole, wantsShare } from './fill-share.ts';
import type { ModelView } from './model-view.ts';
import { ReadingLog } from './reading-log.ts';
import { type ResolvedTime, resolveTime } from './resolve-time.ts';

/** What a plan is filled from besides the draft. */
export interface FillScope {
  readonly view: ModelView;
  readonly log: ReadingLog;
  readonly context: PeriodContext;
  /** How many "top" means when no number is said. */
  readonly topCount: number;
}

function periodOf({ period, heard }: ResolvedTime): PlanInput['period'] {
  // "All time" is no condition.
  if (period === null || (period.from === '0001-01-01' && period.to === '9999-12-31')) return null;
  const { from, to, label, complete, grain, system } = period;
  return { from, to, label, complete, grain, system, heard, timeDimension: METRIC_TIME };
}

function comparisonOf({ comparison }: ResolvedTime): PlanInput['comparison'] {
  if (comparison === null) return null;
  const { from, to, label, complete } = comparison.period;
  return { kind: comparison.kind, period: { from, to, label, complete, heard: comparison.heard } };
}

/** A figure without a date can have neither a period nor a breakdown by time. */
function objectToUndated(
  figures: readonly Figure[],
  time: ResolvedTime,
  groups: readonly Group[],
  log: ReadingLog,
): void {
  const undated = figures.find(({ isDated }) => !isDated);
  if (undated === undefined) return;
  if (time.period === null && !groups.some(({ isTime }) => isTime)) return;
  log.object({
    kind: 'unsupported',
    words: time.heard === null ? [] : [time.heard],
    reason: `${undated.label} has no date, so it cannot be limited to a period.`,
  });
}

/** "At the end of June" is said of what there is at a time, not of what happened in it. */
function objectToPeriodEnd({ periodEnd }: Draft, figures: readonly Figure[], log: ReadingLog): void {
  const flow = figures.find(({ isLevel }) => !isLevel);
  if (periodEnd === null || flow === undefined) return;
  const reason = `${flow.label} is counted over a period, not at the end of one.`;
  log.object({ kind: 'unsupported', words: [periodEnd.heard], reason });
}

function mergeGroups(groups: readonly Group[], listed: readonly Group[]): readonly Group[] {
  const extra = listed.filter((one) => !groups.some(({ use }) => use.dimension === one.use.dimension));
  return [...extra, ...groups];
}

/** True for figures over things that exist, such as products or stores, rather than over what happened. */
function countsThings({ factTables }: Figure, view: ModelView): boolean {
  return factTables.every((table) => !view.model.relationships.some(({ leftTable }) => leftTable === table));
}

/** "How many products were sold" is not the number of products there are, nor of those launched in the period. */
function checkThings(draft: Draft, figures: readonly Figure[], time: ResolvedTime, { view, log }: FillScope): void {
  const things = figures.find((figure) => countsThings(figure, view));
  if (things === undefined) return;
  if (draft.hasDeed) {
    const reason = `${things.label} says how many there are, not how many were sold or bought.`;
    log.object({ kind: 'unsupported', words: [things.item.heard], reason });
  }
  const [table = ''] = things.factTables;
  const date = view.dimensions.get(view.tables.get(table)?.defaultTimeDimension ?? '');
  if (time.period !== null && date !== undefined) log.assume(`${things.label}: the period applies to ${date.label}.`);
}

/** A question with a breakdown, a condition or a period lacks only its figure; one with none of them is about nothing. */
function objectToMissingFigure(draft: Draft, log: ReadingLog): null {
  if (log.problems.length > 0) return null;
  const isAboutData = [draft.groups, draft.filters, draft.namedFilters, draft.time.periods].some(
    ({ length }) => length > 0,
  );
  return isAboutData || draft.ranking?.target !== undefined
    ? log.object({ kind: 'no-figure', isRanking: draft.ranking !== null })
    : log.object({ kind: 'unsupported', words: [], reason: 'The question names no figure to compute.' });
}

/** Where no figure is named, the things themselves may be wanted. */
function fillThings(draft: Draft, { view, log }: FillScope, time: ResolvedTime | null): Plan | null {
  if (time === null || log.problems.length > 0 || draft.metrics.length > 0) return null;
  const trial = new ReadingLog(log.question);
  const plan = fillListing(draft, { view, log: trial, time });
  if (plan === null) return null;
  log.matches.push(...trial.matches);
  log.assumptions.push(...trial.assumptions);
  return plan;
}

/** The breakdowns, and beside names that two members may share, what tells the members apart. */
function withKeys(groups: readonly Group[], { model }: ModelView): NonNullable<PlanInput['dimensions']> {
  const uses = groups.map(({ use }) => use);
  const keys = uses.flatMap(({ dimension }) => keyBesideName(dimension, model) ?? []);
  const added = keys.filter((key) => !uses.some(({ dimension }) => dimension === key));
  return [...uses, ...added.map((dimension) => ({ dimension }))];
}

/**
 * Ties a draft to the elements of a model. Returns null when a problem was logged; several may have been.
 */
export function fillPlan(draft: Draft, scope: FillScope): Plan | null {
  const figures = fillMetrics(draft, scope.view, scope.log);
  const time = resolveTime(draft.time, scope.context, scope.log);
  if (figures.length === 0) return fillThings(draft, scope, time) ?? objectToMissingFigure(draft, scope.log);
  return time === null ? null : fillFigures(draft, figures, latestLevels(figures, time, scope), scope);
}

/** Everything that a plan of figures is put together from. */
interface Parts {
  readonly figures: readonly Figure[];
  /** Breakdowns that were named, that of a ranking first. */
  readonly named: readonly Group[];
  readonly filters: FilledFilters;
  readonly time: ResolvedTime;
  /** A part as a fraction of its whole. */
  readonly part: PartOfWhole | null;
  readonly nested: NonNullable<PlanInput['nested']>;
}

/** "Stock now": a level is what was counted last, not what was counted today. */
function latestLevels(figures: readonly Figure[], time: ResolvedTime, { context, log }: FillScope): ResolvedTime {
  const { period, comparison } = time;
  const isToday = period !== null && period.from === context.today && period.grain === 'day' && comparison === null;
  if (!isToday || !figures.every(({ isLevel }) => isLevel)) return time;
  log.assume(`“${period.label}” is read as the latest count of ${scopeOf(figures).label.toLowerCase()}.`);
  return { ...time, period: null, heard: null };
}

function fillFigures(draft: Draft, figures: readonly Figure[], time: ResolvedTime, scope: FillScope): Plan | null {
  const { view, log, topCount } = scope;
  const figureScope = scopeOf(figures);
  const filters = fillFilters(draft, { figures: figureScope, view, counted: figures, time }, log);
  const named = fillGroups(draft, time, figureScope, { view, log, taken: figures.map(({ alias }) => alias) });
  const { where } = filters;
  const best = fillBestOnes(draft, { figures, groups: named, where, period: periodOf(time), topCount, view }, log);
  if (best === null) {
    const part = fillShareOfPart(draft, figures, filters, log);
    return assemble(draft, { figures, named, filters, time, part, nested: [] }, scope);
  }
  const asked = withoutRank(draft, figures);
  const [whole] = asked;
  const part = best.isPart && whole !== undefined ? partOfWhole(whole, best.condition, where) : null;
  const narrowed = part === null ? { ...filters, where: both(where, best.condition) } : filters;
  const parts = { figures: asked, named: named.slice(1), filters: narrowed, time, part, nested: best.nested };
  return assemble({ ...draft, ranking: null }, parts, scope);
}

/** "Orders of the top 3 stores by revenue": the revenue only says which stores are meant. */
function withoutRank({ ranking }: Draft, figures: readonly Figure[]): readonly Figure[] {
  const others = figures.filter(({ item }) => item !== ranking?.metric);
  return others.length === 0 ? figures : others;
}

function both(left: ConditionInput | null, right: ConditionInput): ConditionInput {
  return left === null ? right : { kind: 'and', conditions: [left, right] };
}

function checkFigures(draft: Draft, figures: readonly Figure[], { view, log }: FillScope): void {
  objectToPeriodEnd(draft, figures, log);
  const known = figures.flatMap(({ use }) => (use.kind === 'metric' ? (view.metrics.get(use.metric) ?? []) : []));
  objectToUnit(draft.unit, known, log);
}

function assemble(draft: Draft, parts: Parts, scope: FillScope): Plan | null {
  const { view, log, topCount } = scope;
  const { figures, named, filters, time, part } = parts;
  const groups = mergeGroups(named, filters.listed);
  objectToUndated(figures, time, groups, log);
  checkThings(draft, figures, time, scope);
  checkFigures(draft, figures, scope);

  const summary = fillAverage(draft.average, { figures, groups, time, view, log });
  const shown = groups.filter(({ alias }) => summary?.over.includes(alias) !== true);
  const ranked = figureOf(draft.ranking?.metric ?? null, figures, view);
  const rows = named.filter((group) => shown.includes(group));
  const top = fillTop(draft, { ranked, groups: rows, topCount, isCompared: comparisonOf(time) !== null }, log);
  const wants = part === null && wantsShare(draft, figures);
  const calculations = fillCalculations(draft, { figures, groups, time, wantsShare: wants }, log);
  const having = fillHaving(draft, { figures, groups: shown, view, isCompared: comparisonOf(time) !== null }, log);
  const input: PlanInput = {
    model: view.model.name,
    metrics: figures.map(({ use }) => use),
    dimensions: withKeys(groups, view),
    where: filters.where,
    having,
    period: periodOf(time),
    comparison: comparisonOf(time),
    calculations: [...calculations, ...fillPlace(draft, ranked, rows)],
    summary,
    top,
    order: [...fillOrder(draft, { figures, groups: shown, view, top }, log)],
    liftedFilters: draft.lifted.flatMap((item) => sensesOf(item, 'lift').map(({ id }) => id)),
    nested: parts.nested,
  };
  return log.problems.length === 0 ? planSchema.parse({ ...input, ...part }) : null;
}
