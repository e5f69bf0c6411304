import { randomBytes } from 'node:crypto';

import { applyWrite, nameOfWrite } from './apply-write.ts';
import { type CommitClock, type Micros, toMicros, toTimestamp } from './commit-clock.ts';
import { DocumentStore } from './document-store.ts';
import type { DocumentChange, DocumentView, StoredDocument } from './stored-document.ts';
import { GrpcFailure } from '../grpc/grpc-failure.ts';
import { aborted, invalidArgument } from './firestore-failure.ts';
import { type LockOwner, LockTable } from './lock-table.ts';
import { compareNames } from './name-order.ts';
import type { Consistency, TransactionOptions, Write, WriteResult } from './protocol.ts';
import { checkDocumentName } from './resource-name.ts';
import { Transaction } from './transaction.ts';

export interface CommitResult {
  readonly writeResults: readonly WriteResult[];
  readonly commitTime: Micros;
}

export interface DatabaseDeps {
  readonly clock: CommitClock;
  readonly now: () => number;
  /** Keeps a commit before anyone hears of it. */
  readonly keep: (changes: readonly DocumentChange[], at: Micros) => void;
}

/** Where and when a read looks. */
export interface ReadContext {
  readonly view: DocumentView;
  /** Set when the read takes locks: it belongs to a transaction that may write. */
  readonly transaction: Transaction | null;
  /** Set when the read began a transaction, for the client to go on with. */
  readonly newTransaction: Buffer | null;
  readonly readTime: Micros;
}

/** One database: its documents, its transactions and their locks. */
export class Database {
  readonly name: string;
  readonly store = new DocumentStore();
  readonly #deps: DatabaseDeps;
  readonly #locks = new LockTable();
  readonly #transactions = new Map<string, Transaction>();

  constructor(name: string, deps: DatabaseDeps) {
    this.name = name;
    this.#deps = deps;
  }

  begin(options: TransactionOptions | null): Buffer {
    const id = randomBytes(16);
    this.#transactions.set(id.toString('hex'), new Transaction(this.#snapshotOf(options), this.#deps.now));
    return id;
  }

