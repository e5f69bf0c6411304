import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import type { CivilDate } from '#shared/calendar/civil-date.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { annotateQuestion } from './annotate-question.ts';
import { coverQuestion } from './cover-question.ts';
import { draftQuestion } from './draft-question.ts';
import { planRows, type RowPlan } from './rows/plan-rows.ts';
import { type EntityPlan, planEntities } from './entities/plan-entities.ts';
import { offerReadings } from './entities/offer-readings.ts';
import type { ReadingFeatures } from './entities/reading-features.ts';
import { fillPlan } from './fill-plan.ts';
import { normalizeQuestion } from './normalize-question.ts';
import type { PlannerIndex } from './planner-index.ts';
import { tokenizeQuestion } from './question-token.ts';
import type { Item } from './sense.ts';
import { type ClarificationOption, type Match, type Problem, ReadingLog } from './reading-log.ts';
import { explainRefusal } from './explain-refusal.ts';
import { offerFigures, suggestQuestions } from './suggest-questions.ts';

export interface PlannerDefaults {
  /** How many "top" means when no number is said. */
  readonly topCount: number;
  /** Least confidence, from 0 to 1, at which a reading about the things of a draft model is answered. */
  readonly leastConfidence: number;
}

export interface PlannerContext {
  readonly index: PlannerIndex;
  readonly today: CivilDate;
  /** Null or absent takes the model's own calendar. */
  readonly settings?: CalendarSettings | undefined;
  /** Last day the data covers, if known: incomplete periods are then cut for comparison. */
  readonly dataThrough?: CivilDate | undefined;
  readonly defaults?: { readonly [Name in keyof PlannerDefaults]?: PlannerDefaults[Name] | undefined } | undefined;
}

export interface Planned {
  readonly outcome: 'planned';
  readonly plan: Plan;
  /** What the words became. */
  readonly matches: readonly Match[];
  readonly assumptions: readonly string[];
  /** 0 to 1, not yet calibrated; lower with every uncertain match and assumption. */
  readonly confidence: number;
  /** What the confidence was computed from, where it was; see `confidenceOf`. */
  readonly features?: ReadingFeatures | undefined;
}

export interface Refused {
  readonly outcome: 'refused';
  readonly reason: 'empty' | 'too-long' | 'not-english' | 'unknown-words' | 'unsupported';
  /** Words of the question that mean nothing here, as written; empty when the reason lies elsewhere. */
  readonly notUnderstood: readonly string[];
  /** One or two sentences for the person who asked. */
  readonly message: string;
  /** Questions that this model answers, nearest first; at most three. */
  readonly suggestions: readonly string[];
}

export interface Ambiguous {
  readonly outcome: 'ambiguous';
  /** The words with several meanings; the whole question where it names no figure. */
  readonly heard: string;
  readonly question: string;
  /** One to four; each question is one that can be planned, or narrows this one down. */
  readonly options: readonly ClarificationOption[];
}

export type Planning = Planned | Refused | Ambiguous;

/** Used where neither the caller nor the question says otherwise. */
const DEFAULTS: PlannerDefaults = { topCount: 10, leastConfidence: 0.6 };

type Attempt =
  | { readonly kind: 'planned'; readonly planned: Planned }
  | { readonly kind: 'failed'; readonly problems: readonly Problem[]; readonly matches: readonly Match[] };

/** The words that nothing explains; where there are none, those that found no place in the plan. */
function tellingWords(leftovers: readonly Item[]): readonly string[] {
  const unknown = leftovers.filter(({ senses }) => senses.every(({ kind }) => kind === 'label'));
  return (unknown.length > 0 ? unknown : leftovers).map(({ heard }) => heard);
}

/** One run through the stages: tokens, annotation, cover, draft, fill. */
function attemptPlan(text: string, context: PlannerContext): Attempt {
  const { index } = context;
  const settings = context.settings ?? index.view.model.calendar;
  const tokens = tokenizeQuestion(text);
  const spans = annotateQuestion(
    text,
    tokens,
    index,
    settings.holidays.map(({ name }) => name),
  );
  const { draft, leftovers } = draftQuestion(coverQuestion(text, tokens, spans));
  const log = new ReadingLog(text);
  if (leftovers.length > 0) log.object({ kind: 'unknown', words: tellingWords(leftovers) });
  const plan = fillPlan(draft, {
    view: index.view,
    log,
    context: { today: context.today, settings, dataThrough: context.dataThrough },
    topCount: context.defaults?.topCount ?? DEFAULTS.topCount,
  });
  if (plan === null) return { kind: 'failed', problems: log.problems, matches: log.matches };
  const { matches, assumptions } = log;
  return { kind: 'planned', planned: { outcome: 'planned', plan, matches, assumptions, confidence: log.confidence() } };
}

