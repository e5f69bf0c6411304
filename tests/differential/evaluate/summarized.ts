import type { Query } from '#shared/schemas/plan.ts';
import { summarise } from './finish.ts';
import { cell, Meaningless, numberIn, type ResultRow, type ResultTable } from './result-table.ts';

/** Each figure summarised over the rows that agree in the dimensions that stay. */
export function summarized(
  { summary, metrics, comparison, calculations, cohort }: Query,
  table: ResultTable,
): ResultTable {
  if (summary === null) return table;
  if (metrics.length === 0 || comparison !== null || calculations.length > 0 || cohort !== null)
    throw new Meaningless();
  const over = summary.over.map((alias) => alias.toUpperCase());
  if (!over.every((name) => table.keys.includes(name))) throw new Meaningless();
  const keys = table.keys.filter((name) => !over.includes(name));
  const figures = table.columns.filter((name) => !table.keys.includes(name));
  const groups = new Map<string, ResultRow[]>(keys.length === 0 ? [['[]', []]] : []);
  for (const row of table.rows) {
    const place = JSON.stringify(keys.map((name) => cell(row, name)));
    groups.set(place, [...(groups.get(place) ?? []), row]);
  }
  const rows = [...groups.values()].map((members): ResultRow => {
    const values = figures.map((name) => {
      const known = members.flatMap((row) => numberIn(row, name) ?? []);
      return [name, known.length === 0 ? null : summarise(summary.function, known)] as const;
    });
    const [first] = members;
    return Object.fromEntries([
      ...keys.map((name) => [name, first === undefined ? null : cell(first, name)] as const),
      ...values,
    ]);
  });
  return { keys, columns: [...keys, ...figures], rows };
}
