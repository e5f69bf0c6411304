import type { z } from 'zod';
import type { Caller } from '#shared/identity/caller.ts';

/** A request that was authenticated and checked. */
export interface ApiCall<Body = unknown> {
  /** Who asks; routes that are open to everyone get a caller without rights. */
  readonly caller: Caller;
  /** The path's parameters, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly body: Body;
  /** Media types of the Accept header, in the client's order; empty when there is none. */
  readonly accepts: readonly string[];
  /** The Last-Event-ID header of a client that resumes a stream, else null. */
  readonly lastEventId: string | null;
  readonly traceparent: string | null;
  /** Aborts when the client hangs up. */
  readonly signal: AbortSignal;
}

/** One server-sent event. */
export interface StreamEvent {
  readonly id: string;
  readonly data: unknown;
}

export type ApiReply =
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'text'; readonly status: number; readonly contentType: string; readonly body: string }
  /** Calls `write` for each event until the returned promise settles. */
  | { readonly kind: 'stream'; readonly run: (write: (event: StreamEvent) => void) => Promise<void> };

export interface RouteResponse {
  readonly description: string;
  /** Media type → its schema; null where the form has none. */
  readonly content: Readonly<Record<string, z.ZodType | null>>;
}

/** One operation of the API: what the router serves and what the OpenAPI document says are the same record. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** OpenAPI template, e.g. `/v1/conversations/{conversationId}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** False for what anyone may read. */
  readonly authenticated: boolean;
  readonly params?: Readonly<Record<string, z.ZodType<string>>>;
  readonly body?: z.ZodType;
  readonly responses: Readonly<Record<string, RouteResponse>>;
  handle(call: ApiCall): Promise<ApiReply>;
}

/** A reply of JSON. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): ApiReply {
  return { kind: 'json', status, body, headers };
}

/** A route whose body has been checked by its schema: the handler gets it typed. */
export function routeWithBody<Body extends z.ZodType>(
  route: Omit<Route, 'handle' | 'body'> & {
    readonly body: Body;
    handle(call: ApiCall<z.infer<Body>>): Promise<ApiReply>;
  },
): Route {
  return { ...route, handle: (call) => route.handle({ ...call, body: route.body.parse(call.body) }) };
}
