import { type Planned, type PlannerContext, type Planning, planQuestion } from '#shared/planner/plan-question.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { addPresentation, PLAIN_PRESENTATION, type Presentation } from '#shared/schemas/presentation.ts';
import { planAsShare } from './as-share.ts';
import { explainKept } from './explain-kept.ts';
import { editThings } from './edit-things.ts';
import type { Edited } from './edit-plan.ts';
import { editEach, editTurn, splitWishes } from './edit-turn.ts';
import { figuresOfThings } from './figures-of-things.ts';
import { doubtDraft, goesOn, TRUST_IN_DRAFT_EDIT } from './go-on.ts';
import { leavesNounOut, pointerOf } from './point-back.ts';
import { type FollowUp, readFollowUp, withoutSoftOpeners } from './read-follow-up.ts';
import { readNaming } from './read-naming.ts';
import { lost, refuseUnresolved } from './refuse-unresolved.ts';
import { readChoice } from './remember-choice.ts';
import { rewordTurn } from './reword-turn.ts';
import { widen } from './take-away.ts';
import { isAboutThings } from './shown-things.ts';
import { objectToCurrency } from './object-to-currency.ts';
import { plainTurn, readCommand, type TurnCommand } from './turn-commands.ts';

/** What a turn says, in the light of what was said before. */
export type TurnReading =
  /** A plan, a refusal or a question back. `presentation` is how the result is to be shown; null lets the answer decide. */
  | {
      readonly kind: 'planning';
      readonly planning: Planning;
      readonly presentation: Presentation | null;
      readonly relation: Relation;
    }
  /** Nothing is computed: this is said instead. */
  | { readonly kind: 'told'; readonly outcome: 'answered' | 'refused'; readonly text: string };

/** How a turn belongs to those before it. */
export type Relation = 'new' | 'edit' | 'choice' | 'undo' | 'view';

type ViewCommand = Extract<TurnCommand, { kind: 'view' }>;

/** How sure a reading is that rests on an earlier turn. */
const TRUST_IN_CONTEXT = 0.97;

/** None of the options that were offered. */
const NEITHER = /^(?:no,? )?(?:neither|none)(?: (?:of (?:them|those|these|the two)|one))?$/;

/** A question and its answer are no longer than one message may be. */
const MOST_LETTERS = 4_000;

interface State {
  /** Plans as they followed each other, without those that were gone back from. */
  readonly plans: readonly Plan[];
  /** The turn whose result is on the table; null when there is none. */
  readonly shown: PastTurn | null;
  readonly last: PastTurn | null;
}

/** The plans after one more turn: "go back" takes a plan off, "start over" takes all, another view changes none. */
function afterTurn(plans: readonly Plan[], { question, plan }: PastTurn): readonly Plan[] {
  const command = readCommand(question)?.kind;
  if (command === 'undo') return plans.slice(0, -1);
  if (command === 'view') return plans;
  const kept = command === 'reset' ? [] : plans;
  return plan === null ? kept : [...kept, plan];
}

function replay(past: readonly PastTurn[]): State {
  const plans = past.reduce<readonly Plan[]>(afterTurn, []);
  const shown = plans.length === 0 ? null : (past.findLast(({ plan }) => plan !== null) ?? null);
  return { plans, shown, last: past.findLast(({ question }) => !isAboutNames(question)) ?? null };
}

/** Naming what is shown is no step of the conversation: what is said next goes on from the result. */
function isAboutNames(question: string): boolean {
  const naming = readNaming(question);
  return naming !== null && (naming.kind !== 'name' || naming.rest === '');
}

/** The plan of the result that is on the table; null when there is none. */
export function planShown(past: readonly PastTurn[]): Plan | null {
  return replay(past).plans.at(-1) ?? null;
}

function again(plan: Plan, assumption: string): Planned {
  return { outcome: 'planned', plan, matches: [], assumptions: [assumption], confidence: TRUST_IN_CONTEXT };
}

function planning(planned: Planning, relation: Relation, presentation: Presentation | null = null): TurnReading {
  return { kind: 'planning', planning: planned, presentation, relation };
}

/** A scale and a rounding stay while the figures are worked on; the form is that of one result. */
function keptPresentation({ shown }: State): Presentation | null {
  const before = shown?.presentation ?? null;
  if (before === null || (before.scale === null && before.decimals === null)) return null;
  return { ...before, view: null };
}

