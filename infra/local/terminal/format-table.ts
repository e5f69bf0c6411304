import type { AnswerColumn, AnswerTable } from '#shared/schemas/answer.ts';
import type { Cell } from '#shared/schemas/primitives.ts';

const MAX_ROWS = 30;
const MAX_WIDTH = 40;

/** One cell as a person reads it, with its unit where that is a currency or a rate. */
export function formatCell(value: Cell, column: Pick<AnswerColumn, 'type' | 'unit'>): string {
  if (value === null) return '–';
  if (typeof value !== 'number') return String(value).slice(0, MAX_WIDTH);
  if (column.unit === 'percent')
    return new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 }).format(value);
  if (column.unit !== null && /^[A-Z]{3}$/.test(column.unit)) {
    return new Intl.NumberFormat('en-US', { style: 'currency', currency: column.unit }).format(value);
  }
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value);
}

/** A table in plain text: numbers to the right, a line under the head, a note when rows are left out. */
export function formatTable({ columns, rows, rowCount }: AnswerTable): string {
  const shown = rows.slice(0, MAX_ROWS);
  const cells = shown.map((row) => columns.map((column, at) => formatCell(row[at] ?? null, column)));
  const heads = columns.map(({ label }) => label);
  const widths = columns.map((_, at) => Math.max(heads[at]?.length ?? 0, ...cells.map((row) => row[at]?.length ?? 0)));
  const toLine = (parts: readonly string[]): string =>
    parts
      .map((part, at) =>
        columns[at]?.type === 'number' ? part.padStart(widths[at] ?? 0) : part.padEnd(widths[at] ?? 0),
      )
      .join('   ')
      .trimEnd();
  const note = rowCount > shown.length ? [`… ${rowCount - shown.length} more rows`] : [];
  return [toLine(heads), widths.map((width) => '─'.repeat(width)).join('   '), ...cells.map(toLine), ...note].join(
    '\n',
  );
}
