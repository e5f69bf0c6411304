import { type Planned, type PlannerContext, planQuestion } from '#shared/planner/plan-question.ts';
import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { SemanticModel, VerifiedPlan } from '#shared/semantic/semantic-model.ts';
import { canonicalPlan } from '#shared/sql/compile/canonical-plan.ts';
import { conjunctsOf, joinConditions, subjectOf } from './edit-filters.ts';
import { metricAlias } from '#shared/schemas/plan-aliases.ts';
import { labelIn } from './plan-columns.ts';
import { plainTurn } from './turn-commands.ts';

/** A place in a verified question that is filled by what is asked: `{period}`, or a value as `{customers.region}`. */
const SLOT = /\{([a-z0-9_.]+)\}/gi;
const PERIOD = 'period';
const OPENER = /^((please )?(show|give|tell)( me)?|what('s| is| was| are| were)|i need|i want)( the| our)? /;

function slotsOf({ question }: VerifiedPlan): readonly string[] {
  return [...question.matchAll(SLOT)].map(([, name]) => name ?? '');
}

function bare(text: string): string {
  return plainTurn(text).replace(OPENER, '');
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** The words in each slot; null when the question is worded differently. */
function wordsInSlots(template: VerifiedPlan, question: string): ReadonlyMap<string, string> | null {
  const pattern = bare(template.question)
    .split(SLOT)
    .map((part, at) => (at % 2 === 0 ? escaped(part) : '(.{1,80}?)'))
    .join('');
  const match = new RegExp(`^${pattern}$`).exec(bare(question));
  if (match === null) return null;
  return new Map(slotsOf(template).map((name, at) => [name, match[at + 1] ?? '']));
}

/** A short question with the words in it, to have them read as they would be in any other. */
function readWords(words: string, plan: Plan, context: PlannerContext): Planned | null {
  const [use] = plan.metrics;
  if (use === undefined) return null;
  const figure = use.kind === 'metric' ? labelIn(context.index.view.model, use.metric) : metricAlias(use);
  const planning = planQuestion(`${figure} ${words}`, context);
  return planning.outcome === 'planned' ? planning : null;
}

/** Words that say more than a slot can take, such as a comparison beside the period, fill none. */
function saysMore({ dimensions, comparison, having, calculations, top, listing }: Plan): boolean {
  return (
    dimensions.length + calculations.length > 0 || [comparison, having, top, listing].some((part) => part !== null)
  );
}

function fillSlot(plan: Plan, slot: string, read: Planned): Plan | null {
  if (saysMore(read.plan)) return null;
  const { period, where } = read.plan;
  if (slot === PERIOD) return period === null || where !== null ? null : { ...plan, period };
  const conditions = conjunctsOf(where);
  const isOnSlot = conditions.length === 1 && conditions.every((one) => subjectOf(one) === slot);
  return isOnSlot && period === null
    ? { ...plan, where: joinConditions([...conjunctsOf(plan.where), ...conditions]) }
    : null;
}

function fill(verified: VerifiedPlan, words: ReadonlyMap<string, string>, context: PlannerContext): Planned | null {
  let { plan } = verified;
  const matches = [];
  for (const [slot, text] of words) {
    const read = readWords(text, plan, context);
    const filled = read === null ? null : fillSlot(plan, slot, read);
    if (read === null || filled === null) return null;
    matches.push(...read.matches.filter(({ kind }) => kind !== 'metric'));
    plan = filled;
  }
  return { outcome: 'planned', plan, matches, assumptions: [], confidence: 1 };
}

/** The verified plan that a question is worded like, its slots filled with what is asked; null when there is none. */
export function planVerified(question: string, context: PlannerContext): Planned | null {
  for (const verified of context.index.view.model.verifiedPlans) {
    const words = wordsInSlots(verified, question);
    const planned = words === null ? null : fill(verified, words, context);
    if (planned !== null) return planned;
  }
  return null;
}

/** What stays of a plan when its slots are emptied; the order of rows changes no figure. */
function skeleton(plan: Plan, slots: ReadonlySet<string>): string {
  const isFixed = (condition: Condition): boolean => !slots.has(subjectOf(condition) ?? '');
  const where = joinConditions(conjunctsOf(plan.where).filter(isFixed));
  return canonicalPlan({ ...plan, where, order: [], period: slots.has(PERIOD) ? null : plan.period });
}

/**
 * Whether a plan asks for what a verified one asks for, however the question was worded: only the slots may differ.
 *
 * @returns Name of the verified question; null when nobody has verified such a plan.
 */
export function verifiedAs(plan: Plan, { verifiedPlans }: Pick<SemanticModel, 'verifiedPlans'>): string | null {
  const found = verifiedPlans.find((verified) => {
    const slots = new Set(slotsOf(verified));
    const isFilled = !slots.has(PERIOD) || plan.period !== null;
    return isFilled && skeleton(plan, slots) === skeleton(verified.plan, slots);
  });
  return found?.name ?? null;
}
