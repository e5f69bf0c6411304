import { invalidArgument } from './firestore-failure.ts';
import type { DocumentMask, Fields, Value } from './protocol.ts';
import { shorten } from './resource-name.ts';

/** Limit of https://firebase.google.com/docs/firestore/quotas. */
const MAX_PATH_BYTES = 1_500;

const SIMPLE_SEGMENT = /[a-zA-Z_][a-zA-Z_0-9]*/uy;
const QUOTED_SEGMENT = /`((?:[^`\\]|\\.)+)`/suy;
const RESERVED_NAME = /^__.*__$/su;
/** The one reserved name a query may have: a document's own name. */
export const NAME_FIELD = '__name__';

export type FieldPath = readonly string[];

const parsed = new Map<string, FieldPath>();
const MAX_KEPT = 5_000;

/** Splits `a.b`, with segments that are not plain identifiers in backticks. Throws INVALID_ARGUMENT. */
export function parseFieldPath(text: string): FieldPath {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const path = splitFieldPath(text);
  if (parsed.size >= MAX_KEPT) parsed.clear();
  parsed.set(text, path);
  return path;
}

function splitFieldPath(text: string): FieldPath {
  if (text === '') throw invalidArgument('The field path is empty.');
  if (Buffer.byteLength(text) > MAX_PATH_BYTES) {
    throw invalidArgument(`Property path "${shorten(text)}" is longer than ${MAX_PATH_BYTES} bytes.`);
  }
  const segments: string[] = [];
  let at = 0;
  for (;;) {
    const segment = readSegment(text, at);
    segments.push(segment.name);
    if (segment.end === text.length) return segments;
    if (text[segment.end] !== '.') throw invalidArgument(`Invalid property path "${shorten(text)}".`);
    at = segment.end + 1;
  }
}

function readSegment(text: string, at: number): { readonly name: string; readonly end: number } {
  const pattern = text[at] === '`' ? QUOTED_SEGMENT : SIMPLE_SEGMENT;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match === null) throw invalidArgument(`Invalid property path "${shorten(text)}".`);
  const name = match[1] === undefined ? match[0] : match[1].replaceAll(/\\(.)/gsu, '$1');
  return { name, end: at + match[0].length };
}

/** Field names of documents: not empty, not reserved. */
export function checkFieldName(name: string): void {
  if (name === '') throw invalidArgument('A field name is empty.');
  if (RESERVED_NAME.test(name)) throw invalidArgument(`Property "${shorten(name)}" is reserved.`);
  if (Buffer.byteLength(name) > MAX_PATH_BYTES) {
    throw invalidArgument(`The property name "${shorten(name)}" is longer than ${MAX_PATH_BYTES} bytes.`);
  }
}

/** The value at a path, undefined when the document has none there. */
export function valueAt(fields: Fields, path: FieldPath): Value | undefined {
  let current = fields;
  let value: Value | undefined;
  for (const [index, segment] of path.entries()) {
    value = Object.hasOwn(current, segment) ? current[segment] : undefined;
    if (index === path.length - 1 || value === undefined) return value;
    if (value.valueType !== 'mapValue') return undefined;
    current = value.mapValue.fields;
  }
  return value;
}

/** The fields with one more value, or without (undefined). Makes the maps on the way; they replace what is no map. */
export function withValueAt(fields: Fields, path: FieldPath, value: Value | undefined): Fields {
  const [first, ...rest] = path;
  if (first === undefined) return fields;
  if (rest.length === 0) return value === undefined ? without(fields, first) : { ...fields, [first]: value };
  const inner = Object.hasOwn(fields, first) ? fields[first] : undefined;
  const isMap = inner?.valueType === 'mapValue';
  if (!isMap && value === undefined) return fields;
  const innerFields = withValueAt(isMap ? inner.mapValue.fields : {}, rest, value);
  return { ...fields, [first]: { valueType: 'mapValue', mapValue: { fields: innerFields } } };
}

function without(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}

/** Only the masked fields; null leaves all. */
export function maskFields(fields: Fields, mask: DocumentMask | null): Fields {
  if (mask === null) return fields;
  let masked: Fields = {};
  for (const text of mask.fieldPaths) {
    if (text === NAME_FIELD) continue;
    const path = parseFieldPath(text);
    const value = valueAt(fields, path);
    if (value !== undefined) masked = withValueAt(masked, path, value);
  }
  return masked;
}
