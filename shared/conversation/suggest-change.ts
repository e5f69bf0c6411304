import { type PlannerContext, planQuestion } from '#shared/planner/plan-question.ts';
import { phraseKey } from '#shared/planner/question-token.ts';
import type { Feedback } from '#shared/schemas/feedback.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { planHash } from '#shared/sql/compile/canonical-plan.ts';
import { conjunctsOf, subjectOf } from './edit-filters.ts';
import { labelIn } from './plan-columns.ts';
import { plainTurn } from './turn-commands.ts';

/** A change of a model that feedback calls for; nobody has accepted it yet. */
export type ModelChange =
  /** Another word for an element, or for one value of a dimension. */
  | { readonly kind: 'synonym'; readonly element: string; readonly value: string | null; readonly word: string }
  /** A plan for a question that is read wrongly or not at all. */
  | { readonly kind: 'verified-plan'; readonly question: string; readonly plan: Plan }
  /** A condition that holds unless the question lifts it. */
  | {
      readonly kind: 'default-filter';
      readonly field: string;
      readonly values: readonly string[];
      readonly words: string;
    };

const MEANS =
  /^(by )?["“']?(?<word>[^"”']{2,60}?)["”']? (means|is called|is|stands for|i mean|we mean|, i mean|, we mean) (the )?["“']?(?<meaning>[^"”']{2,80}?)["”']?$/;
const ALWAYS = /^(always|by default) (exclude|leave out|without|excluding) (?<what>.+)$/;
const PERIOD_WORD = 'period';

/** The element, or the value of one, that words name; null when they name none or several. */
function elementNamed(
  words: string,
  { index }: PlannerContext,
): { readonly element: string; readonly value: string | null } | null {
  const senses = (index.phrases.get(phraseKey(words)) ?? []).filter(({ kind }) => kind !== 'table' && kind !== 'lift');
  const metric = senses.find(({ kind }) => kind === 'metric');
  const [only, second] = senses;
  const sense = metric ?? (second === undefined ? only : undefined);
  if (sense === undefined) return null;
  return { element: sense.id, value: sense.kind === 'value' ? sense.value : null };
}

function asSynonym(correction: string, context: PlannerContext): ModelChange | null {
  const { word, meaning } = MEANS.exec(correction)?.groups ?? {};
  if (word === undefined || meaning === undefined) return null;
  const named = elementNamed(meaning, context);
  return named === null ? null : { kind: 'synonym', ...named, word: word.replace(/^by /, '') };
}

function asFilter(correction: string, context: PlannerContext): ModelChange | null {
  const what = ALWAYS.exec(correction)?.groups?.['what'];
  const named = what === undefined ? null : elementNamed(what, context);
  if (what === undefined || named?.value === null || named === null) return null;
  return { kind: 'default-filter', field: named.element, values: [named.value], words: what };
}

/** The unknown word of the question that, taken for an element of the corrected plan, makes it that plan. */
function learnedWord(question: string, corrected: Plan, context: PlannerContext): ModelChange | null {
  const refused = planQuestion(question, context);
  const [word, second] = refused.outcome === 'refused' ? refused.notUnderstood : [];
  if (word === undefined || second !== undefined) return null;
  for (const candidate of elementsOf(corrected)) {
    const name = candidate.value ?? labelIn(context.index.view.model, candidate.element);
    const planning = planQuestion(question.replace(word, name.toLowerCase()), context);
    if (planning.outcome === 'planned' && planHash(planning.plan) === planHash(corrected)) {
      return { kind: 'synonym', ...candidate, word: word.toLowerCase() };
    }
  }
  return null;
}

function elementsOf(plan: Plan): readonly { readonly element: string; readonly value: string | null }[] {
  const metrics = plan.metrics.flatMap((use) => (use.kind === 'metric' ? [{ element: use.metric, value: null }] : []));
  const dimensions = plan.dimensions.map(({ dimension }) => ({ element: dimension, value: null }));
  const values = conjunctsOf(plan.where).flatMap((condition) =>
    condition.kind === 'in'
      ? condition.values.map((value) => ({ element: subjectOf(condition) ?? '', value: String(value) }))
      : [],
  );
  return [...metrics, ...dimensions, ...values];
}

/** The question with its period made a slot where the plan has one and says from which words. */
function withSlot(question: string, plan: Plan): { readonly question: string; readonly plan: Plan } {
  const heard = plan.period?.heard ?? null;
  const at = heard === null ? -1 : question.toLowerCase().indexOf(heard.toLowerCase());
  if (heard === null || at < 0) return { question, plan };
  const slotted = `${question.slice(0, at)}{${PERIOD_WORD}}${question.slice(at + heard.length)}`;
  return { question: slotted.toLowerCase().replace(/[?!.]+$/, ''), plan: { ...plan, period: null } };
}

/**
 * What a correction calls for: another word for something, a condition that always holds, or a verified plan.
 *
 * Pure. Nothing is changed by it: whoever keeps the model sees what the change does to the golden questions first.
 *
 * @returns Null when the feedback has no correction, or one that cannot be read.
 */
export function suggestChange(
  { question, correction }: Pick<Feedback, 'question' | 'correction'>,
  context: PlannerContext,
): ModelChange | null {
  if (correction === null) return null;
  const text = plainTurn(correction).replace(/^(no,? )?(i (meant|mean|wanted)|it should be|should be|that is) /, '');
  const direct = asSynonym(text, context) ?? asFilter(text, context);
  if (direct !== null) return direct;
  const corrected = planQuestion(text, context);
  if (corrected.outcome !== 'planned') return null;
  const learned = learnedWord(question, corrected.plan, context);
  if (learned !== null) return learned;
  return { kind: 'verified-plan', ...withSlot(question, corrected.plan) };
}
