import type { Column, Connection, RowStatement, StatementOption } from 'snowflake-sdk';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { abortError, unlessAborted } from '#shared/resilience/unless-aborted.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import type { ColumnType, ResultColumn } from '#shared/schemas/query-result.ts';
import { createSnowflakeSessions } from './snowflake-connection.ts';
import { toWarehouseError } from './snowflake-errors.ts';
import type { SnowflakeOptions } from './warehouse-options.ts';
import { readEstimate } from './snowflake-estimate.ts';
import type { QueryLimits, Statement, StatementLimits, Warehouse } from './warehouse.ts';

/** The driver's own types are open; a row is an array of text, booleans and nulls with our settings. */
const rowSchema = z.array(z.union([z.string(), z.boolean(), z.number(), z.null()]));

/** Which of our types a column is, tried in order; text is what is left. */
const TYPE_TESTS: readonly (readonly [ColumnType, (column: Column) => boolean])[] = [
  ['number', (column) => column.isNumber()],
  ['date', (column) => column.isDate()],
  ['timestamp', (column) => column.isTimestamp()],
  ['time', (column) => column.isTime()],
  ['boolean', (column) => column.isBoolean()],
  ['binary', (column) => column.isBinary()],
  ['json', (column) => column.isVariant() || column.isObject() || column.isArray() || column.isMap()],
];

function typeOf(column: Column): ColumnType {
  return TYPE_TESTS.find(([, isOfType]) => isOfType(column))?.[0] ?? 'text';
}

function toResultColumn(column: Column): ResultColumn {
  return { name: column.getName(), type: typeOf(column), nullable: column.isNullable() };
}

/** A number where a double holds the decimal text exactly, else the text: no digit is ever lost. */
function toCell(value: Cell, type: ColumnType): Cell {
  if (type !== 'number' || typeof value !== 'string') return value;
  const number = Number(value);
  return isExact(value, number) ? number : value;
}

function isExact(text: string, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (Number.isSafeInteger(value)) return true;
  const digits = text.replace(/[-+.]|e.*$/gi, '').replace(/^0+/, '');
  return digits.length <= 15;
}

/** Runs one statement; settles when the driver calls back, or at once when the signal aborts. */
function execute(connection: Connection, options: StatementOption, signal: AbortSignal): Promise<RowStatement> {
  return new Promise((resolve, reject) => {
    const statement = connection.execute({
      ...options,
      complete: (error, done) => {
        signal.removeEventListener('abort', abort);
        if (error === undefined || error === null) resolve(done);
        else reject(toWarehouseError(error));
      },
    });
    // The driver retries for minutes by itself: the deadline is ours to hold.
    function abort(): void {
      statement.cancel(() => undefined);
      reject(abortError(signal));
    }
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/** The caller's signal, and our own limit, past which the warehouse is believed not to answer any more. */
function boundedSignal(
  signal: AbortSignal,
  ms: number,
): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const bound = new AbortController();
  const timer = setTimeout(
    () => bound.abort(new AppError('warehouse_unavailable', 'The warehouse did not answer.')),
    ms,
  );
  return { signal: AbortSignal.any([signal, bound.signal]), dispose: () => clearTimeout(timer) };
}

async function readRows(statement: RowStatement, types: readonly ColumnType[], limits: QueryLimits) {
  const rows: Cell[][] = [];
  let bytes = 0;
  const total = statement.getNumRows();
  if (total === 0) return { rows, truncated: false };
  for await (const raw of statement.streamRows({ start: 0, end: Math.min(total, limits.maxRows) - 1 })) {
    const row = rowSchema.parse(raw).map((value, at) => toCell(value, types[at] ?? 'text'));
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    if (bytes > limits.maxBytes) break;
    rows.push(row);
  }
  return { rows, truncated: rows.length < total };
}

function settings(statement: Statement, limits: Pick<StatementLimits, 'timeoutMs' | 'queryTag'>): StatementOption {
  return {
    sqlText: statement.sql,
    binds: [...statement.binds],
    streamResult: true,
    parameters: {
      QUERY_TAG: limits.queryTag,
      STATEMENT_TIMEOUT_IN_SECONDS: Math.max(1, Math.ceil(limits.timeoutMs / 1000)),
      MULTI_STATEMENT_COUNT: 1,
    },
  };
}

/** How much longer than a statement may run its answer is waited for, milliseconds. */
const GRACE_MS = 5_000;

/** Snowflake behind its Node driver. Only the Snowflake tools import this file. */
export function createSnowflakeWarehouse(options: SnowflakeOptions): Warehouse {
  const sessionOf = createSnowflakeSessions(options);

  async function run<T>(
    limits: Pick<StatementLimits, 'signal' | 'role'>,
    timeoutMs: number,
    work: (connection: Connection, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { signal, dispose } = boundedSignal(limits.signal, timeoutMs);
    const session = sessionOf(limits.role);
    try {
      const connection = await unlessAborted(session.current(), signal);
      return await unlessAborted(work(connection, signal), signal);
    } catch (error) {
      const failure = toWarehouseError(error);
      if (failure.code === 'warehouse_unavailable') session.drop();
      throw failure;
    } finally {
      dispose();
    }
  }

  return {
    query: (statement, limits) =>
      run(limits, limits.timeoutMs + GRACE_MS, async (connection, signal) => {
        const started = performance.now();
        const done = await execute(connection, { ...settings(statement, limits), requestId: limits.requestId }, signal);
        const columns = (done.getColumns() ?? []).map(toResultColumn);
        const { rows, truncated } = await readRows(
          done,
          columns.map(({ type }) => type),
          limits,
        );
        const elapsedMs = Math.round((performance.now() - started) * 10) / 10;
        return { queryId: done.getQueryId(), columns, rows, rowCount: done.getNumRows(), truncated, elapsedMs };
      }),

    describe: (statement, limits) =>
      run(limits, limits.timeoutMs, async (connection, signal) => {
        const done = await execute(connection, { ...settings(statement, limits), describeOnly: true }, signal);
        return (done.getColumns() ?? []).map(toResultColumn);
      }),

    estimate: (statement, limits) =>
      run(limits, limits.timeoutMs, (connection, signal) =>
        readEstimate((options) => execute(connection, options, signal), settings(statement, limits)),
      ),
  };
}
