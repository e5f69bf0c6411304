import { SnowflakeError } from './snowflake-error.ts';
import type { Statement } from './statement.ts';

export interface StatementLimits {
  /** Seconds a result may be fetched by its query id; Snowflake's are 86,400. */
  readonly keepResultsSeconds: number;
  /** Bytes of all kept results together, roughly; the oldest go first. */
  readonly maxKeptBytes: number;
  /** Finished statements that are kept at most, whatever their size. */
  readonly maxKeptStatements: number;
}

/** Statements that run, and finished ones until their time or the memory for them is up. */
export class StatementStore {
  readonly #limits: StatementLimits;
  readonly #now: () => number;
  /** In the order of arrival. */
  readonly #byQueryId = new Map<string, Statement>();
  readonly #byRequest = new Map<string, Statement>();
  #keptBytes = 0;

  constructor(limits: StatementLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  get size(): number {
    return this.#byQueryId.size;
  }

  get keptBytes(): number {
    return this.#keptBytes;
  }

  add(statement: Statement): void {
    this.#byQueryId.set(statement.queryId, statement);
    this.#byRequest.set(requestKey(statement.session.id, statement.requestId), statement);
  }

  /** To be called once when a statement has its outcome. */
  settled(statement: Statement): void {
    this.#keptBytes += sizeOf(statement);
    this.#makeRoom(statement);
  }

  /** The statement of a request that was sent before: a driver that heard no answer sends it again. */
  findByRequest(sessionId: string, requestId: string): Statement | undefined {
    return this.#byRequest.get(requestKey(sessionId, requestId));
  }

  /** Throws SnowflakeError 000709 when there is no such statement, it belongs to another user, or its result is gone. */
  find(queryId: string, userName: string): Statement {
    const statement = this.#byQueryId.get(queryId);
    if (statement === undefined || statement.session.user.name !== userName || this.#isOver(statement)) {
      throw new SnowflakeError('000709', '02000', `Statement ${queryId} not found`);
    }
    return statement;
  }

  /** For chunks, whose address is its own key as a signed address is. */
  findByQueryId(queryId: string): Statement | undefined {
    const statement = this.#byQueryId.get(queryId);
    return statement === undefined || this.#isOver(statement) ? undefined : statement;
  }

  running(): readonly Statement[] {
    return [...this.#byQueryId.values()].filter((statement) => statement.outcome === null);
  }

  #isOver(statement: Statement): boolean {
    if (statement.endedAt === null) return false;
    return this.#now() - statement.endedAt >= this.#limits.keepResultsSeconds * 1_000;
  }

  /** Drops the oldest finished statements over the limits; never the one that has just ended. */
  #makeRoom(latest: Statement): void {
    for (const statement of this.#byQueryId.values()) {
      if (statement.outcome === null || statement === latest) continue;
      const isOverLimit =
        this.#keptBytes > this.#limits.maxKeptBytes || this.#byQueryId.size > this.#limits.maxKeptStatements;
      if (!isOverLimit && !this.#isOver(statement)) return;
      this.#drop(statement);
    }
  }

  #drop(statement: Statement): void {
    this.#keptBytes -= sizeOf(statement);
    this.#byQueryId.delete(statement.queryId);
    this.#byRequest.delete(requestKey(statement.session.id, statement.requestId));
  }
}

const requestKey = (sessionId: string, requestId: string): string => `${sessionId} ${requestId}`;

function sizeOf(statement: Statement): number {
  return statement.outcome?.kind === 'done' ? statement.outcome.answer.result.estimatedBytes : 0;
}
