import { z } from 'zod';
import type { Answer } from '#shared/schemas/answer.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import { turnIdSchema } from '#shared/schemas/primitives.ts';

/** Where a turn, its events and its trail are read. */
export function linksOf({ conversationId, turnId }: Turn) {
  const self = `/v1/conversations/${conversationId}/turns/${turnId}`;
  return { self, events: `${self}/events`, handoffs: `${self}/handoffs`, cancel: `${self}/cancel` };
}

/** A turn that was accepted and goes on. */
export const acceptedSchema = z.object({ turnId: turnIdSchema, links: z.record(z.string(), z.string()) });

export function acceptedTurn(turn: Turn): z.infer<typeof acceptedSchema> {
  return { turnId: turn.turnId, links: linksOf(turn) };
}

/** The answer of an ended turn, or how far a pending one is. */
export function describeTurn(turn: Turn): Answer | Readonly<Record<string, unknown>> {
  if (turn.answer !== null) return turn.answer;
  const steps = turn.steps.map(({ agent, step, finding, ms }) => ({ agent, step, finding, ms }));
  return { turnId: turn.turnId, conversationId: turn.conversationId, outcome: 'pending', steps };
}
