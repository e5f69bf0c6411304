import { found, type Step } from '#shared/agent/define-agent.ts';
import { paths, turnFromData } from '#shared/handoff/stored-records.ts';
import type { AnswerTable } from '#shared/schemas/answer.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import { MAX_PAST_ROWS, MAX_PAST_TURNS, type PastTurn, pastTurnSchema } from '#shared/schemas/past-turn.ts';
import type { Coordination, CoordinatorDeps } from '../coordination.ts';

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

/** Oldest first; only the latest result goes along, since no other can be pointed at. */
function pastOf(latestFirst: readonly Turn[]): PastTurn[] {
  const shown = latestFirst.find(({ answer }) => answer?.table !== null && answer?.table !== undefined);
  return latestFirst.map((turn) => toPastTurn(turn, turn === shown)).toReversed();
}

function toPastTurn({ question, answer }: Turn, isShown: boolean): PastTurn {
  if (answer === null) return { question, outcome: 'failed', plan: null, result: null, clarification: null };
  const { outcome, reading, table, clarification } = answer;
  const result = isShown && table !== null ? firstRows(table) : null;
  return pastTurnSchema.parse({ question, outcome, plan: reading?.plan ?? null, result, clarification });
}

function firstRows({ columns, rows }: AnswerTable): PastTurn['result'] {
  return { columns: columns.map(({ name }) => name), rows: rows.slice(0, MAX_PAST_ROWS) };
}
