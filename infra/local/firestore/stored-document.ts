import type { Micros } from './commit-clock.ts';
import type { Fields } from './protocol.ts';
import { idOf, parentOf } from './resource-name.ts';

/** A document as it is kept. */
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
