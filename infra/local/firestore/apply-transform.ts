import { toTimestamp, type Micros } from './commit-clock.ts';
import { parseFieldPath, valueAt, withValueAt } from './field-path.ts';
import { invalidArgument } from './firestore-failure.ts';
import type { Fields, FieldTransform, Value } from './protocol.ts';
import { toStoredValue } from './stored-fields.ts';
import { compareValues, equalValues, isNaNValue, isNumber, toNumber } from './value-order.ts';

const NULL: Value = { valueType: 'nullValue', nullValue: 'NULL_VALUE' };
const MAX_INTEGER = 2n ** 63n - 1n;
const MIN_INTEGER = -(2n ** 63n);

export interface Transformed {
  readonly fields: Fields;
  /** What the client is told: the new value; null for array transforms. */
  readonly result: Value;
}

/** One field transform on a document's fields, as the DocumentTransform message describes it. */
export function applyTransform(fields: Fields, transform: FieldTransform, at: Micros): Transformed {
  const path = parseFieldPath(transform.fieldPath);
  const value = transformedValue(valueAt(fields, path), transform, at);
  const isArray =
    transform.transformType === 'appendMissingElements' || transform.transformType === 'removeAllFromArray';
  return { fields: withValueAt(fields, path, value), result: isArray ? NULL : value };
}

function transformedValue(current: Value | undefined, transform: FieldTransform, at: Micros): Value {
  switch (transform.transformType) {
    case 'setToServerValue':
      if (transform.setToServerValue !== 'REQUEST_TIME') throw invalidArgument('The server value is not specified.');
      // Millisecond precision, as the message's description has it.
      return { valueType: 'timestampValue', timestampValue: toTimestamp(at - (at % 1_000)) };
    case 'increment':
      return incremented(current, checkNumber(transform.increment));
    case 'maximum':
      return extreme(current, checkNumber(transform.maximum), 1);
    case 'minimum':
      return extreme(current, checkNumber(transform.minimum), -1);
    case 'appendMissingElements':
      return appended(elementsOf(current), elements(transform.appendMissingElements.values));
    case 'removeAllFromArray':
      return removed(elementsOf(current), elements(transform.removeAllFromArray.values));
    default:
      throw invalidArgument('The field transform has no type.');
  }
}

function checkNumber(value: Value): Value {
  if (!isNumber(value)) throw invalidArgument('A numeric transform needs an integer or a double.');
  return value;
}

function elements(values: readonly Value[]): readonly Value[] {
  return values.map((value) => {
    if (value.valueType === 'arrayValue') throw invalidArgument('An array cannot hold an array.');
    return toStoredValue(value, 2, 'element');
  });
}

function elementsOf(value: Value | undefined): readonly Value[] {
  return value?.valueType === 'arrayValue' ? value.arrayValue.values : [];
}

function incremented(current: Value | undefined, by: Value): Value {
  if (current === undefined || !isNumber(current)) return by;
  if (current.valueType === 'integerValue' && by.valueType === 'integerValue') {
    const sum = BigInt(current.integerValue) + BigInt(by.integerValue);
    const clamped = sum > MAX_INTEGER ? MAX_INTEGER : sum;
    return { valueType: 'integerValue', integerValue: String(clamped < MIN_INTEGER ? MIN_INTEGER : clamped) };
  }
  return { valueType: 'doubleValue', doubleValue: toNumber(current) + toNumber(by) };
}

/** @param sign 1 for the maximum, -1 for the minimum. Equal values leave the field as it is; NaN wins. */
function extreme(current: Value | undefined, operand: Value, sign: 1 | -1): Value {
  if (current === undefined || !isNumber(current)) return operand;
  if (isNaNValue(current)) return current;
  if (isNaNValue(operand)) return operand;
  return compareValues(operand, current) * sign > 0 ? operand : current;
}

function appended(current: readonly Value[], added: readonly Value[]): Value {
  const values = [...current];
  for (const value of added) {
    if (!values.some((present) => equalValues(present, value))) values.push(value);
  }
  return { valueType: 'arrayValue', arrayValue: { values } };
}

function removed(current: readonly Value[], unwanted: readonly Value[]): Value {
  const values = current.filter((present) => !unwanted.some((value) => equalValues(present, value)));
  return { valueType: 'arrayValue', arrayValue: { values } };
}
