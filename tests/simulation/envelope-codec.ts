import { z } from 'zod';
import { digestOf } from '#shared/handoff/handoff-id.ts';
import type { MessageBus } from '#shared/messaging/message-bus.ts';
import { HANDOFF_VERSION } from '#shared/schemas/handoff.ts';
import type { DocumentData, DocumentStore, Transaction } from '#shared/state/document-store.ts';

/**
 * How a release of the platform writes handoffs.
 *
 * `current` is the code as it is. `extended` is a neighbour of the same envelope version: it writes fields that the
 * current code does not know, and leaves out those that have a default. `next` writes the next version of the envelope
 * and reads both.
 */
export type Release = 'current' | 'extended' | 'next';

const envelopeSchema = z.looseObject({ version: z.number(), brief: z.record(z.string(), z.unknown()) });

/** Fields that older writers leave out: readers have a default for each. */
const DEFAULTED = ['lineage'];

function encode(json: string, release: Release): string {
  if (release === 'current') return json;
  const envelope = envelopeSchema.parse(JSON.parse(json));
  const kept = Object.fromEntries(Object.entries(envelope).filter(([field]) => !DEFAULTED.includes(field)));
  const version = release === 'next' ? HANDOFF_VERSION + 1 : envelope.version;
  return JSON.stringify({ ...kept, version, brief: { ...envelope.brief, hint: 'x' }, priority: { level: 1 } });
}

/** What the `next` release reads as its own is shown to the code as the version that it knows. */
function decode(json: string, release: Release): string {
  if (release !== 'next') return json;
  const envelope = envelopeSchema.parse(JSON.parse(json));
  return envelope.version === HANDOFF_VERSION + 1 ? JSON.stringify({ ...envelope, version: HANDOFF_VERSION }) : json;
}

function isHandoff(path: string): boolean {
  return /\/handoffs\/[^/]+$/.test(path);
}

function withJson(data: DocumentData, json: string): DocumentData {
  return { ...data, json, digest: digestOf(json) };
}

/** The ports of an instance as its release uses them. */
export class EnvelopeCodec {
  readonly #release: Release;
  /** What the code takes a handoff's text to be → the text as it is stored: that is what is published again. */
  readonly #stored = new Map<string, string>();

  constructor(release: Release) {
    this.#release = release;
  }

  store(store: DocumentStore): DocumentStore {
    if (this.#release === 'current') return store;
    const shown = (transaction: Transaction): Transaction => ({
      ...transaction,
      getAll: async (paths) => (await transaction.getAll(paths)).map((data, at) => this.#read(paths[at], data)),
      create: (path, data) => transaction.create(path, this.#write(path, data)),
      set: (path, data) => transaction.set(path, this.#write(path, data)),
    });
    return {
      ...store,
      getAll: async (paths) => (await store.getAll(paths)).map((data, at) => this.#read(paths[at], data)),
      find: async (query) =>
        (await store.find(query)).map(({ path, data }) => ({ path, data: this.#read(path, data) ?? data })),
      transact: (work) => store.transact((transaction) => work(shown(transaction))),
    };
  }

  bus(bus: MessageBus): MessageBus {
    if (this.#release === 'current') return bus;
    return { publish: (topic, message) => bus.publish(topic, { ...message, json: this.#encoded(message.json) }) };
  }

  /** A push as the code reads it: text that is no handoff is left as it is. */
  push(text: string): string {
    try {
      return decode(text, this.#release);
    } catch {
      return text;
    }
  }

  #encoded(json: string): string {
    const stored = this.#stored.get(json) ?? encode(json, this.#release);
    this.#stored.set(json, stored);
    return stored;
  }

  #read(path: string | undefined, data: DocumentData | null): DocumentData | null {
    const stored = data?.['json'];
    if (data === null || path === undefined || !isHandoff(path) || typeof stored !== 'string') return data;
    const json = decode(stored, this.#release);
    this.#stored.set(json, stored);
    return withJson(data, json);
  }

  #write(path: string, data: DocumentData): DocumentData {
    const { json } = data;
    return isHandoff(path) && typeof json === 'string' ? withJson(data, this.#encoded(json)) : data;
  }
}
