import { z } from 'zod';

import { bindValues, splitBulkBinds } from './bind-values.ts';
import type { Lowered } from './dialect/lowered.ts';
import type { RunContext } from './run-context.ts';
import { viewBody } from './table-catalog.ts';
import type { TableName } from './table-name.ts';

type LoweredWrite = Extract<Lowered, { kind: 'write' }>;

/** Statements that can read a table besides the one they write to. */
const READING_VERBS: ReadonlySet<string> = new Set([
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'CREATE TABLE',
  'CREATE VIEW',
]);

interface PlanNode {
  readonly children: readonly PlanNode[];
  readonly extra_info: { readonly Table?: string | undefined };
}

const planNodeSchema: z.ZodType<PlanNode> = z.looseObject({
  get children() {
    return z.array(planNodeSchema);
  },
  extra_info: z.looseObject({ Table: z.string().optional() }),
});

function tablesOf(node: PlanNode): readonly string[] {
  const own = node.extra_info.Table;
  return [...(own === undefined ? [] : [own]), ...node.children.flatMap(tablesOf)];
}

/** A plain CREATE TABLE has no SELECT to look into; DuckDB plans it without a scan. */
function toExplain(sql: string, { verb }: LoweredWrite): string | null {
  if (!READING_VERBS.has(verb)) return null;
  return verb === 'CREATE VIEW' ? viewBody(sql) : sql;
}

/**
 * Tables whose rows a write would read, by DuckDB's own plan, which sees through views and subqueries.
 *
 * A table the plan has dropped, as its condition can never hold, is not listed: none of its rows are read.
 */
export async function tablesReadBy(
  sql: string,
  lowered: LoweredWrite,
  { connection, statement }: RunContext,
): Promise<readonly TableName[]> {
  const explained = toExplain(sql, lowered);
  if (explained === null) return [];
  const prepared = await connection.prepare(`EXPLAIN (FORMAT json) ${explained}`);
  try {
    bindValues(prepared, firstRow(statement.request.bindings ?? {}), prepared.parameterCount);
    const rows = z.array(z.tuple([z.string(), z.string()])).parse((await prepared.runAndReadAll()).getRowsJson());
    const plans = rows.flatMap(([, plan]) => z.array(planNodeSchema).parse(JSON.parse(plan)));
    return plans.flatMap(tablesOf).map((name) => {
      const [database = '', schema = '', table = ''] = name.split('.');
      return { database, schema, table };
    });
  } finally {
    prepared.destroySync();
  }
}

type Binds = NonNullable<RunContext['statement']['request']['bindings']>;

function firstRow(binds: Binds): Binds {
  return splitBulkBinds(binds)[0] ?? binds;
}
