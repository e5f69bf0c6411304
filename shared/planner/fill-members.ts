import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import type { Draft } from './draft.ts';
import type { Figure } from './fill-metrics.ts';
import type { ModelView } from './model-view.ts';
import type { ReadingLog } from './reading-log.ts';
import type { ResolvedTime } from './resolve-time.ts';

type ExistsCondition = Extract<ConditionInput, { kind: 'exists' }>;
/** A condition that can also be put to the rows that are looked for. */
export type SimpleCondition = NonNullable<ExistsCondition['where']>[number];

/** Values of one dimension that a question names. */
export interface ValueFilter {
  readonly dimension: string;
  readonly values: readonly string[];
  readonly negated: boolean;
  readonly heard: string;
  readonly method: string;
  readonly isListed: boolean;
  /** "But not toys": something else is said to be the case. */
  readonly isContrast: boolean;
}

/** What the question counts, and when. */
export interface CountScope {
  readonly counted: readonly Figure[];
  readonly time: ResolvedTime;
  readonly view: ModelView;
}

interface MemberScope extends CountScope {
  readonly both: Draft['both'];
  readonly hasSeveralPeriods: boolean;
}

interface Split {
  /** Conditions on the rows that are counted. */
  readonly filters: readonly ValueFilter[];
  /** Conditions on other rows of the same member. */
  readonly apart: readonly ConditionInput[];
}

/** The table of the things that all figures count, with that of the rows they are counted from. */
function countedThings(figures: readonly Figure[]): { readonly of: string; readonly table: string } | null {
  const [first] = figures;
  const of = first?.counts?.table ?? null;
  const [table] = first?.factTables ?? [];
  const isShared = figures.every(
    ({ counts, factTables }) => counts?.table === of && factTables.length === 1 && factTables[0] === table,
  );
  return of === null || table === undefined || !isShared ? null : { of, table };
}

/** "Both electronics and toys": the first is asked of the rows themselves, the others of other rows. */
function splitBoth(filter: ValueFilter): readonly ValueFilter[] {
  return filter.values.map((value) => ({ ...filter, values: [value], isListed: false }));
}

/** An attribute of the member itself has one value: nobody is in both of two countries. */
function isOwn({ dimension }: ValueFilter, of: string | null, view: ModelView): boolean {
  const table = view.dimensions.get(dimension)?.table;
  return of !== null && table !== undefined && view.reaches.get(of)?.has(table) === true;
}

/** The values that one member is to have all of. */
function findBoth(filters: readonly ValueFilter[], { counted, both, view }: MemberScope): ValueFilter | undefined {
  const counts = counted.find((figure) => figure.counts !== null)?.counts ?? null;
  if (both === null || (both === 'values' && counts === null)) return undefined;
  return filters.find((filter) => filter.values.length > 1 && !isOwn(filter, counts?.table ?? null, view));
}

/** What is left out although something else of the same member is asked for. */
function findContrast(filters: readonly ValueFilter[], { counted, view }: MemberScope): ValueFilter | undefined {
  const counts = counted.find((figure) => figure.counts !== null)?.counts ?? null;
  return filters.find((filter) => {
    if (!filter.negated) return false;
    if (hasOpposite(filter, filters)) return true;
    return filter.isContrast && counts !== null && !isOwn(filter, counts.table, view);
  });
}

function hasOpposite({ dimension }: ValueFilter, filters: readonly ValueFilter[]): boolean {
  return filters.some((other) => !other.negated && other.dimension === dimension);
}

/** "Customers who bought in both 2024 and 2025" are no customers of either year. */
function checkPeriods(filters: readonly ValueFilter[], scope: MemberScope, log: ReadingLog): Split {
  const { counted, time, both, hasSeveralPeriods } = scope;
  if (both !== null && hasSeveralPeriods && counted.some(({ counts }) => counts !== null)) {
    const reason = 'What happened in both of two periods for the same one cannot be planned yet.';
    log.object({ kind: 'unsupported', words: time.heard === null ? [] : [time.heard], reason });
  }
  return { filters, apart: [] };
}

function object(filter: ValueFilter, log: ReadingLog): Split {
  const reason = filter.negated
    ? `“${filter.heard}” is left out already by what else is asked for: who did the one but not the other can be planned only where one kind of thing is counted, over one period.`
    : `Both “${filter.heard}” can be asked only where one kind of thing is counted, over one period.`;
  log.object({ kind: 'unsupported', words: [filter.heard], reason });
  return { filters: [], apart: [] };
}

function toSimple({ dimension, values, negated, heard, method }: ValueFilter): SimpleCondition {
  return { kind: 'in', field: dimension, values: [...values], negated, heard, method };
}

/**
 * "Customers who bought both electronics and toys", "who bought toys but not sports": no single row meets both, the
 * customer does. One condition stays with the rows that are counted, the others become the existence of rows.
 */
export function splitMembers(
  filters: readonly ValueFilter[],
  named: readonly SimpleCondition[],
  scope: MemberScope,
  log: ReadingLog,
): Split {
  const { counted, time } = scope;
  const both = findBoth(filters, scope);
  const contrast = findContrast(filters, scope);
  const special = contrast ?? both;
  if (special === undefined) return checkPeriods(filters, scope, log);
  const things = countedThings(counted);
  const isOnlyOne = contrast === undefined || both === undefined;
  const isSplit = !special.negated || hasOpposite(special, filters);
  if (things === null || !isOnlyOne || !isSplit || !isOnePeriod(scope)) return object(special, log);

  log.assume(`Each is counted once, and only where ${sentence(special)}.`);
  return splitOff(special, { rest: filters.filter((filter) => filter !== special), named, things, time });
}

function isOnePeriod({ time, hasSeveralPeriods }: MemberScope): boolean {
  return time.comparison === null && !hasSeveralPeriods;
}

interface Surroundings {
  readonly rest: readonly ValueFilter[];
  readonly named: readonly SimpleCondition[];
  readonly things: { readonly of: string; readonly table: string };
  readonly time: ResolvedTime;
}

/** Leaves one value with the rows that are counted and looks for rows of the others, which all else applies to too. */
function splitOff(special: ValueFilter, { rest, named, things, time }: Surroundings): Split {
  const parts = special.negated ? [] : splitBoth(special);
  const others = special.negated ? [special] : parts.slice(1);
  const shared = [...rest.filter(({ dimension }) => dimension !== special.dimension).map(toSimple), ...named];
  const { period } = time;
  const apart = others.map((filter): ConditionInput => ({
    kind: 'exists',
    ...things,
    where: [toSimple({ ...filter, negated: false }), ...shared],
    period: period === null ? null : { ...periodFields(period), heard: time.heard, timeDimension: METRIC_TIME },
    negated: filter.negated,
    heard: filter.heard,
    method: filter.method,
  }));
  return { filters: [...parts.slice(0, 1), ...rest], apart };
}

/** A period as plans hold it. */
export function periodFields({ from, to, label, complete, grain, system }: NonNullable<ResolvedTime['period']>) {
  return { from, to, label, complete, grain, system };
}

function sentence({ values, negated, heard }: ValueFilter): string {
  return negated
    ? `nothing of “${heard}” is found for the same one`
    : `all of ${values.join(' and ')} are found for it`;
}
