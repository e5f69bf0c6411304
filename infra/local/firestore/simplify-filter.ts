import type { FieldFilter, Filter, Value } from './protocol.ts';
import { equalValues, isNaNValue } from './value-order.ts';

/** Stands for a filter that no document can match. */
export const NEVER = 'never';

const NEVER_MATCHED_OPERATORS: ReadonlySet<string> = new Set([
  'EQUAL',
  'LESS_THAN',
  'LESS_THAN_OR_EQUAL',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUAL',
  'ARRAY_CONTAINS',
]);

/**
 * Takes out what can match nothing: comparisons with null or NaN (unary filters ask for those), and repeated values
 * of lists. Firestore does so before it applies its limits, so a query over them may still be within.
 */
export function simplifyFilter(filter: Filter): Filter | typeof NEVER {
  if (filter.filterType === 'fieldFilter') return simplifyField(filter.fieldFilter);
  if (filter.filterType !== 'compositeFilter') return filter;
  const { op, filters } = filter.compositeFilter;
  const simplified = filters.map(simplifyFilter);
  const possible = simplified.filter((inner) => inner !== NEVER);
  if (possible.length === 0 || (op === 'AND' && possible.length < simplified.length)) return NEVER;
  return { filterType: 'compositeFilter', compositeFilter: { op, filters: possible } };
}

function isIncomparable(value: Value): boolean {
  return value.valueType === 'nullValue' || isNaNValue(value);
}

function simplifyField(filter: FieldFilter): Filter | typeof NEVER {
  const { op, value } = filter;
  if (value === null) return { filterType: 'fieldFilter', fieldFilter: filter };
  if (isIncomparable(value) && NEVER_MATCHED_OPERATORS.has(op)) return NEVER;
  if (op === 'NOT_EQUAL' && value.valueType === 'nullValue') return NEVER;
  if ((op === 'IN' || op === 'ARRAY_CONTAINS_ANY') && value.valueType === 'arrayValue') {
    const values = distinct(value.arrayValue.values.filter((element) => !isIncomparable(element)));
    if (values.length === 0) return NEVER;
    const simplified: Value = { valueType: 'arrayValue', arrayValue: { values } };
    return { filterType: 'fieldFilter', fieldFilter: { ...filter, value: simplified } };
  }
  return { filterType: 'fieldFilter', fieldFilter: filter };
}

function distinct(values: readonly Value[]): readonly Value[] {
  return values.filter((value, index) => values.findIndex((other) => equalValues(value, other)) === index);
}
