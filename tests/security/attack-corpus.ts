import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FOLDER = join(import.meta.dirname, '../../../shared/attacks');

const sampleSchema = z.looseObject({ id: z.string(), kind: z.string(), text: z.string() });
export type Sample = z.infer<typeof sampleSchema>;

/** Third-party attacks and harmless look-alikes, one object a line; they are not part of the project. */
export const hasCorpus = existsSync(join(FOLDER, 'attacks.jsonl'));

/** Samples of one kind; none, with a line that says so, when the corpus is not there. */
export function samplesOf(file: 'attacks' | 'benign', kind: string): readonly Sample[] {
  if (!hasCorpus) {
    process.stdout.write(`skipped: there is no corpus of attacks beside the project (${kind})\n`);
    return [];
  }
  return readFileSync(join(FOLDER, `${file}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => sampleSchema.parse(JSON.parse(line)))
    .filter((sample) => sample.kind === kind);
}
