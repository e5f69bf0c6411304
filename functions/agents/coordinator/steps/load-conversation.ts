import { found, type Step } from '#shared/agent/define-agent.ts';
import { paths, turnFromData } from '#shared/handoff/stored-records.ts';
import { MAX_OPEN_TURNS } from '#shared/handoff/turn-limits.ts';
import { MAX_PAST_TURNS } from '#shared/schemas/past-turn.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';
import { pastOf } from '../past-turns.ts';

/** Adds what was said before: the model in use, and the plans and results that this turn may refer to. */
export const loadConversation: Step<Coordination, CoordinatorDeps> = {
  name: 'load-conversation',
  async run(record, { conversations, recallNamed }) {
    const stored = await conversations.find({
      collection: `${paths.conversation(record.conversationId)}/turns`,
      orderBy: [{ field: 'sequence', direction: 'desc' }],
      // Questions that wait for this one to be answered were asked after it.
      limit: MAX_PAST_TURNS + MAX_OPEN_TURNS,
    });
    const turns = stored.map(({ data }) => turnFromData(data));
    const { sequence = 0 } = turns.find((turn) => turn.turnId === record.turnId) ?? {};
    const before = turns.filter((turn) => turn.sequence < sequence);
    const answeredTurnId = before.slice(0, 1).find(({ answer }) => answer !== null)?.turnId ?? null;
    const model = record.asked.model ?? before.find((turn) => turn.model !== null)?.model ?? null;
    const named = await recallNamed(record.conversationId, sequence);
    const finding = before.length === 0 ? 'A new conversation.' : `Goes on after ${before.length} earlier turns.`;
    const past = pastOf(before.slice(0, MAX_PAST_TURNS));
    return found({ ...record, model, answeredTurnId, past, named: [...named] }, finding);
  },
};
