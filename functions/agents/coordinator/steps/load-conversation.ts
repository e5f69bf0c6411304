import { found, type Step } from '#shared/agent/define-agent.ts';
import { paths, turnFromData } from '#shared/handoff/stored-records.ts';
import { MAX_PAST_TURNS } from '#shared/schemas/past-turn.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';
import { pastOf } from '../past-turns.ts';

/** Adds what was said before: the model in use, and the plans and results that this turn may refer to. */
export const loadConversation: Step<Coordination, CoordinatorDeps> = {
  name: 'load-conversation',
  async run(record, { conversations }) {
    const stored = await conversations.find({
      collection: `${paths.conversation(record.conversationId)}/turns`,
      orderBy: [{ field: 'sequence', direction: 'desc' }],
      limit: MAX_PAST_TURNS + 1,
    });
    const before = stored.map(({ data }) => turnFromData(data)).filter((turn) => turn.turnId !== record.turnId);
    const model = record.asked.model ?? before.find((turn) => turn.model !== null)?.model ?? null;
    const finding = before.length === 0 ? 'A new conversation.' : `Goes on after ${before.length} earlier turns.`;
    return found({ ...record, model, past: pastOf(before.slice(0, MAX_PAST_TURNS)) }, finding);
  },
};
