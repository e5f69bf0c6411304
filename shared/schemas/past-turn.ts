import { z } from 'zod';
import { clarificationSchema, outcomeSchema } from './answer.ts';
import { planSchema } from './plan.ts';
import { presentationSchema } from './presentation.ts';
import { cellSchema } from './primitives.ts';

/** Most rows of an earlier result that go with a question; enough for "the second one". */
export const MAX_PAST_ROWS = 20;
/** Most earlier turns that go with a question. */
export const MAX_PAST_TURNS = 8;

/** What a later turn of the conversation may refer to. */
export const pastTurnSchema = z.looseObject({
  question: z.string(),
  outcome: outcomeSchema,
  /** Null when nothing was computed, or when it was planned by a version whose plans this one cannot read. */
  plan: planSchema.nullable().catch(null),
  /** The first rows of the result; null when there was none. Columns are in the order of the plan. */
  result: z.object({ columns: z.array(z.string()), rows: z.array(z.array(cellSchema)).max(MAX_PAST_ROWS) }).nullable(),
  /** What was asked back, or would have been had the person not picked an option before; null when nothing was. */
  clarification: clarificationSchema.nullable(),
  /** How the person wanted it shown; null or absent when nothing was said. */
  presentation: presentationSchema.nullable().optional(),
});
export type PastTurn = z.infer<typeof pastTurnSchema>;
