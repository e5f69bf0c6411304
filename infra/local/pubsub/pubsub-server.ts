import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { callbackify } from 'node:util';
import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { fromJSON, type ServiceDefinition } from '@grpc/proto-loader';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import type { TokenIssuer } from '../identity/token-issuer.ts';
import { Broker } from './broker.ts';
import { publisherMethods } from './publisher-methods.ts';
import { PubSubFailure, toGrpcStatus } from './pubsub-failure.ts';
import { PubSubFaults } from './pubsub-faults.ts';
import { PushSender } from './push-sender.ts';
import { openStateLog, readState } from './state-log.ts';
import { serveStreamingPull } from './streaming-pull.ts';
import { pull, subscriberMethods } from './subscriber-methods.ts';

export interface PubSubServerOptions {
  /** 0 or absent takes a free one. */
  readonly port?: number;
  /** File to keep topics, subscriptions and undelivered messages in; in memory when absent. */
  readonly stateFile?: string;
  /** Signs the OIDC tokens of pushes; without it pushes bear none. */
  readonly tokenIssuer?: TokenIssuer;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export interface PubSubServer {
  /** `127.0.0.1:PORT`, for PUBSUB_EMULATOR_HOST. */
  readonly address: string;
  readonly faults: PubSubFaults;
  stop(): Promise<void>;
}

/** Messages of 10 MB and what is around them. */
const MAX_MESSAGE_BYTES = 12 * 1024 * 1024;

type Call = (request: unknown) => object | Promise<object>;

function refuseInCloud(): void {
  // oxlint-disable-next-line node/no-process-env -- a guard that a caller could leave out would be none
  if (process.env['K_SERVICE'] === undefined) return;
  throw new AppError('invalid_configuration', 'The local Pub/Sub does not run in the cloud: K_SERVICE is set.');
}

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

function toHandlers(calls: Readonly<Record<string, Call>>, faults: PubSubFaults): UntypedServiceImplementation {
  async function run(name: string, call: Call, request: unknown): Promise<object> {
    const fault = faults.take(name);
    if (fault?.kind === 'delay') await sleep(fault.ms);
    if (fault?.kind === 'error') throw new PubSubFailure(fault.code, fault.message);
    return call(request);
  }
  const handlers: UntypedServiceImplementation = {};
  for (const [name, call] of Object.entries(calls)) {
    const answer = callbackify((request: unknown) => run(name, call, request));
    handlers[name] = (unary: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>): void => {
      answer(unary.request, (error, message) => callback(error === null ? null : toGrpcStatus(error), message));
    };
  }
  return handlers;
}

async function bind(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
    if (error === null) resolve(bound);
    else reject(error);
  });
  return promise;
}

/**
 * Starts Pub/Sub's gRPC services on 127.0.0.1, for the unmodified client with PUBSUB_EMULATOR_HOST.
 *
 * Snapshots, schemas, detaching, and exports to BigQuery and Cloud Storage are not served: UNIMPLEMENTED. Throws when
 * K_SERVICE is set.
 */
export async function startPubSubServer(options: PubSubServerOptions = {}): Promise<PubSubServer> {
  refuseInCloud();
  const now = options.now ?? Date.now;
  const faults = new PubSubFaults();
  const sender = new PushSender(options.tokenIssuer ?? null, faults, now);
  const broker = new Broker({ sender, faults, now });
  if (options.stateFile !== undefined) {
    broker.restore(readState(options.stateFile));
    broker.keepIn(openStateLog(options.stateFile, broker.compacted()));
  }
  const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES });
  server.addService(loadService('google.pubsub.v1.Publisher'), toHandlers(publisherMethods(broker), faults));
  server.addService(loadService('google.pubsub.v1.Subscriber'), {
    ...toHandlers({ ...subscriberMethods(broker), Pull: (request) => pull(broker, request) }, faults),
    StreamingPull: (call: ServerDuplexStream<unknown, unknown>) => serveStreamingPull(call, broker),
  });
  const port = await bind(server, options.port ?? 0);
  return {
    address: `127.0.0.1:${port}`,
    faults,
    stop() {
      broker.close();
      sender.close();
      server.forceShutdown();
      return Promise.resolve();
    },
  };
}
