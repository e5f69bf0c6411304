import { invalidArgument } from './firestore-failure.ts';

/** Limits of https://firebase.google.com/docs/firestore/quotas (collections, documents, and fields). */
const MAX_ID_BYTES = 1_500;
const MAX_NAME_BYTES = 6 * 1_024;

const ROOT = /^(projects\/[^/]+\/databases\/[^/]+)(?:\/(.*))?$/su;
/** Numeric ids of Datastore are the one reserved form that documents may have. */
const RESERVED_ID = /^__(?!id-?\d+__$).*__$/su;

export interface DocumentPath {
  /** `projects/P/databases/D`. */
  readonly database: string;
  readonly segments: readonly string[];
}

/** Splits `projects/P/databases/D/documents[/…]`. */
export function parsePath(name: string): DocumentPath {
  const [, database, rest] = ROOT.exec(name) ?? [];
  if (database === undefined || rest === undefined || !/^documents(?:\/|$)/u.test(rest)) {
    throw invalidArgument(`Document name "${shorten(name)}" has an invalid format.`);
  }
  const segments = rest === 'documents' ? [] : rest.slice('documents/'.length).split('/');
  for (const segment of segments) checkId(segment, name);
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) {
    throw invalidArgument(`The name "${shorten(name)}" is longer than ${MAX_NAME_BYTES} bytes.`);
  }
  return { database, segments };
}

export function checkDatabase(name: string): string {
  const [, database, rest] = ROOT.exec(name) ?? [];
  if (database === undefined || rest !== undefined) throw invalidArgument(`Invalid database name: "${shorten(name)}".`);
  return database;
}

/** The database a document is in; throws INVALID_ARGUMENT unless the name is a document's. */
export function checkDocumentName(name: string): string {
  const { database, segments } = parsePath(name);
  if (segments.length === 0 || segments.length % 2 !== 0) {
    throw invalidArgument(`Document name "${shorten(name)}" lacks "/" at index ${name.length}.`);
  }
  return database;
}

/** The database of a query's parent: the root `…/documents` or a document. */
export function checkParent(name: string): string {
  const { database, segments } = parsePath(name);
  if (segments.length % 2 !== 0) throw invalidArgument(`The parent "${shorten(name)}" is not a document.`);
  return database;
}

function checkId(id: string, name: string): void {
  if (id === '') throw invalidArgument(`Document name "${shorten(name)}" has an empty segment.`);
  if (id === '.' || id === '..') throw invalidArgument(`Resource id "${id}" is invalid because it is a relative path.`);
  if (RESERVED_ID.test(id)) throw invalidArgument(`Resource id "${shorten(id)}" is invalid because it is reserved.`);
  if (Buffer.byteLength(id) > MAX_ID_BYTES) {
    throw invalidArgument(`The resource id "${shorten(id)}" is longer than ${MAX_ID_BYTES} bytes.`);
  }
}

export function checkCollectionId(id: string): void {
  if (id.includes('/')) throw invalidArgument(`Collection id "${shorten(id)}" is invalid because it contains "/".`);
  checkId(id, id);
}

/** `…/documents/a/b` → `…/documents/a`: a document's collection, or a collection's parent. */
export function parentOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/'));
}

/** The last segment. */
export function idOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Error messages quote what was sent, but never all of a megabyte. */
export function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
