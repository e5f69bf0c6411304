import type { Planned } from '#shared/planner/plan-question.ts';
import type { DimensionUse, OrderKey } from '#shared/schemas/plan-parts.ts';
import type { MetricUse, Plan } from '#shared/schemas/plan.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { addFilters, conjunctsOf } from './edit-filters.ts';
import { dimensionAlias, metricAlias } from '#shared/schemas/plan-aliases.ts';
import { columnsOf, isSameUse, isTimeUse, withoutDangling } from './plan-columns.ts';

/** What a follow-up names, read by the planner as a question of its own. */
export interface Fragment {
  readonly plan: Plan;
  /** Whether it names its figure itself, instead of being lent that of the plan before. */
  readonly hasOwnMetrics: boolean;
}

export interface Edited {
  readonly plan: Plan;
  /** How what the turn names was read; null when the planner was not needed. */
  readonly planned: Planned | null;
}

export interface EditManner {
  readonly isAdding: boolean;
  readonly isReplacing: boolean;
}

function sameMetric(left: MetricUse, right: MetricUse): boolean {
  return metricAlias(left) === metricAlias(right);
}

/** Columns that stood for the first old metric stand for the new one: the ranking stays, by what is asked now. */
function renamed(plan: Plan, from: string, to: string): Plan {
  const rename = (alias: string): string => (alias === from ? to : alias);
  return {
    ...plan,
    calculations: plan.calculations.map((one) =>
      one.of === from ? { ...one, of: to, alias: one.alias.replace(from, to).slice(0, 63) } : one,
    ),
    top: plan.top === null ? null : { ...plan.top, by: rename(plan.top.by) },
    order: plan.order.map((key) => ({ ...key, by: rename(key.by) })),
  };
}

/** Shows other figures of the same groups: beside those there are, or in their place. */
export function editMetrics(
  plan: Plan,
  metrics: readonly MetricUse[],
  { isAdding }: Pick<EditManner, 'isAdding'>,
): Plan {
  const added = metrics.filter((metric) => !plan.metrics.some((known) => sameMetric(known, metric)));
  if (isAdding) return { ...plan, metrics: [...plan.metrics, ...added] };
  const [first, old] = [metrics[0], plan.metrics[0]];
  if (first === undefined) return plan;
  const isSame = old === undefined || sameMetric(old, first);
  const moved = isSame ? plan : renamed(plan, metricAlias(old), metricAlias(first));
  // A condition on the old figure says nothing of the new one.
  const having = isSame ? plan.having : null;
  return withoutDangling({ ...moved, having, listing: null, metrics: [...metrics] });
}

/**
 * The old groups that new ones leave alone. Another unit of time takes the place of the one before and nothing else's;
 * "channel instead" leaves the time there is.
 */
function staying(
  others: readonly DimensionUse[],
  named: readonly DimensionUse[],
  isReplacing: boolean,
): DimensionUse[] {
  const isTime = named.every(isTimeUse);
  if (!isTime && named.some(isTimeUse)) return [];
  const alike = others.filter((known) => isTimeUse(known) === isTime);
  return alike.length > 0 && (isTime || isReplacing) ? others.filter((known) => !alike.includes(known)) : [];
}

/** Breaks down anew: in place of the old breakdown, or within it. */
export function editDimensions(
  plan: Plan,
  dimensions: readonly DimensionUse[],
  { isAdding, isReplacing }: EditManner,
): Plan {
  if (dimensions.length === 0) return plan;
  const others = plan.dimensions.filter((known) => !dimensions.some((one) => isSameUse(one, known)));
  const kept = isAdding ? others : staying(others, dimensions, isReplacing);
  // What takes the place of something stands where that stood.
  const place = isAdding ? kept.length : plan.dimensions.findIndex((known) => !kept.includes(known));
  const edited = { ...plan, dimensions: kept.toSpliced(place < 0 ? kept.length : place, 0, ...dimensions) };
  const isSameGroups = plan.dimensions.every((known) => edited.dimensions.some((one) => isSameUse(known, one)));
  // The best of the old groups are not the best of the new ones.
  return withoutDangling(isSameGroups ? edited : { ...edited, top: null, having: null, limit: null });
}

/** The order of rows when none was asked for: as time runs, then from the largest figure down. */
function usualOrder({ top, dimensions, metrics }: Plan): readonly OrderKey[] {
  if (top !== null) {
    const within = top.within.map((by) => ({ by, direction: 'ascending' as const }));
    return [...within, { by: top.by, direction: top.direction === 'top' ? 'descending' : 'ascending' }];
  }
  const times = dimensions
    .filter(isTimeUse)
    .map((use) => ({ by: dimensionAlias(use), direction: 'ascending' as const }));
  const [figure] = metrics;
  if (figure === undefined || dimensions.length === times.length) return times;
  return [...times, { by: metricAlias(figure), direction: 'descending' }];
}

/** Gives the plan the usual order if it had that before; an order that was asked for stays. */
function reordered(plan: Plan, before: Plan): Plan {
  const wasUsual = JSON.stringify(before.order) === JSON.stringify(usualOrder(before));
  return wasUsual || plan.order.length === 0 ? { ...plan, order: [...usualOrder(plan)] } : plan;
}

function editPeriod(plan: Plan, { period, comparison }: Plan): Plan {
  const isMoved = period !== null && (plan.period?.from !== period.from || plan.period.to !== period.to);
  // A comparison belongs to its period; the caller asks for that of the new one.
  const kept = isMoved ? null : plan.comparison;
  return withoutDangling({ ...plan, period: period ?? plan.period, comparison: comparison ?? kept });
}

function editRanking(plan: Plan, { top, order, having, calculations }: Plan): Plan {
  const columns = columnsOf({ ...plan, calculations: [...plan.calculations, ...calculations] });
  const isTopped = top !== null && [top.by, ...top.within].every((alias) => columns.has(alias));
  const keys = order.filter(({ by }) => columns.has(by));
  const added = calculations.filter((one) => !plan.calculations.some(({ alias }) => alias === one.alias));
  return {
    ...plan,
    calculations: [...plan.calculations, ...added],
    having: having ?? plan.having,
    top: isTopped ? top : plan.top,
    order: isTopped && keys.length > 0 ? keys : plan.order,
  };
}

/** The plan before with what a follow-up names put into it; all that it does not name stays. */
export function editPlan(
  plan: Plan,
  { plan: named, hasOwnMetrics }: Fragment,
  manner: EditManner,
  model: SemanticModel,
): Plan {
  const shown = hasOwnMetrics ? editMetrics(plan, named.metrics, manner) : plan;
  const grouped = editDimensions(shown, named.dimensions, manner);
  const filtered = addFilters(grouped, conjunctsOf(named.where), model, manner);
  const timed = editPeriod(filtered, named);
  const ranked = withoutDangling(editRanking(timed, named));
  return named.order.length > 0 ? ranked : reordered(ranked, plan);
}
