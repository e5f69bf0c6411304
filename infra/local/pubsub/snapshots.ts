import { alreadyExists, failedPrecondition, notFound } from './pubsub-failure.ts';
import type { MessageRecord, SnapshotRecord } from './records.ts';
import { idOf, projectOf } from './resource-names.ts';
import { RetainedMessages } from './retained-messages.ts';
import type { StateEntry } from './state-entries.ts';
import { retainedEntries } from './topics.ts';

const HOUR_MS = 3_600_000;
/** A snapshot lives so long, counted from its oldest message: Snapshot.expire_time in pubsub.proto. */
const LIFETIME_MS = 7 * 24 * HOUR_MS;

interface Snapshot {
  record: SnapshotRecord;
  /** What the subscription had still to deliver, and everything published since. */
  readonly messages: RetainedMessages;
}

/** Marked places in what subscriptions have still to deliver, to seek back to. */
export class Snapshots {
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #now: () => number;
  readonly #append: (entry: StateEntry) => void;

  constructor(now: () => number, append: (entry: StateEntry) => void) {
    this.#now = now;
    this.#append = append;
  }

  /** @throws GrpcFailure NOT_FOUND. */
  get(name: string): SnapshotRecord {
    return this.#find(name).record;
  }

  /** What a subscription that seeks to a snapshot has to deliver. @throws GrpcFailure NOT_FOUND. */
  messages(name: string): readonly MessageRecord[] {
    return this.#find(name).messages.values();
  }

  /** Snapshots of a project, by name. */
  list(project: string): readonly SnapshotRecord[] {
    return this.all()
      .filter(({ name }) => projectOf(name) === project)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  all(): readonly SnapshotRecord[] {
    return [...this.#snapshots.values()].map(({ record }) => record);
  }

  /**
   * @param backlog What the subscription has still to deliver.
   * @throws GrpcFailure ALREADY_EXISTS; FAILED_PRECONDITION when it would live less than an hour.
   */
  create(snapshot: Omit<SnapshotRecord, 'expiresAt'>, backlog: readonly MessageRecord[]): SnapshotRecord {
    if (this.#snapshots.has(snapshot.name)) throw alreadyExists(idOf(snapshot.name));
    const oldest = backlog.reduce((least, { publishedAt }) => Math.min(least, publishedAt), this.#now());
    const record = { ...snapshot, expiresAt: oldest + LIFETIME_MS };
    if (record.expiresAt < this.#now() + HOUR_MS) {
      throw failedPrecondition('The subscription’s backlog is too old: the snapshot would live less than an hour.');
    }
    this.restore(record, backlog);
    for (const entry of this.#entriesOf(record.name)) this.#append(entry);
    return record;
  }

  update(record: SnapshotRecord): void {
    this.#find(record.name).record = record;
    this.#append({ change: 'snapshot-set', snapshot: record });
  }

  delete(name: string): void {
    this.#find(name);
    this.#snapshots.delete(name);
    this.#append({ change: 'snapshot-deleted', name });
  }

  restore(record: SnapshotRecord, messages: readonly MessageRecord[]): void {
    const snapshot = { record, messages: new RetainedMessages() };
    snapshot.messages.add(messages);
    this.#snapshots.set(record.name, snapshot);
  }

  /** True when a snapshot keeps what is published to this topic. */
  keeps(topic: string): boolean {
    return this.all().some((record) => record.topic === topic);
  }

  retain(topic: string, messages: readonly MessageRecord[]): void {
    for (const snapshot of this.#snapshots.values()) {
      if (snapshot.record.topic === topic) snapshot.messages.add(messages);
    }
  }

  expire(): void {
    for (const { name, expiresAt } of this.all()) if (expiresAt <= this.#now()) this.delete(name);
  }

  *entries(): Iterable<StateEntry> {
    for (const name of this.#snapshots.keys()) yield* this.#entriesOf(name);
  }

  *#entriesOf(name: string): Iterable<StateEntry> {
    const { record, messages } = this.#find(name);
    yield { change: 'snapshot-set', snapshot: record };
    yield* retainedEntries(name, messages.values());
  }

  #find(name: string): Snapshot {
    const snapshot = this.#snapshots.get(name);
    if (snapshot === undefined) throw notFound(idOf(name));
    return snapshot;
  }
}
