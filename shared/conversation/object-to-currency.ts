import type { ModelView } from '#shared/planner/model-view.ts';
import type { Plan } from '#shared/schemas/plan.ts';

/**
 * Why the figures of a plan cannot be given in a currency, in a sentence; null when they are in it, or none is wanted.
 *
 * A model has no exchange rates: figures in one currency are never turned into another.
 */
export function objectToCurrency(currency: string | null, plan: Plan, { metrics }: ModelView): string | null {
  if (currency === null) return null;
  const formats = plan.metrics.flatMap((use) => (use.kind === 'metric' ? (metrics.get(use.metric)?.format ?? []) : []));
  const units = new Set(formats.flatMap(({ isCurrency, unit }) => (isCurrency && unit !== null ? [unit] : [])));
  if (units.size === 0) return `These figures are no amounts of money, so they cannot be given in ${currency}.`;
  if ([...units].every((one) => one === currency)) return null;
  return `These figures are in ${[...units].join(' and ')}. There are no exchange rates here, so I can’t give them in ${currency}.`;
}
