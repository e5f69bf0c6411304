import type { EntityIndex } from '#shared/planner/entities/entity-index.ts';
import type { DimensionUse } from '#shared/schemas/plan-parts.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { Ground } from './among-shown.ts';
import { addFilters, conjunctsOf } from './edit-filters.ts';
import { dimensionAlias, metricAlias } from '#shared/schemas/plan-aliases.ts';
import { rowTable, wayNames } from './shown-things.ts';
import { plainTurn } from './turn-commands.ts';

function isBareListing({ listing, where, order, limit, combine }: Plan): boolean {
  return (
    listing !== null &&
    listing.latest === null &&
    where === null &&
    order.length + (limit ?? 0) === 0 &&
    combine === null
  );
}

/** The columns as the rows of a table have them; null where they lead nowhere. */
function seenFrom(columns: readonly DimensionUse[], rows: string, index: EntityIndex): DimensionUse[] | null {
  const seen: DimensionUse[] = [];
  for (const use of columns) {
    const via = wayNames(index, rows, index.elements.get(use.dimension)?.table ?? '');
    if (via === null) return null;
    seen.push({ ...use, via });
  }
  return seen;
}

/** Columns with names that do not clash; one that is there already is not shown twice. */
function union(first: readonly DimensionUse[], second: readonly DimensionUse[]): DimensionUse[] {
  const columns = [...first];
  for (const use of second) {
    if (columns.some(({ dimension }) => dimension === use.dimension)) continue;
    const taken = new Set(columns.map((one) => dimensionAlias(one).toUpperCase()));
    const alias = dimensionAlias(use);
    columns.push({
      ...use,
      alias: taken.has(alias.toUpperCase()) ? `${alias}_${columns.length + 1}`.slice(0, 63) : alias,
    });
  }
  return columns;
}

/** "What are their names?", "show the country too": other columns of the same rows. */
export function project(fragment: Plan, isAdding: boolean, { before, index }: Ground): Plan | null {
  const { listing } = before;
  if (listing === null || fragment.listing === null || !isBareListing(fragment) || before.combine !== null) return null;
  const columns = seenFrom(fragment.listing.columns, listing.table, index);
  if (columns === null) return null;
  const ordering = new Set(before.order.map(({ by }) => by.toLowerCase()));
  const ordered = listing.columns.filter((use) => ordering.has(dimensionAlias(use).toLowerCase()));
  const shown = isAdding ? union(listing.columns, columns) : union(columns, ordered);
  const distinct = isAdding ? listing.distinct : fragment.listing.distinct;
  return { ...before, listing: { ...listing, columns: shown, distinct } };
}

/** "Only those from France": the same columns of fewer rows. */
export function narrow(plan: Plan, { before, index }: Ground): Plan | null {
  const isSame = rowTable(plan) === rowTable(before) && plan.order.length === 0 && plan.nested.length === 0;
  if (!isSame || plan.where === null || before.limit !== null) return null;
  return addFilters(before, conjunctsOf(plan.where), index.model);
}

/** "Sort them by name": another order of the same rows. */
export function reorder(fragment: Plan, { before, index }: Ground): Plan | null {
  if (before.listing === null || fragment.listing === null || fragment.order.length === 0) return null;
  const used = new Set(fragment.order.map(({ by }) => by.toLowerCase()));
  const keys = fragment.listing.columns.filter((use) => used.has(dimensionAlias(use).toLowerCase()));
  const seen = seenFrom(keys, before.listing.table, index);
  if (seen === null || before.limit !== null) return null;
  const columns = union(before.listing.columns, seen);
  const order = fragment.order.flatMap(({ by, direction }) => {
    const key = keys.find((use) => dimensionAlias(use).toLowerCase() === by.toLowerCase());
    const column = columns.find(({ dimension }) => dimension === key?.dimension);
    return column === undefined ? [] : [{ by: dimensionAlias(column), direction }];
  });
  return { ...before, listing: { ...before.listing, columns }, order };
}

const RANKING =
  /^(?:which|what|who)(?: [\p{L}' ]+?)? (?:has|have|had|is|are|was|were)(?: the)? (?<rank>most|least|fewest|highest|lowest|largest|smallest|greatest|biggest)(?: (?:of them|popular|common|frequent|number|count|total|amount|average))?$/u;
const LOW: ReadonlySet<string> = new Set(['least', 'fewest', 'lowest', 'smallest']);

/** "Which one has the most?" after one figure for each group: the first of these groups. */
export function rankGroups(question: string, before: Plan): Plan | null {
  const rank = RANKING.exec(plainTurn(question))?.groups?.['rank'];
  const [figure, second] = before.metrics;
  if (rank === undefined || figure === undefined || second !== undefined || before.dimensions.length === 0) return null;
  const direction = LOW.has(rank) ? 'ascending' : 'descending';
  return { ...before, order: [{ by: metricAlias(figure), direction }], limit: 1 };
}
