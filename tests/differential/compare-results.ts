import type { Plan } from '#shared/schemas/plan.ts';
import type { CompiledColumn } from '#shared/sql/compile/compiled-plan.ts';
import type { Row } from './random-database.ts';

function toNumber(cell: unknown): number | null {
  return cell === null || cell === undefined ? null : Number(cell);
}

function isSame(left: number | null, right: number | null): boolean {
  if (left === null || right === null) return left === right;
  // Snowflake gives the quotient of two whole numbers six digits after the point.
  return Math.abs(left - right) <= Math.max(5.1e-7, 1e-9 * Math.max(Math.abs(left), Math.abs(right)));
}

/** The first difference in words, or null: the same groups, each with the same figures. */
export function compareResults(
  plan: Plan,
  columns: readonly CompiledColumn[],
  actual: readonly (readonly unknown[])[],
  expected: readonly Row[],
): string | null {
  const dimensions = plan.dimensions.length;
  const byGroup = new Map(
    expected.map((row) => [JSON.stringify(plan.dimensions.map((_, place) => row[String(place)] ?? null)), row]),
  );
  if (actual.length !== expected.length) return `${actual.length} rows instead of ${expected.length}`;
  for (const cells of actual) {
    const row = byGroup.get(JSON.stringify(cells.slice(0, dimensions)));
    if (row === undefined) return `the group ${JSON.stringify(cells.slice(0, dimensions))} is not expected`;
    const wrong = columns.findIndex(
      (column, place) => place >= dimensions && !isSame(toNumber(cells[place]), expectedFigure(plan, column, row)),
    );
    if (wrong >= 0) return `${columns[wrong]?.name ?? ''} is ${String(cells[wrong])}, expected ${JSON.stringify(row)}`;
  }
  return null;
}

const SUMS = [
  'revenue',
  'units',
  'lines',
  'big_revenue',
  'refunded',
  'refund_count',
  'customer_count',
  'on_hand',
  'net',
];

function expectedFigure(plan: Plan, { name, meaning }: CompiledColumn, row: Row): number | null {
  const of = 'of' in meaning ? meaning.of : name;
  const use = plan.metrics.find((one) => one.kind === 'metric' && one.metric.toUpperCase().replace(/^.*\./, '') === of);
  const metric = use?.kind === 'metric' ? use.metric : '';
  const now = toNumber(row[metric]);
  const before = toNumber(row[`${metric} before`]);
  const isSum = SUMS.includes(of.toLowerCase());
  const change = isSum ? (now ?? 0) - (before ?? 0) : now === null || before === null ? null : now - before;
  switch (meaning.kind) {
    case 'before':
      return before;
    case 'change':
      return change;
    case 'change-rate':
      return before === null || before === 0 || change === null ? null : change / Math.abs(before);
    default:
      return now;
  }
}
