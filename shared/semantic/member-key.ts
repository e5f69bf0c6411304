import type { LogicalTable, SemanticModel } from './semantic-model.ts';

/** The dimension that is the whole primary key of a table; null when the key is none or more than one column. */
export function keyDimension(table: LogicalTable): string | null {
  const columns = table.keys.find(({ kind }) => kind === 'primary')?.columns ?? [];
  if (columns.length !== 1) return null;
  const key = table.dimensions.find((dimension) => columnOf(dimension, table) === columns[0]);
  return key?.id ?? null;
}

function columnOf({ expression }: LogicalTable['dimensions'][number], table: LogicalTable): string | null {
  return expression.kind === 'column' && expression.table === table.name ? expression.column : null;
}

/**
 * What tells the members of a table apart where the dimension that names them may give two of them the same name, such
 * as customers; null for every other dimension, and for names that are unique.
 */
export function keyBesideName(id: string, model: SemanticModel): string | null {
  const table = model.tables.find(({ dimensions }) => dimensions.some((dimension) => dimension.id === id));
  const name = table?.dimensions.find((dimension) => dimension.id === id);
  if (table === undefined || name === undefined || table.displayDimension !== id) return null;
  const column = columnOf(name, table);
  const isUnique = table.keys.some(({ columns }) => columns.length === 1 && columns[0] === column);
  const key = isUnique ? null : keyDimension(table);
  return key === id ? null : key;
}
