import type { FieldFilter, Filter } from './protocol.ts';
import { isNeverMatched } from './simplify-filter.ts';

/**
 * How Firestore counts what a filter asks for, before it plans the query.
 *
 * The limits are documented (https://firebase.google.com/docs/firestore/query-data/queries#query_limitations); which
 * repeated conditions count once is not, and was measured on Google's own emulator.
 */

/** Beyond so many the count is exact enough: it is far over every limit. */
const MAX_COUNTED = 2_000;

/** How many different conjunctions the filter has in disjunctive normal form. */
export function countDisjunctions(filter: Filter): number {
  return conjunctionsOf(filter).size;
}

/** The conjunctions by a key each; a condition that stands twice in one counts once. */
function conjunctionsOf(filter: Filter): ReadonlyMap<string, ReadonlySet<string>> {
  if (filter.filterType !== 'compositeFilter') return distinct(conditionsOf(filter).map((key) => new Set([key])));
  const parts = filter.compositeFilter.filters.map(conjunctionsOf);
  if (filter.compositeFilter.op === 'OR') return distinct(parts.flatMap((part) => [...part.values()]));
  let joined: ReadonlyMap<string, ReadonlySet<string>> = distinct([new Set()]);
  for (const part of parts) {
    if (joined.size > MAX_COUNTED) return joined;
    joined = distinct([...joined.values()].flatMap((left) => [...part.values()].map((right) => left.union(right))));
  }
  return joined;
}

function distinct(conjunctions: readonly ReadonlySet<string>[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(conjunctions.map((conjunction) => [[...conjunction].sort().join('\n'), conjunction]));
}

/** A list operator asks for one of its values: as many conditions as values. */
function conditionsOf(filter: Exclude<Filter, { filterType: 'compositeFilter' }>): readonly string[] {
  if (filter.filterType !== 'fieldFilter') return [JSON.stringify(filter)];
  const { op, field, value } = filter.fieldFilter;
  if ((op !== 'IN' && op !== 'ARRAY_CONTAINS_ANY') || value?.valueType !== 'arrayValue') {
    return [conditionKey(filter.fieldFilter)];
  }
  const single = op === 'IN' ? 'EQUAL' : 'ARRAY_CONTAINS';
  return value.arrayValue.values.map((element) => conditionKey({ field, op: single, value: element }));
}

/** What can match nothing is the same condition whatever it compares with. */
function conditionKey(filter: FieldFilter): string {
  if (!isNeverMatched(filter)) return JSON.stringify(filter);
  return JSON.stringify([filter.field, filter.op === 'ARRAY_CONTAINS' ? 'contains never' : 'never']);
}

/** The most array filters that stand together in one conjunction; the same one twice side by side counts once. */
export function countArrayFilters(filter: Filter): number {
  if (filter.filterType === 'fieldFilter') return filter.fieldFilter.op.startsWith('ARRAY_CONTAINS') ? 1 : 0;
  if (filter.filterType !== 'compositeFilter') return 0;
  const different = new Map(filter.compositeFilter.filters.map((inner) => [structureOf(inner), inner]));
  const counts = [...different.values()].map(countArrayFilters);
  return filter.compositeFilter.op === 'OR' ? Math.max(...counts) : counts.reduce((sum, count) => sum + count, 0);
}

/** Equal for filters that say the same in another order. */
function structureOf(filter: Filter): string {
  if (filter.filterType === 'fieldFilter') return conditionKey(filter.fieldFilter);
  if (filter.filterType !== 'compositeFilter') return JSON.stringify(filter);
  const { op, filters } = filter.compositeFilter;
  return `${op}(${[...new Set(filters.map(structureOf))].sort().join(', ')})`;
}
