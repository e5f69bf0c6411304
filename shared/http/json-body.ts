import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { AppError } from '#shared/errors/app-error.ts';

/** What an `application/json` request is called until we have read it ourselves. */
const UNPARSED_JSON = 'application/vnd.baton.unparsed+json';

interface RequestStarted {
  readonly request: IncomingMessage;
}

function isRequestStarted(message: unknown): message is RequestStarted {
  return typeof message === 'object' && message !== null && 'request' in message;
}

/**
 * Keeps the functions framework from parsing JSON bodies; `index.ts` files call it once, before they export.
 *
 * The framework parses before any code of ours runs, and answers what is not JSON with an HTML page of its own, with a
 * stack unless NODE_ENV is production. Under another content type it hands the bytes over as they are.
 */
export function keepJsonUnparsed(): void {
  subscribe('http.server.request.start', renameJson);
}

/** One function, so that subscribing it again changes nothing in a process that hosts several functions. */
function renameJson(message: unknown): void {
  if (!isRequestStarted(message)) return;
  const { headers } = message.request;
  if (isJson(headers['content-type'])) headers['content-type'] = UNPARSED_JSON;
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? '');
}

/** The request as the functions framework hands it over, as far as bodies go. */
export interface RawRequest {
  readonly headers: IncomingMessage['headers'];
  readonly rawBody?: Buffer | undefined;
}

/**
 * Reads a JSON body.
 *
 * @param maxBytes Largest body to read.
 * @throws AppError `unsupported_media_type`, `payload_too_large` or `invalid_json`.
 */
export function readJsonBody(request: RawRequest, maxBytes: number): unknown {
  const contentType = request.headers['content-type'];
  if (contentType !== UNPARSED_JSON && !isJson(contentType)) {
    throw new AppError(
      'unsupported_media_type',
      'Send the body as JSON, with the header "Content-Type: application/json".',
    );
  }
  const body = request.rawBody ?? Buffer.alloc(0);
  if (body.byteLength > maxBytes) {
    throw new AppError('payload_too_large', `The body may have at most ${maxBytes} bytes.`);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new AppError('invalid_json', 'The body is not valid JSON.', { cause: error });
  }
}
