import { setTimeout as sleep } from 'node:timers/promises';

import { fromDuckDBError } from './duckdb-error.ts';
import type { DuckDBStore } from './duckdb-store.ts';
import type { QueryRequest } from './protocol-schemas.ts';
import type { QueryHistory } from './query-history.ts';
import type { Session, SessionStore } from './session-store.ts';
import { Statement, type StatementOutcome } from './statement.ts';
import type { StatementRunner } from './statement-runner.ts';
import type { StatementStore } from './statement-store.ts';

export interface StatementServiceDeps {
  readonly runner: StatementRunner;
  readonly statements: StatementStore;
  readonly sessions: SessionStore;
  readonly history: QueryHistory;
  readonly store: DuckDBStore;
  readonly now: () => number;
}

/** A statement as GET /monitoring/queries/{id} shows it. */
export interface MonitoredQuery {
  readonly id: string;
  readonly status: 'RUNNING' | 'SUCCESS' | 'FAILED_WITH_ERROR' | 'ABORTED' | 'ABORTING';
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly sqlText: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly sessionId: number;
}

/** Starts, finds, stops and forgets statements. */
export class StatementService {
  readonly #deps: StatementServiceDeps;

  constructor(deps: StatementServiceDeps) {
    this.#deps = deps;
  }

  /** Starts the statement, or finds the one this request id has started before. */
  submit(session: Session, request: QueryRequest, requestId: string): Statement {
    const { statements, now } = this.#deps;
    const known = requestId === '' ? undefined : statements.findByRequest(session.id, requestId);
    if (known !== undefined) return known;
    const statement = new Statement(session, request, requestId, now());
    statements.add(statement);
    void this.#run(statement);
    return statement;
  }

  /** The outcome, or null when it is not there within the time. */
  async waitFor(statement: Statement, patienceMs: number): Promise<StatementOutcome | null> {
    const patience = new AbortController();
    const given = sleep(patienceMs, null, { signal: patience.signal }).catch(() => null);
    try {
      return await Promise.race([statement.finished, given]);
    } finally {
      patience.abort();
    }
  }

  find(queryId: string, session: Session): Statement {
    return this.#deps.statements.find(queryId, session.user.name);
  }

  /** Stops a running statement of the same user; one that has ended or never was is left alone, as Snowflake does. */
  cancel(session: Session, target: { readonly queryId: string } | { readonly requestId: string }): void {
    const { statements } = this.#deps;
    const statement =
      'queryId' in target
        ? statements.findByQueryId(target.queryId)
        : statements.findByRequest(session.id, target.requestId);
    if (statement?.session.user.name === session.user.name) statement.stop({ kind: 'cancelled' });
  }

  describe(queryId: string, session: Session): readonly MonitoredQuery[] {
    const statement = this.#deps.statements.findByQueryId(queryId);
    if (statement === undefined || statement.session.user.name !== session.user.name) return [];
    const error = statement.outcome?.kind === 'failed' ? statement.outcome.error : null;
    return [
      {
        id: queryId,
        status: statusOf(statement),
        errorCode: error?.code ?? null,
        errorMessage: error?.message ?? null,
        sqlText: statement.request.sqlText,
        startTime: statement.startedAt,
        endTime: statement.endedAt ?? 0,
        sessionId: Number(statement.session.id),
      },
    ];
  }

  /** The text of one chunk; null when there is none or it is gone. */
  readChunk(queryId: string, piece: number): string | null {
    const outcome = this.#deps.statements.findByQueryId(queryId)?.outcome;
    if (outcome?.kind !== 'done') return null;
    const { result } = outcome.answer;
    return piece > 0 && piece < result.pieces.length ? result.readPiece(piece) : null;
  }

  /** Ends a session: its statements are stopped and its transaction is rolled back. */
  async closeSession(session: Session): Promise<void> {
    for (const statement of this.#deps.statements.running()) {
      if (statement.session === session && statement.request.asyncExec !== true) statement.stop({ kind: 'cancelled' });
    }
    this.#deps.sessions.close(session);
    const { transaction } = session;
    if (transaction === null) return;
    session.transaction = null;
    await transaction.run('ROLLBACK');
    this.#deps.store.release(transaction);
  }

  async stopAll(): Promise<void> {
    const running = this.#deps.statements.running();
    for (const statement of running) statement.stop({ kind: 'cancelled' });
    await Promise.all(running.map((statement) => statement.finished));
  }

  async #run(statement: Statement): Promise<void> {
    const outcome = await this.#outcomeOf(statement);
    statement.finish(outcome, this.#deps.now());
    this.#deps.statements.settled(statement);
    this.#deps.history.record(statement);
  }

  async #outcomeOf(statement: Statement): Promise<StatementOutcome> {
    try {
      return { kind: 'done', answer: await this.#deps.runner.run(statement) };
    } catch (error) {
      return { kind: 'failed', error: fromDuckDBError(error) };
    }
  }
}

function statusOf(statement: Statement): MonitoredQuery['status'] {
  if (statement.outcome === null) return statement.stopReason === null ? 'RUNNING' : 'ABORTING';
  if (statement.outcome.kind === 'done') return 'SUCCESS';
  return statement.stopReason === null ? 'FAILED_WITH_ERROR' : 'ABORTED';
}
