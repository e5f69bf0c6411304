import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const FILE = resolve(import.meta.dirname, '../../.local/running.json');

const runningStackSchema = z.object({
  /** `host:port` of the local Firestore. */
  firestore: z.string(),
  /** Google Cloud project that the functions run as. */
  projectId: z.string(),
});
export type RunningStack = z.infer<typeof runningStackSchema>;

/** Tells other commands of this working copy where the platform runs. */
export async function announceStack(stack: RunningStack): Promise<void> {
  await mkdir(join(FILE, '..'), { recursive: true });
  await writeFile(FILE, JSON.stringify(stack));
}

export function withdrawStack(): Promise<void> {
  return rm(FILE, { force: true });
}

/** Where the platform runs; null when none was started here. */
export async function findRunningStack(): Promise<RunningStack | null> {
  try {
    return runningStackSchema.parse(JSON.parse(await readFile(FILE, 'utf8')));
  } catch {
    return null; // Not there, or of another version: none that we could read.
  }
}
