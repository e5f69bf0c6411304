import { CommitClock } from './commit-clock.ts';
import { Database } from './database.ts';
import type { DocumentChange, StoredDocument } from './stored-document.ts';
import { checkDocumentName } from './resource-name.ts';

/** All databases of all projects: each begins to exist when it is first named, as in Google's emulator. */
export class Databases {
  readonly clock: CommitClock;
  readonly #databases = new Map<string, Database>();
  readonly #now: () => number;
  readonly #keep: (changes: readonly DocumentChange[], at: number) => void;

  constructor(now: () => number, keep: (changes: readonly DocumentChange[], at: number) => void) {
    this.clock = new CommitClock(now);
    this.#now = now;
    this.#keep = keep;
  }

  /** @param name `projects/P/databases/D`, checked */
  get(name: string): Database {
    const known = this.#databases.get(name);
    if (known !== undefined) return known;
    const database = new Database(name, { clock: this.clock, now: this.#now, keep: this.#keep });
    this.#databases.set(name, database);
    return database;
  }

  restore(documents: readonly StoredDocument[]): void {
    for (const document of documents) {
      this.get(checkDocumentName(document.name)).store.restore(document);
      this.clock.advanceTo(document.updateTime);
    }
  }

  all(): Iterable<Database> {
    return this.#databases.values();
  }
}
