import { quoteText } from './sql-text.ts';

/** A session variable. */
export interface SessionVariable {
  readonly name: string;
  /** As text, whatever its type. */
  readonly value: string | null;
  /** DuckDB's name of its type. */
  readonly type: string;
}

/** The DuckDB expression that stands for a variable. */
export function variableExpression({ value, type }: SessionVariable): string {
  return `CAST(${value === null ? 'NULL' : quoteText(value)} AS ${type})`;
}
