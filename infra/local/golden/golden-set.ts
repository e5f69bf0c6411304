import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';

const expectationShape = {
  /** Snowflake SQL written by hand, independent of the compiler; its result is the right answer. */
  sql: z.string().min(1).optional(),
  /** Other statements whose results are right too, where the question may fairly be read in several ways. */
  also_right: z.array(z.string().min(1)).default([]),
  /** Whether the question asks for an order, so that the order of the rows counts. */
  ordered: z.boolean().default(false),
  /** Why there is no answer: the question must be refused, or asked back. */
  unanswerable: z.union([z.string().min(1), z.literal(true)]).optional(),
};

function hasOneExpectation({ sql, unanswerable }: { sql?: string | undefined; unanswerable?: unknown }): boolean {
  return (sql === undefined) !== (unanswerable === undefined);
}

const EITHER = 'Give either sql, or unanswerable with the reason.';

const turnSchema = z
  .strictObject({ ask: z.string().min(1).max(4_000), ...expectationShape })
  .refine(hasOneExpectation, EITHER);
export type GoldenTurn = z.infer<typeof turnSchema>;

const questionSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/, 'Use lower case, digits and dashes.'),
    /** What the question tests, e.g. `breakdown`; figures are reported by kind. */
    kind: z.string().min(1),
    ask: z.string().min(1).max(4_000),
    /** Other wordings that must be read as the same plan. */
    also_asked: z.array(z.string().min(1)).default([]),
    ...expectationShape,
    /** What is asked next in the same conversation. */
    follow_ups: z.array(turnSchema).default([]),
  })
  .refine(hasOneExpectation, EITHER);
export type GoldenQuestion = z.infer<typeof questionSchema>;

const setSchema = z
  .strictObject({
    model: z.string().min(1),
    /** What "today" means, and the day before which the sample data ends. */
    as_of: z.iso.date(),
    questions: z.array(questionSchema).min(1),
  })
  .refine(
    ({ questions }) => new Set(questions.map(({ id }) => id)).size === questions.length,
    'Two questions share an id.',
  );
export type GoldenSet = z.infer<typeof setSchema>;

/**
 * Reads a golden set: the questions of one model with their right answers.
 *
 * @throws AppError `not_found` when there is no such file, `invalid_request` when it is no golden set.
 */
export function readGoldenSet(file: string): GoldenSet {
  if (!existsSync(file)) throw new AppError('not_found', `There is no file ${file}.`);
  const read = setSchema.safeParse(parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new AppError('invalid_request', `${file} is no golden set: ${z.prettifyError(read.error)}`);
  return read.data;
}

/** The half a question belongs to: `open` is looked at while the planner is improved, `kept` only counted. */
export type GoldenHalf = 'open' | 'kept';

/** Even-handed and stable: by the parity of the FNV-1a hash of the id, so that adding questions moves none. */
export function halfOf({ id }: Pick<GoldenQuestion, 'id'>): GoldenHalf {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(id, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return (hash ^ (hash >>> 16)) % 2 === 0 ? 'open' : 'kept';
}
