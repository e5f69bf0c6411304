import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { messageSchema, subscriptionSchema, topicSchema } from './records.ts';

/** One change, one line. */
const entrySchema = z.discriminatedUnion('change', [
  z.object({ change: z.literal('topic-set'), topic: topicSchema }),
  z.object({ change: z.literal('topic-deleted'), name: z.string() }),
  z.object({ change: z.literal('subscription-set'), subscription: subscriptionSchema }),
  z.object({ change: z.literal('subscription-deleted'), name: z.string() }),
  z.object({ change: z.literal('messages-added'), subscription: z.string(), messages: z.array(messageSchema) }),
  z.object({ change: z.literal('message-done'), subscription: z.string(), messageId: z.string() }),
  z.object({ change: z.literal('serial-reached'), serial: z.number() }),
]);
export type StateEntry = z.infer<typeof entrySchema>;

/** Keeps changes so that a restart finds them: an append-only file, made small again at each start. */
export interface StateLog {
  append(entry: StateEntry): void;
  close(): void;
}

/** Remembers nothing. */
export const FORGETFUL: StateLog = { append: () => undefined, close: () => undefined };

/** All changes of a file, in order; a last line that a crash tore is left out. */
export function readState(file: string): readonly StateEntry[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.flatMap((line, at) => {
    const entry = entrySchema.safeParse(tryJson(line));
    if (entry.success) return [entry.data];
    if (at === lines.length - 1) return [];
    throw new Error(`${file} can't be read at line ${at + 1}. Delete it to begin anew.`);
  });
}

function tryJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // A torn line; the caller decides whether it may be.
  }
}

/** Begins the file anew with these entries, then appends. What append returned from survives the end of the process. */
export function openStateLog(file: string, compacted: readonly StateEntry[]): StateLog {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, compacted.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  renameSync(`${file}.new`, file);
  const descriptor = openSync(file, 'a');
  return {
    append: (entry) => void writeSync(descriptor, `${JSON.stringify(entry)}\n`),
    close: () => closeSync(descriptor),
  };
}
