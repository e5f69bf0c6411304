import { AppError } from '#shared/errors/app-error.ts';
import type {
  DocumentData,
  DocumentQuery,
  DocumentStore,
  FieldValue,
  Filter,
  StoredDocument,
  Transaction,
} from '#shared/state/document-store.ts';

type Write = () => void;

/** A document store in memory with real transaction semantics: optimistic, all or nothing. */
export function createMemoryStore(): DocumentStore & { readonly documents: Map<string, DocumentData> } {
  const documents = new Map<string, DocumentData>();
  const watchers = new Map<string, Set<(data: DocumentData | null) => void>>();

  function put(path: string, data: DocumentData | null): void {
    if (data === null) documents.delete(path);
    else documents.set(path, data);
    for (const watcher of watchers.get(path) ?? []) queueMicrotask(() => watcher(data));
  }

  async function transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const read = new Map<string, DocumentData | null>();
    const writes: Write[] = [];
    const checks: (() => void)[] = [];
    const result = await work({
      getAll(paths) {
        const found = paths.map((path) => documents.get(path) ?? null);
        for (const [at, path] of paths.entries()) read.set(path, found[at] ?? null);
        return Promise.resolve(found);
      },
      create(path, data) {
        checks.push(() => mustExist(documents, path, false));
        writes.push(() => put(path, data));
      },
      set: (path, data) => void writes.push(() => put(path, data)),
      update(path, data) {
        checks.push(() => mustExist(documents, path, true));
        writes.push(() => put(path, { ...documents.get(path), ...data }));
      },
      delete: (path) => void writes.push(() => put(path, null)),
    });
    const isStale = [...read].some(([path, data]) => (documents.get(path) ?? null) !== data);
    if (isStale) return transact(work);
    for (const check of checks) check();
    for (const write of writes) write();
    return result;
  }

  return {
    documents,
    transact,
    getAll: (paths) => Promise.resolve(paths.map((path) => documents.get(path) ?? null)),
    deleteAll(paths) {
      for (const path of paths) put(path, null);
      return Promise.resolve();
    },
    find: (query) => Promise.resolve(findDocuments(documents, query)),
    watch(path, onChange) {
      const set = watchers.get(path) ?? new Set();
      watchers.set(path, set.add(onChange));
      queueMicrotask(() => onChange(documents.get(path) ?? null));
      return () => void set.delete(onChange);
    },
  };
}

function mustExist(documents: ReadonlyMap<string, DocumentData>, path: string, exists: boolean): void {
  if (documents.has(path) === exists) return;
  throw new AppError('state_contended', `${path} ${exists ? 'is gone' : 'is there already'}.`);
}

/** What a query finds among documents. */
export function findDocuments(
  documents: ReadonlyMap<string, DocumentData>,
  query: DocumentQuery,
): readonly StoredDocument[] {
  const found = [...documents]
    .map(([path, data]) => ({ path, data }))
    .filter(({ path }) => isIn(path, query))
    .filter(({ data }) => (query.where ?? []).every((filter) => matches(data, filter)));
  for (const { field, direction } of [...(query.orderBy ?? [])].reverse()) {
    const sign = direction === 'asc' ? 1 : -1;
    found.sort((one, other) => sign * compare(one.data[field], other.data[field]));
  }
  return found.slice(0, query.limit);
}

function isIn(path: string, { collection, group }: DocumentQuery): boolean {
  const parent = path.slice(0, path.lastIndexOf('/'));
  return group === true ? parent.slice(parent.lastIndexOf('/') + 1) === collection : parent === collection;
}

function compare(one: FieldValue | undefined, other: FieldValue | undefined): number {
  if (one === other) return 0;
  return Number(one) < Number(other) ? -1 : 1;
}

function matches(data: DocumentData, { field, operator, value }: Filter): boolean {
  const order = compare(data[field], value);
  switch (operator) {
    case '==':
      return data[field] === value;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
