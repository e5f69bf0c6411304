import type { AccessProof } from './prove-access.ts';

/** The proof as two tables in plain text. */
export function formatProof({ rows, columns, holds }: AccessProof): string {
  const rowLines = rows.map(({ email, roles, table, planned, guarded, warehouse, expected }) => [
    email,
    roles.join(', '),
    table,
    ...[planned, guarded, warehouse, expected].map((count) => count.toLocaleString('en-US')),
    [planned, guarded, warehouse].every((count) => count === expected) ? 'ok' : 'WRONG',
  ]);
  const columnLines = columns.map(({ email, column, isForThem, planned, guarded, warehouse, holds: isRight }) => [
    email,
    column,
    isForThem ? 'for them' : 'hidden',
    planned,
    guarded,
    warehouse,
    isRight ? 'ok' : 'WRONG',
  ]);
  return [
    alignLines([['user', 'roles', 'table', 'plan', 'guard', 'warehouse', 'expected', ''], ...rowLines]),
    '',
    alignLines([['user', 'column', '', 'plan', 'guard', 'warehouse', ''], ...columnLines]),
    '',
    holds
      ? 'Everyone sees what they should, and nothing else.'
      : 'Someone sees what they should not, or misses something.',
  ].join('\n');
}

function alignLines(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
