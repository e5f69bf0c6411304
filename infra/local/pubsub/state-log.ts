import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';
import { stateEntrySchema, type StateEntry } from './state-entries.ts';

/** Keeps changes so that a restart finds them. */
export interface StateLog {
  /** Adds a change to the next write. */
  append(entry: StateEntry): void;
  /** Resolves once everything appended so far would survive the end of the process. */
  flushed(): Promise<void>;
  close(): void;
}

/** Remembers nothing. */
export const FORGETFUL: StateLog = {
  append: () => undefined,
  flushed: () => Promise.resolve(),
  close: () => undefined,
};

/** The file is made small again when it has grown to this, and to this many times what it needs. */
const COMPACT_ABOVE_BYTES = 16 * 1024 * 1024;
const COMPACT_ABOVE_FACTOR = 4;

/**
 * All changes of a file, in order; a last line that a crash tore is left out.
 *
 * @throws AppError `invalid_state` when another line can't be read.
 */
export function readState(file: string): readonly StateEntry[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (line === '') return [];
    const entry = stateEntrySchema.safeParse(tryJson(line));
    if (entry.success) return [entry.data];
    if (at === lines.length - 1) return [];
    throw new AppError('invalid_state', `${file} can't be read at line ${at + 1}. Delete it to begin anew.`);
  });
}

function tryJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // A torn line; the caller decides whether it may be.
  }
}

/** Appends to a file; what is appended in one turn of the event loop is one write. */
export class FileStateLog implements StateLog {
  readonly #file: string;
  readonly #entries: () => Iterable<StateEntry>;
  #descriptor = -1;
  #waiting: string[] = [];
  #unwritten: Buffer = Buffer.alloc(0);
  #flush: Promise<void> | null = null;
  #bytes = 0;
  #compactedBytes = 0;

  /** Begins the file anew. @param entries The least from which the present state can be restored. */
  constructor(file: string, entries: () => Iterable<StateEntry>) {
    this.#file = file;
    this.#entries = entries;
    mkdirSync(dirname(file), { recursive: true });
    this.#compact();
  }

  append(entry: StateEntry): void {
    this.#waiting.push(`${JSON.stringify(entry)}\n`);
    this.#flush ??= this.#flushSoon();
  }

  flushed(): Promise<void> {
    return this.#flush ?? Promise.resolve();
  }

  close(): void {
    if (this.#descriptor === -1) return;
    this.#write();
    closeSync(this.#descriptor);
    this.#descriptor = -1;
  }

  #flushSoon(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Acknowledgements don't wait for their line; what they lose on a full disk is only delivered again.
    promise.catch(() => undefined);
    setImmediate(() => {
      this.#flush = null;
      try {
        this.#write();
        if (this.#bytes > Math.max(COMPACT_ABOVE_BYTES, this.#compactedBytes * COMPACT_ABOVE_FACTOR)) this.#compact();
        resolve();
      } catch (error) {
        reject(error);
      }
    });
    return promise;
  }

  /** Hands the waiting lines to the operating system; bytes that it did not take stay first in line. */
  #write(): void {
    if (this.#descriptor === -1) return;
    this.#unwritten = Buffer.concat([this.#unwritten, Buffer.from(this.#waiting.join(''))]);
    this.#waiting = [];
    while (this.#unwritten.byteLength > 0) {
      const written = writeSync(this.#descriptor, this.#unwritten);
      this.#bytes += written;
      this.#unwritten = this.#unwritten.subarray(written);
    }
  }

  #compact(): void {
    const next = `${this.#file}.new`;
    const descriptor = openSync(next, 'w');
    let bytes = 0;
    try {
      for (const entry of this.#entries()) bytes += writeWhole(descriptor, Buffer.from(`${JSON.stringify(entry)}\n`));
      renameSync(next, this.#file);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    if (this.#descriptor !== -1) closeSync(this.#descriptor);
    this.#descriptor = descriptor;
    this.#bytes = bytes;
    this.#compactedBytes = bytes;
  }
}

function writeWhole(descriptor: number, bytes: Buffer): number {
  let at = 0;
  while (at < bytes.byteLength) at += writeSync(descriptor, bytes, at);
  return at;
}
