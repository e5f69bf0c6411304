import type { Planned, PlannerContext } from '#shared/planner/plan-question.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { editShare } from './as-share.ts';
import { removeFilters } from './edit-filters.ts';
import { editMetrics, editPlan } from './edit-plan.ts';
import { metricAlias, withoutDangling } from './plan-columns.ts';
import { editRank, rankBy, readSortBy } from './rank-edit.ts';
import { comparisonFor, dimensionNamed, readFragment } from './read-fragment.ts';
import { type FollowUp, withoutPointers } from './read-follow-up.ts';
import { plainTurn, readRowReference } from './turn-commands.ts';
import { aboutRow, aboutThem } from './use-result.ts';

export interface Shown {
  readonly before: Plan;
  readonly result: PastTurn['result'];
}

export interface Edited {
  readonly plan: Plan;
  /** How what the turn names was read; null when the planner was not needed. */
  readonly planned: Planned | null;
}

const DEFAULT_TOP = 10;
const ALL_TIME = /^(the )?(date|time|period)s?( filter)?$|^(for )?all time$|^ever$/;
const FILTER_WORD = /( filter| condition| restriction| breakdown| split)$/;

function plain(plan: Plan | null): Edited | null {
  return plan === null ? null : { plan, planned: null };
}

/** "Drop channel", "remove the segment filter", "all countries": takes away what is about the thing named. */
function removeNamed(text: string, plan: Plan, context: PlannerContext): Plan | null {
  const word = text.replace(/^(the|all) /, '').replace(FILTER_WORD, '');
  if (ALL_TIME.test(text))
    return plan.period === null ? null : withoutDangling({ ...plan, period: null, comparison: null });
  const metric = plan.metrics.find((use) => metricAlias(use).replaceAll('_', ' ') === word);
  if (metric !== undefined && plan.metrics.length > 1) {
    return withoutDangling({ ...plan, metrics: plan.metrics.filter((use) => use !== metric) });
  }
  const id = dimensionNamed(word, plan, context);
  return id === null ? null : removeDimension(id, FILTER_WORD.test(text) && text.endsWith('filter'), plan);
}

/** Takes a dimension's conditions away, or its breakdown, or both; null when the plan has neither. */
function removeDimension(id: string, isFilterMeant: boolean, plan: Plan): Plan | null {
  const unfiltered = removeFilters(plan, id);
  const dimensions = plan.dimensions.filter(({ dimension }) => dimension !== id);
  if (unfiltered !== plan && (isFilterMeant || dimensions.length === plan.dimensions.length)) return unfiltered;
  if (dimensions.length === plan.dimensions.length) return null;
  return withoutDangling({ ...unfiltered, dimensions, top: null, having: null });
}

function sortByNamed(text: string, plan: Plan, context: PlannerContext): Edited | null {
  const sort = readSortBy(text);
  if (sort === null) return null;
  const fragment = readFragment(sort.metric, plan, context);
  const use = fragment?.hasOwnMetrics === true ? fragment.plan.metrics[0] : undefined;
  const known = use ?? plan.metrics.find((one) => metricAlias(one).replaceAll('_', ' ') === sort.metric);
  if (known === undefined) return null;
  const shown = editMetrics(plan, [known], { isAdding: true });
  const edited = { ...shown, order: [{ by: metricAlias(known), direction: sort.direction }] };
  return { plan: edited, planned: fragment?.planned ?? null };
}

/** "By units" after a ranking says what to rank by. */
function rerank(text: string, plan: Plan, context: PlannerContext): Edited | null {
  if (plan.top === null || !text.startsWith('by ')) return null;
  const fragment = readFragment(text.slice('by '.length), plan, context);
  const [use] = fragment?.plan.metrics ?? [];
  if (use === undefined || fragment?.hasOwnMetrics !== true || fragment.plan.dimensions.length > 0) return null;
  const shown = editMetrics(plan, [use], { isAdding: true });
  return { plan: rankBy(shown, metricAlias(use), plan.top.direction, plan.top.count), planned: fragment.planned };
}

