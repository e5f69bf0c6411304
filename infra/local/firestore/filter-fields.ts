import type { FieldOperator, Filter } from './protocol.ts';

const INEQUALITIES: ReadonlySet<FieldOperator> = new Set<FieldOperator>([
  'LESS_THAN',
  'LESS_THAN_OR_EQUAL',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUAL',
  'NOT_EQUAL',
  'NOT_IN',
]);

export function isInequality(operator: FieldOperator): boolean {
  return INEQUALITIES.has(operator);
}

/** Fields that the filter bounds, by name, each once: results are ordered by them. */
export function inequalityFields(filter: Filter): string[] {
  return [...new Set(collect(filter))];
}

function collect(filter: Filter): readonly string[] {
  switch (filter.filterType) {
    case 'compositeFilter':
      return filter.compositeFilter.filters.flatMap(collect);
    case 'fieldFilter':
      return isInequality(filter.fieldFilter.op) ? [filter.fieldFilter.field?.fieldPath ?? ''] : [];
    case 'unaryFilter':
      return filter.unaryFilter.op.startsWith('IS_NOT') ? [filter.unaryFilter.field?.fieldPath ?? ''] : [];
    default:
      return [];
  }
}
