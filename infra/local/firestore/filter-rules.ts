import { NAME_FIELD, parseFieldPath } from './field-path.ts';
import { inequalityFields, isInequality } from './filter-fields.ts';
import { countArrayFilters, countDisjunctions } from './filter-normal-form.ts';
import { invalidArgument } from './firestore-failure.ts';
import type { FieldFilter, FieldOperator, Filter, UnaryFilter, Value } from './protocol.ts';
import { checkDocumentName } from './resource-name.ts';

/** Limits of https://firebase.google.com/docs/firestore/query-data/queries#query_limitations */
const MAX_DISJUNCTIONS = 30;
const MAX_NOT_IN = 10;
/** A stack guard of this server; Firestore's disjunction limit is reached long before by real queries. */
const MAX_DEPTH = 100;

type CompositeFilter = Extract<Filter, { filterType: 'compositeFilter' }>['compositeFilter'];

/** Throws INVALID_ARGUMENT for a filter as sent that is no filter, or whose parts do not go together. */
export function checkFilter(filter: Filter): void {
  checkShape(filter, 0);
  checkCombination(fieldFiltersOf(filter), filter);
  checkDisjunctions(filter);
}

/** Throws INVALID_ARGUMENT for what Firestore refuses only after it has simplified the filter. */
export function checkSimplified(filter: Filter): void {
  checkNameEquality(fieldFiltersOf(filter), filter);
}

function checkShape(filter: Filter, depth: number): void {
  switch (filter.filterType) {
    case 'compositeFilter':
      checkComposite(filter.compositeFilter, depth);
      return;
    case 'fieldFilter':
      checkFieldFilter(filter.fieldFilter);
      return;
    case 'unaryFilter':
      checkUnary(filter.unaryFilter);
      return;
    default:
      throw invalidArgument('The filter has no type.');
  }
}

function checkComposite({ op, filters }: CompositeFilter, depth: number): void {
  if (op === 'OPERATOR_UNSPECIFIED') throw invalidArgument('The composite filter has no operator.');
  if (filters.length === 0) throw invalidArgument('The composite filter has no filters.');
  if (depth > MAX_DEPTH) throw invalidArgument('The filter is nested too deeply.');
  for (const inner of filters) checkShape(inner, depth + 1);
}

function checkUnary({ op, field }: UnaryFilter): void {
  if (op === 'OPERATOR_UNSPECIFIED') throw invalidArgument('The unary filter has no operator.');
  checkField(field?.fieldPath ?? '');
  if (field?.fieldPath === NAME_FIELD) throw invalidArgument('Unary filters cannot be applied to __name__.');
}

function checkField(field: string): void {
  if (field !== NAME_FIELD) parseFieldPath(field);
}

function checkFieldFilter({ field, op, value }: FieldFilter): void {
  const name = field?.fieldPath ?? '';
  checkField(name);
  if (op === 'OPERATOR_UNSPECIFIED') throw invalidArgument('The filter has no operator.');
  if (value === null || typeof value.valueType !== 'string') throw invalidArgument('The filter has no value.');
  if (isListOperator(op)) checkList(op, value);
  if (name === NAME_FIELD) checkNameFilter(op, value);
}

function isListOperator(op: FieldOperator): boolean {
  return op === 'IN' || op === 'NOT_IN' || op === 'ARRAY_CONTAINS_ANY';
}

function checkList(op: FieldOperator, value: Value): void {
  if (value.valueType !== 'arrayValue') throw invalidArgument(`'${op}' requires an array.`);
  const { length } = value.arrayValue.values;
  if (length === 0) throw invalidArgument(`'${op}' requires a non-empty array.`);
  const most = op === 'NOT_IN' ? MAX_NOT_IN : MAX_DISJUNCTIONS;
  if (length > most) throw invalidArgument(`'${op}' supports up to ${most} comparison values.`);
}

function checkNameFilter(op: FieldOperator, value: Value): void {
  if (op === 'ARRAY_CONTAINS' || op === 'ARRAY_CONTAINS_ANY') {
    throw invalidArgument('__name__ is no array: array filters cannot be applied to it.');
  }
  const values = isListOperator(op) && value.valueType === 'arrayValue' ? value.arrayValue.values : [value];
  for (const name of values) {
    if (name.valueType !== 'referenceValue') throw invalidArgument('__name__ filter value must be a reference.');
    if (op === 'EQUAL' || op === 'IN') checkDocumentName(name.referenceValue);
  }
}

function fieldFiltersOf(filter: Filter): readonly FieldFilter[] {
  if (filter.filterType === 'fieldFilter') return [filter.fieldFilter];
  return filter.filterType === 'compositeFilter' ? filter.compositeFilter.filters.flatMap(fieldFiltersOf) : [];
}

function checkCombination(fields: readonly FieldFilter[], filter: Filter): void {
  const count = (op: FieldOperator): number => fields.filter((field) => field.op === op).length;
  const notIn = count('NOT_IN');
  if (notIn + count('NOT_EQUAL') + unaryNots(filter) > 1) {
    throw invalidArgument(
      "Only a single 'NOT_EQUAL', 'NOT_IN', 'IS_NOT_NAN', or 'IS_NOT_NULL' filter allowed per query.",
    );
  }
  if (notIn > 0 && (count('IN') + count('ARRAY_CONTAINS_ANY') > 0 || hasOr(filter))) {
    throw invalidArgument("'NOT_IN' cannot be used in the same query with 'IN', 'ARRAY_CONTAINS_ANY' or 'OR'.");
  }
  checkArrayFilters(filter);
}

function checkNameEquality(fields: readonly FieldFilter[], filter: Filter): void {
  const hasEquality = fields.some(({ field, op }) => field?.fieldPath === NAME_FIELD && !isInequality(op));
  const bounded = inequalityFields(filter);
  if (!hasEquality || bounded.length === 0 || bounded.includes(NAME_FIELD)) return;
  throw invalidArgument(
    'Equality on key is not allowed if there are other inequality fields and key does not appear in inequalities.',
  );
}

function hasOr(filter: Filter): boolean {
  if (filter.filterType !== 'compositeFilter') return false;
  const { op, filters } = filter.compositeFilter;
  return op === 'OR' || filters.some(hasOr);
}

function unaryNots(filter: Filter): number {
  if (filter.filterType === 'unaryFilter') return filter.unaryFilter.op.startsWith('IS_NOT') ? 1 : 0;
  if (filter.filterType !== 'compositeFilter') return 0;
  return filter.compositeFilter.filters.reduce((sum, inner) => sum + unaryNots(inner), 0);
}

/** Each disjunction may hold one array filter. */
function checkArrayFilters(filter: Filter): void {
  if (countArrayFilters(filter) > 1) {
    throw invalidArgument("A maximum of 1 'ARRAY_CONTAINS' filter is allowed per disjunction.");
  }
}

function checkDisjunctions(filter: Filter): void {
  const count = countDisjunctions(filter);
  if (count <= MAX_DISJUNCTIONS) return;
  throw invalidArgument(
    `Too many disjunctions after normalization. Result had ${count} disjunctions which is more than the maximum of ` +
      `${MAX_DISJUNCTIONS}`,
  );
}
