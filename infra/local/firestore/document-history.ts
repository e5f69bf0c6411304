import type { Micros } from './commit-clock.ts';
import type { DocumentChange, StoredDocument } from './stored-document.ts';
import { failedPrecondition } from './firestore-failure.ts';
import { fieldsBytes } from './stored-fields.ts';

/** Firestore keeps an hour; here the count and the bytes bound memory first when there is much writing. */
const MAX_CHANGES = 10_000;
const MAX_BYTES = 32 * 1_024 * 1_024;
const MAX_AGE_MICROS = 3_600_000_000;

interface PastDocument {
  readonly name: string;
  readonly document: StoredDocument | null;
  readonly at: Micros;
  readonly bytes: number;
}

/** What recent commits replaced, so that reads at a past time see it. */
export class DocumentHistory {
  #entries: (PastDocument | undefined)[] = [];
  /** Index of the oldest entry still kept: dropping it costs nothing until half are dropped. */
  #start = 0;
  #bytes = 0;
  #forgottenUntil: Micros = 0;

  add(changes: readonly DocumentChange[], at: Micros): void {
    for (const { name, before } of changes) {
      const bytes = before === null ? 0 : fieldsBytes(before.fields);
      this.#entries.push({ name, document: before, at, bytes });
      this.#bytes += bytes;
    }
    this.#trim(at);
  }

  /** Documents changed after a time, as they were then. */
  before(at: Micros): ReadonlyMap<string, StoredDocument | null> {
    if (at < this.#forgottenUntil) throw failedPrecondition('The requested snapshot version is too old.');
    const past = new Map<string, StoredDocument | null>();
    for (let index = this.#entries.length - 1; index >= this.#start; index -= 1) {
      const entry = this.#entries[index];
      if (entry === undefined || entry.at <= at) break;
      past.set(entry.name, entry.document);
    }
    return past;
  }

  #trim(now: Micros): void {
    for (;;) {
      const oldest = this.#entries[this.#start];
      if (oldest === undefined || !this.#isTooMuch(oldest, now)) break;
      this.#bytes -= oldest.bytes;
      this.#forgottenUntil = oldest.at;
      // The place stays until half are dropped; the document must not.
      this.#entries[this.#start] = undefined;
      this.#start += 1;
    }
    if (this.#start > MAX_CHANGES) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
  }

  #isTooMuch(oldest: PastDocument, now: Micros): boolean {
    const count = this.#entries.length - this.#start;
    return count > MAX_CHANGES || this.#bytes > MAX_BYTES || oldest.at < now - MAX_AGE_MICROS;
  }
}
