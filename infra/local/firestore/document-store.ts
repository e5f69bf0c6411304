import type { Micros } from './commit-clock.ts';
import type { Fields } from './protocol.ts';
import { DocumentHistory } from './document-history.ts';
import { idOf, parentOf } from './resource-name.ts';

export interface StoredDocument {
  readonly name: string;
  /** `…/documents/cities`: all of the name but its last segment. */
  readonly collection: string;
  readonly id: string;
  readonly fields: Fields;
  readonly createTime: Micros;
  readonly updateTime: Micros;
}

export function createStoredDocument(document: Omit<StoredDocument, 'collection' | 'id'>): StoredDocument {
  return { ...document, collection: parentOf(document.name), id: idOf(document.name) };
}

/** What one commit leaves at a name; null when it deletes. */
export interface DocumentChange {
  readonly name: string;
  readonly before: StoredDocument | null;
  readonly after: StoredDocument | null;
}

/** Documents as they are at one moment. */
export interface DocumentView {
  get(name: string): StoredDocument | null;
  /** Documents of the collections that `accepts` says yes to, in no order. */
  documentsIn(accepts: (collection: string) => boolean): Iterable<StoredDocument>;
  /** Collections that hold at least one document. */
  collections(): Iterable<string>;
}

export type CommitListener = (changes: readonly DocumentChange[], at: Micros) => void;

/** The documents of one database, in memory. A commit is applied whole, in one synchronous step. */
export class DocumentStore implements DocumentView {
  readonly #collections = new Map<string, Map<string, StoredDocument>>();
  readonly #history = new DocumentHistory();
  readonly #changedAt = new Map<string, Micros>();
  readonly #listeners = new Set<CommitListener>();

  get(name: string): StoredDocument | null {
    return this.#collections.get(parentOf(name))?.get(name) ?? null;
  }

  *documentsIn(accepts: (collection: string) => boolean): Iterable<StoredDocument> {
    for (const [collection, documents] of this.#collections) {
      if (accepts(collection)) yield* documents.values();
    }
  }

  collections(): Iterable<string> {
    return this.#collections.keys();
  }

  /** When a document of a collection with this id last changed; 0 when never. */
  changedAt(collectionId: string): Micros {
    return this.#changedAt.get(collectionId) ?? 0;
  }

  /** The documents as they were; throws FAILED_PRECONDITION when that is further back than what is kept. */
  viewAt(at: Micros): DocumentView {
    const before = this.#history.before(at);
    return before.size === 0 ? this : new PastView(this, before);
  }

  apply(changes: readonly DocumentChange[], at: Micros): void {
    for (const change of changes) this.#put(change, at);
    this.#history.add(changes, at);
    for (const listener of this.#listeners) listener(changes, at);
  }

  /** Puts a document back as the state file has it: no history, no listener. */
  restore(document: StoredDocument): void {
    this.#put({ name: document.name, before: null, after: document }, document.updateTime);
  }

  /** @returns what ends it */
  listen(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #put({ name, after }: DocumentChange, at: Micros): void {
    const collection = parentOf(name);
    const documents = this.#collections.get(collection) ?? new Map<string, StoredDocument>();
    if (after === null) documents.delete(name);
    else documents.set(name, after);
    if (documents.size === 0) this.#collections.delete(collection);
    else this.#collections.set(collection, documents);
    this.#changedAt.set(idOf(collection), at);
  }
}

/** The store with the documents that changed since laid over it as they were. */
class PastView implements DocumentView {
  readonly #store: DocumentStore;
  readonly #before: ReadonlyMap<string, StoredDocument | null>;

  constructor(store: DocumentStore, before: ReadonlyMap<string, StoredDocument | null>) {
    this.#store = store;
    this.#before = before;
  }

  get(name: string): StoredDocument | null {
    const past = this.#before.get(name);
    return past === undefined ? this.#store.get(name) : past;
  }

  *documentsIn(accepts: (collection: string) => boolean): Iterable<StoredDocument> {
    for (const document of this.#store.documentsIn(accepts)) {
      if (!this.#before.has(document.name)) yield document;
    }
    for (const document of this.#before.values()) {
      if (document !== null && accepts(document.collection)) yield document;
    }
  }

  collections(): Iterable<string> {
    const found = new Set<string>();
    for (const document of this.documentsIn(() => true)) found.add(document.collection);
    return found;
  }
}
