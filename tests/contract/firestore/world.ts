import { randomUUID } from 'node:crypto';
import type {
  CollectionReference,
  DocumentData,
  DocumentReference,
  DocumentSnapshot,
  Firestore,
  Query,
  QuerySnapshot,
} from '@google-cloud/firestore';
import { z } from 'zod';

/** What one feature is tried on: a database, and a document in it below which nothing else happens. */
export interface World {
  readonly db: Firestore;
  readonly root: DocumentReference;
  /** A collection of the feature's own, `cities` unless named. */
  readonly collection: (id?: string) => CollectionReference;
  /** A collection id that no other feature uses, for queries over a whole collection group. */
  readonly uniqueId: () => string;
}

export function createWorld(db: Firestore): World {
  const root = db.collection('baton-contract').doc(randomUUID());
  return {
    db,
    root,
    collection: (id = 'cities') => root.collection(id),
    uniqueId: () => `group-${randomUUID()}`,
  };
}

/** gRPC codes by number, as errors of the client carry them. */
export const CODE = {
  invalidArgument: 3,
  notFound: 5,
  alreadyExists: 6,
  failedPrecondition: 9,
  aborted: 10,
} as const;

/** Writes documents by id. */
export async function fill(
  collection: CollectionReference,
  documents: Readonly<Record<string, DocumentData>>,
): Promise<CollectionReference> {
  const batch = collection.firestore.batch();
  for (const [id, data] of Object.entries(documents)) batch.set(collection.doc(id), data);
  await batch.commit();
  return collection;
}

export const idsOf = ({ docs }: QuerySnapshot): string[] => docs.map(({ id }) => id);

/** The ids a query finds, in order. */
export async function found(query: Query): Promise<string[]> {
  return idsOf(await query.get());
}

/** The data of a document; undefined when there is none. */
export async function read(document: DocumentReference): Promise<Readonly<Record<string, unknown>> | undefined> {
  return (await document.get()).data();
}

/** A field that must be a number. */
export function numberOf(snapshot: DocumentSnapshot | undefined, field: string): number {
  return z.number().parse(snapshot?.get(field));
}
