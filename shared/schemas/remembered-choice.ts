import { z } from 'zod';
import { epochMsSchema } from './primitives.ts';

/** Most choices that are kept for a person and a model; the oldest make room. */
export const MAX_CHOICES = 50;
/** Longest words, in characters, that a choice is kept for. */
export const MAX_HEARD_LENGTH = 200;

/** What a person chose when words of theirs had several meanings: next time nobody asks. */
export const rememberedChoiceSchema = z.looseObject({
  /** The words, in lower case with single spaces. */
  heard: z.string().min(1).max(MAX_HEARD_LENGTH),
  /** Label of the option that was picked. */
  label: z.string().min(1),
  at: epochMsSchema,
});
export type RememberedChoice = z.infer<typeof rememberedChoiceSchema>;