function editNamed(text: string, followUp: FollowUp, plan: Plan, context: PlannerContext): Edited | null {
  const ranked = rerank(text, plan, context);
  if (ranked !== null) return ranked;
  const fragment = readFragment(text, plan, context);
  if (fragment === null) return null;
  const { planned } = fragment;
  const named = { ...fragment.plan, comparison: comparisonFor(fragment.plan, plan, context) };
  // Of a lent figure the order says nothing; of a figure of its own the groups' order is the planner's.
  const quiet = fragment.hasOwnMetrics ? named : { ...named, order: [], top: null };
  const edited = editPlan(
    plan,
    { plan: quiet, hasOwnMetrics: fragment.hasOwnMetrics },
    followUp,
    context.index.view.model,
  );
  return { plan: edited, planned };
}

/** "The second one", "show number 3 by month". */
function editRow(
  question: string,
  followUp: FollowUp,
  { before, result }: Shown,
  context: PlannerContext,
): Edited | null {
  const reference = readRowReference(followUp.text) ?? readRowReference(question);
  if (reference === null || result === null) return null;
  const narrowed = aboutRow(before, result, reference.place, context.index.view.model);
  if (narrowed === null) return null;
  const rest = reference.rest.replace(/^(show|give|only|just|and|what about|how about|for|of)( me)?\b/, '').trim();
  if (rest === '' || /^(show|details|more)$/.test(rest)) return plain(withoutDangling(narrowed));
  return editNamed(rest, followUp, narrowed, context);
}

function editPointing(followUp: FollowUp, { before }: Shown, context: PlannerContext): Edited | null {
  const text = withoutPointers(followUp.text);
  const fragment = readFragment(text, before, context);
  if (fragment?.hasOwnMetrics !== true) return null;
  const { model } = context.index.view;
  // "Was that" points at the figure as it stands; "they" and "those" at whom it is about.
  const isAboutThem = /\b(they|them|their|those|these)\b/.test(followUp.text);
  const base = isAboutThem ? aboutThem(before, model) : before;
  const named = { ...fragment.plan, order: fragment.plan.dimensions.length > 0 ? fragment.plan.order : [] };
  const manner = { isAdding: false, isReplacing: true };
  return { plan: editPlan(base, { plan: named, hasOwnMetrics: true }, manner, model), planned: fragment.planned };
}

function removing(followUp: FollowUp, question: string, plan: Plan, context: PlannerContext): Plan | null {
  const all = /^(and |for |show |in )*(?<all>all( the)? .+)$/.exec(plainTurn(question))?.groups?.['all'];
  if (followUp.isRemoving)
    return removeNamed(followUp.text.replace(/^(without|exclude|excluding) /, ''), plan, context);
  return all === undefined ? null : removeNamed(all.replace(/ again$/, ''), plan, context);
}

/**
 * Reads a turn as a change of the plan before; null when it cannot be one.
 *
 * The most telling wordings are tried first: a place in the list, a removal, a ranking, an order, a share; then whatever
 * the planner reads in the words that are left once it is lent what they leave out.
 */
export function editTurn(question: string, followUp: FollowUp, shown: Shown, context: PlannerContext): Edited | null {
  const { before } = shown;
  const { text } = followUp;
  const topCount = context.defaults?.topCount ?? DEFAULT_TOP;
  const readings: readonly (() => Edited | null)[] = [
    () => editRow(question, followUp, shown, context),
    () => plain(removing(followUp, question, before, context)),
    () => plain(editRank(text, before, topCount)),
    () => sortByNamed(text, before, context) ?? sortByNamed(plainTurn(question), before, context),
    () => plain(editShare(text, before, context.index.view)),
    () => (followUp.isPointing ? editPointing(followUp, shown, context) : null),
    () => editNamed(text, followUp, before, context),
  ];
  if (text === '') return null;
  for (const read of readings) {
    const edited = read();
    if (edited !== null) return edited;
  }
  return null;
}
