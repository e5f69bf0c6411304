import { lowerStatement } from '#infra/local/snowflake/dialect/lower-statement.ts';
import type { CompiledPlan } from '#shared/sql/compile/compiled-plan.ts';
import { expandMacros } from './expand-macros.ts';
import type { Cell } from '#shared/schemas/primitives.ts';

const SESSION = {
  database: null,
  schema: null,
  role: null,
  warehouse: null,
  user: 'EVAL',
  sessionId: '1',
  parameters: {},
};

function bindType(value: Cell): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'FIXED' : 'REAL';
  return typeof value === 'boolean' ? 'BOOLEAN' : 'TEXT';
}

function literal(value: Cell): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

/** A compiled statement as DuckDB runs it, with its binds written into it. */
export function writeDuckDbSql({ statement, binds }: CompiledPlan): string {
  const lowered = lowerStatement(statement, SESSION, binds.map(bindType));
  if (lowered.kind !== 'query') throw new Error('The compiler wrote something else than a query.');
  const parts = lowered.sql.split(/('(?:[^']|'')*'|"(?:[^"]|"")*")/);
  const bound = parts
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replaceAll(/\$(\d+)/g, (_, place: string) => literal(binds[Number(place) - 1] ?? null)),
    )
    .join('');
  return expandMacros(bound);
}
