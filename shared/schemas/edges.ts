import { z } from 'zod';

/** What can be handed on, in noun.verb form. */
export const handoffKindSchema = z.enum([
  'turn.asked',
  'analysis.requested',
  'analysis.completed',
  'tool.called',
  'tool.answered',
]);
export type HandoffKind = z.infer<typeof handoffKindSchema>;

export interface Edge {
  readonly kind: HandoffKind;
  readonly from: string;
  readonly to: string;
}

/**
 * Who may hand what to whom: the only table of it.
 *
 * Each edge is one Pub/Sub topic with exactly one publisher, because Pub/Sub does not tell a receiver who published.
 */
export const EDGES: readonly Edge[] = [
  { kind: 'turn.asked', from: 'ask-api', to: 'coordinator' },
  // The next turn of a conversation, handed on by whoever ended the one before it.
  { kind: 'turn.asked', from: 'coordinator', to: 'coordinator' },
  { kind: 'turn.asked', from: 'dead-letters', to: 'coordinator' },
  { kind: 'analysis.requested', from: 'coordinator', to: 'data-intelligence' },
  { kind: 'analysis.completed', from: 'data-intelligence', to: 'coordinator' },
  { kind: 'tool.called', from: 'data-intelligence', to: 'snowflake-query' },
  { kind: 'tool.answered', from: 'snowflake-query', to: 'data-intelligence' },
];

/** The topic where what could not be delivered goes; Pub/Sub alone publishes there. Its subscription has no further one. */
export const DEAD_LETTERS = 'dead-letters';

/** The topic of an edge; its push subscription bears the same id. */
export function topicOf(edge: Edge): string {
  return `${edge.kind}.${edge.from}.${edge.to}`;
}

/** The edge of a topic or subscription id, or null when there is no such edge. */
export function edgeOf(topic: string): Edge | null {
  return EDGES.find((edge) => topicOf(edge) === topic) ?? null;
}
