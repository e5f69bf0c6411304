import type { Fields, Value } from './protocol.ts';

/** Whether a write would change nothing at all: here 1 and 1.0 differ, and so do 0.0 and -0.0. */
export function identicalFields(left: Fields, right: Fields): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => {
    const a = left[key];
    const b = Object.hasOwn(right, key) ? right[key] : undefined;
    return a !== undefined && b !== undefined && identicalValues(a, b);
  });
}

function identicalValues(left: Value, right: Value): boolean {
  if (left.valueType === 'mapValue') {
    return right.valueType === 'mapValue' && identicalFields(left.mapValue.fields, right.mapValue.fields);
  }
  if (left.valueType === 'arrayValue') {
    return right.valueType === 'arrayValue' && identicalLists(left.arrayValue.values, right.arrayValue.values);
  }
  return identicalScalars(left, right);
}

function identicalLists(left: readonly Value[], right: readonly Value[]): boolean {
  if (left.length !== right.length) return false;
  return left.every((value, index) => {
    const other = right[index];
    return other !== undefined && identicalValues(value, other);
  });
}

function identicalScalars(left: Value, right: Value): boolean {
  if (left.valueType === 'bytesValue') {
    return right.valueType === 'bytesValue' && left.bytesValue.equals(right.bytesValue);
  }
  if (left.valueType === 'doubleValue') {
    return right.valueType === 'doubleValue' && Object.is(left.doubleValue, right.doubleValue);
  }
  return JSON.stringify(left) === JSON.stringify(right);
}
