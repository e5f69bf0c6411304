import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import { sensesOf } from './board.ts';
import { type ChosenValue, chooseValue, type Figures } from './choose-element.ts';
import type { Draft, FilterMention } from './draft.ts';
import { bareName, tableOfId } from '#shared/schemas/element-id.ts';
import type { Group } from './fill-groups.ts';
import { leadsToTable, type ModelView } from './model-view.ts';
import { type CountScope, type SimpleCondition, splitMembers, type ValueFilter } from './fill-members.ts';
import type { ReadingLog } from './reading-log.ts';

export interface FilledFilters {
  readonly where: ConditionInput | null;
  /** Dimensions of values that were listed side by side: a row for each is wanted. */
  readonly listed: readonly Group[];
}

function fillFilter(
  mention: FilterMention,
  scope: { readonly figures: Figures; readonly view: ModelView },
  log: ReadingLog,
): ValueFilter | null {
  const chosen: ChosenValue[] = [];
  for (const item of mention.values) {
    const value = chooseValue(item, mention, scope, log);
    if (value === null) return null;
    chosen.push(value);
  }
  const [first] = chosen;
  if (first === undefined) return null;
  const heard = mention.values.map((item) => item.heard).join(', ');
  if (chosen.some(({ dimension }) => dimension !== first.dimension)) {
    return log.object({ kind: 'unsupported', words: [heard], reason: `“${heard}” are not values of one column.` });
  }
  return {
    dimension: first.dimension,
    values: [...new Set(chosen.map(({ value }) => value))],
    negated: mention.negated,
    heard,
    method: chosen.find(({ method }) => method !== 'exact')?.method ?? 'exact',
    isListed: mention.isListed,
    isContrast: mention.isContrast,
  };
}

/** Values of one column that were named apart ("Germany … and France") belong to one condition. */
function mergeFilters(filters: readonly ValueFilter[]): readonly ValueFilter[] {
  const merged = new Map<string, ValueFilter>();
  for (const filter of filters) {
    const key = `${filter.dimension}:${filter.negated}`;
    const known = merged.get(key);
    merged.set(
      key,
      known === undefined
        ? filter
        : {
            ...known,
            values: [...new Set([...known.values, ...filter.values])],
            heard: `${known.heard}, ${filter.heard}`,
          },
    );
  }
  return [...merged.values()];
}

function toCondition(filter: ValueFilter) {
  return {
    kind: 'in' as const,
    field: filter.dimension,
    values: [...filter.values],
    negated: filter.negated,
    heard: filter.heard,
    method: filter.method,
  };
}

function namedConditions(draft: Draft, { figures, view }: FilterScope, log: ReadingLog): readonly SimpleCondition[] {
  return draft.namedFilters.flatMap(({ item, negated }) => {
    const [sense] = sensesOf(item, 'filter');
    if (sense === undefined) return [];
    if (!leadsToTable(figures.factTables, tableOfId(sense.id), view)) {
      log.object({
        kind: 'unsupported',
        words: [item.heard],
        reason: `${figures.label} cannot be filtered by “${item.heard}” in this model.`,
      });
      return [];
    }
    log.match(item, 'filter', sense.id, sense.method);
    return [{ kind: 'named', filter: sense.id, negated, heard: item.heard, method: sense.method } as const];
  });
}

function combine(conditions: readonly ConditionInput[]): ConditionInput | null {
  const [first] = conditions;
  if (first === undefined) return null;
  return conditions.length === 1 ? first : { kind: 'and', conditions: [...conditions] };
}

/** A breakdown by a dimension whose values were named. */
function valueGroup(dimension: string): Group {
  return { use: { dimension }, alias: bareName(dimension), isTime: false, grain: null };
}

/** "On weekends": by the date that each figure is measured by. */
function weekdayCondition({ weekdays }: Draft): readonly SimpleCondition[] {
  if (weekdays === null) return [];
  const { days, heard, negated } = weekdays;
  return [
    { kind: 'part', field: METRIC_TIME, part: 'day-of-week', values: [...days], negated, heard, method: 'exact' },
  ];
}

interface FilterScope extends CountScope {
  readonly figures: Figures;
}

/** The conditions of a draft on single rows. */
export function fillFilters(draft: Draft, scope: FilterScope, log: ReadingLog): FilledFilters {
  const merged = mergeFilters(draft.filters.flatMap((mention) => fillFilter(mention, scope, log) ?? []));
  const named = namedConditions(draft, scope, log);
  const { filters, apart } = splitMembers(
    merged,
    named,
    { ...scope, both: draft.both, hasSeveralPeriods: draft.time.periods.length > 1 },
    log,
  );
  const listed = filters.filter(({ isListed, values }) => isListed && values.length > 1);
  for (const { dimension } of listed) {
    log.assume(`Each ${scope.view.dimensions.get(dimension)?.label ?? dimension} is shown on its own.`);
  }
  return {
    where: combine([...filters.map(toCondition), ...named, ...weekdayCondition(draft), ...apart]),
    listed: listed.map(({ dimension }) => valueGroup(dimension)),
  };
}