function told(text: string, outcome: 'answered' | 'refused' = 'refused'): TurnReading {
  return { kind: 'told', outcome, text };
}

function undo(state: State): TurnReading {
  const before = state.plans.at(-2);
  if (before === undefined)
    return told('There is nothing to go back to: this is the first result of the conversation.');
  return planning(again(before, 'Went back to the result before.'), 'undo', keptPresentation(state));
}

function backToFirst(state: State): TurnReading {
  const first = state.plans.at(0);
  if (first === undefined) return told('There is no result to go back to yet.');
  return planning(again(first, 'Went back to the first result.'), 'undo', keptPresentation(state));
}

function explainWhy({ plans }: State): TurnReading {
  if (plans.length === 0) return told('Ask for a figure first; then ask what lies behind it.');
  return told(
    'I can’t tell causes from data alone. Compare the figure with another period and break it down, such as “compared with the previous period by region”, to see where it moved.',
  );
}

/** Openings of what can only be part of a question. */
const FRAGMENT = /^(by|per|for|in|from|on|of|at|to|vs|versus|all|each|as|during|since|with|without)\b/;
/** Openings of questions about things rather than figures. */
const QUESTION = /^(which|what|who|whose|where|when|how|list|show|give|find|name|count|are|is|do|does|did|have|has)\b/;

/** Whether a question is complete: a figure is, a list of things only when it is asked for as one. */
function standsAlone(fresh: Planning, question: string): boolean {
  const text = plainTurn(question);
  if (fresh.outcome !== 'planned' || FRAGMENT.test(text)) return false;
  return fresh.plan.metrics.length > 0 || QUESTION.test(text);
}

function readEdit(question: string, followUp: FollowUp, state: State, context: PlannerContext): Edited | null {
  const before = state.plans.at(-1);
  if (before === undefined) return null;
  const shown = { before, result: state.shown?.result ?? null };
  const said = rewordTurn(question);
  if (!isAboutThings(before)) return editTurn(said, followUp, shown, context);
  // What was asked last and not answered may be what this goes on about.
  if (state.last?.plan === null) return null;
  const edited = editThings(question, before, context);
  if (edited !== null) return edited;
  return pointerOf(question) === null
    ? editTurn(said, followUp, shown, context)
    : figuresOfThings(question, before, context);
}

/** "Show all brands" after the top 3 of them asks for the figures of the others, and for no list of brands. */
function asksForAll(question: string, before: Plan | undefined, context: PlannerContext): boolean {
  const isFigure = before !== undefined && before.metrics.length > 0;
  return isFigure && widen(rewordTurn(question), before, context) !== null;
}

/** "And for suppliers in China?" after what was not answered asks for no list of suppliers. */
function isStranded(fresh: Planning, { isMarked }: FollowUp, { plans, last }: State): boolean {
  const isListing = fresh.outcome === 'planned' && fresh.plan.metrics.length === 0;
  return isListing && isMarked && plans.length === 0 && last !== null;
}

/** Whether a question names both its figure and its period. */
function namesAll(fresh: Planning): boolean {
  return fresh.outcome === 'planned' && fresh.plan.metrics.length > 0 && (fresh.plan.period?.heard ?? null) !== null;
}

function leansBack(question: string, fresh: Planning, { isMarked, isOpenedByVerb, isPointing }: FollowUp): boolean {
  const isOn = isMarked && !(isOpenedByVerb && namesAll(fresh));
  return isOn || isPointing || pointerOf(question) !== null || leavesNounOut(question);
}

function planAlone(question: string, context: PlannerContext): Planning {
  const fresh = planQuestion(question, context);
  if (fresh.outcome !== 'refused') return fresh;
  return planAsShare(question, context) ?? planInSteps(question, context) ?? fresh;
}

/** "Revenue by brand in 2025, top 3": the question, then what is wished of its result. */
function planInSteps(question: string, context: PlannerContext): Planned | null {
  const split = splitWishes(question);
  const first = split === null ? null : planQuestion(split.first, context);
  if (split === null || first?.outcome !== 'planned' || first.plan.metrics.length === 0) return null;
  const edited = editEach(split.wishes, first.plan, context);
  if (edited === null) return null;
  const assumptions = [...first.assumptions, ...(edited.planned?.assumptions ?? [])];
  return { ...first, plan: edited.plan, assumptions, confidence: first.confidence * TRUST_IN_CONTEXT };
}

