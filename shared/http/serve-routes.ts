import type { HttpFunction } from '@google-cloud/functions-framework';
import { z } from 'zod';
import { AppError, toAppError } from '#shared/errors/app-error.ts';
import type { Caller, CallerVerifier } from '#shared/identity/caller.ts';
import type { Logger } from '#shared/observability/logger.ts';
import { createGracefulStop } from './graceful-stop.ts';
import { readJsonBody } from './json-body.ts';
import { retryAfterSeconds, toProblem } from './problem.ts';
import type { ApiCall, ApiReply, Route } from './route.ts';

export interface ServeDeps {
  readonly callers: CallerVerifier;
  readonly log: Logger;
}

type HttpRequest = Parameters<HttpFunction>[0];
type HttpResponse = Parameters<HttpFunction>[1];

/** Largest request body, bytes: a question of 4,000 characters in any script, and room to spare. */
const MAX_BODY_BYTES = 64 * 1024;

/** How often a silent stream says that it is alive, so that proxies keep it open. */
const HEARTBEAT_MS = 15_000;

const NOBODY: Caller = { id: 'anyone', email: 'anyone@example.invalid', roles: [] };

/** Serves routes as one HTTP function: every error leaves as a problem document, none with a stack. */
export function serveRoutes(routes: readonly Route[], deps: ServeDeps): HttpFunction {
  const table = routes.map((route) => ({ route, pattern: toPattern(route.path) }));
  const { admit, stopping } = createGracefulStop();
  return async (request, response) => {
    const started = performance.now();
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    let operation = 'none';
    try {
      if (!admit(response)) throw overloaded();
      const found = findRoute(table, request.method, request.path);
      operation = found.route.operationId;
      const call = await checkCall(found, request, deps, AbortSignal.any([gone.signal, stopping]));
      await sendReply(await found.route.handle(call), response);
    } catch (error) {
      const failure = toAppError(error instanceof z.ZodError ? invalidRequest(error) : error);
      if (failure.audience === 'operator') deps.log.error('request_failed', failure, { operation });
      sendProblem(failure, response);
    }
    deps.log.info('request_served', {
      operation,
      status: response.statusCode,
      ms: Math.round(performance.now() - started),
    });
  };
}

function overloaded(): AppError {
  return new AppError('overloaded', 'Too much is being asked at the moment. Please try again in a few seconds.');
}

/** A path template as a pattern with one named group a parameter. */
function toPattern(template: string): RegExp {
  const source = template
    .split('/')
    .map((part) => (/^\{\w+\}$/.test(part) ? `(?<${part.slice(1, -1)}>[^/]{1,200})` : part.replaceAll('.', '\\.')))
    .join('/');
  return new RegExp(`^${source}$`);
}

function findRoute(table: readonly { route: Route; pattern: RegExp }[], method: string, path: string) {
  const matches = table.filter(({ pattern }) => pattern.test(path));
  const match = matches.find(({ route }) => route.method === method);
  if (match !== undefined) return { route: match.route, params: { ...match.pattern.exec(path)?.groups } };
  if (matches.length === 0)
    throw new AppError('not_found', 'There is nothing at this address. GET /openapi.json lists what there is.');
  const allowed = matches.map(({ route }) => route.method).join(', ');
  throw new AppError('method_not_allowed', `This address takes ${allowed} only.`);
}

async function checkCall(
  { route, params }: { readonly route: Route; readonly params: Record<string, string> },
  request: HttpRequest,
  deps: ServeDeps,
  signal: AbortSignal,
): Promise<ApiCall> {
  const caller = route.authenticated ? await deps.callers.verify(request.get('authorization') ?? null) : NOBODY;
  for (const [name, schema] of Object.entries(route.params ?? {})) {
    // An id of the wrong form names nothing, just as an unknown one.
    if (!schema.safeParse(params[name]).success) throw new AppError('not_found', 'There is nothing at this address.');
  }
  return {
    caller,
    params,
    body: route.body === undefined ? null : checkBody(route.body, readJsonBody(request, MAX_BODY_BYTES)),
    accepts: (request.get('accept') ?? '').split(',').map((type) => type.split(';')[0]?.trim().toLowerCase() ?? ''),
    lastEventId: request.get('last-event-id') ?? null,
    traceparent: request.get('traceparent') ?? null,
    signal,
  };
}

function checkBody(schema: z.ZodType, body: unknown): unknown {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}

function invalidRequest(error: z.ZodError): AppError {
  const problems = error.issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
  return new AppError('invalid_request', problems.join(' '), { cause: error });
}

async function sendReply(reply: ApiReply, response: HttpResponse): Promise<void> {
  switch (reply.kind) {
    case 'json':
      response
        .status(reply.status)
        .set({ ...reply.headers })
        .type('application/json')
        .send(JSON.stringify(reply.body));
      return;
    case 'text':
      response.status(reply.status).type(reply.contentType).send(reply.body);
      return;
    case 'stream':
      await sendStream(reply.run, response);
  }
}

async function sendStream(run: Extract<ApiReply, { kind: 'stream' }>['run'], response: HttpResponse): Promise<void> {
  response
    .status(200)
    .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(': alive\n\n'), HEARTBEAT_MS);
  try {
    await run(({ id, data }) => response.write(`id: ${id}\ndata: ${JSON.stringify(data)}\n\n`));
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

function sendProblem(failure: AppError, response: HttpResponse): void {
  // A stream that has begun can't become a problem any more: it ends, and the client resumes.
  if (response.headersSent) return void response.end();
  const problem = toProblem(failure);
  const retryAfter = retryAfterSeconds(failure);
  if (retryAfter !== null) response.set('Retry-After', String(retryAfter));
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
