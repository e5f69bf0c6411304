import type { PlannerContext } from '#shared/planner/plan-question.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { editShare } from './as-share.ts';
import { compareValues, goesWithValues, sideBySide } from './compare-values.ts';
import { canJoin, conjunctsOf } from './edit-filters.ts';
import { type Edited, editMetrics, editPlan } from './edit-plan.ts';
import { dimensionAlias, metricAlias } from '#shared/schemas/plan-aliases.ts';
import { isTimeUse, withoutDangling } from './plan-columns.ts';
import { editRank, rankBy, readSortBy } from './rank-edit.ts';
import { comparisonFor, dimensionNamed, type ReadFragment, readFragment } from './read-fragment.ts';
import { type FollowUp, readFollowUp, withoutDemonstratives, withoutPointers } from './read-follow-up.ts';
import { editRatio } from './over-figure.ts';
import { readPeriodShift, shiftPeriod } from './shift-period.ts';
import { takeAway, widen } from './take-away.ts';
import { rewordTurn } from './reword-turn.ts';
import { plainTurn, readRowReference } from './turn-commands.ts';
import { aboutRow, aboutThem, groupsAmong } from './use-result.ts';

export interface Shown {
  readonly before: Plan;
  readonly result: PastTurn['result'];
}

/** One way of reading a turn: not at all, or as an edit, or as one that cannot be made, so that nothing else is tried. */
type Reading = Edited | 'impossible' | null;

const DEFAULT_TOP = 10;
/** More wishes than this in one turn are not read one by one: each of them takes the planner several readings. */
const MOST_WISHES = 4;
const REST = /^(the )?(rest|others?|other ones|remaining( ones)?|remainder)$/;

function plain(plan: Plan | null): Edited | null {
  return plan === null ? null : { plan, planned: null };
}

/** Words that say what is done leave only that to be done. */
function orNothing(plan: Plan | null): Reading {
  return plain(plan) ?? 'impossible';
}

const BY_NAME =
  /^(?:(?:sort|order|list)(?:ed)?(?: (?:it|them|these|those))? )?(?:alphabetically|by name|a to z|from a to z|a-z)$/;

