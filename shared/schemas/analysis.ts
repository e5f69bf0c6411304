import { z } from 'zod';
import { answerSchema } from './answer.ts';
import { intentSchema } from './intent.ts';
import { MAX_PAST_TURNS, pastTurnSchema } from './past-turn.ts';
import { dateSchema } from './primitives.ts';
import { MAX_NAMED, namedResultSchema } from './named-result.ts';
import { MAX_CHOICES, rememberedChoiceSchema } from './remembered-choice.ts';

/** What data-intelligence needs to answer one question. */
export const analysisRequestSchema = z.looseObject({
  question: z.string().min(1).max(4_000),
  /** Name of the semantic model to read the question with. */
  model: z.string(),
  /** The date that "today" means in this turn, in the asker's time zone. */
  today: dateSchema,
  locale: z.string(),
  timeZone: z.string(),
  /** What the message wants, as far as its wording alone tells. */
  intent: intentSchema.default('question'),
  /** What was said before in the conversation, oldest first; empty at its start. */
  past: z.array(pastTurnSchema).max(MAX_PAST_TURNS).default([]),
  /** The results that have names in the conversation. */
  named: z.array(namedResultSchema).max(MAX_NAMED).default([]),
  /** What the person picked before when words had several meanings. */
  choices: z.array(rememberedChoiceSchema).max(MAX_CHOICES).default([]),
});
export type AnalysisRequest = z.infer<typeof analysisRequestSchema>;

/** What an analysis found: the parts of the Answer that do not depend on the conversation. */
export const analysisSchema = answerSchema.omit({ turnId: true, conversationId: true, timings: true, handoffs: true });
export type Analysis = z.infer<typeof analysisSchema>;

/** An analysis with nothing in it, to be filled by what applies. */
export const EMPTY_ANALYSIS: Analysis = {
  outcome: 'failed',
  tier: null,
  text: '',
  headline: null,
  reading: null,
  sql: [],
  table: null,
  chart: null,
  presentation: null,
  keptAs: null,
  insights: [],
  recommendations: [],
  checks: [],
  followUps: [],
  clarification: null,
  freshness: null,
  confidence: null,
  confidenceReason: null,
  failure: null,
};
