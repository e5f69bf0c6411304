import { randomBytes } from 'node:crypto';
import type { UntypedServiceImplementation } from '@grpc/grpc-js';

import { streaming, unary } from '../grpc/call-handlers.ts';
import { toTimestamp } from './commit-clock.ts';
import type { Database, ReadContext } from './database.ts';
import type { Databases } from './databases.ts';
import { toMessage } from './document-message.ts';
import type { StoredDocument } from './stored-document.ts';
import { invalidArgument, notFound } from './firestore-failure.ts';
import type { CallFaults } from '../grpc/call-faults.ts';
import type { Consistency, DocumentMask, DocumentMessage, Precondition, Write } from './protocol.ts';
import { checkCollectionId, checkDatabase, checkDocumentName, checkParent } from './resource-name.ts';

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

type Masked = { readonly mask: DocumentMask | null };
type GetDocumentRequest = Consistency & Masked & { readonly name: string };
type BatchGetRequest = Consistency & Masked & { readonly database: string; readonly documents: readonly string[] };
type CreateRequest = Masked & {
  readonly parent: string;
  readonly collectionId: string;
  readonly documentId: string;
  readonly document: DocumentMessage | null;
};
type UpdateRequest = Masked & {
  readonly document: DocumentMessage | null;
  readonly updateMask: DocumentMask | null;
  readonly currentDocument: Precondition | null;
};
type DeleteRequest = { readonly name: string; readonly currentDocument: Precondition | null };

/** Reads documents, under locks when a transaction that may write asks. */
export async function readDocuments(
  database: Database,
  names: readonly string[],
  context: ReadContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, StoredDocument | null>> {
  const { transaction, view } = context;
  if (transaction !== null) await database.lock(transaction, names, signal);
  const found = new Map<string, StoredDocument | null>();
  for (const name of names) {
    const document = view.get(name);
    transaction?.rememberRead(name, document?.updateTime ?? null);
    found.set(name, document);
  }
  return found;
}

/** A new document's id, as clients make them: 20 letters and digits. */
function newDocumentId(): string {
  return Array.from(randomBytes(20), (byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join('');
}

export function createDocumentMethods(databases: Databases, faults: CallFaults): UntypedServiceImplementation {
  const write = async (one: Write, signal: AbortSignal, name: string): Promise<Database> => {
    const database = databases.get(checkDocumentName(name));
    await database.commit([one], null, signal);
    return database;
  };
  const writeDocument = async (
    document: DocumentMessage,
    { updateMask, currentDocument, mask }: Omit<UpdateRequest, 'document'>,
    signal: AbortSignal,
  ): Promise<object> => {
    const update: Write = { operation: 'update', update: document, updateMask, updateTransforms: [], currentDocument };
    const database = await write(update, signal, document.name);
    const stored = database.store.get(document.name);
    if (stored === null) throw notFound(`Document "${document.name}" not found.`);
    return toMessage(stored, mask);
  };
  return {
    ...createReadMethods(databases, faults),
    CreateDocument: unary('CreateDocument', faults, (request: CreateRequest, signal) => {
      checkParent(request.parent);
      checkCollectionId(request.collectionId);
      const id = request.documentId === '' ? newDocumentId() : request.documentId;
      const name = `${request.parent}/${request.collectionId}/${id}`;
      const currentDocument: Precondition = { conditionType: 'exists', exists: false };
      const document = { name, fields: request.document?.fields ?? {} };
      return writeDocument(document, { updateMask: null, currentDocument, mask: request.mask }, signal);
    }),
    UpdateDocument: unary('UpdateDocument', faults, (request: UpdateRequest, signal) => {
      if (request.document === null) throw invalidArgument('The document is missing.');
      return writeDocument(request.document, request, signal);
    }),
    DeleteDocument: unary('DeleteDocument', faults, async ({ name, currentDocument }: DeleteRequest, signal) => {
      await write(
        { operation: 'delete', delete: name, updateMask: null, updateTransforms: [], currentDocument },
        signal,
        name,
      );
      return {};
    }),
  };
}

function createReadMethods(databases: Databases, faults: CallFaults): UntypedServiceImplementation {
  return {
    GetDocument: unary('GetDocument', faults, async (request: GetDocumentRequest, signal) => {
      const database = databases.get(checkDocumentName(request.name));
      const found = await readDocuments(database, [request.name], database.openRead(request), signal);
      const document = found.get(request.name) ?? null;
      if (document === null) throw notFound(`Document "${request.name}" not found.`);
      return toMessage(document, request.mask);
    }),
    BatchGetDocuments: streaming('BatchGetDocuments', faults, (request: BatchGetRequest, signal) =>
      batchGet(databases.get(checkDatabase(request.database)), request, signal),
    ),
  };
}

async function batchGet(database: Database, request: BatchGetRequest, signal: AbortSignal): Promise<Iterable<object>> {
  for (const name of request.documents) {
    if (checkDocumentName(name) !== database.name) throw invalidArgument(`"${name}" is not in "${database.name}".`);
  }
  const context = database.openRead(request);
  const found = await readDocuments(database, [...new Set(request.documents)], context, signal);
  const readTime = toTimestamp(context.readTime);
  const answers: object[] = context.newTransaction === null ? [] : [{ transaction: context.newTransaction, readTime }];
  for (const [name, document] of found) {
    const result = document === null ? { missing: name } : { found: toMessage(document, request.mask) };
    answers.push({ ...result, readTime });
  }
  return answers;
}
