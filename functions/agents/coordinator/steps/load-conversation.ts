import { found, type Step } from '#shared/agent/define-agent.ts';
import { paths, turnFromData } from '#shared/handoff/stored-records.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';

/** How many turns back a follow-up may look. */
const MAX_TURNS = 5;

/** Adds what was said before: the model in use and the latest plan. */
export const loadConversation: Step<Coordination, CoordinatorDeps> = {
  name: 'load-conversation',
  async run(record, { conversations }) {
    const stored = await conversations.find({
      collection: `${paths.conversation(record.conversationId)}/turns`,
      orderBy: [{ field: 'sequence', direction: 'desc' }],
      limit: MAX_TURNS + 1,
    });
    const before = stored.map(({ data }) => turnFromData(data)).filter((turn) => turn.turnId !== record.turnId);
    const answered = before.find((turn) => turn.answer?.outcome === 'answered');
    const model = record.asked.model ?? before.find((turn) => turn.model !== null)?.model ?? null;
    const finding = before.length === 0 ? 'A new conversation.' : `Goes on after ${before.length} earlier turns.`;
    return found({ ...record, model, previousPlan: answered?.answer?.reading?.plan ?? null }, finding);
  },
};
