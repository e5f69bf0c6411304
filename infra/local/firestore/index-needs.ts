import { summedFields } from './aggregate.ts';
import { NAME_FIELD } from './field-path.ts';
import { isInequality } from './filter-fields.ts';
import type { IndexedField, QueryScope } from './index-declarations.ts';
import type { Aggregation, Filter } from './protocol.ts';
import type { QueryPlan } from './query-plan.ts';
import { isNever } from './simplify-filter.ts';

export interface EqualityField {
  readonly fieldPath: string;
  readonly isArray: boolean;
}

export interface SortField {
  readonly fieldPath: string;
  readonly order: 'ASCENDING' | 'DESCENDING';
}

/** What the indexes of one collection must offer for one conjunction of a query. */
export interface IndexNeed {
  readonly collectionGroup: string;
  readonly queryScope: QueryScope;
  /** Fields with `==`, `in` or an array filter: in any order, at the start of an index. */
  readonly equalities: readonly EqualityField[];
  /** What the results are sorted by, without the name where the index has it anyway. */
  readonly sort: readonly SortField[];
  readonly vector: { readonly fieldPath: string; readonly dimension: number } | null;
}

interface Vector {
  readonly fieldPath: string;
  readonly dimension: number;
}

/** One need for each conjunction of the filter in disjunctive normal form. */
export function indexNeeds(plan: QueryPlan, aggregations: readonly Aggregation[]): readonly IndexNeed[] {
  // What can find nothing reads nothing.
  if (plan.where !== null && isNever(plan.where)) return [];
  const conjunctions = plan.where === null ? [[]] : conjunctionsOf(plan.where);
  return conjunctions.map((equalities) => {
    const fixed = new Set(equalities.map(({ fieldPath }) => fieldPath));
    return {
      collectionGroup: plan.collectionId,
      queryScope: plan.allDescendants ? 'COLLECTION_GROUP' : 'COLLECTION',
      equalities,
      sort: sortOf(plan, aggregations).filter(({ fieldPath }) => !fixed.has(fieldPath)),
      vector: vectorOfPlan(plan),
    };
  });
}

/** The fields compared for equality, one list for each conjunction. Filters on the name need no index. */
function conjunctionsOf(filter: Filter): readonly (readonly EqualityField[])[] {
  if (filter.filterType !== 'compositeFilter') return [equalityOf(filter)];
  const parts = filter.compositeFilter.filters.map(conjunctionsOf);
  if (filter.compositeFilter.op === 'OR') return parts.flat();
  let joined: readonly (readonly EqualityField[])[] = [[]];
  for (const part of parts) joined = joined.flatMap((left) => part.map((right) => merge(left, right)));
  return joined;
}

function merge(left: readonly EqualityField[], right: readonly EqualityField[]): readonly EqualityField[] {
  const known = new Set(left.map(keyOf));
  return [...left, ...right.filter((field) => !known.has(keyOf(field)))];
}

export function keyOf({ fieldPath, isArray }: EqualityField): string {
  return `${isArray ? 'CONTAINS' : 'EQUAL'} ${fieldPath}`;
}

function equalityOf(filter: Exclude<Filter, { filterType: 'compositeFilter' }>): readonly EqualityField[] {
  if (filter.filterType === 'unaryFilter') {
    const { op, field } = filter.unaryFilter;
    return op.startsWith('IS_NOT') ? [] : [{ fieldPath: field?.fieldPath ?? '', isArray: false }];
  }
  const { op, field } = filter.fieldFilter;
  const fieldPath = field?.fieldPath ?? '';
  if (isInequality(op) || fieldPath === NAME_FIELD) return [];
  return [{ fieldPath, isArray: op.startsWith('ARRAY_CONTAINS') }];
}

function sortOf({ orders }: QueryPlan, aggregations: readonly Aggregation[]): readonly SortField[] {
  const sort: SortField[] = orders.map(({ field, sign }) => ({
    fieldPath: field,
    order: sign === 1 ? 'ASCENDING' : 'DESCENDING',
  }));
  // A sum or an average reads its field from the index, so the index must have it.
  const summed = summedFields(aggregations).filter((field) => !orders.some((order) => order.field === field));
  return [...withoutTrailingName(sort), ...new Set(summed)].map((field) =>
    typeof field === 'string' ? { fieldPath: field, order: 'ASCENDING' } : field,
  );
}

/** Every index ends with the name, in the direction of its last field. */
export function withoutTrailingName<T extends { fieldPath: string; order?: IndexedField['order'] }>(
  fields: readonly T[],
): readonly T[] {
  const last = fields.at(-1);
  if (last?.fieldPath !== NAME_FIELD) return fields;
  const direction = fields.at(-2)?.order ?? 'ASCENDING';
  return last.order === direction ? fields.slice(0, -1) : fields;
}

function vectorOfPlan({ findNearest }: QueryPlan): Vector | null {
  if (findNearest === null) return null;
  const value = findNearest.queryVector;
  const elements = value?.valueType === 'mapValue' ? value.mapValue.fields['value'] : undefined;
  const dimension = elements?.valueType === 'arrayValue' ? elements.arrayValue.values.length : 0;
  return { fieldPath: findNearest.vectorField?.fieldPath ?? '', dimension };
}
