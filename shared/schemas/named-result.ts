import { z } from 'zod';
import { planSchema } from './plan.ts';

/** Most results that have names in one conversation. */
export const MAX_NAMED = 20;
/** Longest name of a result, in characters. */
export const MAX_NAME_LENGTH = 40;

/** A result that the person gave a name to: later turns of the conversation may speak of it by that name. */
export const namedResultSchema = z.looseObject({
  /** As it was said; names differ in more than their case. */
  name: z.string().min(1).max(MAX_NAME_LENGTH),
  /** What the result was computed from: it is computed anew, with the rights of whoever asks. */
  plan: planSchema,
});
export type NamedResult = z.infer<typeof namedResultSchema>;
