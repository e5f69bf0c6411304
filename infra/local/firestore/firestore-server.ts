import { Server, ServerCredentials } from '@grpc/grpc-js';
import { AppError } from '#shared/errors/app-error.ts';

import { CommitJournal, loadJournal } from './commit-journal.ts';
import { createCommitMethods } from './commit-methods.ts';
import { Databases } from './databases.ts';
import { createDocumentMethods } from './document-methods.ts';
import { FirestoreFaults } from './firestore-faults.ts';
import { IndexCatalog } from './index-catalog.ts';
import { type IndexDeclarationsInput, indexDeclarationsSchema } from './index-declarations.ts';
import { createListingMethods } from './listing-methods.ts';
import { createCommitCodec, loadFirestoreService } from './proto-service.ts';
import { createQueryMethods } from './query-methods.ts';
import { createStreamMethods } from './stream-methods.ts';
import { SWEEP_INTERVAL_MS, sweepExpired, type TimeToLiveField } from './time-to-live.ts';

/** Firestore's largest request is 10 MiB: https://firebase.google.com/docs/firestore/quotas. */
const MAX_REQUEST_BYTES = 11 * 1_024 * 1_024;

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
  readonly faults: FirestoreFaults;
  /** Deletes expired documents now instead of within seconds. @returns how many */
  sweepExpired(): Promise<number>;
  stop(): Promise<void>;
}

/** Cloud Run sets K_SERVICE. Read here and nowhere else, so that no caller can forget to pass it. */
function refuseInCloud(): void {
  // oxlint-disable-next-line node/no-process-env -- a guard that a caller could leave out would be none
  if (process.env['K_SERVICE'] === undefined) return;
  throw new AppError('invalid_configuration', 'The local Firestore does not run in the cloud: K_SERVICE is set.');
}

/**
 * Starts Firestore's gRPC service on 127.0.0.1, for the unmodified client with FIRESTORE_EMULATOR_HOST.
 *
 * Any project and database may be named; each begins empty. Security rules, query explain and pipelines are not
 * served: the last two answer UNIMPLEMENTED. Throws invalid_configuration when K_SERVICE is set or the file is damaged.
 */
export async function startFirestoreServer(options: FirestoreServerOptions = {}): Promise<FirestoreServer> {
  refuseInCloud();
  const { stateFile, now = Date.now } = options;
  const service = loadFirestoreService();
  const codec = createCommitCodec(service);
  const kept = stateFile === undefined ? [] : await loadJournal(stateFile, codec);
  const journal = stateFile === undefined ? null : new CommitJournal(stateFile, codec);
  const databases = new Databases(now, (changes, at) => journal?.append(changes, at));
  databases.restore(kept);

  const { catalog, expiring } = readDeclarations(options);
  const faults = new FirestoreFaults();
  const server = new Server({ 'grpc.max_receive_message_length': MAX_REQUEST_BYTES });
  server.addService(service, {
    ...createDocumentMethods(databases, faults),
    ...createCommitMethods(databases, faults),
    ...createQueryMethods(databases, faults, catalog),
    ...createListingMethods(databases, faults),
    ...createStreamMethods(databases, faults, catalog),
  });

  const address = `127.0.0.1:${await bind(server, options.port ?? 0)}`;
  const sweep = () => sweepExpired(databases.all(), expiring, now());
  const timer = startSweeping(databases, sweep);
  return {
    address,
    faults,
    sweepExpired: sweep,
    stop: async () => {
      clearInterval(timer);
      server.forceShutdown();
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

function bind(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
    if (error === null) resolve(bound);
    else reject(error);
  });
  return promise;
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
