import { z } from 'zod';
import { turnIdSchema } from './primitives.ts';

/** What a turn says that is kept beyond its answer; the transaction that ends the turn makes it so. */
export const noteSchema = z.discriminatedUnion('kind', [
  /** Words that had several meanings, and the one that was picked. */
  z.object({ kind: z.literal('choice'), model: z.string(), heard: z.string(), label: z.string() }),
  /** What was picked for these words is forgotten; null forgets all that was picked with this model. */
  z.object({ kind: z.literal('forget'), model: z.string(), heard: z.string().nullable() }),
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
