import { bindValues } from './bind-values.ts';
import { lowerStatement } from './dialect/lower-statement.ts';
import type { Command, Lowered } from './dialect/lowered.ts';
import { explainQuery, type ExplainRequest, readExplain } from './explain-statement.ts';
import { fromDuckDBError } from './duckdb-error.ts';
import { LeastRecentlyUsed } from './least-recently-used.ts';
import { StatementQueue } from './statement-queue.ts';
import type { QueryRequest } from './protocol-schemas.ts';
import { QUERY_HISTORY_SOURCE } from './dialect/print-query-history.ts';
import { writeQueryHistory } from './query-history-table.ts';
import type { QueryHistory } from './query-history.ts';
import { planQuery, type QueryPlan } from './query-plan.ts';
import { resolveTables } from './resolve-tables.ts';
import { encodedResult, type ResultSet, smallResult } from './result-set.ts';
import { activeRoles, type RunContext, type RunDeps, type RunResult, toDialectSession } from './run-context.ts';
import { runCommand } from './run-command.ts';
import { runWrite } from './run-write.ts';
import { defaultParameter } from './session-parameters.ts';
import { SnowflakeError, unsupported } from './snowflake-error.ts';
import { type Statement, type StatementAnswer, stopError } from './statement.ts';

/** Snowflake's statement type ids, as far as a driver tells them apart. */
const SELECT_TYPE_ID = 0x1000;

/** Commands after which a plan may no longer show what a role may see. */
const ACCESS_COMMANDS: ReadonlySet<Command['name']> = new Set([
  'grant',
  'revoke',
  'grant-role',
  'revoke-role',
  'create-role',
  'drop-role',
  'create-policy',
  'change-policies',
]);

/** Plans that are kept, so that a statement that comes again is not resolved and compiled again. */
const MAX_PLANS = 500;

export interface StatementRunnerDeps extends RunDeps {
  /** Rows of a chunk that is fetched by itself; whole DuckDB chunks of 2,048 are put together until it is reached. */
  readonly rowsPerChunk: number;
  readonly history: QueryHistory;
  /** Statements that run at once; the others wait. */
  readonly maxRunningStatements: number;
}

/** Takes a statement from text to answer. */
export class StatementRunner {
  readonly #deps: StatementRunnerDeps;
  readonly #queue: StatementQueue;
  readonly #plans = new LeastRecentlyUsed<QueryPlan>(MAX_PLANS);

  constructor(deps: StatementRunnerDeps) {
    this.#deps = deps;
    this.#queue = new StatementQueue(deps.maxRunningStatements);
  }

  /** Forgets what is known of tables and the plans made from it. */
  refresh(): void {
    this.#deps.catalog.refresh();
    this.#plans.clear();
  }

  /** Throws SnowflakeError only: what DuckDB throws is translated, and a stop says why it was stopped. */
  async run(statement: Statement): Promise<StatementAnswer> {
    const timeout = startTimeout(statement);
    try {
      const { result, statementTypeId } = await this.#queue.run(statement, () => this.#runOnConnection(statement));
      const { database, schema, warehouse, role } = statement.session;
      return { result, statementTypeId, database, schema, warehouse, role, parameters: statement.parameters };
    } catch (error) {
      throw statement.stopReason === null ? fromDuckDBError(error) : stopError(statement.stopReason);
    } finally {
      clearTimeout(timeout);
    }
  }

