import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Endpoint } from './faults.ts';
import { HttpFailure, readJson, sendJson, sendJsonText } from './http-exchange.ts';
import { login, loginAnswer, type LoginDeps } from './login.ts';
import { abortRequestSchema, loginRequestSchema, queryRequestSchema, tokenRequestSchema } from './protocol-schemas.ts';
import { type ChunkAddress, failureBody, finishedBody, inProgressBody } from './result-body.ts';
import type { Session } from './session-store.ts';
import { SnowflakeError } from './snowflake-error.ts';
import type { Statement } from './statement.ts';
import type { StatementService } from './statement-service.ts';

export interface RouteDeps extends LoginDeps {
  readonly statements: StatementService;
  readonly chunkAddress: () => ChunkAddress;
  /** Milliseconds a request waits for a statement before it is told to ask again. */
  readonly patienceMs: number;
  readonly maxBodyBytes: number;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** What the address holds in its variable parts. */
  readonly parts: readonly string[];
}

type Handler = (exchange: Exchange, deps: RouteDeps) => Promise<void>;

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly endpoint: Endpoint;
  readonly handle: Handler;
}

const SUCCESS = { data: null, code: null, message: null, success: true } as const;

function tokenOf(request: IncomingMessage): string {
  const match = /^Snowflake Token="([^"]*)"$/u.exec(request.headers.authorization ?? '');
  return match?.[1] ?? '';
}

function sessionOf({ request }: Exchange, deps: RouteDeps): Session {
  return deps.sessions.find(tokenOf(request));
}

/** A name in the login's address: Snowflake stores it upper-case unless it is quoted. */
function nameFrom(url: URL, parameter: string): string | null {
  const text = url.searchParams.get(parameter);
  if (text === null || text === '') return null;
  return text.startsWith('"') ? text.slice(1, -1) : text.toUpperCase();
}

const handleLogin: Handler = async ({ request, response, url }, deps) => {
  const { data } = await readJson(request, loginRequestSchema, deps.maxBodyBytes);
  const wishes = {
    database: nameFrom(url, 'databaseName'),
    schema: nameFrom(url, 'schemaName'),
    warehouse: nameFrom(url, 'warehouse'),
    role: nameFrom(url, 'roleName'),
  };
  const { session, tokens } = await login(data, wishes, deps);
  sendJson(response, 200, { ...SUCCESS, data: loginAnswer(session, tokens) });
};

const handleRenew: Handler = async ({ request, response }, deps) => {
  await readJson(request, tokenRequestSchema, deps.maxBodyBytes);
  const { session, tokens } = deps.sessions.renew(tokenOf(request));
  const data = {
    sessionToken: tokens.sessionToken,
    validityInSecondsST: tokens.sessionSeconds,
    masterToken: tokens.masterToken,
    validityInSecondsMT: tokens.masterSeconds,
    sessionId: Number(session.id),
  };
  sendJson(response, 200, { ...SUCCESS, data });
};

const handleSession: Handler = async (exchange, deps) => {
  const session = sessionOf(exchange, deps);
  if (exchange.url.searchParams.get('delete') === 'true') await deps.statements.closeSession(session);
  sendJson(exchange.response, 200, SUCCESS);
};

const handleHeartbeat: Handler = async (exchange, deps) => {
  sessionOf(exchange, deps);
  sendJson(exchange.response, 200, SUCCESS);
};

/** Telemetry is thrown away. Its body is still read, so that the socket can be used again. */
const handleTelemetry: Handler = async ({ request, response }) => {
  request.resume();
  sendJson(response, 200, SUCCESS);
};

/** Waits for the statement as long as a client may be kept waiting, then answers whatever is known. */
async function answerStatement(statement: Statement, { response }: Exchange, deps: RouteDeps): Promise<void> {
  const isDetached = statement.request.asyncExec === true && statement.outcome === null;
  const outcome = statement.outcome ?? (isDetached ? null : await deps.statements.waitFor(statement, deps.patienceMs));
  if (outcome === null) {
    sendJsonText(response, 200, inProgressBody(statement));
  } else if (outcome.kind === 'failed') {
    sendJsonText(response, 200, failureBody(outcome.error, statement.queryId));
  } else {
    sendJsonText(response, 200, finishedBody(statement, outcome.answer, deps.chunkAddress()));
  }
}

