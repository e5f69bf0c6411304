import { bareName } from '#shared/schemas/element-id.ts';
import { type Calculation, type DimensionUse, METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import { dimensionAlias, metricAlias } from '#shared/schemas/plan-aliases.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';

export function isTimeUse({ dimension, grain, part }: DimensionUse): boolean {
  return dimension === METRIC_TIME || grain !== null || part !== null;
}

/** Whether two uses are columns of the same thing. */
export function isSameUse(left: DimensionUse, right: DimensionUse): boolean {
  return left.dimension === right.dimension && left.grain === right.grain && left.part === right.part;
}

/** The columns that the plan's result has, by alias. */
export function columnsOf(plan: Plan): ReadonlySet<string> {
  const changes = plan.comparison === null ? [] : ['_before', '_change', '_change_rate'];
  const metrics = plan.metrics.map(metricAlias);
  const gone = plan.summary?.over ?? [];
  return new Set([
    ...plan.dimensions.map(dimensionAlias).filter((alias) => !gone.includes(alias)),
    ...metrics,
    ...metrics.flatMap((alias) => changes.map((suffix) => `${alias}${suffix}`)),
    ...plan.calculations.map(({ alias }) => alias),
  ]);
}

function isWhole(calculation: Calculation, columns: ReadonlySet<string>): boolean {
  const within = 'within' in calculation ? calculation.within : [];
  return [calculation.of, ...within].every((alias) => columns.has(alias));
}

/** The summary over those of its dimensions that are still there; null when none is. */
function wholeSummary({ summary, dimensions }: Plan): Plan['summary'] {
  const names = dimensions.map(dimensionAlias);
  const over = summary?.over.filter((alias) => names.includes(alias)) ?? [];
  return summary === null || over.length === 0 ? null : { ...summary, over };
}

/** Calculations that run along time. */
const ALONG_TIME: ReadonlySet<Calculation['kind']> = new Set([
  'running-total',
  'running-distinct',
  'moving-average',
  'moving-total',
  'moving-distinct',
  'change',
]);

/** The plan without calculations, rankings and orders whose columns are gone, or the time that they run along. */
export function withoutDangling(edited: Plan): Plan {
  const plan = { ...edited, summary: wholeSummary(edited) };
  const before = columnsOf(plan);
  const isTimed = plan.dimensions.some(isTimeUse);
  const calculations = plan.calculations.filter(
    (one) => isWhole(one, before) && (isTimed || !ALONG_TIME.has(one.kind)),
  );
  const columns = columnsOf({ ...plan, calculations });
  const { top } = plan;
  const isTopWhole = top !== null && [top.by, ...top.within].every((alias) => columns.has(alias));
  return {
    ...plan,
    calculations,
    top: isTopWhole ? top : null,
    // One row has no order.
    order: plan.dimensions.length === 0 ? [] : plan.order.filter(({ by }) => columns.has(by)),
  };
}

interface Labelled {
  readonly id: string;
  readonly label: string;
}

/** How people call an element of the model; the id itself when there is no such element. */
export function labelIn(model: SemanticModel, id: string): string {
  const elements: readonly Labelled[] = [
    ...model.metrics,
    ...model.tables.flatMap((table) => [
      ...table.metrics,
      ...table.dimensions,
      ...table.timeDimensions,
      ...table.facts,
      ...table.filters,
    ]),
  ];
  return elements.find((element) => element.id === id)?.label ?? bareName(id).replaceAll('_', ' ');
}
