import type { StoredDocument } from './stored-document.ts';
import { parseFieldPath, valueAt, withValueAt } from './field-path.ts';
import { invalidArgument } from './firestore-failure.ts';
import type { Fields, FindNearest, Value } from './protocol.ts';
import { toNumber, vectorOf } from './value-order.ts';

/** https://cloud.google.com/firestore/docs/vector-search#limitations */
const MAX_LIMIT = 1_000;

export interface Neighbour {
  readonly document: StoredDocument;
  /** The document's fields, with the distance when the query wants it in a field. */
  readonly fields: Fields;
}

/** The nearest documents first; for DOT_PRODUCT the largest product first. */
export function findNearest(documents: readonly StoredDocument[], search: FindNearest): readonly Neighbour[] {
  const { target, limit, path } = checkSearch(search);
  const threshold = search.distanceThreshold?.value ?? null;
  const sign = search.distanceMeasure === 'DOT_PRODUCT' ? -1 : 1;
  const found: { readonly document: StoredDocument; readonly distance: number }[] = [];
  for (const document of documents) {
    const value = valueAt(document.fields, path);
    const vector = value === undefined ? null : vectorOf(value);
    if (vector?.length !== target.length) continue;
    const distance = distanceOf(search.distanceMeasure, vector.map(toNumber), target);
    if (threshold === null || (distance - threshold) * sign <= 0) found.push({ document, distance });
  }
  found.sort((left, right) => (left.distance - right.distance) * sign);
  return found.slice(0, limit).map(({ document, distance }) => ({
    document,
    fields: withDistance(document.fields, search.distanceResultField, distance),
  }));
}

function checkSearch({ vectorField, queryVector, distanceMeasure, limit }: FindNearest) {
  const vector = queryVector === null ? null : vectorOf(queryVector);
  if (vector === null || vector.length === 0) throw invalidArgument('The query vector is not a vector.');
  if (distanceMeasure === 'DISTANCE_MEASURE_UNSPECIFIED') throw invalidArgument('The distance measure is missing.');
  if (limit === null || limit.value < 1 || limit.value > MAX_LIMIT) {
    throw invalidArgument(`The limit of a vector search must be between 1 and ${MAX_LIMIT}.`);
  }
  const path = parseFieldPath(vectorField?.fieldPath ?? '');
  return { target: vector.map(toNumber), limit: limit.value, path };
}

function withDistance(fields: Fields, field: string, distance: number): Fields {
  if (field === '') return fields;
  const value: Value = { valueType: 'doubleValue', doubleValue: distance };
  return withValueAt(fields, parseFieldPath(field), value);
}

function distanceOf(
  measure: FindNearest['distanceMeasure'],
  left: readonly number[],
  right: readonly number[],
): number {
  if (measure === 'EUCLIDEAN') return Math.hypot(...left.map((value, index) => value - (right[index] ?? 0)));
  const product = dot(left, right);
  return measure === 'COSINE' ? 1 - product / Math.sqrt(dot(left, left) * dot(right, right)) : product;
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}
