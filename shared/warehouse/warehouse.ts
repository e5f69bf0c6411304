import type { QueryResult, ResultColumn } from '#shared/schemas/query-result.ts';
import type { Cell } from '#shared/schemas/primitives.ts';

export interface Statement {
  /** One SELECT in Snowflake SQL, with `?` for each bind. */
  readonly sql: string;
  readonly binds: readonly Cell[];
}

/** What every call is held to. */
export interface StatementLimits {
  /** The warehouse stops the statement after this time. */
  readonly timeoutMs: number;
  /** Written to the query history, so that an audit finds the turn. At most 2,000 characters. */
  readonly queryTag: string;
  /**
   * Role that the statement runs as, so that the warehouse's own row access and masking policies see on whose behalf it
   * runs; null for the service's usual one.
   */
  readonly role: string | null;
  readonly signal: AbortSignal;
}

export interface QueryLimits extends StatementLimits {
  /** Most rows to fetch; the result says when there were more. */
  readonly maxRows: number;
  /** Most bytes of rows, as JSON, to fetch. */
  readonly maxBytes: number;
  /** Idempotency key, a UUID: sent again after a lost answer, the warehouse re-attaches instead of running twice. */
  readonly requestId: string;
}

/** How much a statement would read, as the warehouse's optimizer sees it before it runs. */
export interface ScanEstimate {
  readonly bytes: number;
  /** Micro-partitions that it would read, and that its tables have. */
  readonly partitions: number;
  readonly partitionsTotal: number;
}

/**
 * Where the data is.
 *
 * Throws AppError `invalid_sql` for a statement that does not compile, `warehouse_timeout` when it ran too long,
 * `cancelled` when the signal aborted it, `warehouse_refused` when rights are missing, and `warehouse_unavailable` when
 * no answer came.
 */
export interface Warehouse {
  query(statement: Statement, limits: QueryLimits): Promise<QueryResult>;
  /** Compiles without running: the columns it would give. Costs no warehouse time. */
  describe(statement: Statement, limits: StatementLimits): Promise<readonly ResultColumn[]>;
  /** What it would read; null where the warehouse cannot say. Costs no warehouse time. */
  estimate(statement: Statement, limits: StatementLimits): Promise<ScanEstimate | null>;
}
