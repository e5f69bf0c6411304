import type { DerivedColumn } from './derived-column.ts';
import { PERCENT_FORMAT } from './describe-column.ts';
import type { Figure } from './figure.ts';
import { identifier, raw } from './fragment.ts';
import type { QueryContext } from './query-context.ts';

/** The difference to the compared period and its fraction, as far as they are asked for. */
export function comparisonColumns({ query }: QueryContext, figure: Figure): readonly DerivedColumn[] {
  const isOnly = query.metrics.length === 1;
  const { column: name, label, format, type, additivity } = figure;
  if (query.comparison === null || type !== 'number') return [];
  const kinds = query.comparison.calculate;
  const isSum = additivity.kind === 'additive' || additivity.kind === 'semi-additive';
  const amount = (column: string): string => (isSum ? `COALESCE(${identifier(column)}, 0)` : identifier(column));
  const difference = `${amount(name)} - ${amount(`${name}_BEFORE`)}`;
  const meta = { type: 'number', role: 'metric' } as const;
  const change: DerivedColumn = {
    needs: [name],
    joins: null,
    value: raw(difference),
    column: {
      ...meta,
      name: `${name}_CHANGE`,
      label: isOnly ? 'Change' : `Change in ${label.toLowerCase()}`,
      unit: format.unit,
      format,
      meaning: { kind: 'change', of: name },
    },
  };
  const rate: DerivedColumn = {
    needs: [name],
    joins: null,
    value: raw(`(${difference}) / NULLIF(ABS(${identifier(`${name}_BEFORE`)}), 0)`),
    column: {
      ...meta,
      name: `${name}_CHANGE_RATE`,
      label: isOnly ? 'Change in percent' : `Change in ${label.toLowerCase()} in percent`,
      unit: 'percent',
      format: PERCENT_FORMAT,
      meaning: { kind: 'change-rate', of: name },
    },
  };
  return [...(kinds.includes('difference') ? [change] : []), ...(kinds.includes('percent') ? [rate] : [])];
}
