import { createRequire } from 'node:module';
import { status } from '@grpc/grpc-js';
import { fromJSON, type ServiceDefinition } from '@grpc/proto-loader';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';

import { GrpcFailure } from './grpc-failure.ts';
import { isWholeMessage } from './wire-format.ts';

/** Stands for a request that was not even decoded; its call fails with this. */
export class RefusedRequest {
  readonly failure: GrpcFailure;

  constructor(failure: GrpcFailure) {
    this.failure = failure;
  }
}

/**
 * A service's description out of Google's own client, so that the server knows what the client knows.
 *
 * @param protos module path of the client's `protos.json`
 * @param name full name, such as `google.pubsub.v1.Publisher`
 */
export function loadService(protos: string, name: string): ServiceDefinition {
  const json: unknown = createRequire(import.meta.url)(protos);
  const root = z.custom<Parameters<typeof fromJSON>[0]>(
    (value) => z.looseObject({ nested: z.unknown() }).safeParse(value).success,
  );
  const definition = fromJSON(root.parse(json), { longs: String, enums: String, defaults: true, oneofs: true })[name];
  if (definition === undefined || 'format' in definition) throw new AppError('internal', `${name} is not described.`);
  // A message has a `format`; what has none is a service.
  return z.custom<ServiceDefinition>((value) => typeof value === 'object').parse(definition);
}

/**
 * The same service, but a request over `maxBytes` arrives as RefusedRequest, with the code and words of the real one,
 * and one that is cut off does not arrive.
 */
export function limitRequests(service: ServiceDefinition, maxBytes: number): ServiceDefinition {
  const tooLarge = new GrpcFailure(
    status.INVALID_ARGUMENT,
    `Request payload size exceeds the limit: ${maxBytes} bytes.`,
  );
  const limited = Object.entries(service).map(([name, method]) => {
    const requestDeserialize = (bytes: Buffer): object => {
      if (bytes.length > maxBytes) return new RefusedRequest(tooLarge);
      // What is thrown here becomes INTERNAL: https://grpc.io/docs/guides/status-codes/.
      if (!isWholeMessage(bytes)) throw new GrpcFailure(status.INTERNAL, 'The request is no whole protobuf message.');
      return method.requestDeserialize(bytes);
    };
    return [name, { ...method, requestDeserialize }] as const;
  });
  return Object.fromEntries(limited);
}
