import { expect, it } from 'vitest';
import { turnToData } from '#shared/handoff/stored-records.ts';
import { loadConversation } from '../../../functions/agents/coordinator/steps/load-conversation.ts';
import type { Coordination } from '../../../functions/agents/coordinator/coordination.ts';
import type { StoredDocument } from '#shared/state/document-store.ts';
import { BRIEFS, makeTurn } from '#tests/support/handoffs.ts';

const turnId = (letter: string): string => `turn_${letter.repeat(26)}`;

/** Turns of one conversation, in the order of asking. */
function stored(...letters: readonly string[]): readonly StoredDocument[] {
  return letters
    .map((letter, sequence) => makeTurn({ turnId: turnId(letter), sequence, question: letter }))
    .map((turn) => ({ path: `conversations/c/turns/${turn.turnId}`, data: turnToData(turn) }))
    .toReversed();
}

it('goes on from what was asked before, not from questions that wait for this one', async () => {
  const { conversationId } = makeTurn();
  const asked = BRIEFS['turn.asked'];
  const record: Coordination = { conversationId, turnId: turnId('b'), asked, model: null, past: [], analysis: null };
  const turn = { caller: { id: 'alice', email: 'a@example.com', roles: [] }, conversationId, turnId: record.turnId };
  const conversations = { find: () => Promise.resolve(stored('a', 'b', 'c', 'd')) };

  const result = await loadConversation.run(
    record,
    { conversations, defaultModel: 'retail' },
    { now: () => 0, signal: AbortSignal.abort(), turn },
  );

  expect(result.record.past.map(({ question }) => question)).toEqual(['a']);
});
