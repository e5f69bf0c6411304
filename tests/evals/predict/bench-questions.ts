import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** One question of a set. What else its line says, the right answer above all, is not read. */
const benchQuestionSchema = z.object({
  id: z.string(),
  /** Folder under `csv/` that holds the data. */
  db: z.string(),
  question: z.string(),
  /** Earlier questions of the same conversation, oldest first. */
  history: z.array(z.string()).default([]),
});
export type BenchQuestion = z.infer<typeof benchQuestionSchema>;

const metaSchema = z.looseObject({ now: z.string().nullable().default(null) });

/** Reads `questions.jsonl`, only the ids in the file if one is given; in the order of the set. */
export function readBenchQuestions(bench: string, idsFile: string | null): readonly BenchQuestion[] {
  const lines = readFileSync(join(bench, 'questions.jsonl'), 'utf8').split('\n');
  const questions = lines
    .filter((line) => line.trim() !== '')
    .map((line) => benchQuestionSchema.parse(JSON.parse(line)));
  if (idsFile === null) return questions;
  const ids = new Set(readFileSync(idsFile, 'utf8').split(/\s+/));
  return questions.filter(({ id }) => ids.has(id));
}

/** The moment that the set's data was made for, `YYYY-MM-DD HH:MM:SS`; null when it has none. */
export function readBenchNow(bench: string): string | null {
  const file = join(bench, 'meta.json');
  return existsSync(file) ? metaSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).now : null;
}