function compileError(plan: Plan, { index }: PlannerContext): string | null {
  const { compiling } = index.entities;
  const compiled = compilePlan(plan, compiling.index.model, compiling);
  return compiled.kind === 'compiled' ? null : compiled.message;
}

/** The question read about rows; null as well where its plan does not compile. */
function tryRows(text: string, context: PlannerContext): RowPlan | null {
  const { index, today, dataThrough, defaults } = context;
  const settings = context.settings ?? index.view.model.calendar;
  const rows = planRows(text, index, {
    context: { today, settings, dataThrough },
    topCount: defaults?.topCount ?? DEFAULTS.topCount,
  });
  return rows === null || rows.plan === null || compileError(rows.plan, context) === null ? rows : null;
}

function toPlanned(rows: RowPlan | null): Planned | null {
  const plan = rows?.plan ?? null;
  if (rows === null || plan === null) return null;
  const { log } = rows;
  const { matches, assumptions } = log;
  return { outcome: 'planned', plan, matches, assumptions, confidence: log.confidence() };
}

/** A run whose plan is tried on the compiler as well: what cannot be computed is no plan. */
function tryPlan(text: string, context: PlannerContext): Attempt {
  const attempt = attemptPlan(text, context);
  if (attempt.kind === 'failed') return attempt;
  const { plan, matches } = attempt.planned;
  const reason = compileError(plan, context);
  return reason === null
    ? attempt
    : { kind: 'failed', problems: [{ kind: 'unsupported', words: [], reason }], matches };
}

function canPlan(question: string, context: PlannerContext): boolean {
  const normalized = normalizeQuestion(question);
  return normalized.kind === 'text' && attemptPlan(normalized.text, context).kind === 'planned';
}

function refuse(
  problems: readonly Problem[] | 'empty' | 'too-long' | 'not-english',
  matches: readonly Match[],
  context: PlannerContext,
): Refused {
  const suggestions = suggestQuestions(matches, context.index.view, (question) => canPlan(question, context));
  return { outcome: 'refused', ...explainRefusal(problems), suggestions };
}

/** True when the question names a figure or a period: then it is about figures, and a listing would miss the point. */
function speaksOfFigures(text: string, { index }: PlannerContext): boolean {
  const spans = annotateQuestion(text, tokenizeQuestion(text), index, []);
  return spans.some(
    ({ senses }) =>
      senses.some(({ kind }) => kind === 'period' || kind === 'lift') ||
      // "Stores" may be their number or themselves.
      (senses.some(({ kind }) => kind === 'metric') && !senses.some(({ kind }) => kind === 'table')),
  );
}

/** A listing of what the question does not name, or without the names of what it does, would answer something else. */
function namesItsRows({ listing, dimensions, metrics }: Plan, text: string, { index }: PlannerContext): boolean {
  const senses = annotateQuestion(text, tokenizeQuestion(text), index, []).flatMap((span) => span.senses);
  const named = new Set(senses.flatMap((sense) => (sense.kind === 'table' ? [sense.id] : [])));
  if (listing !== null) {
    const name = index.view.tables.get(listing.table)?.displayDimension ?? null;
    const isNameShown = name === null || listing.columns.some(({ dimension }) => dimension === name);
    return named.has(listing.table) && isNameShown;
  }
  const known = new Set(senses.flatMap((sense) => (sense.kind === 'dimension' ? [sense.id] : [])));
  return metrics.length > 0 || dimensions.every(({ dimension }) => known.has(dimension));
}

function planThings(text: string, context: PlannerContext): Planned | null {
  const { entities, spellings } = context.index;
  return answerThings(planEntities(text, entities, spellings), context);
}

