import { randomUUID } from 'node:crypto';

import type { QueryRequest } from './protocol-schemas.ts';
import type { ResultSet } from './result-set.ts';
import type { Session } from './session-store.ts';
import { SnowflakeError } from './snowflake-error.ts';

/** What a finished statement answers, and the session as it left it. */
export interface StatementAnswer {
  readonly result: ResultSet;
  /** Snowflake's number of the kind of statement; the driver reads from it whether rows were changed. */
  readonly statementTypeId: number;
  readonly database: string | null;
  readonly schema: string | null;
  readonly warehouse: string | null;
  readonly role: string;
  /** Parameters of session and statement, names upper-case. */
  readonly parameters: Readonly<Record<string, string>>;
}

export type StatementOutcome =
  | { readonly kind: 'done'; readonly answer: StatementAnswer }
  | { readonly kind: 'failed'; readonly error: SnowflakeError };

/** Why a running statement was stopped. */
export type StopReason = { readonly kind: 'cancelled' } | { readonly kind: 'timeout'; readonly seconds: number };

/** How often a stop is repeated until DuckDB heeds it: an interrupt before DuckDB has begun is lost. Milliseconds. */
const STOP_REPEAT_MS = 20;

export function stopError(reason: StopReason): SnowflakeError {
  return reason.kind === 'cancelled'
    ? new SnowflakeError('000604', '57014', 'SQL execution canceled')
    : new SnowflakeError(
        '000630',
        '57014',
        `Statement reached its statement or warehouse timeout of ${reason.seconds} second(s) and was canceled.`,
      );
}

/** One statement from its arrival to the end of its result's life. */
export class Statement {
  readonly queryId = randomUUID();
  readonly session: Session;
  readonly request: QueryRequest;
  readonly requestId: string;
  readonly startedAt: number;
  endedAt: number | null = null;
  outcome: StatementOutcome | null = null;
  stopReason: StopReason | null = null;
  readonly #finished = Promise.withResolvers<StatementOutcome>();
  #interrupt: (() => void) | null = null;
  #repeat: NodeJS.Timeout | null = null;

  constructor(session: Session, request: QueryRequest, requestId: string, startedAt: number) {
    this.session = session;
    this.request = request;
    this.requestId = requestId;
    this.startedAt = startedAt;
  }

  /** Settles, and never rejects, when the statement has ended. */
  get finished(): Promise<StatementOutcome> {
    return this.#finished.promise;
  }

  /** Session parameters overlaid by those that came with the statement. */
  get parameters(): Readonly<Record<string, string>> {
    return { ...this.session.parameters, ...this.request.parameters };
  }

  /** Says how to stop what runs now; null when nothing runs that could be stopped. Throws if a stop has been asked for. */
  onStop(interrupt: (() => void) | null): void {
    this.#interrupt = interrupt;
    if (interrupt !== null) this.throwIfStopped();
  }

  throwIfStopped(): void {
    if (this.stopReason !== null) throw stopError(this.stopReason);
  }

  stop(reason: StopReason): void {
    if (this.outcome !== null || this.stopReason !== null) return;
    this.stopReason = reason;
    this.#interrupt?.();
    this.#repeat = setInterval(() => this.#interrupt?.(), STOP_REPEAT_MS);
  }

  finish(outcome: StatementOutcome, endedAt: number): void {
    if (this.#repeat !== null) clearInterval(this.#repeat);
    this.outcome = outcome;
    this.endedAt = endedAt;
    this.#finished.resolve(outcome);
  }
}
