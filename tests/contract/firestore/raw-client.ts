import { credentials, makeGenericClientConstructor } from '@grpc/grpc-js';
import { z } from 'zod';
import { loadFirestoreService } from '#infra/local/firestore/proto-service.ts';

const errorSchema = z.looseObject({ code: z.number(), details: z.string().default('') });

export interface RawAnswer {
  /** gRPC code; 0 when all went well. */
  readonly code: number;
  readonly details: string;
  readonly messages: readonly unknown[];
}

/** Speaks the protocol without the client library, so that requests may be such as it would never send. */
export interface RawClient {
  call(method: string, request: object): Promise<RawAnswer>;
  /** Sends bytes as they are. */
  callBytes(path: string, bytes: Buffer): Promise<RawAnswer>;
  close(): void;
}

/** Each call ends after `timeoutMs` with DEADLINE_EXCEEDED (4). */
export function createRawClient(address: string, timeoutMs = 5_000): RawClient {
  const service = loadFirestoreService();
  const Client = makeGenericClientConstructor({}, 'Firestore');
  const client = new Client(address, credentials.createInsecure());
  const send = <T>(path: string, encode: (request: T) => Buffer, decode: (bytes: Buffer) => unknown, request: T) => {
    const { promise, resolve } = Promise.withResolvers<RawAnswer>();
    const messages: unknown[] = [];
    const options = { deadline: Date.now() + timeoutMs };
    const stream = client.makeServerStreamRequest(path, encode, decode, request, options);
    stream.on('data', (message: unknown) => messages.push(message));
    stream.on('error', (error: unknown) => resolve({ ...errorSchema.parse(error), messages }));
    stream.on('end', () => resolve({ code: 0, details: '', messages }));
    return promise;
  };
  return {
    call(method, request) {
      const definition = service[method];
      if (definition === undefined) throw new Error(`No method ${method}.`);
      return send(definition.path, definition.requestSerialize, definition.responseDeserialize, request);
    },
    callBytes: (path, bytes) =>
      send(
        path,
        (buffer: Buffer) => buffer,
        (buffer) => buffer,
        bytes,
      ),
    close: () => client.close(),
  };
}