/** Both readings of a complete question: on its own, and as an edit of what is shown; the markers decide. */
function readQuestion(question: string, state: State, context: PlannerContext): TurnReading {
  const followUp = readFollowUp(rewordTurn(question));
  const before = state.plans.at(-1);
  const fresh = planAlone(withoutSoftOpeners(question), context);
  const isLeaning =
    asksForAll(question, before, context) ||
    leansBack(question, fresh, followUp) ||
    goesOn(question, fresh, before, context);
  if (!isLeaning && standsAlone(fresh, question)) return planning(doubtDraft(fresh, before, context), 'new');
  const edited = readEdit(question, followUp, state, context);
  if (edited !== null && before !== undefined) {
    return planning(toPlanned(edited, before, context), 'edit', keptPresentation(state));
  }
  if (isStranded(fresh, followUp, state)) return planning(lost(), 'new');
  return planning(refuseUnresolved(question, fresh, before, context) ?? doubtDraft(fresh, before, context), 'new');
}

function toPlanned({ plan, planned }: Edited, before: Plan, context: PlannerContext): Planned {
  const kept = explainKept(plan, before, context.index.view.model);
  const assumptions = [...(planned?.assumptions ?? []), ...(kept === null ? [] : [kept])];
  const trust = context.index.view.model.isDraft ? TRUST_IN_DRAFT_EDIT : TRUST_IN_CONTEXT;
  const confidence = (planned?.confidence ?? 1) * trust;
  return { outcome: 'planned', plan, matches: planned?.matches ?? [], assumptions, confidence };
}

function showAs({ wish, currency }: ViewCommand, { plans, shown }: State, context: PlannerContext): TurnReading {
  const plan = plans.at(-1);
  if (plan === undefined) return told('There is no result to show yet.');
  const objection = objectToCurrency(currency, plan, context.index.view);
  if (objection !== null) return told(objection);
  const presentation = addPresentation(shown?.presentation ?? PLAIN_PRESENTATION, wish);
  return planning(again(plan, 'The same figures, shown differently.'), 'view', presentation);
}

function obey(command: TurnCommand, state: State, context: PlannerContext): TurnReading {
  switch (command.kind) {
    case 'undo':
      return undo(state);
    case 'first':
      return backToFirst(state);
    case 'why':
      return explainWhy(state);
    case 'view':
      return showAs(command, state, context);
    case 'reset':
      if (command.rest === '') return told('Let’s begin anew. What would you like to know?', 'answered');
      return planning(planQuestion(command.rest, context), 'new');
  }
}

function isNeither(answer: string, { last }: State): boolean {
  return last?.outcome === 'clarification' && NEITHER.test(plainTurn(answer));
}

/** "By margin" after "which figure do you mean?": the question that was asked back about, with what it left open. */
function readCompletion(answer: string, last: PastTurn | null, context: PlannerContext): Planned | null {
  if (last?.outcome !== 'clarification' || last.question.length + answer.length > MOST_LETTERS) return null;
  const text = plainTurn(answer);
  if (standsAlone(planQuestion(answer, context), answer)) return null;
  const open = last.question.replace(/[?!.\s]+$/, '');
  for (const whole of [`${open} ${text}`, `${open} by ${text}`]) {
    const planned = planQuestion(whole, context);
    if (planned.outcome === 'planned') return planned;
  }
  return null;
}

/**
 * Reads a turn of a conversation: as a command about the conversation, an answer to what was asked back, an edit of the
 * plan before, or a question of its own.
 *
 * Pure: the earlier turns, the model and the date are passed in. What was kept from before is said in the assumptions.
 */
export function readTurn(question: string, past: readonly PastTurn[], context: PlannerContext): TurnReading {
  const state = replay(past);
  const command = readCommand(question);
  if (command !== null) return obey(command, state, context);
  if (isNeither(question, state)) {
    return told('Then ask it in other words: name the figure, and what it is to be split by.');
  }
  const option = readChoice(question, state.last ?? undefined);
  const completed = option === null ? readCompletion(question, state.last, context) : null;
  const chosen = option === null ? completed : planQuestion(option.question, context);
  if (chosen !== null) return planning(chosen, 'choice', state.last?.presentation ?? null);
  return readQuestion(question, state, context);
}
