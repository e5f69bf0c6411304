import type { PlannerContext } from '#shared/planner/plan-question.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { conjunctsOf, joinConditions, removeFilters } from './edit-filters.ts';
import { metricAlias } from '#shared/schemas/plan-aliases.ts';
import { withoutDangling } from './plan-columns.ts';
import { dimensionNamed } from './read-fragment.ts';

const ALL_TIME = /^(the )?(date|time|period)s?( filter| restriction| limit)?$|^(for )?all time$|^ever$/;
const FILTER_WORD = /( filter| condition| restriction| breakdown| split)s?$/;
const LAST_FILTER = /^(the |that |this |my )(last )?(filter|condition|restriction)$/;
const ALL_FILTERS = /^(the |all |any |every |these |those |my )*(of the )?(filters?|conditions?|restrictions?)$/;
const COMPARISON = /^(the |any |that )?(comparisons?|comparing|baseline)$/;
const RANKING = /^(the |any )?(ranking|limit|cut[- ]?off|top \d+|bottom \d+)$/;
const BREAKDOWN = /^(the |all |any )*(breakdowns?|split|grouping|groups)$/;
const LIST = /,(?: and)? | and | or /;

/** The plan with all of its groups, whatever was cut off; null when nothing was. */
function uncut(plan: Plan): Plan | null {
  if (plan.top === null && plan.having === null && plan.limit === null) return null;
  return { ...plan, top: null, having: null, limit: null };
}

function withoutBreakdown(plan: Plan): Plan | null {
  return plan.dimensions.length === 0 ? null : withoutDangling({ ...plan, dimensions: [], top: null, having: null });
}

function withoutComparison(plan: Plan): Plan | null {
  const calculations = plan.calculations.filter(({ kind }) => kind !== 'change');
  if (plan.comparison === null && calculations.length === plan.calculations.length) return null;
  return withoutDangling({ ...plan, comparison: null, calculations });
}

function withoutFilters(text: string, plan: Plan): Plan | null {
  const conditions = conjunctsOf(plan.where);
  if (conditions.length === 0) return null;
  const kept = LAST_FILTER.test(text) ? conditions.slice(0, -1) : [];
  return { ...plan, where: joinConditions(kept) };
}

/** What is taken away by its kind: the filters, the comparison, the ranking, the breakdown, the dates. */
const BY_KIND: readonly (readonly [RegExp, (text: string, plan: Plan) => Plan | null])[] = [
  [ALL_TIME, (_, plan) => (plan.period === null ? null : withoutDangling({ ...plan, period: null, comparison: null }))],
  [LAST_FILTER, withoutFilters],
  [ALL_FILTERS, withoutFilters],
  [COMPARISON, (_, plan) => withoutComparison(plan)],
  [RANKING, (_, plan) => uncut(plan)],
  [BREAKDOWN, (_, plan) => withoutBreakdown(plan)],
];

function takeOne(text: string, plan: Plan, context: PlannerContext): Plan | null {
  const word = text.replace(/^(the|all|any) /, '').replace(FILTER_WORD, '');
  const metric = plan.metrics.find((use) => metricAlias(use).replaceAll('_', ' ') === word);
  if (metric !== undefined && plan.metrics.length > 1) {
    return withoutDangling({ ...plan, metrics: plan.metrics.filter((use) => use !== metric) });
  }
  const id = dimensionNamed(word, plan, context);
  return id === null ? null : removeDimension(id, /filters?$/.test(text), plan);
}

/** Takes a dimension's conditions away, or its breakdown, or both; null when the plan has neither. */
function removeDimension(id: string, isFilterMeant: boolean, plan: Plan): Plan | null {
  const unfiltered = removeFilters(plan, [id]);
  const dimensions = plan.dimensions.filter(({ dimension }) => dimension !== id);
  const isGrouped = dimensions.length < plan.dimensions.length;
  if (unfiltered !== plan && (isFilterMeant || !isGrouped)) return unfiltered;
  return isGrouped ? withoutDangling({ ...unfiltered, dimensions, top: null, having: null }) : null;
}

/** "Drop channel", "remove the filters", "no comparison"; null when the plan has nothing of what is named. */
export function takeAway(text: string, plan: Plan, context: PlannerContext): Plan | null {
  const byKind = BY_KIND.find(([kind]) => kind.test(text));
  if (byKind !== undefined) return byKind[1](text, plan);
  const whole = takeOne(text, plan, context);
  const parts = text.split(LIST);
  if (whole !== null || parts.length === 1) return whole;
  return parts.reduce<Plan | null>((left, part) => (left === null ? null : takeOne(part, left, context)), plan);
}

const ALL_ROWS =
  /^(?:and )?(?:(?:show|list|give|see)(?: me)? )?(?:all|every ?one|every ?thing|the (?:whole|full|complete|entire) (?:list|table|result|lot))(?: of)?(?: them| these| those| it| rows)?$/;
const OVERALL =
  /^(?:and |but |now )*(?:(?:just|only|show|give)(?: me)? )*(?:overall|(?:in|the) (?:grand |overall )?total|(?:grand )?total|in all|all together|altogether|all in all|in sum|(?:(?:the )?(?:whole )?(?:year|half|quarter|month|week|period|thing) )?as a whole)(?: only)?$/;
const ALL_OF = /^(?:(?:and|for|show|in|across|over|of)(?: me)? )*all(?: the| of the| our)? (?<what>.+)$/;

/** "All regions": lifts the conditions on regions and what lies within them, or shows those that were cut off. */
function allOf(what: string, plan: Plan, context: PlannerContext): Plan | null {
  if (/^(the )?times?$/.test(what)) return takeAway('all time', plan, context);
  const id = dimensionNamed(what, plan, context);
  if (id === null) return null;
  const { hierarchies } = context.index.view.model;
  const levels = hierarchies.find((one) => one.levels.includes(id))?.levels ?? [id];
  const within = levels.slice(levels.indexOf(id));
  const unfiltered = removeFilters(plan, within);
  if (unfiltered !== plan) return unfiltered;
  return plan.dimensions.some(({ dimension }) => dimension === id) ? uncut(plan) : null;
}

/** "All regions again", "show all of them", "overall": fewer conditions, or one figure for all; null for everything else. */
export function widen(text: string, plan: Plan, context: PlannerContext): Plan | null {
  if (ALL_ROWS.test(text)) return uncut(plan);
  if (OVERALL.test(text)) {
    const isFigure = plan.dimensions.length > 0;
    if (isFigure) return withoutBreakdown(plan);
    // Of a single figure only its conditions can be lifted, and only "overall" says so.
    return text.endsWith('overall') && plan.where !== null ? { ...plan, where: null } : null;
  }
  const what = ALL_OF.exec(text)?.groups?.['what'];
  return what === undefined ? null : allOf(what.replace(/ again$/, ''), plan, context);
}
