import type { ModelView } from '#shared/planner/model-view.ts';
import { type Planned, type PlannerContext, planQuestion } from '#shared/planner/plan-question.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { metricAlias } from '#shared/schemas/plan-aliases.ts';

const SHARES =
  '(?:an? )?(?:shares?|percents?|percentages?|%|percentage of (?:the )?total|% of (?:the )?total|shares? of (?:the )?total)';
const SHARE = new RegExp(`^(?:(?:as|in) )?${SHARES}$`);
const AS_SHARE = new RegExp(`[,;]? (?:as|in) ${SHARES}[ ?.!]*$`, 'i');

function isFraction(use: Plan['metrics'][number], { metrics }: ModelView): boolean {
  return use.kind === 'metric' && metrics.get(use.metric)?.format.unit === 'percent';
}

/** Things that are counted once each: their groups may overlap. */
function isDistinct(use: Plan['metrics'][number], { metrics }: ModelView): boolean {
  if (use.kind === 'aggregate') return use.function === 'count_distinct';
  return use.kind === 'metric' && metrics.get(use.metric)?.additivity.kind === 'distinct';
}

/** Adds to each figure its share over the groups there are; fractions stay what they are. Null without groups. */
function withShares(plan: Plan, view: ModelView): Plan | null {
  if (plan.metrics.length > 0 && plan.metrics.every((use) => isFraction(use, view))) return plan;
  if (plan.dimensions.length === 0) return null;
  const within: string[] = [];
  const shares = plan.metrics
    .filter((use) => !isFraction(use, view))
    .map((use) => {
      const of = metricAlias(use);
      const kind = isDistinct(use, view) ? ('share-distinct' as const) : ('share' as const);
      return { kind, of, within, alias: `${of}_share`.slice(0, 63) };
    });
  const known = new Set(plan.calculations.map(({ alias }) => alias));
  return { ...plan, calculations: [...plan.calculations, ...shares.filter(({ alias }) => !known.has(alias))] };
}

/** Reads "as a share", "in percent" as a change of the plan before; null when the text says something else. */
export function editShare(text: string, plan: Plan, view: ModelView): Plan | null {
  return SHARE.test(text) ? withShares(plan, view) : null;
}

/** Plans "revenue by region as percentages"; null when the question does not end so, or has no groups. */
export function planAsShare(question: string, context: PlannerContext): Planned | null {
  const rest = question.replace(AS_SHARE, '');
  const planned = rest === question ? null : planQuestion(rest, context);
  if (planned?.outcome !== 'planned') return null;
  const plan = withShares(planned.plan, context.index.view);
  return plan === null ? null : { ...planned, plan };
}
