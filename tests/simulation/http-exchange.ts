import type { HttpFunction } from '@google-cloud/functions-framework';

export interface SimulatedRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON value of the body; undefined for none. */
  readonly body?: unknown;
}

export interface SimulatedResponse {
  readonly status: number;
  readonly text: string;
}

/** As much of a framework's response as our functions use. */
class RecordedResponse {
  statusCode = 200;
  headersSent = false;
  text = '';

  on(): this {
    return this;
  }
  off(): this {
    return this;
  }
  once(): this {
    return this;
  }
  status(code: number): this {
    this.statusCode = code;
    return this;
  }
  set(): this {
    return this;
  }
  setHeader(): this {
    return this;
  }
  type(): this {
    return this;
  }
  flushHeaders(): void {
    this.headersSent = true;
  }
  write(text: string): boolean {
    this.headersSent = true;
    this.text += text;
    return true;
  }
  send(text: string): this {
    this.write(text);
    return this;
  }
  json(value: unknown): this {
    return this.send(JSON.stringify(value));
  }
  end(): this {
    this.headersSent = true;
    return this;
  }
}

/** Calls a function as the functions framework would, without a socket, and gives back what it answered. */
export async function exchange(handler: HttpFunction, request: SimulatedRequest): Promise<SimulatedResponse> {
  const headers: Record<string, string> = { 'content-type': 'application/json', ...request.headers };
  const rawBody = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
  const { method, path } = request;
  const query = {};
  const incoming = {
    method,
    path,
    url: path,
    query,
    headers,
    rawBody,
    get: (name: string) => headers[name.toLowerCase()],
  };
  const response = new RecordedResponse();
  await Reflect.apply(handler, null, [incoming, response]);
  return { status: response.statusCode, text: response.text };
}
