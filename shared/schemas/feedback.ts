import { z } from 'zod';
import { outcomeSchema } from './answer.ts';
import { epochMsSchema } from './primitives.ts';
import { conversationIdSchema, jsonObjectSchema, turnIdSchema } from './primitives.ts';

/** The body of `POST …/turns/{t}/feedback`. */
export const feedbackRequestSchema = z.strictObject({
  rating: z.enum(['up', 'down']),
  comment: z.string().trim().max(2_000).optional(),
  /** What should have been understood: the question in other words, or “X means Y”. */
  correction: z.string().trim().min(1).max(1_000).optional(),
});
export type FeedbackRequest = z.infer<typeof feedbackRequestSchema>;

/** What someone said of an answer, with what is needed to learn from it. A turn has at most one; the last one counts. */
export const feedbackSchema = z.looseObject({
  turnId: turnIdSchema,
  conversationId: conversationIdSchema,
  ownerId: z.string(),
  /** Null when the turn had none. */
  model: z.string().nullable(),
  question: z.string(),
  outcome: outcomeSchema,
  /** The plan that was run; null when there was none. */
  plan: jsonObjectSchema.nullable(),
  rating: z.enum(['up', 'down']),
  comment: z.string().nullable(),
  correction: z.string().nullable(),
  at: epochMsSchema,
});
export type Feedback = z.infer<typeof feedbackSchema>;
