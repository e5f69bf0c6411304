import type { PlanInput, QueryInput } from '#shared/schemas/plan.ts';
import { bindMeasure, type BuildContext, isGroupFilter } from './build-context.ts';
import { buildGrouped } from './build-grouped.ts';
import type { Element } from './entity-index.ts';
import { keyElement } from './lexicon.ts';
import type { NestedInput } from './plan-parts.ts';
import type { Measure, Mention } from './sketch.ts';

/** The count of things, where no more than their number is asked for and figures of theirs choose them. */
function bareCount({ sketch }: BuildContext): Measure | null {
  const { shown, groups, orderings, figures, ranking, filters } = sketch;
  const [only] = figures;
  const isBare = shown.length + groups.length + orderings.length === 0 && ranking === null && figures.length === 1;
  return isBare && only?.function === 'count' && filters.some(isGroupFilter) ? only : null;
}

function keyOf({ index }: BuildContext, table: string): Element | null {
  const found = index.tables.get(table);
  return found === undefined ? null : keyElement(found);
}

/** The plan of the things themselves, by their key. */
function chosenThings(
  context: BuildContext,
  of: Mention,
  key: Element,
): { readonly query: QueryInput; readonly nested: readonly NestedInput[] } | null {
  const tables = [of, ...context.sketch.tables];
  const inner = buildGrouped({ ...context, sketch: { ...context.sketch, figures: [], tables } });
  const { nested = [], dimensions = [], ...query } = inner ?? {};
  const own = dimensions.filter(({ dimension }) => dimension === key.id);
  return inner === null || own.length === 0
    ? null
    : { query: { ...query, dimensions: own, order: [], limit: null }, nested };
}

/** "How many customers have more than 3 orders?": the number of those groups that are kept. */
export function buildChosenCount(context: BuildContext): Omit<PlanInput, 'model'> | null {
  const figure = bareCount(context);
  if (figure === null || figure.of === null) return null;
  const table = bindMeasure(context, figure, context.binder.focus)?.table ?? '';
  const key = keyOf(context, table);
  const chosen = key === null ? null : chosenThings(context, figure.of, key);
  if (key === null || chosen === null) return null;
  const { heard } = figure.of;
  return {
    metrics: [{ kind: 'aggregate', function: 'count', table, of: null, alias: `count_${table}`.slice(0, 60) }],
    where: { kind: 'member', field: key.id, of: 'chosen', heard, method: 'number' },
    nested: [...chosen.nested, { name: 'chosen', query: chosen.query }],
  };
}