/** A reading about things as a plan where it may be answered: in a draft when it is sure enough, elsewhere when it is plain. */
function answerThings(found: EntityPlan | null, { index, defaults }: PlannerContext): Planned | null {
  if (found === null || !(index.view.model.isDraft || found.isPlain)) return null;
  const { plan, matches, assumptions, confidence, features } = found;
  if (confidence < (defaults?.leastConfidence ?? DEFAULTS.leastConfidence)) return null;
  return { outcome: 'planned', plan, matches, assumptions, confidence, features };
}

/** Asks back where words could be two things just as well, and nothing in the question settles which. */
function askAboutThings(text: string, found: EntityPlan | null, context: PlannerContext): Ambiguous | null {
  const { entities } = context.index;
  const read = (question: string): Plan | null => planThings(question, context)?.plan ?? null;
  const offered = found === null ? null : offerReadings(text, found.open, entities, read);
  if (offered === null) return null;
  const { heard, options } = offered;
  return { outcome: 'ambiguous', heard, question: `What do you mean by “${heard}”?`, options };
}

function planOtherThings(text: string, context: PlannerContext): Planned | null {
  const found = speaksOfFigures(text, context) ? null : planThings(text, context);
  return found !== null && namesItsRows(found.plan, text, context) ? found : null;
}

/** A single open point that the person who asked can settle. */
function askBack(problem: Problem, text: string, context: PlannerContext): Ambiguous | null {
  if (problem.kind === 'ambiguous') {
    const { heard, question, options } = problem;
    return { outcome: 'ambiguous', heard, question, options };
  }
  if (problem.kind !== 'no-figure') return null;
  const { view } = context.index;
  const options = offerFigures(text, problem.isRanking, view, (question) => canPlan(question, context));
  return options.length < 2
    ? null
    : { outcome: 'ambiguous', heard: text, question: 'Which figure do you mean?', options };
}

/**
 * Reads a plain English question as a plan over a semantic model, or says why it cannot.
 *
 * Pure and deterministic: no clock, no locale, no randomness. Every content word must be explained by the plan; a
 * question of which only a part is understood is refused with the words that were not.
 */
export function planQuestion(question: string, context: PlannerContext): Planning {
  const normalized = normalizeQuestion(question);
  if (normalized.kind === 'unreadable') return refuse(normalized.reason, [], context);
  const { text } = normalized;
  return context.index.view.model.isDraft ? planDraft(text, context) : planConfirmed(text, context);
}

/** Nobody has confirmed the figures of a draft: a question is read about the things themselves first. */
function planDraft(text: string, context: PlannerContext): Planning {
  const { entities, spellings } = context.index;
  const found = planEntities(text, entities, spellings);
  const things = askAboutThings(text, found, context) ?? answerThings(found, context);
  if (things !== null) return things;
  const attempt = tryPlan(text, context);
  return attempt.kind === 'planned' ? attempt.planned : answerFailure(attempt, text, context);
}

/** Rows first where the question says what no figure by groups can say, such as a condition on a single row. */
function planConfirmed(text: string, context: PlannerContext): Planning {
  const rows = tryRows(text, context);
  const planned = toPlanned(rows);
  if (planned !== null && rows?.isAboutRows === true) return planned;
  const attempt = tryPlan(text, context);
  if (attempt.kind === 'planned') return attempt.planned;
  // A figure with several meanings is asked for: a plan of the rows would choose for the person.
  if (isOpen(attempt)) return answerFailure(attempt, text, context);
  const things = planned ?? planOtherThings(text, context) ?? askAboutRows(rows, text, context);
  return things ?? answerFailure(attempt, text, context);
}

function isOpen({ problems }: Extract<Attempt, { kind: 'failed' }>): boolean {
  const [problem, second] = problems;
  return problem?.kind === 'ambiguous' && second === undefined;
}

function askAboutRows(rows: RowPlan | null, text: string, context: PlannerContext): Ambiguous | null {
  const [open] = rows?.log.problems ?? [];
  return open === undefined ? null : askBack(open, text, context);
}

/** Asks back where a single point is open, or refuses. */
function answerFailure(
  attempt: Extract<Attempt, { kind: 'failed' }>,
  text: string,
  context: PlannerContext,
): Ambiguous | Refused {
  const [first] = attempt.problems;
  const asked = attempt.problems.length === 1 && first !== undefined ? askBack(first, text, context) : null;
  if (asked !== null) return asked;
  return refuse(attempt.problems, attempt.matches, context);
}
