import type { ColumnType } from '#shared/schemas/query-result.ts';
import type { ScalarType } from '#shared/semantic/expression.ts';

/** How a result column of this type arrives. */
export function columnType(type: ScalarType): ColumnType {
  return type === 'variant' ? 'json' : type;
}
