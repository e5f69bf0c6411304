/** What a field may hold. Nested arrays are not allowed: richer values are kept as JSON text. */
export type FieldValue = string | number | boolean | null | Date | readonly string[];

/** A stored document: flat fields. Long values that nobody queries by are JSON text in a field named `…Json`. */
export type DocumentData = Readonly<Record<string, FieldValue>>;

export interface StoredDocument {
  /** Slash-separated path, e.g. `conversations/conv_…/turns/turn_…`. */
  readonly path: string;
  readonly data: DocumentData;
}

export interface Filter {
  readonly field: string;
  readonly operator: '==' | '<' | '<=' | '>' | '>=';
  readonly value: FieldValue;
}

/** A bounded query over one collection, or over all collections of that name (`group`). */
export interface DocumentQuery {
  readonly collection: string;
  readonly group?: boolean;
  readonly where?: readonly Filter[];
  readonly orderBy?: readonly { readonly field: string; readonly direction: 'asc' | 'desc' }[];
  readonly limit: number;
}

/** Reads first, then writes; all of it happens at once or not at all. */
export interface Transaction {
  getAll(paths: readonly string[]): Promise<readonly (DocumentData | null)[]>;
  /** Fails the transaction when the document exists. */
  create(path: string, data: DocumentData): void;
  set(path: string, data: DocumentData): void;
  /** Changes the named fields of a document that exists. */
  update(path: string, data: DocumentData): void;
  delete(path: string): void;
}

/**
 * Where conversations, turns, runs and handoffs are kept.
 *
 * Every method throws AppError `state_unavailable` when the store can't be reached, and `state_contended` when a
 * transaction could not win against others.
 */
export interface DocumentStore {
  getAll(paths: readonly string[]): Promise<readonly (DocumentData | null)[]>;
  /** `work` may be run more than once: it must have no effect but through the transaction. */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Deletes documents that nobody else writes; those that are gone already are no error. */
  deleteAll(paths: readonly string[]): Promise<void>;
  find(query: DocumentQuery): Promise<readonly StoredDocument[]>;
  /** Calls back with the document now and at each change until the returned function is called. */
  watch(path: string, onChange: (data: DocumentData | null) => void, onError: (error: unknown) => void): () => void;
}
