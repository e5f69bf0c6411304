import type { AnswerTable } from '#shared/schemas/answer.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import type { CompiledColumn } from '#shared/sql/compile/compiled-plan.ts';
import type { AnswerSource } from './result-view.ts';

/** The rows with described columns. Numbers that arrive as decimal text become numbers where a double holds them. */
export function makeTable({ compiled, result }: AnswerSource): AnswerTable {
  const { columns } = compiled;
  return {
    columns: columns.map(({ name, label, type, role, unit }) => ({ name, label, type, role, unit })),
    rows: result.rows.map((row) => columns.map((column, place) => tidy(row[place] ?? null, column))),
    rowCount: result.rowCount,
    truncated: result.truncated,
  };
}

function tidy(cell: Cell, { type }: CompiledColumn): Cell {
  if (typeof cell !== 'string') return cell;
  if (type === 'date') return cell.slice(0, 10);
  if (type !== 'number') return cell;
  const value = Number(cell);
  // A double holds up to 15 significant digits exactly; longer decimals stay text.
  return Number.isFinite(value) && cell.replaceAll(/\D/g, '').length <= 15 ? value : cell;
}
