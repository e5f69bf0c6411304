import type { StoredDocument } from './stored-document.ts';
import { invalidArgument } from './firestore-failure.ts';
import type { Aggregation, FieldReference, Value } from './protocol.ts';
import { reader } from './query-filter.ts';
import { isNumber, toNumber } from './value-order.ts';

/** https://firebase.google.com/docs/firestore/query-data/aggregation-queries#limitations */
const MAX_AGGREGATIONS = 5;
const MAX_INTEGER = 2n ** 63n - 1n;
const MIN_INTEGER = -(2n ** 63n);

/** The aggregates by alias; an aggregation without one gets `field_1` and so on, as Firestore names it. */
export function aggregate(
  documents: readonly StoredDocument[],
  aggregations: readonly Aggregation[],
): Readonly<Record<string, Value>> {
  checkAggregations(aggregations);
  const results: Record<string, Value> = {};
  let unnamed = 0;
  for (const aggregation of aggregations) {
    if (aggregation.alias === '') unnamed += 1;
    results[aggregation.alias === '' ? `field_${unnamed}` : aggregation.alias] = compute(documents, aggregation);
  }
  return results;
}

/** Fields that are added up or averaged. */
export function summedFields(aggregations: readonly Aggregation[]): readonly string[] {
  return aggregations.flatMap((aggregation) => {
    if (aggregation.operator === 'sum') return [aggregation.sum.field?.fieldPath ?? ''];
    return aggregation.operator === 'avg' ? [aggregation.avg.field?.fieldPath ?? ''] : [];
  });
}

function checkAggregations(aggregations: readonly Aggregation[]): void {
  if (aggregations.length === 0 || aggregations.length > MAX_AGGREGATIONS) {
    throw invalidArgument(`A query needs between 1 and ${MAX_AGGREGATIONS} aggregations.`);
  }
  const aliases = aggregations.map(({ alias }) => alias).filter((alias) => alias !== '');
  if (new Set(aliases).size < aliases.length) throw invalidArgument('Aggregation aliases must be unique.');
}

function compute(documents: readonly StoredDocument[], aggregation: Aggregation): Value {
  switch (aggregation.operator) {
    case 'count': {
      const most = aggregation.count.upTo?.value;
      if (most !== undefined && Number(most) <= 0) throw invalidArgument('The count must be up to at least 1.');
      const count = most === undefined ? documents.length : Math.min(documents.length, Number(most));
      return { valueType: 'integerValue', integerValue: String(count) };
    }
    case 'sum':
      return sumOf(numbersOf(documents, aggregation.sum.field));
    case 'avg':
      return averageOf(numbersOf(documents, aggregation.avg.field));
    default:
      throw invalidArgument('The aggregation has no operator.');
  }
}

function numbersOf(documents: readonly StoredDocument[], field: FieldReference | null): readonly Value[] {
  const read = reader(field?.fieldPath ?? '');
  return documents.flatMap((document) => {
    const value = read(document);
    return value !== undefined && isNumber(value) ? [value] : [];
  });
}

/** An integer while all values are and the sum fits; a double otherwise. */
function sumOf(numbers: readonly Value[]): Value {
  const whole = numbers.flatMap((value) => (value.valueType === 'integerValue' ? [BigInt(value.integerValue)] : []));
  if (whole.length === numbers.length) {
    const sum = whole.reduce((total, value) => total + value, 0n);
    if (sum <= MAX_INTEGER && sum >= MIN_INTEGER) return { valueType: 'integerValue', integerValue: String(sum) };
  }
  return { valueType: 'doubleValue', doubleValue: total(numbers) };
}

function averageOf(numbers: readonly Value[]): Value {
  if (numbers.length === 0) return { valueType: 'nullValue', nullValue: 'NULL_VALUE' };
  return { valueType: 'doubleValue', doubleValue: total(numbers) / numbers.length };
}

function total(numbers: readonly Value[]): number {
  return numbers.reduce((sum, value) => sum + toNumber(value), 0);
}
