import { bindMeasure, type BuildContext, directionOf } from './build-context.ts';
import type { Element } from './entity-index.ts';
import type { Direction } from './entity-sense.ts';
import type { OrderInput } from './plan-parts.ts';
import { isPlainTop, type Ordering, type Ranking, type Sketch } from './sketch.ts';

/** What rows are ordered by; `limit` is null where all of them are wanted. */
export interface Measured {
  readonly element: Element;
  readonly order: OrderInput['direction'];
  readonly limit: number | null;
}

function rankedBy(context: BuildContext, ranking: Ranking, root: string): Measured | null {
  const bound = bindMeasure(context, ranking.by, root);
  if (bound === null || bound.of === null || bound.function !== null) return null;
  const order = directionOf(null, ranking.up ? 'descending' : 'ascending', bound.isReversed);
  return { element: bound.of, order, limit: ranking.count ?? 1 };
}

/** "Top 3 … by price" takes the largest unless it says otherwise; without a rank the smallest come first. */
function usualOrder({ ranking }: Sketch, direction: Direction | null) {
  if (ranking === null || !isPlainTop(ranking)) return { fallback: 'ascending', limit: null } as const;
  const isDescending = ranking.up && direction === null;
  return { fallback: isDescending ? 'descending' : 'ascending', limit: ranking.count } as const;
}

function orderedBy(context: BuildContext, { by, direction }: Ordering, first: Element | undefined): Measured | null {
  const { fallback, limit } = usualOrder(context.sketch, direction);
  if (by === null) return first === undefined ? null : { element: first, order: direction ?? fallback, limit };
  const bound = bindMeasure(context, by, first?.table ?? context.binder.focus);
  if (bound === null || bound.of === null || bound.function !== null) return null;
  return { element: bound.of, order: directionOf(direction, fallback, bound.isReversed), limit };
}

/** What the rows are ordered by: the superlative before what is said of the order. Null where it cannot be tied. */
export function measuredBy(context: BuildContext, asked: readonly Element[], root: string): readonly Measured[] | null {
  const { ranking, orderings } = context.sketch;
  const ranked = ranking === null || isPlainTop(ranking) ? [] : [rankedBy(context, ranking, root)];
  const found = [...ranked, ...orderings.map((ordering) => orderedBy(context, ordering, asked[0]))];
  const tied = found.filter((one) => one !== null);
  return tied.length < found.length ? null : tied;
}
