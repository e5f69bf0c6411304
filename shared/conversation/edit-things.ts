import type { EntityIndex } from '#shared/planner/entities/entity-index.ts';
import { type Planned, type PlannerContext, planQuestion } from '#shared/planner/plan-question.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { amongShown, type Ground } from './among-shown.ts';
import type { Edited } from './edit-plan.ts';
import { flipSuperlative } from './flip-superlative.ts';
import { narrow, project, rankGroups, reorder } from './edit-listing.ts';
import { leavesNounOut, pointBack } from './point-back.ts';
import { isAboutThings, shownThings } from './shown-things.ts';
import { plainTurn } from './turn-commands.ts';

/** A turn with what it says of the things put into words, and the plan that these words alone would have. */
interface ThingsFragment {
  readonly planned: Planned;
  /** Nothing is asked for by name: only conditions are said. */
  readonly isBare: boolean;
}

const COURTESY =
  /^(?:ok|okay|sure|great|nice|cool|thanks|thank you|alright|good|hi|hello|now|and|then|but|so|well|yes|no|oh)\b[ ,.!]+/i;
const ALSO = /\b(?:also|as well|too|add|include|including|along with|in addition|additionally)\b/i;
const COMMAND =
  /^(?:please )?(?:(?:can|could|would) you (?:please )?)?(?:also |just |only |actually |now )*(?:show|list|give|provide|include|add|tell|display|return|find|get)(?: me)?(?: also| just| only)?(?= |$)/i;
const SORT = /^(?:please )?(?:(?:can|could) you )?(?:also |now )?(?:sort|order|arrange|rank)\b/i;
const ELLIPSIS = /^(?:what|how) about|^(?:and |only |just )*(?:in|from|with|for|those|the ones|ones)\b/i;

function withoutCourtesy(question: string): string {
  let text = question.trim();
  for (let next = text.replace(COURTESY, ''); next !== text; next = text.replace(COURTESY, '')) text = next;
  return text;
}

function tryFragment(text: string, context: PlannerContext): ThingsFragment | null {
  const planned = planQuestion(text, context);
  if (planned.outcome !== 'planned' || !isAboutThings(planned.plan)) return null;
  return { planned, isBare: planned.features?.shownByName === 1 };
}

function compiles(plan: Plan, { compiling }: EntityIndex): boolean {
  return compilePlan(plan, compiling.index.model, compiling).kind === 'compiled';
}

function checked(plan: Plan | null, planned: Planned, { index }: Ground): Edited | null {
  return plan !== null && compiles(plan, index) ? { plan, planned } : null;
}

/** What a turn says of the things, in full: it may leave out the command, the noun or both. */
function wordings(question: string, { things }: Ground): readonly string[] {
  const bare = withoutCourtesy(question);
  const { text, pointer } = pointBack(bare, things.noun);
  if (SORT.test(bare)) {
    const by = /\b(?:by|in|alphabetically|from)\b.*$/i.exec(text)?.[0];
    return by === undefined ? [] : [`list ${things.noun} sorted ${by}`, `list ${things.noun} ordered ${by}`];
  }
  const said = text
    .replace(/^(?:only|just) /i, '')
    .replaceAll(/\b(?:also|as well|too|instead)\b/gi, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (pointer !== null || leavesNounOut(bare)) return [said, `list ${said}`];
  const rest = said
    .replace(/^(?:what|how) about /i, '')
    .replace(/^(?:only|just) /i, '')
    .replace(COMMAND, '')
    .trim();
  return ELLIPSIS.test(bare)
    ? [`list ${things.noun} ${rest}`]
    : [`list ${rest} of ${things.noun}`, `list ${things.noun} ${rest}`];
}

/** "Who wrote them?" without a word for who wrote: the same rows again would be no answer. */
function saysNothing({ planned, isBare }: ThingsFragment, before: Plan): boolean {
  const { where, order, limit } = planned.plan;
  const isWhole = where === null && order.length === 0 && limit === null;
  return isBare && isWhole && (before.listing !== null || (planned.features?.lightWords ?? 0) > 0);
}

function readFragmentAs(text: string, question: string, ground: Ground, context: PlannerContext): Edited | null {
  const fragment = tryFragment(text, context);
  if (fragment === null) return null;
  const { planned } = fragment;
  if (saysNothing(fragment, ground.before)) return null;
  const isPointing = pointBack(question, ground.things.noun).pointer !== null;
  const isNarrowing = isPointing || ELLIPSIS.test(withoutCourtesy(question));
  const readings: readonly (() => Plan | null)[] = [
    () => (SORT.test(withoutCourtesy(question)) ? reorder(planned.plan, ground) : null),
    () => (fragment.isBare ? null : project(planned.plan, ALSO.test(question), ground)),
    () => (isNarrowing && fragment.isBare ? narrow(planned.plan, ground) : null),
    () => amongShown(planned.plan, isPointing, ground),
  ];
  for (const read of readings) {
    const edited = checked(read(), planned, ground);
    if (edited !== null) return edited;
  }
  return null;
}

/**
 * Reads a turn that goes on about the things of the result before: "what are their names?", "how many of them are from
 * Spain?", "only the ones with …", "sort them by price".
 *
 * The turn is put into words of its own, with the things where it points back, and read as a question; what it asks
 * for is then asked of the rows that were shown. Null when the result is not about things or the words mean nothing.
 */
export function editThings(question: string, before: Plan, context: PlannerContext): Edited | null {
  const { entities: index } = context.index;
  const things = isAboutThings(before) ? shownThings(before, index) : null;
  if (things === null || plainTurn(question) === '') return null;
  const ground = { before, things, index };
  const ranked = rankGroups(question, before) ?? flipSuperlative(question, before);
  if (ranked !== null && compiles(ranked, index)) return { plan: ranked, planned: null };
  for (const text of wordings(question, ground)) {
    const edited = readFragmentAs(text, question, ground, context);
    if (edited !== null) return edited;
  }
  return null;
}
