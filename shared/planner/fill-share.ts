import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import type { PlanInput } from '#shared/schemas/plan.ts';
import type { Draft } from './draft.ts';
import type { FilledFilters } from './fill-filters.ts';
import type { Figure } from './fill-metrics.ts';
import type { ReadingLog } from './reading-log.ts';

export interface PartOfWhole {
  readonly metrics: NonNullable<PlanInput['metrics']>;
  /** What is left of the conditions on all rows. */
  readonly where: ConditionInput | null;
  readonly calculations: NonNullable<PlanInput['calculations']>;
}

/** Whether a share is wanted: "in percent" asks for one only where the figure is no rate and no change. */
export function wantsShare({ share, time }: Draft, figures: readonly Figure[]): boolean {
  if (share === null || !share.isOnlyUnit) return share !== null;
  const isChange = time.wantsChange || time.baseline !== null || time.bucketChange !== null;
  return !isChange && figures.some(({ measure }) => measure !== 'percent');
}

/** One figure of which a part is asked for; null where shares of groups are wanted, or a part has no meaning. */
function wholeOf({ groups, ordering, running, time }: Draft, figures: readonly Figure[]): Figure | null {
  const isSplit = groups.length > 0 || [ordering, running, time.bucketChange].some((found) => found !== null);
  const [figure] = figures;
  if (isSplit || figure === undefined || figures.length > 1) return null;
  return figure.isAdditive || figure.counts !== null ? figure : null;
}

/** Conditions one by one; null where they are no plain list of values and names. */
function partsOf(where: ConditionInput | null): readonly Extract<ConditionInput, { kind: 'in' | 'named' }>[] | null {
  if (where === null) return null;
  const parts = where.kind === 'and' ? where.conditions : [where];
  const plain = parts.flatMap((part) => (part.kind === 'in' || part.kind === 'named' ? [part] : []));
  return plain.length === parts.length ? plain : null;
}

/** Where the words of a condition stand in the question; the end where they are not found. */
function placeOf(heard: string | null | undefined, question: string): number {
  const first = (heard ?? '').split(', ')[0] ?? '';
  const place = first === '' ? -1 : question.lastIndexOf(first);
  return place === -1 ? question.length : place;
}

function combined(conditions: readonly ConditionInput[]): ConditionInput | null {
  const [first, ...others] = conditions;
  if (first === undefined) return null;
  return others.length === 0 ? first : { kind: 'and', conditions: [first, ...others] };
}

/** What narrows the whole, said before the verb, and what makes the part, said after it. */
function splitConditions(draft: Draft, where: ConditionInput | null, question: string) {
  const parts = partsOf(where);
  if (parts === null) return null;
  const pivot = draft.share?.pivot ?? null;
  if (parts.length === 1 || pivot === null) return parts.length === 1 ? { whole: null, part: where } : null;
  const isPart = ({ heard }: { readonly heard?: string | null | undefined }) => placeOf(heard, question) > pivot;
  const part = combined(parts.filter(isPart));
  return part === null ? null : { whole: combined(parts.filter((one) => !isPart(one))), part };
}

/** The figure of a part as a fraction of that of the whole. */
export function partOfWhole(whole: Figure, part: ConditionInput, where: ConditionInput | null): PartOfWhole {
  const alias = `${whole.alias}_part`;
  return {
    metrics: [{ ...whole.use, where: part, alias }, whole.use],
    where,
    calculations: [{ kind: 'ratio', of: alias, to: whole.alias, alias: `${whole.alias}_share` }],
  };
}

/**
 * "What share of revenue comes from Europe": the figure of the rows that fit as a fraction of the same figure of all.
 * Null where something else is asked for; a rate has no parts.
 */
export function fillShareOfPart(
  draft: Draft,
  figures: readonly Figure[],
  { where, listed }: FilledFilters,
  log: ReadingLog,
): PartOfWhole | null {
  const whole = wantsShare(draft, figures) && draft.ranking === null ? wholeOf(draft, figures) : null;
  const split = listed.length > 0 ? null : splitConditions(draft, where, log.question);
  if (whole === null || split?.part === undefined || split.part === null) return null;
  return partOfWhole(whole, split.part, split.whole);
}
