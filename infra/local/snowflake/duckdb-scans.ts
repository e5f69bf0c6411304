import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';

import { bindValues } from './bind-values.ts';
import type { Bind } from './protocol-schemas.ts';

interface PlanNode {
  readonly children: readonly PlanNode[];
  readonly extra_info: {
    readonly Table?: string | undefined;
    readonly Filters?: string | readonly string[] | undefined;
  };
}

const planNodeSchema: z.ZodType<PlanNode> = z.looseObject({
  get children() {
    return z.array(planNodeSchema);
  },
  extra_info: z.looseObject({
    Table: z.string().optional(),
    Filters: z.union([z.string(), z.array(z.string())]).optional(),
  }),
});

/** A table that a plan reads. */
export interface PlannedScan {
  /** Full name, its parts joined by dots. */
  readonly table: string;
  /** The tests that the scan itself makes, in DuckDB's wording; null when it makes none. */
  readonly filter: string | null;
}

function scansOf({ extra_info: { Table: table, Filters: filters }, children }: PlanNode): readonly PlannedScan[] {
  const filter = filters === undefined ? null : [filters].flat().join(' AND ');
  return [...(table === undefined ? [] : [{ table, filter }]), ...children.flatMap(scansOf)];
}

/**
 * Tables whose rows a statement would read, by DuckDB's own plan, which sees through views and subqueries.
 *
 * A table the plan has dropped, as its condition can never hold, is not listed: none of its rows are read.
 */
export async function plannedScans(
  sql: string,
  binds: Readonly<Record<string, Bind>>,
  connection: DuckDBConnection,
): Promise<readonly PlannedScan[]> {
  const prepared = await connection.prepare(`EXPLAIN (FORMAT json) ${sql}`);
  try {
    bindValues(prepared, binds, prepared.parameterCount);
    const rows = z.array(z.tuple([z.string(), z.string()])).parse((await prepared.runAndReadAll()).getRowsJson());
    return rows.flatMap(([, plan]) => z.array(planNodeSchema).parse(JSON.parse(plan))).flatMap(scansOf);
  } finally {
    prepared.destroySync();
  }
}
