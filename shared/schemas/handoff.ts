import { z } from 'zod';
import { analysisRequestSchema, analysisSchema } from './analysis.ts';
import { conversationIdSchema, epochMsSchema, functionNameSchema, instantSchema, turnIdSchema } from './primitives.ts';
import { toolAnswerSchema, toolCallSchema } from './tool-call.ts';

/** Version of the envelope that is written. 2 brought `lineage`. */
export const HANDOFF_VERSION = 2;

/** The oldest version that is still read: the one before, since two versions run side by side during a deploy. */
export const OLDEST_HANDOFF_VERSION = HANDOFF_VERSION - 1;

/** Largest handoff that may be published, in bytes of its JSON; larger results travel by reference. */
export const MAX_HANDOFF_BYTES = 256 * 1024;

/** What one step found or decided, in one sentence, with the time it took. */
export const findingSchema = z.looseObject({
  agent: functionNameSchema,
  step: z.string(),
  finding: z.string().max(1_000),
  /** When the step began, epoch milliseconds. */
  startedAt: epochMsSchema,
  /** How long the step took, milliseconds. */
  ms: z.number().nonnegative(),
  /** The handoff that was being worked on; told in the turn's document only. */
  handoffId: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** What the coordinator needs to start a turn. */
export const turnAskedBriefSchema = z.looseObject({
  question: z.string().min(1).max(4_000),
  askedAt: instantSchema,
  /** Semantic model asked for, or null to let the coordinator choose. */
  model: z.string().nullable(),
  locale: z.string(),
  timeZone: z.string(),
  /** The date that "today" means for this turn, in `timeZone`. */
  today: z.iso.date(),
});
export type TurnAskedBrief = z.infer<typeof turnAskedBriefSchema>;

const envelopeShape = {
  version: z.int().min(1),
  /** Business key: a hash of turn, kind, sender and what it answers, so that doing a step twice hands on the same id. */
  id: z.string().regex(/^[a-z2-7]{52}$/),
  from: functionNameSchema,
  to: functionNameSchema,
  conversationId: conversationIdSchema,
  turnId: turnIdSchema,
  issuedAt: epochMsSchema,
  /** Absolute time after which no step may start, epoch milliseconds. */
  deadlineAt: epochMsSchema,
  /** How many handoffs came before this one in its line. */
  hop: z.int().nonnegative(),
  /** What was handed on before in this line, a short digest each, to notice that it goes round in circles. */
  lineage: z.array(z.string()).default([]),
  /** Who asked, signed at the entry (JWS); every tool verifies it, no model can write it. */
  context: z.string(),
  /** W3C trace context of the turn, or null. */
  traceparent: z.string().nullable(),
  /** Which suspended run awaits the reply, and to which of its requests; null when no reply is awaited. */
  correlation: z.object({ runId: z.string(), requestId: z.string() }).nullable(),
  /** What the steps so far found, oldest first; only ever appended. */
  trail: z.array(findingSchema),
};

/**
 * The one message type between functions: an envelope, a brief with all that the receiver needs, and a trail.
 *
 * Readers keep fields they do not know, since two versions run side by side during a deploy.
 */
export const handoffSchema = z.discriminatedUnion('kind', [
  z.looseObject({ ...envelopeShape, kind: z.literal('turn.asked'), brief: turnAskedBriefSchema }),
  z.looseObject({ ...envelopeShape, kind: z.literal('analysis.requested'), brief: analysisRequestSchema }),
  z.looseObject({
    ...envelopeShape,
    kind: z.literal('analysis.completed'),
    brief: z.looseObject({ analysis: analysisSchema }),
  }),
  z.looseObject({ ...envelopeShape, kind: z.literal('tool.called'), brief: toolCallSchema }),
  z.looseObject({ ...envelopeShape, kind: z.literal('tool.answered'), brief: toolAnswerSchema }),
]);
export type Handoff = z.infer<typeof handoffSchema>;

/** The handoff of one kind. */
export type HandoffOf<Kind extends Handoff['kind']> = Extract<Handoff, { kind: Kind }>;

/** What a step wants handed on; the runtime adds the envelope. */
export type HandoffDraft = {
  [Kind in Handoff['kind']]: {
    readonly kind: Kind;
    readonly to: string;
    readonly brief: HandoffOf<Kind>['brief'];
  };
}[Handoff['kind']];

/** Whether a handoff answers a request that a suspended run waits for. */
export function isReply(handoff: Handoff): boolean {
  return handoff.kind === 'tool.answered' || handoff.kind === 'analysis.completed';
}
