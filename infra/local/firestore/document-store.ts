import type { Micros } from './commit-clock.ts';
import { DocumentHistory } from './document-history.ts';
import { idOf, parentOf } from './resource-name.ts';
import type { StoredDocument, DocumentChange, DocumentView, CommitListener } from './stored-document.ts';

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
