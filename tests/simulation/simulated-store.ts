import { AppError } from '#shared/errors/app-error.ts';
import type { DocumentData, DocumentStore, Transaction } from '#shared/state/document-store.ts';
import { findDocuments } from '#tests/support/memory-store.ts';
import type { FaultPlan } from './faults.ts';
import type { History } from './history.ts';
import type { Instance, PortCall } from './instance.ts';
import type { VirtualTime } from './virtual-time.ts';

interface Write {
  readonly path: string;
  /** The document after the write, given the one before; null deletes it. */
  readonly apply: (before: DocumentData | null) => DocumentData | null;
}

type Watcher = (data: DocumentData | null) => void;

/** How often the client tries a transaction that others win, as Firestore's does. */
const MAX_TRIES = 5;

const port = (method: string): PortCall => ({ dependency: 'store', method, failure: 'state_unavailable' });

/** The one database that all instances share: every commit happens at one instant, all of it or none. */
export class SimulatedDatabase {
  readonly documents = new Map<string, DocumentData>();
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #history: History;
  /** Called at each change of a document, as a trigger on the collection is. */
  onChange: (path: string, data: DocumentData | null) => void = () => undefined;

  constructor(history: History) {
    this.#history = history;
  }

  read(path: string): DocumentData | null {
    return this.documents.get(path) ?? null;
  }

  /**
   * @returns False when a document that was read has changed since: nothing was written.
   * @throws AppError `state_contended` when a document is there that must not be, or the other way round.
   */
  commit(read: ReadonlyMap<string, DocumentData | null>, writes: readonly Write[]): boolean {
    for (const [path, data] of read) if (this.read(path) !== data) return false;
    // Preconditions are checked before the first write: applying them is pure.
    const after = new Map<string, DocumentData | null>();
    for (const { path, apply } of writes) after.set(path, apply(after.get(path) ?? this.read(path)));
    for (const [path, data] of after) this.#put(path, data);
    return true;
  }

  watch(path: string, watcher: Watcher): () => void {
    const watchers = this.#watchers.get(path) ?? new Set();
    this.#watchers.set(path, watchers.add(watcher));
    return () => void watchers.delete(watcher);
  }

  #put(path: string, data: DocumentData | null): void {
    const before = this.read(path);
    if (data === null) this.documents.delete(path);
    else this.documents.set(path, data);
    this.#history.record({ kind: 'committed', path, before, after: data });
    for (const watcher of this.#watchers.get(path) ?? []) watcher(data);
    this.onChange(path, data);
  }
}

function toBe(exists: boolean, path: string, before: DocumentData | null): void {
  if ((before !== null) === exists) return;
  throw new AppError('state_contended', `${path} ${exists ? 'is gone' : 'is there already'}.`);
}

/** Reads first, then writes, as Firestore demands. */
function openTransaction(database: SimulatedDatabase, instance: Instance) {
  const read = new Map<string, DocumentData | null>();
  const writes: Write[] = [];
  const transaction: Transaction = {
    async getAll(paths) {
      if (writes.length > 0) throw new Error('A transaction must read before it writes.');
      const found = await instance.call(port('transaction.getAll'), () => paths.map((path) => database.read(path)));
      for (const [at, path] of paths.entries()) if (!read.has(path)) read.set(path, found[at] ?? null);
      return found;
    },
    create(path, data) {
      const apply = (before: DocumentData | null): DocumentData => {
        toBe(false, path, before);
        return data;
      };
      writes.push({ path, apply });
    },
    set: (path, data) => void writes.push({ path, apply: () => data }),
    update(path, data) {
      const apply = (before: DocumentData | null): DocumentData => {
        toBe(true, path, before);
        return { ...before, ...data };
      };
      writes.push({ path, apply });
    },
    delete: (path) => void writes.push({ path, apply: () => null }),
  };
  return { transaction, read, writes };
}

/** The database as one instance reaches it: optimistic transactions whose function runs again after an abort. */
export function createSimulatedStore(
  database: SimulatedDatabase,
  instance: Instance,
  { faults, time }: { readonly faults: FaultPlan; readonly time: VirtualTime },
): DocumentStore {
  async function tryOnce<T>(work: (transaction: Transaction) => Promise<T>): Promise<{ value: T } | null> {
    const { transaction, read, writes } = openTransaction(database, instance);
    const value = await work(transaction);
    const isCommitted = await instance.call(port('commit'), () => {
      const isAborted = faults.strikes('abort', faults.profile.abort, time.now());
      return !isAborted && database.commit(read, writes);
    });
    return isCommitted ? { value } : null;
  }

  return {
    getAll: (paths) => instance.call(port('getAll'), () => paths.map((path) => database.read(path))),
    async transact(work) {
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const committed = await tryOnce(work);
        if (committed !== null) return committed.value;
        await instance.sleep(100 * 2 ** tries);
      }
      throw new AppError('state_contended', 'The state was changed by another.');
    },
    deleteAll: (paths) =>
      instance.call(port('deleteAll'), () => {
        database.commit(
          new Map(),
          paths.map((path) => ({ path, apply: () => null })),
        );
      }),
    find: (query) => instance.call(port('find'), () => findDocuments(database.documents, query)),
    watch(path, onChange, onError) {
      let isWatching = true;
      const tell = (data: DocumentData | null): void =>
        time.after(faults.latency(time.now()), () =>
          instance.resume(() => {
            if (isWatching) onChange(data);
          }),
        );
      instance
        .call(port('watch'), () => tell(database.read(path)))
        .catch((error: unknown) => {
          if (isWatching) onError(error);
        });
      const stop = database.watch(path, tell);
      return () => {
        isWatching = false;
        stop();
      };
    },
  };
}
