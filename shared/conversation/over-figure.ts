import type { PlannerContext } from '#shared/planner/plan-question.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { type Edited, editMetrics } from './edit-plan.ts';
import { metricAlias } from '#shared/schemas/plan-aliases.ts';
import { type ReadFragment, readFragment } from './read-fragment.ts';

const OF_FIGURE =
  /^(?:as |in )?(?:an? |the )?(?:percentage|percent|per cent|%|share|fraction|proportion|ratio) (?:of|to) (?:the |our )?(?<figure>.+)$|^relative to (?:the |our )?(?<other>.+)$/;

/** The one figure that the words name and nothing else; null when they name more. */
function figureNamed(words: string, plan: Plan, context: PlannerContext): ReadFragment | null {
  const fragment = readFragment(words, plan, context);
  if (fragment === null) return null;
  const { metrics, dimensions, where, calculations } = fragment.plan;
  return metrics.length === 1 && dimensions.length + calculations.length === 0 && where === null ? fragment : null;
}

/** "As a percentage of revenue": the figure there is over another one, row by row. */
function ofFigure(words: string, plan: Plan, context: PlannerContext): Edited | null {
  const named = figureNamed(words, plan, context);
  const [first, base] = [plan.metrics[0], named?.plan.metrics[0]];
  if (first === undefined || base === undefined || named === null) return null;
  const [of, to] = [metricAlias(first), metricAlias(base)];
  if (of === to) return null;
  const ratio = { kind: 'ratio' as const, of, to, alias: `${of}_of_${to}`.slice(0, 63) };
  const shown = editMetrics(plan, [base], { isAdding: true });
  const order = plan.order.map((key) => (key.by === of ? { ...key, by: ratio.alias } : key));
  return { plan: { ...shown, calculations: [...shown.calculations, ratio], order }, planned: named.planned };
}

/** Reads "as a percentage of revenue"; null for everything else. */
export function editRatio(text: string, plan: Plan, context: PlannerContext): Edited | null {
  const groups = OF_FIGURE.exec(text)?.groups;
  const figure = groups?.['figure'] ?? groups?.['other'];
  return figure === undefined ? null : ofFigure(figure, plan, context);
}