  async #runOnConnection(statement: Statement): Promise<RunResult> {
    const { session, parameters } = statement;
    if (Number(statement.request.parameters?.['MULTI_STATEMENT_COUNT'] ?? 1) !== 1)
      throw unsupported('multiple statements');
    const isPinned = session.transaction !== null;
    const timeZone = parameters['TIMEZONE'] ?? defaultParameter('TIMEZONE') ?? 'UTC';
    const connection = session.transaction ?? (await this.#deps.store.acquire(timeZone));
    try {
      statement.onStop(() => connection.interrupt());
      const dialectSession = toDialectSession(session, parameters, this.#deps.access);
      const roles = activeRoles(session, this.#deps.access);
      return await this.#dispatch({ statement, session, connection, dialectSession, roles });
    } finally {
      statement.onStop(null);
      if (!isPinned && session.transaction !== connection) this.#deps.store.release(connection);
    }
  }

  async #dispatch(context: RunContext): Promise<RunResult> {
    const { request } = context.statement;
    const explained = readExplain(request.sqlText);
    if (explained !== null) return this.#explain(explained, context);
    const lowered = lowerStatement(request.sqlText, context.dialectSession, bindTypes(request));
    switch (lowered.kind) {
      case 'query':
        return this.#runQuery(lowered, context);
      case 'command': {
        const done = await runCommand(lowered.command, context, this.#deps);
        // What a role may see hangs on it.
        if (ACCESS_COMMANDS.has(lowered.command.name)) this.#plans.clear();
        return done;
      }
      case 'write': {
        const done = await runWrite(lowered, context, this.#deps);
        this.refresh();
        return done;
      }
    }
  }

  async #explain({ form, sql }: ExplainRequest, context: RunContext): Promise<RunResult> {
    const { statement, dialectSession, connection } = context;
    const lowered = lowerStatement(sql, dialectSession, bindTypes(statement.request));
    if (lowered.kind !== 'query') throw unsupported('EXPLAIN of anything but a query');
    const plan = await this.#plan(lowered, context);
    return answer(await explainQuery(form, plan.sql, statement.request.bindings ?? {}, connection));
  }

  async #runQuery(lowered: Extract<Lowered, { kind: 'query' }>, context: RunContext): Promise<RunResult> {
    const { statement, connection } = context;
    const { request } = statement;
    if (lowered.sql.includes(QUERY_HISTORY_SOURCE)) await this.#showHistory();
    const key = keyOf(context);
    const known = this.#plans.get(key);
    const plan = known ?? (await this.#plan(lowered, context));
    statement.throwIfStopped();
    if (request.describeOnly === true) return answer(smallResult(plan.rowTypes, []));
    try {
      return answer(await this.#runPlan(plan, context));
    } catch (error) {
      // A plan made before a table was dropped or changed past the server fails; a new one may not.
      if (known === undefined || statement.stopReason !== null) throw error;
      this.#plans.delete(key);
      return answer(await this.#runPlan(await this.#plan(lowered, context), { ...context, connection }));
    }
  }

  /** On a connection of its own: the statement's may be inside a transaction. */
  async #showHistory(): Promise<void> {
    const { store, history } = this.#deps;
    await store.withConnection((connection) => writeQueryHistory(history.list(), connection));
  }

  async #plan(lowered: Extract<Lowered, { kind: 'query' }>, context: RunContext): Promise<QueryPlan> {
    const { connection, dialectSession, statement } = context;
    const sql = await resolveTables(lowered.sql, dialectSession, { ...this.#deps, connection });
    const { bindings, describeOnly } = statement.request;
    const binds = describeOnly === true && (bindings === null || bindings === undefined) ? null : (bindings ?? {});
    const plan = await planQuery(sql, lowered, connection, binds);
    if (plan.isReusable) this.#plans.set(keyOf(context), plan);
    return plan;
  }

  async #runPlan(plan: QueryPlan, { statement, connection }: RunContext): Promise<ResultSet> {
    const prepared = await connection.prepare(plan.sql);
    try {
      bindValues(prepared, statement.request.bindings ?? {}, plan.bindCount);
      const result = await prepared.run();
      return encodedResult(plan.rowTypes, result, this.#deps.rowsPerChunk);
    } finally {
      prepared.destroySync();
    }
  }
}

const answer = (result: ResultSet): RunResult => ({ result, statementTypeId: SELECT_TYPE_ID });

/**
 * Types of the positional binds in order, as the dialect wants them.
 *
 * Text has none: as in Snowflake it takes on the type it is compared with, which a cast to VARCHAR would forbid.
 */
function bindTypes({ bindings }: QueryRequest): readonly string[] {
  const binds = bindings ?? {};
  return Object.keys(binds)
    .map((_, index) => binds[String(index + 1)]?.type ?? '')
    .map((type) => (type === 'TEXT' ? '' : type));
}

/** Everything a plan hangs on. */
function keyOf({ statement: { request }, dialectSession }: RunContext): string {
  return JSON.stringify([request.sqlText, dialectSession, bindTypes(request)]);
}

function startTimeout(statement: Statement): NodeJS.Timeout | undefined {
  const text = statement.parameters['STATEMENT_TIMEOUT_IN_SECONDS'] ?? defaultParameter('STATEMENT_TIMEOUT_IN_SECONDS');
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds < 0) {
    throw new SnowflakeError(
      '001008',
      '22023',
      'SQL compilation error:\ninvalid value for STATEMENT_TIMEOUT_IN_SECONDS',
    );
  }
  // Longer than a timer can count: such a statement ends with the server.
  if (seconds === 0 || seconds * 1_000 > 2 ** 31 - 1) return undefined;
  return setTimeout(() => statement.stop({ kind: 'timeout', seconds }), seconds * 1_000);
}
