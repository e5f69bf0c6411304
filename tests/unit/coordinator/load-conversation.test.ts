import { expect, it } from 'vitest';
import { turnToData } from '#shared/handoff/stored-records.ts';
import { loadConversation } from '../../../functions/agents/coordinator/steps/load-conversation.ts';
import { coordinatorAgent } from '../../../functions/agents/coordinator/agent.ts';
import type { StoredDocument } from '#shared/state/document-store.ts';
import { makeHandoff, makeTurn } from '#tests/support/handoffs.ts';

const turnId = (letter: string): string => `turn_${letter.repeat(26)}`;

/** Turns of one conversation, in the order of asking. */
function stored(...letters: readonly string[]): readonly StoredDocument[] {
  return letters
    .map((letter, sequence) => makeTurn({ turnId: turnId(letter), sequence, question: letter }))
    .map((turn) => ({ path: `conversations/c/turns/${turn.turnId}`, data: turnToData(turn) }))
    .toReversed();
}

it('goes on from what was asked before, not from questions that wait for this one', async () => {
  const handoff = makeHandoff('turn.asked', { turnId: turnId('b') });
  const { conversationId } = handoff;
  const record = coordinatorAgent.begin(handoff);
  const turn = { caller: { id: 'alice', email: 'a@example.com', roles: [] }, conversationId, turnId: handoff.turnId };
  const conversations = { find: () => Promise.resolve(stored('a', 'b', 'c', 'd')) };

  const result = await loadConversation.run(
    record,
    {
      conversations,
      recallChoices: () => Promise.resolve([]),
      recallNamed: () => Promise.resolve([]),
      defaultModel: 'retail',
    },
    { now: () => 0, signal: AbortSignal.abort(), turn },
  );

  expect(result.record.past.map(({ question }) => question)).toEqual(['a']);
});
