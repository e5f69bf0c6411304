import type { PlanInput } from '#shared/schemas/plan.ts';
import type { Draft } from './draft.ts';
import type { FilledFilters } from './fill-filters.ts';
import type { Figure } from './fill-metrics.ts';

interface PartOfWhole {
  readonly metrics: NonNullable<PlanInput['metrics']>;
  /** What is left of the conditions on all rows. */
  readonly where: null;
  readonly calculations: NonNullable<PlanInput['calculations']>;
}

/** One figure of which a part is asked for; null where shares of groups are wanted, or a part has no meaning. */
function wholeOf(
  { wantsShare, groups, ranking, ordering, running, time }: Draft,
  figures: readonly Figure[],
): Figure | null {
  const isSplit = groups.length > 0 || [ranking, ordering, running, time.bucketChange].some((found) => found !== null);
  const [figure] = figures;
  if (!wantsShare || isSplit || figure === undefined || figures.length > 1) return null;
  return figure.isAdditive || figure.counts !== null ? figure : null;
}

/**
 * "What share of revenue comes from Europe": the figure of the rows that fit as a fraction of the same figure of all.
 * Null where something else is asked for; a rate has no parts.
 */
export function fillShareOfPart(
  draft: Draft,
  figures: readonly Figure[],
  { where, listed }: FilledFilters,
): PartOfWhole | null {
  const whole = wholeOf(draft, figures);
  const isSingle = where !== null && (where.kind === 'in' || where.kind === 'named') && listed.length === 0;
  if (whole === null || !isSingle) return null;
  const part = `${whole.alias}_part`;
  return {
    metrics: [{ ...whole.use, where, alias: part }, whole.use],
    where: null,
    calculations: [{ kind: 'ratio', of: part, to: whole.alias, alias: `${whole.alias}_share` }],
  };
}
