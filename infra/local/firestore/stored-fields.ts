import { checkFieldName } from './field-path.ts';
import { invalidArgument } from './firestore-failure.ts';
import type { Fields, Timestamp, Value } from './protocol.ts';
import { checkDocumentName } from './resource-name.ts';
import { vectorOf } from './value-order.ts';

/** Limits of https://firebase.google.com/docs/firestore/quotas. */
const MAX_DEPTH = 20;
export const MAX_DOCUMENT_BYTES = 1_048_576;
/** https://cloud.google.com/firestore/docs/vector-search#limitations */
const MAX_DIMENSIONS = 2_048;
const MAX_SECONDS = 253_402_300_799;
const MIN_SECONDS = -62_135_596_800;
/** What a document takes beside its name and fields: https://firebase.google.com/docs/firestore/storage-size */
const DOCUMENT_OVERHEAD_BYTES = 32;

const SCALARS: ReadonlySet<string> = new Set([
  'nullValue',
  'booleanValue',
  'integerValue',
  'doubleValue',
  'stringValue',
  'bytesValue',
]);

/**
 * Checks fields as a write stores them, and cuts timestamps to microseconds as Firestore does.
 * Throws INVALID_ARGUMENT for reserved names, arrays in arrays, more than 20 levels, values out of range.
 */
export function toStoredFields(fields: Fields, depth = 0): Fields {
  const stored: Record<string, Value> = {};
  for (const [name, value] of Object.entries(fields)) {
    checkFieldName(name);
    stored[name] = toStoredValue(value, depth + 1, name);
  }
  return stored;
}

export function toStoredValue(value: Value, depth: number, name: string): Value {
  switch (value.valueType) {
    case 'mapValue':
      return storedMap(value, depth, name);
    case 'arrayValue':
      return storedArray(value.arrayValue.values, depth, name);
    case 'timestampValue':
      return { valueType: 'timestampValue', timestampValue: storedTimestamp(value.timestampValue) };
    case 'geoPointValue':
      checkGeoPoint(value.geoPointValue);
      return value;
    case 'referenceValue':
      checkDocumentName(value.referenceValue);
      return value;
    default:
      if (!SCALARS.has(value.valueType)) {
        throw invalidArgument(`The value of property "${name}" has no type, or one that cannot be stored.`);
      }
      return value;
  }
}

function checkDepth(depth: number, name: string): void {
  if (depth > MAX_DEPTH) {
    throw invalidArgument(`Property ${name} contains an invalid nested entity: more than ${MAX_DEPTH} levels.`);
  }
}

function storedMap(value: Extract<Value, { valueType: 'mapValue' }>, depth: number, name: string): Value {
  checkDepth(depth, name);
  const vector = vectorOf(value);
  if (vector === null) {
    return { valueType: 'mapValue', mapValue: { fields: toStoredFields(value.mapValue.fields, depth) } };
  }
  if (vector.length === 0 || vector.length > MAX_DIMENSIONS) {
    throw invalidArgument(`The vector "${name}" must have between 1 and ${MAX_DIMENSIONS} dimensions.`);
  }
  if (vector.some((element) => element.valueType !== 'doubleValue' && element.valueType !== 'integerValue')) {
    throw invalidArgument(`The vector "${name}" must hold numbers only.`);
  }
  return value;
}

function storedArray(values: readonly Value[], depth: number, name: string): Value {
  checkDepth(depth, name);
  const stored = values.map((element) => {
    if (element.valueType === 'arrayValue') {
      throw invalidArgument(`Property ${name} contains an invalid nested entity: an array directly in an array.`);
    }
    return toStoredValue(element, depth + 1, name);
  });
  return { valueType: 'arrayValue', arrayValue: { values: stored } };
}

function storedTimestamp({ seconds, nanos }: Timestamp): Timestamp {
  const whole = Number(seconds);
  if (whole < MIN_SECONDS || whole > MAX_SECONDS || nanos < 0 || nanos > 999_999_999) {
    throw invalidArgument('The timestamp is out of range.');
  }
  return { seconds, nanos: nanos - (nanos % 1_000) };
}

function checkGeoPoint({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }): void {
  if (!(Math.abs(latitude) <= 90)) throw invalidArgument('Latitude must be in the range [-90, 90].');
  if (!(Math.abs(longitude) <= 180)) throw invalidArgument('Longitude must be in the range [-180, 180].');
}

/** Throws INVALID_ARGUMENT when a document is over 1 MiB by https://firebase.google.com/docs/firestore/storage-size. */
export function checkDocumentSize(name: string, fields: Fields): void {
  const bytes = nameBytes(name) + fieldsBytes(fields) + DOCUMENT_OVERHEAD_BYTES;
  if (bytes <= MAX_DOCUMENT_BYTES) return;
  throw invalidArgument(
    `Document '${name}' cannot be written because its size (${bytes.toLocaleString('en-US')} bytes) exceeds the ` +
      `maximum allowed size of ${MAX_DOCUMENT_BYTES.toLocaleString('en-US')} bytes.`,
  );
}

/** The path below `/documents/`, one byte more a segment, and 16 for the database. */
function nameBytes(name: string): number {
  const path = name.slice(name.indexOf('/documents/') + '/documents/'.length);
  return Buffer.byteLength(path) + 1 + 16;
}

/** Size of fields by Firestore's table of storage sizes, in bytes. */
export function fieldsBytes(fields: Fields): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(fields)) bytes += Buffer.byteLength(name) + 1 + valueBytes(value);
  return bytes;
}

const FIXED_BYTES: Readonly<Record<string, number>> = {
  nullValue: 1,
  booleanValue: 1,
  geoPointValue: 16,
  integerValue: 8,
  doubleValue: 8,
  timestampValue: 8,
};

function valueBytes(value: Value): number {
  switch (value.valueType) {
    case 'stringValue':
      return Buffer.byteLength(value.stringValue) + 1;
    case 'bytesValue':
      return value.bytesValue.length;
    case 'referenceValue':
      return nameBytes(value.referenceValue);
    case 'arrayValue':
      return value.arrayValue.values.reduce((bytes, element) => bytes + valueBytes(element), 0);
    case 'mapValue':
      return fieldsBytes(value.mapValue.fields);
    default:
      return FIXED_BYTES[value.valueType] ?? 0;
  }
}
