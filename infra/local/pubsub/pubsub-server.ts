import { startLoopbackServer } from '../grpc/loopback-server.ts';
import { refuseInCloud } from '../grpc/refuse-in-cloud.ts';
import type { TokenIssuer } from '../identity/token-issuer.ts';
import { Broker } from './broker.ts';
import { createPubSubServices } from './grpc-service.ts';
import { publisherMethods } from './publisher-methods.ts';
import { PubSubFaults } from './pubsub-faults.ts';
import { PushSender } from './push-sender.ts';
import { PushTokens } from './push-tokens.ts';
import { FileStateLog, readState } from './state-log.ts';
import { subscriberMethods } from './subscriber-methods.ts';

export interface PubSubServerOptions {
  /** 0 or absent takes a free one. */
  readonly port?: number;
  /** File to keep topics, subscriptions, snapshots and undelivered messages in; in memory when absent. */
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

/** How often what is older than it is kept is let go. */
const EXPIRE_EVERY_MS = 60_000;

function restore(broker: Broker, stateFile: string): void {
  broker.restore(readState(stateFile));
  broker.keepIn(new FileStateLog(stateFile, () => broker.entries()));
}

/**
 * Starts Pub/Sub's gRPC services on 127.0.0.1, for the unmodified client with PUBSUB_EMULATOR_HOST.
 *
 * Schemas, message transforms, ingestion, and exports to BigQuery, Bigtable and Cloud Storage are not served:
 * UNIMPLEMENTED. Subscriptions do not expire. Throws AppError `invalid_configuration` when K_SERVICE is set,
 * `invalid_state` for a state file that can't be read.
 */
export async function startPubSubServer(options: PubSubServerOptions = {}): Promise<PubSubServer> {
  refuseInCloud('Pub/Sub');
  const now = options.now ?? Date.now;
  const faults = new PubSubFaults();
  const tokens = options.tokenIssuer === undefined ? null : new PushTokens(options.tokenIssuer, faults, now);
  const sender = new PushSender(tokens, faults);
  const broker = new Broker({ sender, faults, now });
  const services = createPubSubServices(publisherMethods(broker), subscriberMethods(broker), { broker, faults });
  const server = await startLoopbackServer(services, { port: options.port ?? 0, faults: faults.calls });
  try {
    // Only once the port is ours: two servers must not keep their state in one file.
    if (options.stateFile !== undefined) restore(broker, options.stateFile);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const timer = setInterval(() => broker.expire(), EXPIRE_EVERY_MS);
  timer.unref();
  return {
    address: server.address,
    faults,
    stop: async () => {
      clearInterval(timer);
      await server.stop();
      broker.close();
      sender.close();
    },
  };
}
