import type { UntypedServiceImplementation } from '@grpc/grpc-js';

import { unary } from '../grpc/call-handlers.ts';
import type { Databases } from './databases.ts';
import { readDocuments } from './document-methods.ts';
import { toMessage } from './document-message.ts';
import type { DocumentView } from './stored-document.ts';
import { invalidArgument } from './firestore-failure.ts';
import type { CallFaults } from '../grpc/call-faults.ts';
import { compareNames, compareText } from './name-order.ts';
import type { Consistency, Direction, DocumentMask, DocumentMessage, StructuredQuery } from './protocol.ts';
import { planQuery } from './query-plan.ts';
import { checkCollectionId, checkParent } from './resource-name.ts';
import { runQuery } from './run-query.ts';

type Paged = { readonly pageSize: number; readonly pageToken: string };
type ListDocumentsRequest = Consistency &
  Paged & {
    readonly parent: string;
    readonly collectionId: string;
    readonly orderBy: string;
    readonly mask: DocumentMask | null;
    readonly showMissing: boolean;
  };
type ListCollectionIdsRequest = Consistency & Paged & { readonly parent: string };

/** Page size when none is asked for. */
const DEFAULT_PAGE = 300;

export function createListingMethods(databases: Databases, faults: CallFaults): UntypedServiceImplementation {
  return {
    ListDocuments: unary('ListDocuments', faults, async (request: ListDocumentsRequest, signal) => {
      const database = databases.get(checkParent(request.parent));
      checkCollectionId(request.collectionId);
      if (request.showMissing && request.orderBy !== '') throw invalidArgument('Missing documents have no order.');
      const context = database.openRead(request);
      const names = listNames(request, context.view);
      const page = pageOf(names, request);
      const found = await readDocuments(database, page.items, context, signal);
      const documents: DocumentMessage[] = [];
      for (const [name, document] of found) {
        documents.push(document === null ? { name, fields: {} } : toMessage(document, request.mask));
      }
      return { documents, nextPageToken: page.nextPageToken };
    }),
    ListCollectionIds: unary('ListCollectionIds', faults, (request: ListCollectionIdsRequest) => {
      const database = databases.get(checkParent(request.parent));
      const prefix = `${request.parent}/`;
      const ids = new Set<string>();
      for (const collection of database.openRead(request).view.collections()) {
        const id = collection.startsWith(prefix) ? collection.slice(prefix.length).split('/')[0] : undefined;
        if (id !== undefined) ids.add(id);
      }
      const page = pageOf([...ids].sort(compareText), request);
      return { collectionIds: page.items, nextPageToken: page.nextPageToken };
    }),
  };
}

function listNames(request: ListDocumentsRequest, view: DocumentView): readonly string[] {
  const query: StructuredQuery = {
    select: null,
    from: [{ collectionId: request.collectionId, allDescendants: false }],
    where: null,
    orderBy: parseOrderBy(request.orderBy),
    startAt: null,
    endAt: null,
    offset: 0,
    limit: null,
    findNearest: null,
  };
  const names = runQuery(planQuery(request.parent, query), view).map(({ name }) => name);
  if (!request.showMissing) return names;
  const collection = `${request.parent}/${request.collectionId}/`;
  const all = new Set(names);
  for (const path of view.collections()) {
    const id = path.startsWith(collection) ? path.slice(collection.length).split('/')[0] : undefined;
    if (id !== undefined) all.add(`${collection}${id}`);
  }
  return [...all].sort(compareNames);
}

/** `priority desc, __name__` */
function parseOrderBy(text: string): StructuredQuery['orderBy'] {
  if (text.trim() === '') return [];
  return text.split(',').map((part) => {
    const [fieldPath = '', direction = 'asc', ...rest] = part.trim().split(/\s+/u);
    if (rest.length > 0 || !/^(?:asc|desc)$/iu.test(direction)) throw invalidArgument(`Invalid order: "${part}".`);
    const sign: Direction = /^desc$/iu.test(direction) ? 'DESCENDING' : 'ASCENDING';
    return { field: { fieldPath }, direction: sign };
  });
}

interface Page {
  readonly items: readonly string[];
  readonly nextPageToken: string;
}

/** The token is the last item of the page before, so that deletions between two pages skip nothing. */
function pageOf(items: readonly string[], { pageSize, pageToken }: Paged): Page {
  if (pageSize < 0) throw invalidArgument('The page size must not be negative.');
  const last = Buffer.from(pageToken, 'base64url').toString();
  const start = pageToken === '' ? 0 : items.indexOf(last) + 1;
  if (pageToken !== '' && start === 0) throw invalidArgument('The page token is not valid any more.');
  const end = start + (pageSize === 0 ? DEFAULT_PAGE : pageSize);
  const page = items.slice(start, end);
  const hasMore = end < items.length;
  return { items: page, nextPageToken: hasMore ? Buffer.from(page.at(-1) ?? '').toString('base64url') : '' };
}
