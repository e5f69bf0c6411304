import { z } from 'zod';
import { MAX_NAME_LENGTH } from './named-result.ts';
import { planSchema } from './plan.ts';
import { turnIdSchema } from './primitives.ts';

/** What a turn says that is kept beyond its answer; the transaction that ends the turn makes it so. */
export const noteSchema = z.discriminatedUnion('kind', [
  /** Words that had several meanings, and the one that was picked. */
  z.object({ kind: z.literal('choice'), model: z.string(), heard: z.string(), label: z.string() }),
  /** What was picked for these words is forgotten; null forgets all that was picked with this model. */
  z.object({ kind: z.literal('forget'), model: z.string(), heard: z.string().nullable() }),
  /** A result has a name in the conversation from now on. */
  z.object({ kind: z.literal('name'), name: z.string().min(1).max(MAX_NAME_LENGTH), plan: planSchema }),
  /** The name is free again. */
  z.object({ kind: z.literal('unname'), name: z.string().min(1).max(MAX_NAME_LENGTH) }),
  /** What was said of the answer to an earlier turn of the same conversation. */
  z.object({
    kind: z.literal('feedback'),
    turnId: turnIdSchema,
    rating: z.enum(['up', 'down']),
    comment: z.string().nullable(),
    correction: z.string().nullable(),
  }),
]);
export type Note = z.infer<typeof noteSchema>;