const handleQuery: Handler = async (exchange, deps) => {
  const session = sessionOf(exchange, deps);
  const request = await readJson(exchange.request, queryRequestSchema, deps.maxBodyBytes);
  const requestId = exchange.url.searchParams.get('requestId') ?? '';
  const statement = deps.statements.submit(session, request, requestId);
  await answerStatement(statement, exchange, deps);
};

const handleResult: Handler = async (exchange, deps) => {
  const session = sessionOf(exchange, deps);
  const statement = deps.statements.find(exchange.parts[0] ?? '', session);
  const outcome = statement.outcome ?? (await deps.statements.waitFor(statement, deps.patienceMs));
  if (outcome === null) sendJsonText(exchange.response, 200, inProgressBody(statement));
  else await answerStatement(statement, exchange, deps);
};

const handleAbort: Handler = async (exchange, deps) => {
  const session = sessionOf(exchange, deps);
  const { requestId } = await readJson(exchange.request, abortRequestSchema, deps.maxBodyBytes);
  const [queryId] = exchange.parts;
  deps.statements.cancel(session, queryId === undefined ? { requestId: requestId ?? '' } : { queryId });
  sendJson(exchange.response, 200, SUCCESS);
};

const handleMonitoring: Handler = async (exchange, deps) => {
  const session = sessionOf(exchange, deps);
  const queries = deps.statements.describe(exchange.parts[0] ?? '', session);
  sendJson(exchange.response, 200, { ...SUCCESS, data: { queries } });
};

/** A chunk's address is its own key, as a signed address is: the driver sends no session token there. */
const handleChunk: Handler = async ({ response, url, parts: [queryId = '', piece = ''] }, deps) => {
  if (url.searchParams.get('key') !== deps.chunkAddress().key) throw new HttpFailure(403, 'The key is not valid.');
  const text = deps.statements.readChunk(queryId, Number(piece));
  if (text === null) throw new HttpFailure(404, 'There is no such chunk.');
  const body = Buffer.from(text);
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': body.length });
  response.end(body);
};

const ID = '([^/]+)';

/** Every address of the server. A driver asks for nothing else. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', path: /^\/session\/v1\/login-request$/u, endpoint: 'login', handle: handleLogin },
  { method: 'POST', path: /^\/session\/token-request$/u, endpoint: 'renew', handle: handleRenew },
  { method: 'POST', path: /^\/session\/heartbeat$/u, endpoint: 'heartbeat', handle: handleHeartbeat },
  { method: 'POST', path: /^\/session$/u, endpoint: 'session', handle: handleSession },
  { method: 'POST', path: /^\/queries\/v1\/query-request$/u, endpoint: 'query', handle: handleQuery },
  { method: 'POST', path: /^\/queries\/v1\/abort-request$/u, endpoint: 'abort', handle: handleAbort },
  { method: 'POST', path: new RegExp(`^/queries/${ID}/abort-request$`, 'u'), endpoint: 'abort', handle: handleAbort },
  { method: 'GET', path: new RegExp(`^/queries/${ID}/result$`, 'u'), endpoint: 'result', handle: handleResult },
  {
    method: 'GET',
    path: new RegExp(`^/monitoring/queries/${ID}$`, 'u'),
    endpoint: 'monitoring',
    handle: handleMonitoring,
  },
  { method: 'GET', path: new RegExp(`^/chunks/${ID}/(\\d+)$`, 'u'), endpoint: 'chunk', handle: handleChunk },
  { method: 'POST', path: /^\/telemetry\/send(?:\/sessionless)?$/u, endpoint: 'telemetry', handle: handleTelemetry },
];

/** Answers a request that failed. A Snowflake failure has status 200; a wrong request has its HTTP status. */
export function sendFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof SnowflakeError) {
    sendJsonText(response, 200, failureBody(error, null));
    return;
  }
  const status = error instanceof HttpFailure ? error.status : 500;
  const message = error instanceof HttpFailure ? error.message : 'Internal error.';
  sendJson(response, status, { data: null, code: String(390_000 + status), message, success: false });
}
