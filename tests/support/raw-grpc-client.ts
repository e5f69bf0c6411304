import { credentials, makeGenericClientConstructor } from '@grpc/grpc-js';
import { z } from 'zod';
import type { ServiceDefinition } from '@grpc/proto-loader';

const errorSchema = z.looseObject({ code: z.number(), details: z.string().default('') });

export interface RawAnswer {
  /** gRPC code; 0 when all went well. */
  readonly code: number;
  readonly details: string;
  readonly messages: readonly unknown[];
}

/** Speaks the protocol without the client library, so that requests may be such as it would never send. */
export interface RawClient {
  call(method: string, request: object, timeoutMs?: number): Promise<RawAnswer>;
  /** Sends bytes as they are. */
  callBytes(path: string, bytes: Buffer): Promise<RawAnswer>;
  close(): void;
}

interface Method<T> {
  readonly path: string;
  readonly encode: (request: T) => Buffer;
  readonly decode: (bytes: Buffer) => unknown;
}

const asIs = (bytes: Buffer): Buffer => bytes;

/** A call ends with DEADLINE_EXCEEDED (4) after so long, unless it is given another time. */
const TIMEOUT_MS = 5_000;

export function createRawClient(address: string, service: ServiceDefinition): RawClient {
  const Client = makeGenericClientConstructor({}, 'Raw');
  const client = new Client(address, credentials.createInsecure(), { 'grpc.max_send_message_length': -1 });
  const send = <T>(method: Method<T>, request: T, timeoutMs = TIMEOUT_MS) => {
    const { promise, resolve } = Promise.withResolvers<RawAnswer>();
    const messages: unknown[] = [];
    const options = { deadline: Date.now() + timeoutMs };
    const stream = client.makeServerStreamRequest(method.path, method.encode, method.decode, request, options);
    stream.on('data', (message: unknown) => messages.push(message));
    stream.on('error', (error: unknown) => resolve({ ...errorSchema.parse(error), messages }));
    stream.on('end', () => resolve({ code: 0, details: '', messages }));
    return promise;
  };
  return {
    call(name, request, timeoutMs) {
      const definition = service[name];
      if (definition === undefined) throw new Error(`No method ${name}.`);
      const { path, requestSerialize: encode, responseDeserialize: decode } = definition;
      return send({ path, encode, decode }, request, timeoutMs);
    },
    callBytes: (path, bytes) => send({ path, encode: asIs, decode: asIs }, bytes),
    close: () => client.close(),
  };
}
