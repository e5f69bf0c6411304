import type { StoredDocument } from './stored-document.ts';
import { NAME_FIELD, parseFieldPath, valueAt } from './field-path.ts';
import { invalidArgument } from './firestore-failure.ts';
import type { FieldFilter, FieldOperator, Filter, UnaryFilter, Value } from './protocol.ts';
import { compareValues, equalValues, isNaNValue, rankOf } from './value-order.ts';

export type Predicate = (document: StoredDocument) => boolean;

type ReadValue = (document: StoredDocument) => Value | undefined;
type ValueTest = (value: Value) => boolean;

/** Compiles a checked and simplified filter once, to be asked for each document. */
export function compileFilter(filter: Filter): Predicate {
  switch (filter.filterType) {
    case 'compositeFilter': {
      const tests = filter.compositeFilter.filters.map(compileFilter);
      if (filter.compositeFilter.op === 'OR') return (document) => tests.some((test) => test(document));
      return (document) => tests.every((test) => test(document));
    }
    case 'fieldFilter':
      return onField(filter.fieldFilter.field?.fieldPath ?? '', fieldTest(filter.fieldFilter));
    case 'unaryFilter':
      return onField(filter.unaryFilter.field?.fieldPath ?? '', unaryTest(filter.unaryFilter));
    default:
      throw invalidArgument('The filter has no type.');
  }
}

/** A document without the field matches no filter on it, whatever the operator. */
function onField(field: string, test: ValueTest): Predicate {
  const read = reader(field);
  return (document) => {
    const value = read(document);
    return value !== undefined && test(value);
  };
}

export function reader(field: string): ReadValue {
  if (field === NAME_FIELD) return ({ name }) => ({ valueType: 'referenceValue', referenceValue: name });
  const path = parseFieldPath(field);
  return ({ fields }) => valueAt(fields, path);
}

const isNull: ValueTest = (value) => value.valueType === 'nullValue';

function unaryTest({ op }: UnaryFilter): ValueTest {
  switch (op) {
    case 'IS_NULL':
      return isNull;
    case 'IS_NAN':
      return isNaNValue;
    case 'IS_NOT_NULL':
      return (value) => !isNull(value);
    case 'IS_NOT_NAN':
      return (value) => !isNull(value) && !isNaNValue(value);
    case 'OPERATOR_UNSPECIFIED':
      return () => false;
    default:
      throw invalidArgument('The unary filter has no operator.');
  }
}

type TestMaker = (operand: Value) => ValueTest;

const FIELD_TESTS: Readonly<Record<FieldOperator, TestMaker>> = {
  OPERATOR_UNSPECIFIED: () => () => false,
  EQUAL: (operand) => (value) => equalValues(value, operand),
  NOT_EQUAL: (operand) => (value) => !isNull(value) && (isNaNValue(value) || !equalValues(value, operand)),
  LESS_THAN: (operand) => ranged(operand, (order) => order < 0),
  LESS_THAN_OR_EQUAL: (operand) => ranged(operand, (order) => order <= 0),
  GREATER_THAN: (operand) => ranged(operand, (order) => order > 0),
  GREATER_THAN_OR_EQUAL: (operand) => ranged(operand, (order) => order >= 0),
  ARRAY_CONTAINS: (operand) => (value) => elementsOf(value).some((element) => equalValues(element, operand)),
  IN: (operand) => {
    const wanted = elementsOf(operand);
    return (value) => wanted.some((other) => equalValues(value, other));
  },
  ARRAY_CONTAINS_ANY: (operand) => {
    const wanted = elementsOf(operand);
    return (value) => elementsOf(value).some((element) => wanted.some((other) => equalValues(element, other)));
  },
  NOT_IN: (operand) => {
    const unwanted = elementsOf(operand);
    if (unwanted.some(isNull)) return () => false;
    return (value) => !isNull(value) && (isNaNValue(value) || !unwanted.some((other) => equalValues(value, other)));
  },
};

function fieldTest({ op, value }: FieldFilter): ValueTest {
  if (value === null) throw invalidArgument('The filter has no value.');
  return FIELD_TESTS[op](value);
}

const elementsOf = (value: Value): readonly Value[] =>
  value.valueType === 'arrayValue' ? value.arrayValue.values : [];

/** A range is within one type, and NaN is in no range with a number. */
function ranged(operand: Value, accepts: (order: number) => boolean): ValueTest {
  const rank = rankOf(operand);
  return (value) => rankOf(value) === rank && !isNaNValue(value) && accepts(compareValues(value, operand));
}
