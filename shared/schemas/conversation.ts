import { z } from 'zod';
import { answerSchema } from './answer.ts';
import { findingSchema } from './handoff.ts';
import { conversationIdSchema, epochMsSchema, turnIdSchema } from './primitives.ts';

/** Longest question, in characters. */
export const MAX_QUESTION_LENGTH = 4_000;

/** The body of `POST /v1/ask`; a turn in a conversation takes the same without `conversationId`. */
export const askRequestSchema = z.strictObject({
  question: z
    .string()
    .trim()
    .min(1, 'Write a question.')
    .max(MAX_QUESTION_LENGTH, `A question may have at most ${MAX_QUESTION_LENGTH} characters.`),
  /** The conversation to go on with; a new one is begun when it is left out. */
  conversationId: conversationIdSchema.optional(),
  /** Name of a semantic model; the conversation's own, or the default, when it is left out. */
  model: z.string().min(1).max(100).optional(),
  /** IANA name, e.g. `Europe/Berlin`; decides what "today" is. UTC when left out. */
  timeZone: z.string().min(1).max(60).optional(),
  /** BCP 47 tag; answers are worded in English whatever it says, numbers follow it later. */
  locale: z.string().min(2).max(35).optional(),
});
export type AskRequest = z.infer<typeof askRequestSchema>;

/** A conversation belongs to its owner: to anyone else it does not exist. */
export const conversationSchema = z.looseObject({
  conversationId: conversationIdSchema,
  ownerId: z.string(),
  /** The model its questions are read with; null until the first turn chose one. */
  model: z.string().nullable(),
  /** How many turns were begun; the next turn gets this number. */
  turnCount: z.int().nonnegative(),
  /** Turns that have not ended, in the order in which they were asked: only the first one is worked on. */
  openTurns: z.array(z.string()).default([]),
  createdAt: epochMsSchema,
  updatedAt: epochMsSchema,
});
export type Conversation = z.infer<typeof conversationSchema>;

/** One question and what became of it. `ended` never changes again once it is set. */
export const turnSchema = z.looseObject({
  turnId: turnIdSchema,
  conversationId: conversationIdSchema,
  ownerId: z.string(),
  /** Place in the conversation, from 0. */
  sequence: z.int().nonnegative(),
  question: z.string(),
  model: z.string().nullable(),
  askedAt: epochMsSchema,
  deadlineAt: epochMsSchema,
  status: z.enum(['pending', 'ended']),
  /** What the steps so far found, in the order in which they were committed. */
  steps: z.array(findingSchema),
  /** Handoffs handed on so far. */
  handoffs: z.int().nonnegative(),
  /** The final answer; null while the turn is pending. */
  answer: answerSchema.nullable(),
});
export type Turn = z.infer<typeof turnSchema>;
