import type { Plan } from '#shared/schemas/plan.ts';
import type { Metric, SemanticModel } from '#shared/semantic/semantic-model.ts';
import { conjuncts } from './phrase-plan.ts';
import { labelOfElement, midSentence } from './words.ts';

/** Most questions that an answer proposes. */
const MAX_FOLLOW_UPS = 4;

/**
 * Questions that go one step on from a plan: another breakdown, the course over time, the change, the largest. Only
 * those that `canAnswer` accepts are kept, so that none leads into a refusal.
 */
export function suggestFollowUps(
  plan: Plan,
  model: SemanticModel,
  canAnswer: (question: string) => boolean,
): readonly string[] {
  const accepted: string[] = [];
  for (const question of candidates(plan, model)) {
    if (accepted.length === MAX_FOLLOW_UPS) break;
    if (!accepted.includes(question) && canAnswer(question)) accepted.push(question);
  }
  return accepted;
}

function candidates(plan: Plan, model: SemanticModel): readonly string[] {
  const metric = askedMetric(plan, model);
  if (metric === null) return [];
  const label = midSentence(metric.label);
  const scope = scopeText(plan);
  const period = plan.period === null ? '' : ` in ${plan.period.label}`;
  const asked = new Set(plan.dimensions.map(({ dimension }) => dimension));
  const breakdowns = driversOf(metric, model)
    .filter((id) => !asked.has(id))
    .slice(0, 3)
    .map((id) => midSentence(labelOfElement(model, id)));
  const [first, ...others] = breakdowns;
  return [
    ...(first === undefined ? [] : [`${label} by ${first}${scope}${period}`]),
    ...(plan.comparison === null && period !== '' ? [`${label}${scope}${period} compared to the previous period`] : []),
    ...courseOver(plan, `${label} by month${scope}`, period),
    ...others.map((name) => `top 5 ${name} by ${label}${scope}${period}`),
    ...others.map((name) => `${label} by ${name}${scope}${period}`),
  ].map((text) => text.charAt(0).toUpperCase() + text.slice(1));
}

function askedMetric(plan: Plan, model: SemanticModel): Metric | null {
  const [use] = plan.metrics;
  if (use?.kind !== 'metric') return null;
  const all = [...model.tables.flatMap(({ metrics }) => metrics), ...model.metrics];
  return all.find(({ id }) => id === use.metric) ?? null;
}

/** The course over time, unless that is what was asked. */
function courseOver(plan: Plan, question: string, period: string): readonly string[] {
  if (plan.dimensions.some(({ grain }) => grain !== null)) return [];
  return [`${question}${plan.period?.grain === 'year' ? period : ' this year'}`];
}

function driversOf(metric: Metric, model: SemanticModel): readonly string[] {
  if (metric.drivers.length > 0) return metric.drivers;
  const table = model.tables.find(({ name }) => name === metric.table);
  return (table?.dimensions ?? []).map(({ id }) => id);
}

/** The plain values that the plan is narrowed to, as words of a question. */
function scopeText(plan: Plan): string {
  const values = conjuncts(plan.where).flatMap((part) =>
    part.kind === 'in' && !part.negated && part.values.length === 1 ? part.values.map(String) : [],
  );
  return values.length === 0 ? '' : ` for ${values.join(' and ')}`;
}
