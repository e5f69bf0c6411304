import type { Plan } from '#shared/schemas/plan.ts';
import { metricAlias } from '#shared/schemas/plan-aliases.ts';
import { columnsOf } from './plan-columns.ts';

const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const COUNT = String.raw`(?<count>\d{1,4}|${NUMBERS.join('|')})`;
const TOP = new RegExp(
  `^(the )?(?<rank>top|best|highest|largest|biggest|first|bottom|worst|lowest|smallest|last)( ${COUNT})?( (ones|only))?$`,
);
const BARE_COUNT = new RegExp(`^(the |a )?(top )?${COUNT}( (of them|rows|results|ones))?$`);
const ORDER =
  /^((sort|order|rank)(ed)?( (it|them|that|these|those))?( (from|by))? ?)?(the )?(?<direction>highest|lowest|largest|smallest|biggest|best|worst|ascending|descending|most|least)( (first|to (the )?(highest|lowest|largest|smallest|biggest)|order|on top))$/;
const DIRECTION_ALONE = /^(sort|order|rank)(ed)? (it |them )?(?<direction>ascending|descending)$/;
const LOWEST = /bottom|worst|lowest|smallest|least|last|ascending/;
/** Bare numbers from here on are years. */
const FIRST_YEAR = 1_900;

function toCount(text: string | undefined): number | null {
  if (text === undefined) return null;
  return NUMBERS.includes(text) ? NUMBERS.indexOf(text) + 1 : Number(text);
}

/** What the groups are ranked by so far, or else their first figure. */
function rankedBy(plan: Plan): string | null {
  const columns = columnsOf(plan);
  const figures = new Set([...plan.metrics.map(metricAlias), ...plan.calculations.map(({ alias }) => alias)]);
  const known = plan.top?.by ?? plan.order.find(({ by }) => columns.has(by) && figures.has(by))?.by;
  const [first] = plan.metrics;
  return known ?? (first === undefined ? null : metricAlias(first));
}

/** The order that goes with a ranking. */
export function rankBy(plan: Plan, by: string, direction: 'top' | 'bottom', count: number | null): Plan {
  const top = count === null ? plan.top : { direction, count, by, within: plan.top?.within ?? [] };
  const order = [{ by, direction: direction === 'top' ? ('descending' as const) : ('ascending' as const) }];
  return { ...plan, top: top === null ? null : { ...top, by, direction }, order };
}

/** "Lowest first", "sort descending". */
function readDirection(text: string): 'ascending' | 'descending' | null {
  const said = (ORDER.exec(text) ?? DIRECTION_ALONE.exec(text))?.groups?.['direction'];
  if (said === undefined) return null;
  return LOWEST.test(said) ? 'ascending' : 'descending';
}

interface Rank {
  /** Null keeps the direction there is; the first are those that stand first. */
  readonly direction: 'top' | 'bottom' | 'as-shown' | null;
  /** Null keeps the number there is. */
  readonly count: number | null;
}

function directionOf(rank: string): 'top' | 'bottom' | 'as-shown' {
  if (rank === 'first') return 'as-shown';
  return LOWEST.test(rank) ? 'bottom' : 'top';
}

/** "Top 3", "the worst", "10". */
function readRank(text: string): Rank | null {
  const top = TOP.exec(text)?.groups;
  if (top !== undefined) {
    return { direction: directionOf(top['rank'] ?? ''), count: toCount(top['count']) };
  }
  const count = toCount(BARE_COUNT.exec(text)?.groups?.['count']);
  // A bare number of this size is a year.
  return count === null || count < 1 || count >= FIRST_YEAR ? null : { direction: null, count };
}

/** What the text leaves open stays as it is, or is taken for granted where nothing was ranked. */
function completed(
  { direction, count }: Rank,
  { top, order }: Plan,
  topCount: number,
): readonly ['top' | 'bottom', number] {
  const shown = order[0]?.direction === 'ascending' ? 'bottom' : 'top';
  const asShown = direction === 'as-shown' ? shown : direction;
  return [asShown ?? top?.direction ?? 'top', count ?? top?.count ?? topCount];
}

/**
 * Ranks what there is differently: "top 3", "make it 10", "and the bottom 5", "lowest first".
 *
 * @param topCount How many are shown when no number is said.
 * @returns Null when the text says nothing of that kind, or when there are no groups to rank.
 */
export function editRank(text: string, plan: Plan, topCount: number): Plan | null {
  const by = plan.dimensions.length === 0 ? null : rankedBy(plan);
  if (by === null) return null;
  const direction = readDirection(text);
  if (direction !== null) return resort(plan, by, direction);
  const rank = readRank(text);
  return rank === null ? null : rankBy(plan, by, ...completed(rank, plan, topCount));
}

/** Another order of the same rows: which of them are shown does not change. */
function resort(plan: Plan, by: string, direction: 'ascending' | 'descending'): Plan {
  return { ...plan, order: [{ by, direction }] };
}

const SORT_BY =
  /^(sort|order|rank)(ed)?( (it|them|that|these|those))? by (the )?(?<metric>.+?)( (?<direction>ascending|descending|asc|desc))?$/;

/** "Sort by margin": the figure that is named, and the direction, which is downwards unless it is said. */
export function readSortBy(
  text: string,
): { readonly metric: string; readonly direction: 'ascending' | 'descending' } | null {
  const groups = SORT_BY.exec(text)?.groups;
  if (groups === undefined) return null;
  return {
    metric: groups['metric'] ?? '',
    direction: groups['direction']?.startsWith('asc') === true ? 'ascending' : 'descending',
  };
}
