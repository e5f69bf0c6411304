import { bareName } from './element-id.ts';
import type { DimensionUse } from './plan-parts.ts';
import type { MetricUse } from './plan.ts';

/** How a plan calls a metric's column. */
export function metricAlias(use: MetricUse): string {
  return use.kind === 'metric' ? (use.alias ?? bareName(use.metric)) : use.alias;
}

/** How a plan calls a dimension's column, e.g. `order_date_month`. */
export function dimensionAlias({ alias, dimension, grain, part }: DimensionUse): string {
  if (alias !== null) return alias;
  const suffix = part?.replaceAll('-', '_') ?? grain;
  return suffix === null ? bareName(dimension) : `${bareName(dimension)}_${suffix}`;
}