  #snapshotOf(options: TransactionOptions | null): Micros | null {
    if (options?.mode !== 'readOnly') return null;
    const readTime = options.readOnly?.readTime ?? null;
    return readTime === null ? this.#deps.clock.read() : this.#checkReadTime(toMicros(readTime));
  }

  #checkReadTime(at: Micros): Micros {
    // A second of grace: clients take the time from their own clock.
    if (at > this.#deps.clock.read() + 1_000_000) throw invalidArgument('The read time is in the future.');
    return at;
  }

  #find(id: Buffer): Transaction {
    const transaction = this.#transactions.get(id.toString('hex'));
    if (transaction === undefined)
      throw invalidArgument('The referenced transaction has expired or is no longer valid.');
    transaction.touch();
    return transaction;
  }

  /** Turns the consistency selector of a read into where it looks; begins a transaction when told to. */
  openRead(selector: Consistency): ReadContext {
    if (selector.consistencySelector === 'newTransaction') {
      const id = this.begin(selector.newTransaction ?? null);
      return { ...this.#inTransaction(this.#find(id)), newTransaction: id };
    }
    if (selector.consistencySelector === 'transaction' && selector.transaction !== undefined) {
      return this.#inTransaction(this.#find(selector.transaction));
    }
    const readTime = selector.consistencySelector === 'readTime' ? (selector.readTime ?? null) : null;
    if (readTime === null) return this.#now();
    const at = this.#checkReadTime(toMicros(readTime));
    return { view: this.store.viewAt(at), transaction: null, newTransaction: null, readTime: at };
  }

  #now(): ReadContext {
    return { view: this.store, transaction: null, newTransaction: null, readTime: this.#deps.clock.read() };
  }

  #inTransaction(transaction: Transaction): ReadContext {
    const at = transaction.snapshotAt;
    if (at === null) return { ...this.#now(), transaction };
    return { view: this.store.viewAt(at), transaction: null, newTransaction: null, readTime: at };
  }

  /**
   * Locks documents for a transaction, waiting where others hold them. In name order, so that few circles arise.
   *
   * In a circle the read goes on without the lock: the commit sees whether the document changed. Failing here would
   * cost more, since clients repeat a failed read for seconds before they repeat the transaction.
   */
  async lock(transaction: Transaction, names: readonly string[], signal: AbortSignal): Promise<void> {
    for (const name of names.toSorted(compareNames)) {
      await this.#acquire(name, transaction, transaction.locked, signal);
    }
  }

  /** @returns false when the lock can't be had because its holder waits for this owner */
  async #acquire(name: string, owner: LockOwner, held: Set<string>, signal: AbortSignal): Promise<boolean> {
    if (held.has(name)) return true;
    if (!(await this.#locks.acquire(name, owner, signal))) return false;
    held.add(name);
    if (!owner.isOver()) return true;
    this.#locks.releaseAll(owner, held);
    throw aborted('The transaction ended while it waited for a lock.');
  }

  async #lockForCommit(
    names: readonly string[],
    owner: LockOwner,
    held: Set<string>,
    signal: AbortSignal,
  ): Promise<void> {
    for (const name of names) {
      if (await this.#acquire(name, owner, held, signal)) continue;
      throw aborted('Transaction lock conflict: two transactions wait for each other.');
    }
  }

  /** Applies all writes or none. Waits for locks of others. Throws ABORTED when what the transaction read has changed. */
  async commit(writes: readonly Write[], transactionId: Buffer | null, signal: AbortSignal): Promise<CommitResult> {
    const names = this.#checkNames(writes);
    const transaction = transactionId === null ? null : this.#find(transactionId);
    const { owner, held } = ownerOf(transaction);
    try {
      if (writes.length > 0) transaction?.checkWritable();
      if (!names.every((name) => this.#locks.isFree(name, owner))) {
        await this.#lockForCommit(names, owner, held, signal);
      }
      transaction?.checkReads((name) => this.store.get(name)?.updateTime ?? null);
      return this.#apply(writes);
    } finally {
      owner.expire();
      this.#locks.releaseAll(owner, held);
      if (transactionId !== null) this.#transactions.delete(transactionId.toString('hex'));
    }
  }

  #checkNames(writes: readonly Write[]): readonly string[] {
    const names = writes.map(nameOfWrite);
    for (const name of names) this.#checkName(name);
    return [...new Set(names)].sort(compareNames);
  }

  #checkName(name: string): void {
    const database = checkDocumentName(name);
    if (database !== this.name) throw invalidArgument(`The document "${name}" is not in the database "${this.name}".`);
  }

  #apply(writes: readonly Write[]): CommitResult {
    const at = this.#deps.clock.tick();
    const staged = new Map<string, StoredDocument | null>();
    const results: WriteResult[] = [];
    for (const write of writes) {
      const name = nameOfWrite(write);
      const current = staged.get(name);
      const { after, transformResults } = applyWrite(current === undefined ? this.store.get(name) : current, write, at);
      staged.set(name, after);
      results.push({ updateTime: after === null ? null : toTimestamp(after.updateTime), transformResults });
    }
    const changes: DocumentChange[] = [];
    for (const [name, after] of staged) {
      const before = this.store.get(name);
      if (before !== after) changes.push({ name, before, after });
    }
    if (changes.length > 0) {
      this.#deps.keep(changes, at);
      this.store.apply(changes, at);
    }
    return { writeResults: results, commitTime: at };
  }

  rollback(id: Buffer): void {
    const key = id.toString('hex');
    const transaction = this.#transactions.get(key);
    if (transaction === undefined)
      throw invalidArgument('The referenced transaction has expired or is no longer valid.');
    this.#end(key, transaction);
  }

  #end(key: string, transaction: Transaction): void {
    transaction.expire();
    this.#transactions.delete(key);
    this.#locks.releaseAll(transaction, transaction.locked);
  }

  /** Ends transactions whose clients are gone. Called now and then. */
  sweepTransactions(): void {
    this.#locks.releaseAbandoned();
    for (const [key, transaction] of this.#transactions) {
      if (transaction.hasTimedOut()) this.#end(key, transaction);
    }
  }
}

/** A commit outside of a transaction owns its locks itself, for the moment it lasts. */
function ownerOf(transaction: Transaction | null): { readonly owner: LockOwner; readonly held: Set<string> } {
  if (transaction !== null) return { owner: transaction, held: transaction.locked };
  const owner = { isAbandoned: () => false, isOver: () => false, expire: () => undefined };
  return { owner, held: new Set() };
}

/** Applies each write on its own, as BatchWrite does: one may fail while the others stand. */
export async function commitEach(
  database: Database,
  writes: readonly Write[],
  signal: AbortSignal,
): Promise<readonly (CommitResult | GrpcFailure)[]> {
  const outcomes: (CommitResult | GrpcFailure)[] = [];
  for (const write of writes) {
    try {
      outcomes.push(await database.commit([write], null, signal));
    } catch (error) {
      if (!(error instanceof GrpcFailure)) throw error;
      outcomes.push(error);
    }
  }
  return outcomes;
}
