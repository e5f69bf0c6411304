import { createHash } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import type { QueryResult } from '#shared/schemas/query-result.ts';
import type { Statement, Warehouse } from '#shared/warehouse/warehouse.ts';
import { z } from 'zod';
import type { History } from './history.ts';
import type { Instance } from './instance.ts';

/** A question about this year kills the instance that asks the warehouse: valid, and poison all the same. */
export const DEADLY_YEAR = 2019;

const MEMBERS = ['Europe', 'Asia Pacific', 'Latin America'];
const tagSchema = z.looseObject({ turn: z.string() });

/** A figure that depends on the statement's metric and binds alone, so that parts add up to the whole. */
function figureOf(metric: string, binds: readonly Cell[], member: number): number {
  const hash = createHash('sha256')
    .update(JSON.stringify([metric, binds]))
    .digest();
  return hash.readUInt16BE(0) + (member + 1) * 1_000;
}

/** The columns of the outermost SELECT, by their aliases. */
function columnsOf(sql: string): readonly string[] {
  const last = sql.slice(sql.lastIndexOf('SELECT'), sql.lastIndexOf('FROM'));
  return [...last.matchAll(/ AS (\w+)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

function answer({ sql, binds }: Statement): Pick<QueryResult, 'columns' | 'rows'> {
  if (sql.startsWith("SELECT 'value' AS KIND")) {
    const columns = ['KIND', 'ELEMENT', 'VALUE'].map((name) => ({ name, type: 'text', nullable: false }) as const);
    return { columns, rows: [...MEMBERS.map((name) => ['value', 'customers.region', name]), latest()] };
  }
  const names = columnsOf(sql);
  const metric = names.at(-1) ?? '';
  const figures = MEMBERS.map((_, member) => figureOf(metric, binds, member));
  const columns = names.map(
    (name) => ({ name, type: name === metric ? 'number' : 'text', nullable: name === metric }) as const,
  );
  const total = figures.reduce((sum, figure) => sum + figure, 0);
  const rows = names.length === 1 ? [[total]] : MEMBERS.map((name, at): Cell[] => [name, figures[at] ?? null]);
  return { columns, rows: rows.toSorted((one, other) => Number(other.at(-1)) - Number(one.at(-1))) };
}

function latest(): Cell[] {
  return ['latest', 'sales.order_date', '2026-11-14'];
}

/**
 * A warehouse whose figures are a function of the statement: slow, down or silent as the faults say.
 *
 * A statement that one session sends again under the same request id is attached to, not run again, as in Snowflake.
 */
export function createSimulatedWarehouse(instance: Instance, history: History): Warehouse {
  const known = new Set<string>();
  const port = (method: string) => ({ dependency: 'warehouse', method, failure: 'warehouse_unavailable' }) as const;
  return {
    async query(statement, limits) {
      const { turn } = tagSchema.parse(JSON.parse(limits.queryTag));
      if (limits.signal.aborted) throw new AppError('cancelled', 'The statement was cancelled.');
      const started = instance.now();
      const found = await instance.call(port('query'), () => {
        if (!known.has(limits.requestId)) {
          known.add(limits.requestId);
          history.record({ kind: 'queried', requestId: limits.requestId, turnId: turn });
        }
        if (statement.binds.includes(`${DEADLY_YEAR}-01-01`)) instance.die();
        return answer(statement);
      });
      const elapsedMs = Math.max(0, instance.now() - started);
      return { queryId: limits.requestId, ...found, rowCount: found.rows.length, truncated: false, elapsedMs };
    },
    describe: (statement) => instance.call(port('describe'), () => answer(statement).columns),
    estimate: () => instance.call(port('estimate'), () => ({ bytes: 1_000, partitions: 1, partitionsTotal: 1 })),
  };
}
