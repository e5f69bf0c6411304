import type { AnswerTable } from '#shared/schemas/answer.ts';
import { formatCell } from './format-table.ts';

const WIDTH = 36;
const MAX_BARS = 20;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of a length in eighths of a character. */
function bar(eighths: number): string {
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

/**
 * A small chart of the first dimension against the first metric: one bar a row, in the table's order.
 *
 * @returns null for a single row, for several dimensions, and for values that bars can't show.
 */
export function formatChart({ columns, rows }: AnswerTable): string | null {
  const dimension = columns.findIndex(({ role }) => role === 'dimension');
  const metric = columns.findIndex(({ role, type }) => role === 'metric' && type === 'number');
  const unit = columns[metric];
  const severalDimensions = columns.filter(({ role }) => role === 'dimension').length > 1;
  if (dimension < 0 || unit === undefined || severalDimensions || rows.length < 2) return null;
  const bars = rows
    .slice(0, MAX_BARS)
    .map((row) => ({ label: String(row[dimension] ?? '–').slice(0, 24), value: row[metric] ?? null }));
  const values = bars.map(({ value }) => (typeof value === 'number' ? value : 0));
  const largest = Math.max(...values);
  if (largest <= 0 || Math.min(...values) < 0) return null;
  const labelWidth = Math.max(...bars.map(({ label }) => label.length));
  const lines = bars.map(({ label, value }, at) => {
    const eighths = Math.round(((values[at] ?? 0) / largest) * WIDTH * 8);
    return `${label.padEnd(labelWidth)}  ${bar(eighths)} ${formatCell(value, unit)}`;
  });
  return [unit.label, ...lines].join('\n');
}
