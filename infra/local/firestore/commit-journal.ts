import { closeSync, createReadStream, existsSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';

import type { Micros } from './commit-clock.ts';
import { createStoredDocument, type DocumentChange, type StoredDocument } from './stored-document.ts';
import type { CommitCodec } from './proto-service.ts';

/** One commit. `writes` is a protobuf CommitRequest, so that every value comes back as it was, NaN and bytes too. */
const lineSchema = z.object({
  at: z.int().positive(),
  /** Creation time of each written document, in order; 0 for a deletion. Microseconds. */
  created: z.array(z.int().nonnegative()),
  writes: z.base64(),
});

/** The append-only file of commits. A process that is killed loses at most the commit it was writing, whole. */
export class CommitJournal {
  readonly #file: number;
  readonly #codec: CommitCodec;
  #isClosed = false;

  constructor(path: string, codec: CommitCodec) {
    this.#file = openSync(path, 'a', 0o600);
    this.#codec = codec;
  }

  append(changes: readonly DocumentChange[], at: Micros): void {
    writeSync(this.#file, encodeLine(changes, at, this.#codec));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#file);
  }
}

function encodeLine(
  changes: readonly Pick<DocumentChange, 'name' | 'after'>[],
  at: Micros,
  codec: CommitCodec,
): string {
  const writes = changes.map(({ name, after }) =>
    after === null ? { delete: name } : { update: { name, fields: after.fields } },
  );
  const created = changes.map(({ after }) => after?.createTime ?? 0);
  return `${JSON.stringify({ at, created, writes: codec.encode(writes).toString('base64') })}\n`;
}

/**
 * Reads a file of commits and rewrites it with one line for each document that is left.
 *
 * A torn last line is what a killed process leaves: it is dropped. Throws invalid_configuration for damage before that.
 */
export async function loadJournal(path: string, codec: CommitCodec): Promise<readonly StoredDocument[]> {
  if (!existsSync(path)) return [];
  const documents = await readDocuments(path, codec);
  compact(path, documents.values(), codec);
  return [...documents.values()];
}

async function readDocuments(path: string, codec: CommitCodec): Promise<ReadonlyMap<string, StoredDocument>> {
  const documents = new Map<string, StoredDocument>();
  let tornLine = 0;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
    number += 1;
    if (tornLine > 0) throw new AppError('invalid_configuration', `${path} is damaged in line ${tornLine}.`);
    if (!replay(line, documents, codec)) tornLine = number;
  }
  return documents;
}

/** @returns false when the line is not a whole commit */
function replay(line: string, documents: Map<string, StoredDocument>, codec: CommitCodec): boolean {
  const parsed = lineSchema.safeParse(parseJson(line));
  if (!parsed.success) return false;
  const { at, created, writes } = parsed.data;
  for (const [index, write] of codec.decode(Buffer.from(writes, 'base64')).entries()) {
    if (write.operation === 'delete') documents.delete(write.delete);
    if (write.operation !== 'update') continue;
    const { name, fields } = write.update;
    documents.set(name, createStoredDocument({ name, fields, createTime: created[index] ?? at, updateTime: at }));
  }
  return true;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // A torn line; the caller decides whether it may be.
    return null;
  }
}

/** Writes beside the file and renames, so that a crash leaves the old state or the new one. */
function compact(path: string, documents: Iterable<StoredDocument>, codec: CommitCodec): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  for (const document of documents) {
    writeSync(file, encodeLine([{ name: document.name, after: document }], document.updateTime, codec));
  }
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}
