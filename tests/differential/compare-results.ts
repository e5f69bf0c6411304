import type { CompiledColumn } from '#shared/sql/compile/compiled-plan.ts';
import type { ResultRow, ResultTable } from './evaluate/result-table.ts';
import type { Value } from './random-database.ts';

function isSame(left: Value, right: Value): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return left === right;
  // Snowflake gives the quotient of two whole numbers six digits after the point.
  return Math.abs(left - right) <= Math.max(5.1e-7, 1e-9 * Math.max(Math.abs(left), Math.abs(right)));
}

/** A cell as the driver gives it: whole numbers beyond 32 bits come as text. */
function readCell(cell: unknown, isNumber: boolean): Value {
  if (cell === null || cell === undefined) return null;
  if (isNumber) return Number(cell);
  if (typeof cell === 'number' || typeof cell === 'string') return cell;
  throw new Error(`A cell is ${JSON.stringify(cell)}.`);
}

function sortKey(row: ResultRow, columns: readonly string[]): string {
  const rounded = columns.map((column) => {
    const value = row[column] ?? null;
    return typeof value === 'number' ? Number(value.toFixed(4)) : value;
  });
  return JSON.stringify(rounded);
}

/** The first difference in words, or null: the same rows with the same values, in any order. */
export function compareResults(
  columns: readonly CompiledColumn[],
  actual: readonly (readonly unknown[])[],
  expected: ResultTable,
): string | null {
  const names = columns.map(({ name }) => name);
  const missing = expected.columns.find((name) => !names.includes(name));
  if (missing !== undefined || names.length !== expected.columns.length) {
    return `columns ${names.join(', ')} instead of ${expected.columns.join(', ')}`;
  }
  if (actual.length !== expected.rows.length) return `${actual.length} rows instead of ${expected.rows.length}`;
  const rows = actual.map((cells): ResultRow => {
    return Object.fromEntries(
      columns.map(({ name, type }, place) => [name, readCell(cells[place], type === 'number')]),
    );
  });
  const order = [...expected.keys, ...expected.columns];
  const byKey = (list: readonly ResultRow[]): readonly ResultRow[] =>
    list.toSorted((left, right) => (sortKey(left, order) < sortKey(right, order) ? -1 : 1));
  const wanted = byKey(expected.rows);
  for (const [place, row] of byKey(rows).entries()) {
    const other = wanted[place];
    const wrong = names.find((name) => !isSame(row[name] ?? null, other?.[name] ?? null));
    if (wrong !== undefined)
      return `${wrong} is ${String(row[wrong])} in ${JSON.stringify(row)}, expected ${JSON.stringify(other)}`;
  }
  return null;
}
