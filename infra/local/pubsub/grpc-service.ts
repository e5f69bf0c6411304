import type { UntypedServiceImplementation } from '@grpc/grpc-js';

import { unary } from '../grpc/call-handlers.ts';
import { toGrpcStatus } from '../grpc/grpc-failure.ts';
import { limitRequests, loadService } from '../grpc/load-service.ts';
import type { ServedService } from '../grpc/loopback-server.ts';
import type { Broker } from './broker.ts';
import type { PubSubMethod } from './publisher-methods.ts';
import type { PubSubFaults } from './pubsub-faults.ts';
import { serveStreamingPull, type PullCall } from './streaming-pull.ts';

const PROTOS = '@google-cloud/pubsub/build/protos/protos.json';
/** Room above the 10 MB of a publish, which is refused by its own count: docs.cloud.google.com/pubsub/quotas. */
const MAX_REQUEST_BYTES = 16 * 1_024 * 1_024;

interface ServiceDeps {
  readonly broker: Broker;
  readonly faults: PubSubFaults;
}

function toHandlers(
  methods: Readonly<Record<string, PubSubMethod>>,
  { broker, faults }: ServiceDeps,
): UntypedServiceImplementation {
  const handlers: UntypedServiceImplementation = {};
  for (const [name, method] of Object.entries(methods)) {
    handlers[name] = unary(name, faults.calls, async (request: unknown) => {
      const response = await method(request);
      // What was answered with success is kept, whatever happens to this process.
      await broker.flushed();
      return response;
    });
  }
  return handlers;
}

async function streamingPull(call: PullCall, { broker, faults }: ServiceDeps): Promise<void> {
  try {
    const afterwards = await faults.calls.strike('StreamingPull', call);
    serveStreamingPull(call, broker);
    afterwards();
  } catch (error) {
    call.emit('error', toGrpcStatus(error));
  }
}

function serviceOf(name: string, methods: UntypedServiceImplementation): ServedService {
  return { definition: limitRequests(loadService(PROTOS, `google.pubsub.v1.${name}`), MAX_REQUEST_BYTES), methods };
}

/** Pub/Sub's services. What they name and these methods lack is UNIMPLEMENTED. */
export function createPubSubServices(
  publisher: Readonly<Record<string, PubSubMethod>>,
  subscriber: Readonly<Record<string, PubSubMethod>>,
  deps: ServiceDeps,
): readonly ServedService[] {
  return [
    serviceOf('Publisher', toHandlers(publisher, deps)),
    serviceOf('Subscriber', {
      ...toHandlers(subscriber, deps),
      StreamingPull: (call: PullCall) => void streamingPull(call, deps),
    }),
    serviceOf('SchemaService', {}),
  ];
}
