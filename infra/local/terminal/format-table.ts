import { formatFigure } from '#shared/answer/format-figure.ts';
import type { AnswerColumn, AnswerTable } from '#shared/schemas/answer.ts';
import type { Presentation } from '#shared/schemas/presentation.ts';
import type { Cell } from '#shared/schemas/primitives.ts';

const MAX_ROWS = 30;
const MAX_WIDTH = 40;

type Wishes = Presentation | null;
type Described = Pick<AnswerColumn, 'type' | 'unit' | 'role'>;

function isMoney({ unit }: Described): boolean {
  return unit !== null && /^[A-Z]{3}$/.test(unit);
}

/** A figure in the scale and with the digits that are wished for; null where nothing is, or the number is no figure. */
function formatWished(value: number, column: Described, wishes: Wishes): string | null {
  if (column.role !== 'metric' || wishes === null || (wishes.scale ?? wishes.decimals) === null) return null;
  return formatFigure(value, { unit: column.unit, isCurrency: isMoney(column), decimals: null, wished: wishes });
}

function formatNumber(value: number, column: Described): string {
  if (column.unit === 'percent')
    return new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 }).format(value);
  if (column.unit !== null && isMoney(column)) {
    return new Intl.NumberFormat('en-US', { style: 'currency', currency: column.unit }).format(value);
  }
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value);
}

/** One cell as a person reads it, with its unit where that is a currency or a rate, as they wish to see it. */
export function formatCell(value: Cell, column: Described, wishes: Wishes = null): string {
  if (value === null) return '–';
  if (typeof value !== 'number') return String(value).slice(0, MAX_WIDTH);
  return formatWished(value, column, wishes) ?? formatNumber(value, column);
}

/** A table in plain text: numbers to the right, a line under the head, a note when rows are left out. */
export function formatTable({ columns, rows, rowCount }: AnswerTable, wishes: Wishes = null): string {
  const shown = rows.slice(0, MAX_ROWS);
  const cells = shown.map((row) => columns.map((column, at) => formatCell(row[at] ?? null, column, wishes)));
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
