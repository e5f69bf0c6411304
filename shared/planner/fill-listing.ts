import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import { type Plan, type PlanInput, planSchema } from '#shared/schemas/plan.ts';
import { keyBesideName } from '#shared/semantic/member-key.ts';
import { sensesOf } from './board.ts';
import { chooseDimension } from './choose-element.ts';
import type { Draft } from './draft.ts';
import { fillFilters } from './fill-filters.ts';
import { bareName } from '#shared/schemas/element-id.ts';
import type { ModelView } from './model-view.ts';
import type { ReadingLog } from './reading-log.ts';
import type { ResolvedTime } from './resolve-time.ts';
import type { Item } from './sense.ts';

interface ListingScope {
  readonly view: ModelView;
  readonly log: ReadingLog;
  readonly time: ResolvedTime;
}

/** True when what is wanted is worked out: ranked, followed, compared, or done by somebody. */
function isFigurative({
  ranking,
  running,
  versusMean,
  periodEnd,
  share,
  hasDeed,
  unit,
  average,
  weekdays,
  thresholds,
  time,
}: Draft): boolean {
  const found = [
    ranking,
    running,
    versusMean,
    periodEnd,
    unit,
    share,
    average,
    weekdays,
    time.baseline,
    time.bucketChange,
  ];
  const wanted = [hasDeed, time.wantsChange, time.wantsTrend, thresholds.length > 0];
  return found.some((one) => one !== null) || wanted.includes(true);
}

function asksForThings(draft: Draft): boolean {
  const { isRequest, groups } = draft;
  return isRequest && groups.length > 0 && groups.every(({ kind }) => kind === 'dimension') && !isFigurative(draft);
}

interface Subject {
  /** Table whose things are listed; null where the different values of a property are. */
  readonly owner: string | null;
  /** Table that says whose property is meant: "the containers of parts". */
  readonly near: string | null;
  readonly shown: readonly Item[];
}

function tableOf(item: Item | undefined): string | null {
  return sensesOf(item, 'table')[0]?.id ?? null;
}

/** What comes first is what is listed: things with their properties, or one property of things. */
function subjectOf({ groups }: Draft): Subject | null {
  const items = groups.map(({ item }) => item);
  const owner = tableOf(items[0]);
  if (owner !== null) return { owner, near: owner, shown: items };
  const properties = items.filter((item) => tableOf(item) === null);
  const near = items.map(tableOf).find((table) => table !== null) ?? null;
  return near !== null && properties.length > 1 ? null : { owner: null, near, shown: properties };
}

/** What is shown: the names of the things first, with what tells two of one name apart. */
function columnsOf(ids: readonly string[], table: string, named: boolean, view: ModelView): readonly string[] {
  const name = named ? (view.tables.get(table)?.displayDimension ?? null) : null;
  const keys = name === null ? [] : [keyBesideName(name, view.model) ?? name];
  return [...new Set([...(name === null ? [] : [name]), ...ids, ...keys])];
}

/** A period limits the things only by a date of theirs that the question names: "launched in 2026". */
function periodOn(ids: readonly string[], { view, time }: ListingScope): ConditionInput | null | undefined {
  const { period } = time;
  if (period === null) return null;
  const [date, second] = ids.filter((id) => view.dimensions.get(id)?.kind === 'time');
  if (date === undefined || second !== undefined) return undefined;
  const { from, to } = period;
  return { kind: 'range', field: date, from, to, heard: time.heard, method: 'period' };
}

interface Listed {
  readonly table: string;
  readonly ids: readonly string[];
  readonly isOfThings: boolean;
}

function listedOf(draft: Draft, { view, log }: ListingScope): Listed | null {
  const subject = subjectOf(draft);
  if (subject === null) return null;
  const { owner, near, shown } = subject;
  const figures = { factTables: near === null ? [] : [near], label: view.tables.get(near ?? '')?.label ?? 'This' };
  const ids = shown.flatMap((item) => chooseDimension(item, figures, view, log) ?? []);
  const table = owner ?? view.dimensions.get(ids[0] ?? '')?.table;
  return table === undefined ? null : { table, ids, isOfThings: owner !== null };
}

function conditionOf(conditions: readonly (ConditionInput | null)[]): ConditionInput | null {
  const [first, ...others] = conditions.filter((condition) => condition !== null);
  if (first === undefined) return null;
  return others.length === 0 ? first : { kind: 'and', conditions: [first, ...others] };
}

/**
 * "Which brands are there", "all stores with their city", "stores in Germany": the rows of a table, or the different
 * values of a property. Null where something else is asked for, or where nothing tells which table is meant.
 */
export function fillListing(draft: Draft, scope: ListingScope): Plan | null {
  const { view, log, time } = scope;
  const found = asksForThings(draft) && time.comparison === null ? listedOf(draft, scope) : null;
  if (found === null) return null;
  const { table, ids, isOfThings } = found;
  const figures = { factTables: [table], label: view.tables.get(table)?.label ?? table };
  const { where, listed } = fillFilters(draft, { figures, view, counted: [], time }, log);
  const period = periodOn(ids, scope);
  if (period === undefined || log.problems.length > 0) return null;
  const shown = columnsOf([...ids, ...listed.map(({ use }) => use.dimension)], table, isOfThings, view);
  const input: PlanInput = {
    model: view.model.name,
    listing: { table, columns: shown.map((dimension) => ({ dimension })), distinct: !isOfThings },
    where: conditionOf([where, period]),
    order: [{ by: bareName(shown[0] ?? ''), direction: 'ascending' }],
  };
  return planSchema.parse(input);
}
