import { CallFaults } from '../grpc/call-faults.ts';
import { startLoopbackServer } from '../grpc/loopback-server.ts';
import { refuseInCloud } from '../grpc/refuse-in-cloud.ts';
import { CommitJournal, loadJournal } from './commit-journal.ts';
import { createCommitMethods } from './commit-methods.ts';
import { Databases } from './databases.ts';
import { createDocumentMethods } from './document-methods.ts';
import { IndexCatalog } from './index-catalog.ts';
import { type IndexDeclarationsInput, indexDeclarationsSchema } from './index-declarations.ts';
import { createListingMethods } from './listing-methods.ts';
import { createCommitCodec, loadFirestoreService } from './proto-service.ts';
import { createQueryMethods } from './query-methods.ts';
import { createStreamMethods } from './stream-methods.ts';
import { SWEEP_INTERVAL_MS, sweepExpired, type TimeToLiveField } from './time-to-live.ts';

export interface FirestoreServerOptions {
  /** 0 or absent takes a free one. */
  readonly port?: number;
  /** File of commits, readable by its owner only; in memory when absent. One server at a time may use it. */
  readonly stateFile?: string;
  /** The content of firestore.indexes.json. When given, a query that needs an index not declared here fails. */
  readonly indexes?: IndexDeclarationsInput;
  /** Beside those that `indexes` marks with `ttl`. */
  readonly ttlFields?: readonly TimeToLiveField[];
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export interface FirestoreServer {
  /** `127.0.0.1:PORT`, for FIRESTORE_EMULATOR_HOST. */
  readonly address: string;
  readonly faults: CallFaults;
  /** Deletes expired documents now instead of within seconds. @returns how many */
  sweepExpired(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts Firestore's gRPC service on 127.0.0.1, for the unmodified client with FIRESTORE_EMULATOR_HOST.
 *
 * Any project and database may be named; each begins empty. Security rules, query explain and pipelines are not
 * served: the last two answer UNIMPLEMENTED. Throws invalid_configuration when K_SERVICE is set or the file is damaged.
 */
export async function startFirestoreServer(options: FirestoreServerOptions = {}): Promise<FirestoreServer> {
  refuseInCloud('Firestore');
  const { stateFile, now = Date.now } = options;
  const service = loadFirestoreService();
  const codec = createCommitCodec(service);
  const kept = stateFile === undefined ? [] : await loadJournal(stateFile, codec);
  const journal = stateFile === undefined ? null : new CommitJournal(stateFile, codec);
  const databases = new Databases(now, (changes, at) => journal?.append(changes, at));
  databases.restore(kept);

  const { catalog, expiring } = readDeclarations(options);
  const faults = new CallFaults();
  const methods = {
    ...createDocumentMethods(databases, faults),
    ...createCommitMethods(databases, faults),
    ...createQueryMethods(databases, faults, catalog),
    ...createListingMethods(databases, faults),
    ...createStreamMethods(databases, faults, catalog),
  };
  const server = await startLoopbackServer([{ definition: service, methods }], { port: options.port ?? 0, faults });
  const sweep = () => sweepExpired(databases.all(), expiring, now());
  const timer = startSweeping(databases, sweep);
  return {
    address: server.address,
    faults,
    sweepExpired: sweep,
    stop: async () => {
      clearInterval(timer);
      await server.stop();
      journal?.close();
    },
  };
}

function readDeclarations({ indexes, ttlFields = [] }: FirestoreServerOptions) {
  if (indexes === undefined) return { catalog: null, expiring: ttlFields };
  const declared = indexDeclarationsSchema.parse(indexes);
  const catalog = new IndexCatalog(declared);
  return { catalog, expiring: [...ttlFields, ...declared.fieldOverrides.filter(({ ttl }) => ttl)] };
}

function startSweeping(databases: Databases, sweep: () => Promise<number>): NodeJS.Timeout {
  let isSweeping = false;
  return setInterval(() => {
    for (const database of databases.all()) database.sweepTransactions();
    if (isSweeping) return;
    isSweeping = true;
    void sweep().finally(() => {
      isSweeping = false;
    });
  }, SWEEP_INTERVAL_MS).unref();
}
