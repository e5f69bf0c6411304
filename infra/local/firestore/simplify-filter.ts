import type { FieldFilter, Filter, Value } from './protocol.ts';
import { isNaNValue } from './value-order.ts';

/** Matches no document: a choice among nothing. */
const NEVER: Filter = { filterType: 'compositeFilter', compositeFilter: { op: 'OR', filters: [] } };

const NEVER_MATCHED_OPERATORS: ReadonlySet<string> = new Set([
  'EQUAL',
  'LESS_THAN',
  'LESS_THAN_OR_EQUAL',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUAL',
  'ARRAY_CONTAINS',
]);

/**
 * Takes out of each choice what can match nothing: comparisons with null or NaN, for which there are unary filters.
 *
 * Their fields then bound no result and order none. A conjunction with such a comparison stays: it matches nothing, yet
 * its other fields still count, as on the real service.
 */
export function simplifyFilter(filter: Filter): Filter {
  if (filter.filterType === 'fieldFilter') return simplifyField(filter.fieldFilter);
  if (filter.filterType !== 'compositeFilter') return filter;
  const { op, filters } = filter.compositeFilter;
  const simplified = filters.map(simplifyFilter);
  const kept = op === 'OR' ? simplified.filter((inner) => !isEmptyChoice(inner)) : simplified;
  return { filterType: 'compositeFilter', compositeFilter: { op, filters: kept } };
}

function isEmptyChoice(filter: Filter): boolean {
  return filter.filterType === 'compositeFilter' && filter.compositeFilter.filters.length === 0;
}

/** True of a filter that is known to match nothing without looking at a document. */
export function isNever(filter: Filter): boolean {
  if (filter.filterType !== 'compositeFilter') return false;
  const { op, filters } = filter.compositeFilter;
  return op === 'OR' ? filters.every(isNever) : filters.some(isNever);
}

/** True of a comparison that no value satisfies: with null, or with NaN. */
export function isNeverMatched({ op, value }: FieldFilter): boolean {
  if (value === null) return false;
  if (op === 'NOT_EQUAL') return value.valueType === 'nullValue';
  return NEVER_MATCHED_OPERATORS.has(op) && isIncomparable(value);
}

function isIncomparable(value: Value): boolean {
  return value.valueType === 'nullValue' || isNaNValue(value);
}

function simplifyField(filter: FieldFilter): Filter {
  const { op, value } = filter;
  if (isNeverMatched(filter)) return NEVER;
  if ((op !== 'IN' && op !== 'ARRAY_CONTAINS_ANY') || value?.valueType !== 'arrayValue') {
    return { filterType: 'fieldFilter', fieldFilter: filter };
  }
  const values = value.arrayValue.values.filter((element) => !isIncomparable(element));
  if (values.length === 0) return NEVER;
  const simplified: Value = { valueType: 'arrayValue', arrayValue: { values } };
  return { filterType: 'fieldFilter', fieldFilter: { ...filter, value: simplified } };
}
