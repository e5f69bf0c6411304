import { z } from 'zod';
import { analysisSchema } from '#shared/schemas/analysis.ts';
import { clarificationSchema } from '#shared/schemas/answer.ts';
import { turnAskedBriefSchema } from '#shared/schemas/handoff.ts';
import { intentSchema } from '#shared/schemas/intent.ts';
import { type NamedResult, namedResultSchema } from '#shared/schemas/named-result.ts';
import { noteSchema } from '#shared/schemas/note.ts';
import { pastTurnSchema } from '#shared/schemas/past-turn.ts';
import { conversationIdSchema, turnIdSchema } from '#shared/schemas/primitives.ts';
import { type RememberedChoice, rememberedChoiceSchema } from '#shared/schemas/remembered-choice.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';

/** What the coordinator knows of a turn; each step adds to it. */
export const coordinationSchema = z.object({
  conversationId: conversationIdSchema,
  turnId: turnIdSchema,
  asked: turnAskedBriefSchema,
  /** The semantic model to read the question with; null until it is chosen. */
  model: z.string().nullable(),
  /** The turns before this one, oldest first. */
  past: z.array(pastTurnSchema),
  /** The turn before this one, when it has an answer that something may be said of. */
  answeredTurnId: turnIdSchema.nullable().default(null),
  /** What the person picked before when words had several meanings. */
  choices: z.array(rememberedChoiceSchema).default([]),
  /** The results that have names in the conversation. */
  named: z.array(namedResultSchema).default([]),
  /** The questions of the message, in order, each with what it wants. */
  questions: z.array(z.object({ text: z.string(), intent: intentSchema })),
  /** What data-intelligence found for each of the questions, as far as its replies are in. */
  findings: z.array(analysisSchema),
  /** The readings that are answered side by side after the question that has them; null where it has one. */
  offered: clarificationSchema.nullable().default(null),
  /** What the message says that is kept beyond its answer. */
  notes: z.array(noteSchema).default([]),
  /** What is said in the end; null until all findings are in. */
  analysis: analysisSchema.nullable(),
});
export type Coordination = z.infer<typeof coordinationSchema>;

export interface CoordinatorDeps {
  readonly conversations: Pick<DocumentStore, 'find'>;
  readonly recallChoices: (ownerId: string, model: string) => Promise<readonly RememberedChoice[]>;
  /** The results that were named before a turn of the conversation. */
  readonly recallNamed: (conversationId: string, sequence: number) => Promise<readonly NamedResult[]>;
  /** The model of conversations that name none. */
  readonly defaultModel: string;
}
