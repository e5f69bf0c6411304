import type { Statement, StatementOutcome } from './statement.ts';

/** One statement as QUERY_HISTORY shows it. Times are epoch milliseconds. */
export interface QueryHistoryEntry {
  readonly queryId: string;
  readonly queryText: string;
  readonly queryTag: string;
  readonly databaseName: string | null;
  readonly schemaName: string | null;
  readonly warehouseName: string | null;
  readonly userName: string;
  readonly roleName: string;
  readonly sessionId: string;
  readonly isDescribeOnly: boolean;
  readonly status: 'SUCCESS' | 'FAILED';
  /** Null unless the statement failed. */
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly rowsProduced: number;
}

/** The latest finished statements, oldest first; older ones are forgotten, so that memory stays flat. */
export class QueryHistory {
  readonly #maxEntries: number;
  #entries: QueryHistoryEntry[] = [];

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  record(statement: Statement): void {
    this.#entries.push(toEntry(statement));
    if (this.#entries.length >= this.#maxEntries * 2) this.#entries = this.#entries.slice(-this.#maxEntries);
  }

  /** All that is known, or what bears one tag. */
  list(filter: { readonly queryTag?: string } = {}): readonly QueryHistoryEntry[] {
    const latest = this.#entries.slice(-this.#maxEntries);
    return filter.queryTag === undefined ? latest : latest.filter((entry) => entry.queryTag === filter.queryTag);
  }

  clear(): void {
    this.#entries = [];
  }
}

function errorFacts(outcome: StatementOutcome | null): Pick<QueryHistoryEntry, 'errorCode' | 'errorMessage'> {
  if (outcome?.kind !== 'failed') return { errorCode: null, errorMessage: null };
  return { errorCode: outcome.error.code, errorMessage: outcome.error.message };
}

function toEntry(statement: Statement): QueryHistoryEntry {
  const { session, request, outcome } = statement;
  return {
    queryId: statement.queryId,
    queryText: request.sqlText,
    queryTag: statement.parameters['QUERY_TAG'] ?? '',
    databaseName: session.database,
    schemaName: session.schema,
    warehouseName: session.warehouse,
    userName: session.user.name,
    roleName: session.role,
    sessionId: session.id,
    isDescribeOnly: request.describeOnly === true,
    status: outcome?.kind === 'done' ? 'SUCCESS' : 'FAILED',
    ...errorFacts(outcome),
    startedAt: statement.startedAt,
    endedAt: statement.endedAt ?? statement.startedAt,
    rowsProduced: outcome?.kind === 'done' ? outcome.answer.result.rowCount : 0,
  };
}
