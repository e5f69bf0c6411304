import type { Value } from '../random-database.ts';

/** A result, row by row; columns are named in upper case as in the compiled statement. */
export interface ResultTable {
  /** Columns that tell the rows apart, in order. */
  readonly keys: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly ResultRow[];
}
export type ResultRow = Readonly<Record<string, Value>>;

/** The evaluator's word that a plan has no meaning in the model. */
export class Meaningless extends Error {}

export function cell(row: ResultRow, column: string): Value {
  return row[column.toUpperCase()] ?? null;
}

export function numberIn(row: ResultRow, column: string): number | null {
  const value = cell(row, column);
  return typeof value === 'number' ? value : null;
}

/** Unknown last, numbers by size, text by code unit. */
export function compareValues(left: Value, right: Value, isDescending: boolean): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  return (left < right ? -1 : 1) * (isDescending ? -1 : 1);
}

export function holds(left: Value, operator: string, right: Value): boolean {
  if (operator === '<>') return left === null || (right !== null && left !== right);
  if (left === null || right === null) return false;
  switch (operator) {
    case '=':
      return left === right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}
