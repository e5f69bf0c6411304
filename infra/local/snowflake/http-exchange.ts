import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';

/** A request that is wrong before it means anything; becomes a plain HTTP status. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** A body this many times too large is cut off; up to that the rest is read and thrown away, so that the answer arrives. */
const DRAIN_FACTOR = 16;

function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const parts: Buffer[] = [];
  let size = 0;
  request.on('data', (part: Buffer) => {
    size += part.length;
    if (size <= maxBytes) {
      parts.push(part);
      return;
    }
    parts.length = 0;
    reject(new HttpFailure(413, `The request body is larger than ${maxBytes} bytes.`));
    if (size > maxBytes * DRAIN_FACTOR) request.destroy();
  });
  request.on('end', () => resolve(Buffer.concat(parts)));
  request.on('error', reject);
  return promise;
}

/** Inflates here and now: libuv's threads may all be busy with statements, and one of these bodies may be a cancel. */
function inflate(bytes: Buffer, maxBytes: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    throw isTooLarge
      ? new HttpFailure(413, `The request body is larger than ${maxBytes} bytes.`, { cause: error })
      : new HttpFailure(400, 'The request body is not gzip, though its header says so.', { cause: error });
  }
}

/** GZIP's first two bytes: the driver sets Content-Encoding too late for some bodies. */
const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Reads a JSON body, compressed or not, and checks its shape. An empty body counts as `{}`.
 *
 * Throws HttpFailure 400 (not gzip, not JSON, wrong shape) or 413 (more than maxBytes before or after inflating).
 */
export async function readJson<T extends z.ZodType>(
  request: IncomingMessage,
  schema: T,
  maxBytes: number,
): Promise<z.infer<T>> {
  const raw = await readBytes(request, maxBytes);
  const isCompressed = request.headers['content-encoding'] === 'gzip' || isGzip(raw);
  const body = isCompressed && raw.length > 0 ? inflate(raw, maxBytes) : raw;
  const parsed = schema.safeParse(parseJson(body.toString('utf8')));
  if (!parsed.success) throw new HttpFailure(400, 'The request body has not the shape this address takes.');
  return parsed.data;
}

function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HttpFailure(400, 'The request body is not JSON.', { cause: error });
  }
}

/** Answers with text that is JSON already. */
export function sendJsonText(response: ServerResponse, status: number, text: string): void {
  const body = Buffer.from(text);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  sendJsonText(response, status, JSON.stringify(value));
}
