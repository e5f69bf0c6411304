import { listParameters } from './session-parameters.ts';
import type { SnowflakeError } from './snowflake-error.ts';
import type { Statement, StatementAnswer } from './statement.ts';

/** Codes that tell a driver to ask again at getResultUrl. */
const IN_PROGRESS = '333333';
const IN_PROGRESS_ASYNC = '333334';

export interface ChunkAddress {
  /** Absolute address of the server. */
  readonly accessUrl: string;
  /** Key that a chunk's address must hold, as a signed address does. */
  readonly key: string;
}

function sessionFacts(answer: StatementAnswer): Readonly<Record<string, string | null>> {
  return {
    finalDatabaseName: answer.database,
    finalSchemaName: answer.schema,
    finalWarehouseName: answer.warehouse,
    finalRoleName: answer.role,
  };
}

function chunksOf(statement: Statement, answer: StatementAnswer, address: ChunkAddress): object {
  const { pieces, rowCount, estimatedBytes } = answer.result;
  if (pieces.length <= 1) return {};
  const bytesPerRow = estimatedBytes / Math.max(1, rowCount);
  return {
    chunks: pieces.slice(1).map((rows, index) => ({
      url: `${address.accessUrl}/chunks/${statement.queryId}/${index + 1}?key=${address.key}`,
      rowCount: rows,
      uncompressedSize: Math.ceil(rows * bytesPerRow),
      compressedSize: Math.ceil(rows * bytesPerRow),
    })),
    chunkHeaders: {},
  };
}

/** The answer of a finished statement as JSON text. The rows are JSON text already and pass through unread. */
export function finishedBody(statement: Statement, answer: StatementAnswer, address: ChunkAddress): string {
  const { result } = answer;
  const facts = JSON.stringify({
    parameters: listParameters(answer.parameters),
    rowtype: result.rowTypes,
    total: result.rowCount,
    returned: result.rowCount,
    queryId: statement.queryId,
    queryResultFormat: 'json',
    statementTypeId: answer.statementTypeId,
    version: 1,
    numberOfBinds: Object.keys(statement.request.bindings ?? {}).length,
    sendResultTime: statement.endedAt,
    ...sessionFacts(answer),
    ...chunksOf(statement, answer, address),
  });
  return `{"data":{"rowset":[${result.readPiece(0)}],${facts.slice(1)},"success":true,"code":null,"message":null}`;
}

/** The answer while a statement still runs. */
export function inProgressBody(statement: Statement): string {
  const isAsync = statement.request.asyncExec === true;
  return JSON.stringify({
    data: {
      queryId: statement.queryId,
      getResultUrl: `/queries/${statement.queryId}/result`,
      queryAbortsAfterSecs: 300,
      progressDesc: null,
    },
    code: isAsync ? IN_PROGRESS_ASYNC : IN_PROGRESS,
    message: 'Query execution in progress.',
    success: true,
  });
}

/** The answer of a failure, of a statement when a query id is given. */
export function failureBody(error: SnowflakeError, queryId: string | null): string {
  return JSON.stringify({
    data: {
      internalError: false,
      errorCode: error.code,
      age: 0,
      sqlState: error.sqlState,
      queryId,
      line: -1,
      pos: -1,
      type: 'COMPILATION',
    },
    code: error.code,
    message: error.message,
    success: false,
    headers: null,
  });
}
