import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { callbackify } from 'node:util';
import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerUnaryCall,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { fromJSON, type ServiceDefinition } from '@grpc/proto-loader';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import type { Broker } from './broker.ts';
import type { PubSubMethod } from './publisher-methods.ts';
import { PubSubFailure, toGrpcStatus } from './pubsub-failure.ts';
import type { PubSubFaults } from './pubsub-faults.ts';
import { serveStreamingPull, type PullCall } from './streaming-pull.ts';

/** Room for a publish above its 10 MB, so that we refuse it ourselves with the service's code. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

/** A service's description out of Google's own client, so that it knows what the client knows. */
function loadService(name: string): ServiceDefinition {
  const protos: unknown = createRequire(import.meta.url)('@google-cloud/pubsub/build/protos/protos.json');
  const root = z.custom<Parameters<typeof fromJSON>[0]>(
    (value) => z.looseObject({ nested: z.unknown() }).safeParse(value).success,
  );
  const definition = fromJSON(root.parse(protos), { longs: String, enums: String, defaults: true, oneofs: true })[name];
  if (definition === undefined || 'format' in definition) throw new AppError('internal', `${name} is not described.`);
  // A message has a `format`; what has none is a service.
  return z.custom<ServiceDefinition>((value) => typeof value === 'object').parse(definition);
}

export interface ServiceDeps {
  readonly broker: Broker;
  readonly faults: PubSubFaults;
}

async function meetFault(faults: PubSubFaults, rpc: string): Promise<void> {
  const fault = faults.takeCall(rpc);
  if (fault?.kind === 'delay') await sleep(fault.ms);
  if (fault?.kind === 'error') throw new PubSubFailure(fault.code, fault.message);
}

function toHandlers(
  methods: Readonly<Record<string, PubSubMethod>>,
  { broker, faults }: ServiceDeps,
): UntypedServiceImplementation {
  async function answer(name: string, method: PubSubMethod, request: unknown): Promise<object> {
    await meetFault(faults, name);
    const response = await method(request);
    // What was answered with success is kept, whatever happens to this process.
    await broker.flushed();
    return response;
  }
  const handlers: UntypedServiceImplementation = {};
  for (const [name, method] of Object.entries(methods)) {
    const respond = callbackify((request: unknown) => answer(name, method, request));
    handlers[name] = (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>): void => {
      respond(call.request, (error, response) => callback(error === null ? null : toGrpcStatus(error), response));
    };
  }
  return handlers;
}

function streamingPull(call: PullCall, { broker, faults }: ServiceDeps): void {
  meetFault(faults, 'StreamingPull').then(
    () => serveStreamingPull(call, broker),
    (error: unknown) => call.emit('error', toGrpcStatus(error)),
  );
}

/** A gRPC server of Pub/Sub's services. What they name and these methods lack is UNIMPLEMENTED. */
export function createPubSubService(
  publisher: Readonly<Record<string, PubSubMethod>>,
  subscriber: Readonly<Record<string, PubSubMethod>>,
  deps: ServiceDeps,
): Server {
  const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES });
  server.addService(loadService('google.pubsub.v1.Publisher'), toHandlers(publisher, deps));
  server.addService(loadService('google.pubsub.v1.Subscriber'), {
    ...toHandlers(subscriber, deps),
    StreamingPull: (call: PullCall) => streamingPull(call, deps),
  });
  server.addService(loadService('google.pubsub.v1.SchemaService'), {});
  return server;
}

/** Listens on 127.0.0.1. @returns The port. */
export function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
    if (error === null) resolve(bound);
    else reject(error);
  });
  return promise;
}
