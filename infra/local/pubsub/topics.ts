import { alreadyExists, notFound } from './pubsub-failure.ts';
import type { MessageRecord, TopicRecord } from './records.ts';
import { idOf, projectOf } from './resource-names.ts';
import { RetainedMessages } from './retained-messages.ts';
import type { StateEntry } from './state-entries.ts';

interface Topic {
  record: TopicRecord;
  readonly retained: RetainedMessages;
}

/** All topics, and the messages that they keep for seeking back. */
export class Topics {
  readonly #topics = new Map<string, Topic>();
  readonly #now: () => number;
  readonly #append: (entry: StateEntry) => void;

  constructor(now: () => number, append: (entry: StateEntry) => void) {
    this.#now = now;
    this.#append = append;
  }

  has(name: string): boolean {
    return this.#topics.has(name);
  }

  /** @throws GrpcFailure NOT_FOUND. */
  get(name: string): TopicRecord {
    return this.#find(name).record;
  }

  /** Topics of a project, by name. */
  list(project: string): readonly TopicRecord[] {
    return [...this.#topics.values()]
      .map(({ record }) => record)
      .filter(({ name }) => projectOf(name) === project)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** @throws GrpcFailure ALREADY_EXISTS. */
  create(record: TopicRecord): void {
    if (this.has(record.name)) throw alreadyExists(idOf(record.name));
    this.#topics.set(record.name, { record, retained: new RetainedMessages() });
    this.#append({ change: 'topic-set', topic: record });
  }

  update(record: TopicRecord): void {
    const topic = this.#find(record.name);
    topic.record = record;
    if (record.retentionMs === null) topic.retained.clear();
    this.#append({ change: 'topic-set', topic: record });
  }

  delete(name: string): void {
    this.#find(name);
    this.#topics.delete(name);
    this.#append({ change: 'topic-deleted', name });
  }

  restore(record: TopicRecord, retained: readonly MessageRecord[]): void {
    const topic = { record, retained: new RetainedMessages() };
    topic.retained.add(retained);
    this.#topics.set(record.name, topic);
  }

  retain(name: string, messages: readonly MessageRecord[]): void {
    const { record, retained } = this.#find(name);
    if (record.retentionMs !== null) retained.add(messages);
  }

  /** Messages that a topic keeps; none for one that is gone. */
  retained(name: string): readonly MessageRecord[] {
    return this.#topics.get(name)?.retained.values() ?? [];
  }

  expire(): void {
    for (const { record, retained } of this.#topics.values()) retained.expire(this.#now() - (record.retentionMs ?? 0));
  }

  *entries(): Iterable<StateEntry> {
    for (const { record, retained } of this.#topics.values()) {
      yield { change: 'topic-set', topic: record };
      yield* retainedEntries(record.name, retained.values());
    }
  }

  #find(name: string): Topic {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw notFound(idOf(name));
    return topic;
  }
}

/** Messages a line of the log holds at most. */
const CHUNK = 100;

/** The parts of a list that one line of the log each can hold. */
export function* inChunks<Item>(items: readonly Item[]): Iterable<Item[]> {
  for (let at = 0; at < items.length; at += CHUNK) yield items.slice(at, at + CHUNK);
}

/** What an owner keeps for seeking, as entries of the log. */
export function* retainedEntries(owner: string, messages: readonly MessageRecord[]): Iterable<StateEntry> {
  for (const chunk of inChunks(messages)) yield { change: 'retained', owner, messages: chunk };
}
