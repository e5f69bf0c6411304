import { readFileSync } from 'node:fs';
import { z } from 'zod';

const predictionSchema = z.looseObject({
  id: z.string(),
  db: z.string(),
  sql: z.string().nullable(),
  confidence: z.number(),
  kind: z.string().default('other'),
  ms: z.number().default(0),
  features: z.record(z.string(), z.number()).nullable().default(null),
});
/** `extra`: right where up to three further columns are allowed, the scorer's headline mode. */
const verdictSchema = z.looseObject({ id: z.string(), extra: z.boolean() });

export type ScoredPrediction = z.infer<typeof predictionSchema> & { readonly isRight: boolean };

function readLines(file: string): readonly unknown[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line): unknown => JSON.parse(line));
}

/** Predictions with what the scorer (`score.mjs --out`) said of them; those without a verdict are left out. */
export function readScoredPredictions(predictions: string, verdicts: string): readonly ScoredPrediction[] {
  const right = new Map(
    readLines(verdicts)
      .map((line) => verdictSchema.parse(line))
      .map(({ id, extra }) => [id, extra]),
  );
  return readLines(predictions)
    .map((line) => predictionSchema.parse(line))
    .flatMap((one) => {
      const isRight = right.get(one.id);
      return isRight === undefined ? [] : [{ ...one, isRight }];
    });
}