/** "Alphabetically": by the name of the first groups. */
function sortByName(text: string, plan: Plan): Plan | null {
  const use = plan.dimensions.find((one) => !isTimeUse(one));
  if (use === undefined || !BY_NAME.test(text)) return null;
  return { ...plan, order: [{ by: dimensionAlias(use), direction: 'ascending' }] };
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

/** Whether the words name anything at all, besides the figure that they were lent. */
function saysNothing({ hasOwnMetrics, plan, planned }: ReadFragment, before: Plan): boolean {
  const isDated = plan.period !== null && plan.period.label !== before.period?.label;
  const isSaid = planned.matches.some(({ kind }) => kind !== 'metric');
  const parts = [plan.where, plan.having, plan.top, plan.comparison].filter((part) => part !== null);
  const lists = [plan.dimensions, plan.calculations];
  return !hasOwnMetrics && !isDated && !isSaid && parts.length === 0 && lists.every(({ length }) => length === 0);
}

/** "2024 as well" beside 2025: one more period is a comparison. */
function editBesidePeriod(text: string, fragment: ReadFragment, { isAdding }: FollowUp, before: Plan): string | null {
  const { plan, hasOwnMetrics } = fragment;
  const isOther = plan.period !== null && before.period !== null && plan.period.from !== before.period.from;
  const isAlone = !hasOwnMetrics && plan.where === null && plan.dimensions.length === 0 && plan.comparison === null;
  return isAdding && isOther && isAlone ? `compare with ${text.replace(/^(for|in) /, '')}` : null;
}

/** "Add Spain" where nothing is limited to countries asks for less, not more. */
function isLost({ plan }: ReadFragment, { isJoining }: FollowUp, before: Plan): boolean {
  const added = conjunctsOf(plan.where);
  return isJoining && added.length > 0 && !canJoin(before, added);
}

function editNamed(text: string, followUp: FollowUp, plan: Plan, context: PlannerContext): Edited | null {
  const ranked = rerank(text, plan, context);
  if (ranked !== null) return ranked;
  const fragment = readFragment(text, plan, context);
  if (fragment === null || saysNothing(fragment, plan) || isLost(fragment, followUp, plan)) return null;
  const beside = editBesidePeriod(text, fragment, followUp, plan);
  if (beside !== null) return editNamed(beside, { ...followUp, isAdding: false }, plan, context);
  const { planned } = fragment;
  // "Spain as well" after a figure of Italy: one for each.
  if (followUp.isAdding && goesWithValues(fragment, plan))
    return { plan: sideBySide(plan, fragment, context), planned };
  const named = { ...fragment.plan, comparison: comparisonFor(fragment.plan, plan, context) };
  // Of a lent figure the order says nothing unless it ranks; of a figure of its own the groups' order is the planner's.
  const isQuiet = !fragment.hasOwnMetrics && named.top === null;
  const quiet = isQuiet ? { ...named, order: [] } : named;
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

const OF_THOSE = / (?:of (?:them|those|these|the lot|the list)|one)$/;

/** "The biggest of those": one, unless a number is said, and only of those that are shown. */
function rankAmong(text: string, plan: Plan, context: PlannerContext): Plan | null {
  const rank = text.replace(OF_THOSE, '');
  const ranked = rank === text ? null : editRank(rank, { ...plan, top: null }, 1);
  if (ranked === null || plan.top === null || ranked.top?.direction === plan.top.direction) return ranked;
  const shown = groupsAmong(plan, false, context.index.view.model);
  return shown === null ? null : editRank(rank, shown, 1);
}

const THIS_ONE = /\b(?:that|this) (?<noun>\p{L}+)/u;

/** "That store": a member of what the result is broken down by. */
function namesMember(text: string, before: Plan, context: PlannerContext): boolean {
  const noun = THIS_ONE.exec(text)?.groups?.['noun'];
  const id = noun === undefined ? null : dimensionNamed(noun, before, context);
  return id !== null && before.dimensions.some((use) => use.dimension === id && !isTimeUse(use));
}

/** Whether the result is about a single member, so that "that store" says which. */
function isSingle({ top, where }: Plan, id: string | undefined): boolean {
  const isOne = conjunctsOf(where).some((one) => one.kind === 'in' && one.field === id && one.values.length === 1);
  return top?.count === 1 || isOne;
}

const THEM = /\b(they|them|their|those|these)\b/;

/**
 * "How many orders did they place?": another figure, or the same one, of those that were shown.
 *
 * "Was that" points at the figure as it stands; "they" and "those" at whom it is about, so that nothing else is tried
 * where they cannot be followed.
 */
function editPointing({ text }: FollowUp, shown: Shown, context: PlannerContext): Reading {
  const { before } = shown;
  if (!namesMember(text, before, context)) return editAbout(text, THEM.test(text), before, context);
  const id = before.dimensions.find((use) => !isTimeUse(use))?.dimension;
  if (!isSingle(before, id)) return 'impossible';
  return editAbout(text.replace(THIS_ONE, ' ').replaceAll(/\s+/g, ' ').trim(), true, before, context);
}

/** Another figure, or the same one, about the members that were shown or of the result as it stands. */
function editAbout(text: string, isAboutThem: boolean, before: Plan, context: PlannerContext): Reading {
  const fragment = readPointing(text, before, context);
  if (fragment === null || saysNothing(fragment, before)) return isAboutThem ? 'impossible' : null;
  if (!fragment.hasOwnMetrics && !isAboutThem) return null;
  const { model } = context.index.view;
  // "Those orders" after orders by month are no members of a breakdown: the months stay.
  const hasMembers = before.dimensions.some((use) => !isTimeUse(use));
  const base = isAboutThem && hasMembers ? aboutThem(before, model) : before;
  const order = fragment.plan.dimensions.length > 0 ? fragment.plan.order : [];
  const manner = { isAdding: false, isReplacing: true };
  const plan = { ...fragment.plan, order };
  return {
    plan: editPlan(base, { plan, hasOwnMetrics: fragment.hasOwnMetrics }, manner, model),
    planned: fragment.planned,
  };
}

/** "The value of those orders" names the orders too; otherwise what is pointed at is left out. */
function readPointing(text: string, before: Plan, context: PlannerContext): ReadFragment | null {
  const named = readFragment(withoutDemonstratives(text), before, context);
  return named?.hasOwnMetrics === true ? named : readFragment(withoutPointers(text), before, context);
}

/** "Drop channel", "without the filter"; of values, "drop Germany" leaves them out. */
function removing({ text, isRemoving }: FollowUp, plan: Plan, context: PlannerContext): Reading {
  if (!isRemoving) return null;
  const what = text.replace(/^(without|exclude|excluding) /, '');
  const taken = takeAway(what, plan, context);
  if (taken !== null) return plain(taken);
  const fragment = readFragment(`without ${what}`, plan, context);
  if (fragment === null || fragment.hasOwnMetrics || fragment.plan.where === null) return 'impossible';
  return editNamed(`without ${what}`, readFollowUp('only'), plan, context) ?? 'impossible';
}

function shifting(text: string, plan: Plan, context: PlannerContext): Reading {
  const shift = readPeriodShift(text);
  if (shift === null) return null;
  const period = shiftPeriod(plan, shift, context);
  if (period === null) return 'impossible';
  const comparison = comparisonFor({ ...plan, period, comparison: null }, plan, context);
  return plain(withoutDangling({ ...plan, period, comparison }));
}

function editAtOnce(question: string, followUp: FollowUp, shown: Shown, context: PlannerContext): Edited | null {
  const { before } = shown;
  const { text } = followUp;
  const topCount = context.defaults?.topCount ?? DEFAULT_TOP;
  const readings: readonly (() => Reading)[] = [
    () => plain(widen(question, before, context) ?? widen(text, before, context)),
    () => removing(followUp, before, context),
    () => editRow(question, followUp, shown, context),
    () => shifting(question, before, context) ?? shifting(text, before, context),
    () => (REST.test(text) ? orNothing(groupsAmong(before, true, context.index.view.model)) : null),
    () => plain(rankAmong(text, before, context) ?? editRank(text, before, topCount)),
    () => plain(sortByName(text, before) ?? sortByName(question, before)),
    () => sortByNamed(text, before, context) ?? sortByNamed(question, before, context),
    () => plain(editShare(text, before, context.index.view)),
    () => editRatio(text, before, context),
    () => compareValues(text, before, context),
    () => (followUp.isPointing ? editPointing(followUp, shown, context) : null),
    () => editNamed(text, followUp, before, context),
  ];
  if (text === '' && widen(question, before, context) === null) return null;
  for (const read of readings) {
    const reading = read();
    if (reading === 'impossible') return null;
    if (reading !== null) return reading;
  }
  return null;
}

/** Where one wish ends and the next begins: what follows must open like one of its own. */
const NEXT_WISH =
  /,? (?:and then|and|then|but) (?=(?:by|per|only|just|show|add|also|without|exclude|drop|remove|sort|order|as|compare|top|bottom|in|for|the total)\b)|, (?=(?:by|per|only|just|show|add|also|without|exclude|drop|remove|sort|order|as|compare|top|bottom|the total)\b)/;

/** Takes the wishes that follow a question off it: "revenue by brand in 2025, top 3". Null where none follow. */
export function splitWishes(question: string): { readonly first: string; readonly wishes: readonly string[] } | null {
  const [first = '', ...wishes] = plainTurn(question).split(NEXT_WISH);
  // As it was written, since values may be told apart by case.
  return wishes.length === 0 || wishes.length > MOST_WISHES
    ? null
    : { first: question.trim().slice(0, first.length), wishes };
}

/** One edit after the other; null unless each of them can be made. */
export function editEach(wishes: readonly string[], before: Plan, context: PlannerContext): Edited | null {
  return wishes.reduce<Edited | null>(
    (done, wish) => {
      const said = rewordTurn(wish);
      return done === null ? null : editAtOnce(said, readFollowUp(said), { before: done.plan, result: null }, context);
    },
    { plan: before, planned: null },
  );
}

/** "Drop the channel and show only Europe": one edit after the other; null unless each of them can be made. */
function editInSteps(question: string, shown: Shown, context: PlannerContext): Edited | null {
  const wishes = question.split(NEXT_WISH);
  return wishes.length === 1 || wishes.length > MOST_WISHES ? null : editEach(wishes, shown.before, context);
}

/**
 * Reads a turn as a change of the plan before; null when it cannot be one.
 *
 * The most telling wordings are tried first: a place in the list, a removal, a ranking, an order, a share; then whatever
 * the planner reads in the words that are left once it is lent what they leave out.
 */
export function editTurn(question: string, followUp: FollowUp, shown: Shown, context: PlannerContext): Edited | null {
  return editAtOnce(question, followUp, shown, context) ?? editInSteps(question, shown, context);
}
