import { planQuestion, type Planned, type PlannerContext } from '#shared/planner/plan-question.ts';
import type { Plan, MetricUse } from '#shared/schemas/plan.ts';
import type { Fragment } from './edit-plan.ts';
import { metricAlias } from '#shared/schemas/plan-aliases.ts';
import { labelIn } from './plan-columns.ts';

/** A fragment as the planner reads it. */
export interface ReadFragment extends Fragment {
  readonly planned: Planned;
}

/** A period named without its year: "September", "in March", "Q2", "vs Q2". */
const YEARLESS =
  /^((in|for|of|during|vs|versus|to|against|with|compared? (to|with)) )*(the )?(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?|q[1-4]|h[12]|(first|second|third|fourth) quarter|(first|second) half)$/;

/** How a figure of a plan is asked for in a question. */
function wordsFor(use: MetricUse, { index }: PlannerContext): string {
  return use.kind === 'metric'
    ? labelIn(index.view.model, use.metric).toLowerCase()
    : metricAlias(use).replaceAll('_', ' ');
}

/** The year that the whole period lies in, as text; null when it spans several. */
function yearOf({ period }: Plan): string | null {
  if (period === null) return null;
  const last = new Date(Date.parse(`${period.to}T00:00:00Z`) - 1).getUTCFullYear();
  return period.from.startsWith(String(last)) ? String(last) : null;
}

function tryPlan(question: string, context: PlannerContext): Planned | null {
  const planning = planQuestion(question, context);
  return planning.outcome === 'planned' ? planning : null;
}

/** A comparison needs to know what is compared: the period before is said with it. */
const COMPARING = /^(vs|versus|against|compared?|year over year|yoy|month over month|growth|change)\b/;

/** "September" after a figure of 2025 is that of 2025. */
function withYear(text: string, before: Plan): string {
  const year = YEARLESS.test(text) ? yearOf(before) : null;
  return year === null ? text : `${text} ${year}`;
}

/**
 * Reads a fragment by lending it what it leaves out: the figure of the plan before, its period, its groups.
 *
 * @returns Null when the planner can make nothing of it, however it is completed.
 */
export function readFragment(text: string, before: Plan, context: PlannerContext): ReadFragment | null {
  const dated = withYear(text, before);
  // "In units" says which figure, as "units" does.
  const own = tryPlan(dated, context) ?? tryPlan(dated.replace(/^(?:in|as|by) /, ''), context);
  if (own !== null && own.plan.metrics.length > 0) return { planned: own, plan: own.plan, hasOwnMetrics: true };
  const [first] = before.metrics;
  if (first === undefined) return null;
  const figure = wordsFor(first, context);
  const period = before.period === null ? '' : ` ${before.period.label}`;
  const completions = COMPARING.test(text)
    ? [`${figure}${period} ${dated}`, `${figure} ${dated}`]
    : [`${figure} ${dated}`, `${figure} by ${dated}`, `${dated} ${figure}`, `${figure}${period} ${dated}`];
  for (const question of completions) {
    const planned = tryPlan(question, context);
    if (planned === null) continue;
    const names = !planned.plan.metrics.every((use) =>
      before.metrics.some((known) => metricAlias(known) === metricAlias(use)),
    );
    return { planned, plan: planned.plan, hasOwnMetrics: names };
  }
  return null;
}

/** The period that words such as "Q2 2025" name; null when they name none. */
export function periodNamed(words: string, before: Plan, context: PlannerContext): Plan['period'] {
  const [first] = before.metrics;
  if (first === undefined) return null;
  return tryPlan(`${wordsFor(first, context)} ${words}`, context)?.plan.period ?? null;
}

/** The comparison of the plan before, made for another period. */
export function comparisonFor(named: Plan, before: Plan, context: PlannerContext): Plan['comparison'] {
  const [first] = before.metrics;
  if (before.comparison === null || named.comparison !== null || named.period === null || first === undefined)
    return named.comparison;
  const against =
    before.comparison.kind === 'same-period-last-year' ? 'the same period last year' : 'the previous period';
  const planned = tryPlan(`${wordsFor(first, context)} ${named.period.label} compared to ${against}`, context);
  return planned?.plan.comparison ?? null;
}

/** The dimension that a word names; null when it names none. */
export function dimensionNamed(word: string, before: Plan, context: PlannerContext): string | null {
  const [first] = before.metrics;
  if (first === undefined) return null;
  const planned = tryPlan(`${wordsFor(first, context)} by ${word}`, context);
  return planned?.plan.dimensions.at(-1)?.dimension ?? null;
}
