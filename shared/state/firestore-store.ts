import {
  Firestore,
  Timestamp,
  type DocumentData as FirestoreData,
  type DocumentSnapshot,
  type Query,
} from '@google-cloud/firestore';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { withTimeout } from '#shared/resilience/with-timeout.ts';
import type { DocumentData, DocumentQuery, DocumentStore, Transaction } from './document-store.ts';

export interface FirestoreOptions {
  readonly projectId: string;
  /** The named database; never `(default)` in the cloud, so that rights can be given on it alone. */
  readonly databaseId: string;
}

const fieldSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.instanceof(Timestamp).transform((timestamp) => timestamp.toDate()),
  z.array(z.string()),
]);
const documentDataSchema = z.record(z.string(), fieldSchema);

/** gRPC status codes that mean another transaction won: ABORTED, and ALREADY_EXISTS or FAILED_PRECONDITION of a write. */
const CONTENDED = new Set([10, 6, 9]);
const grpcErrorSchema = z.looseObject({ code: z.number() });

function toStateError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) {
    return new AppError('invalid_state', 'A stored document has a field of an unknown kind.', { cause: error });
  }
  const parsed = grpcErrorSchema.safeParse(error);
  const contended = parsed.success && CONTENDED.has(parsed.data.code);
  return new AppError(
    contended ? 'state_contended' : 'state_unavailable',
    contended ? 'The state was changed by another.' : 'The state could not be reached.',
    { cause: error },
  );
}

/** How long a call may take, with the client's own tries; it would go on for ten minutes. */
const CALL_MS = 15_000;

function noAnswer(): AppError {
  return new AppError('state_unavailable', 'The state did not answer in time.');
}

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await withTimeout(call(), CALL_MS, noAnswer);
  } catch (error) {
    throw toStateError(error);
  }
}

function dataOf(snapshot: DocumentSnapshot): DocumentData | null {
  const data = snapshot.data();
  return data === undefined ? null : documentDataSchema.parse(data);
}

function toFirestore(data: DocumentData): FirestoreData {
  return Object.fromEntries(
    Object.entries(data).map(([field, value]) => [field, typeof value === 'object' ? structuredClone(value) : value]),
  );
}

function buildQuery(client: Firestore, query: DocumentQuery): Query {
  const start: Query =
    query.group === true ? client.collectionGroup(query.collection) : client.collection(query.collection);
  const filtered = (query.where ?? []).reduce(
    (built, { field, operator, value }) => built.where(field, operator, value),
    start,
  );
  return (query.orderBy ?? [])
    .reduce((built, { field, direction }) => built.orderBy(field, direction), filtered)
    .limit(query.limit);
}

/** Firestore as the document store; with FIRESTORE_EMULATOR_HOST set the client talks to the local server. */
export function createFirestoreStore(options: FirestoreOptions): DocumentStore {
  const client = new Firestore({
    projectId: options.projectId,
    databaseId: options.databaseId,
    ignoreUndefinedProperties: false,
  });

  return {
    getAll: (paths) =>
      translated(async () => {
        if (paths.length === 0) return [];
        const snapshots = await client.getAll(...paths.map((path) => client.doc(path)));
        return snapshots.map(dataOf);
      }),

    transact: (work) =>
      translated(() =>
        client.runTransaction(async (transaction) => {
          const port: Transaction = {
            async getAll(paths) {
              const snapshots = await transaction.getAll(...paths.map((path) => client.doc(path)));
              return snapshots.map(dataOf);
            },
            create: (path, data) => void transaction.create(client.doc(path), toFirestore(data)),
            set: (path, data) => void transaction.set(client.doc(path), toFirestore(data)),
            update: (path, data) => void transaction.update(client.doc(path), toFirestore(data)),
            delete: (path) => void transaction.delete(client.doc(path)),
          };
          return work(port);
        }),
      ),

    deleteAll: (paths) =>
      translated(async () => {
        const batch = client.batch();
        for (const path of paths) batch.delete(client.doc(path));
        await batch.commit();
      }),

    find: (query) =>
      translated(async () => {
        const found = await buildQuery(client, query).get();
        return found.docs.map((snapshot) => ({
          path: snapshot.ref.path,
          data: documentDataSchema.parse(snapshot.data()),
        }));
      }),

    watch: (path, onChange, onError) =>
      client.doc(path).onSnapshot(
        (snapshot) => onChange(dataOf(snapshot)),
        (error) => onError(toStateError(error)),
      ),
  };
}
