import type { Plan, Query } from '#shared/schemas/plan.ts';

/** Every operator that a plan uses, as `what: kind`, to count how much of the plan's language has been tried. */
export function operatorsOf(plan: Plan): ReadonlySet<string> {
  const { nested, model: _, ...query } = plan;
  return new Set([
    ...operatorsIn(query),
    ...(nested.length > 0 ? ['nested query'] : []),
    ...nested.flatMap((one) => operatorsIn(one.query)),
  ]);
}

function operatorsIn(query: Query): readonly string[] {
  return [
    ...query.metrics.map((use) =>
      use.kind === 'metric' ? `metric${use.where === null ? '' : ': filtered'}` : `aggregate: ${use.function}`,
    ),
    ...query.dimensions.flatMap(({ grain, part, system, via }) => [
      ...(grain === null ? [] : [`grain: ${system} ${grain}`]),
      ...(part === null ? [] : [`part: ${system} ${part}`]),
      ...(via.length === 0 ? [] : ['role']),
    ]),
    ...kindsIn(query.where).map((kind) => `where: ${kind}`),
    ...kindsIn(query.having).map((kind) => `having: ${kind}`),
    ...query.calculations.map(({ kind }) => `calculation: ${kind}`),
    ...(query.comparison === null ? [] : [`comparison: ${query.comparison.kind}`]),
    ...(query.top === null ? [] : [`${query.top.direction}${query.top.within.length === 0 ? '' : ' per group'}`]),
    ...(query.combine === null ? [] : [`set: ${query.combine.operation}`]),
    ...(query.listing === null
      ? []
      : [`listing${query.listing.latest === null ? '' : `: ${query.listing.latest.direction}`}`]),
    ...(query.cohort === null ? [] : [`cohort: ${query.cohort.grain}`]),
    ...(query.summary === null ? [] : [`summary: ${query.summary.function}`]),
    ...(query.cohort === null || query.dimensions.length === 0 ? [] : ['cohort: split']),
    ...(query.fillGaps ? ['filled gaps'] : []),
    ...(query.metrics.length === 0 && query.listing === null ? ['members'] : []),
  ];
}

/** Kinds of a condition and of all within it. */
function kindsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(kindsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'kind' in value && typeof value.kind === 'string' ? [value.kind] : [];
  return [...own, ...Object.values(value).flatMap(kindsIn)];
}
