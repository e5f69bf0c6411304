import type { Analysis } from '#shared/schemas/analysis.ts';
import type { AnswerTable } from '#shared/schemas/answer.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import { MAX_PAST_ROWS, type PastTurn, pastTurnSchema } from '#shared/schemas/past-turn.ts';

type Answered = Pick<Analysis, 'outcome' | 'reading' | 'table' | 'clarification' | 'presentation'>;

/** Earlier turns, latest first, as later ones refer to them: oldest first, and only the latest result goes along. */
export function pastOf(latestFirst: readonly Turn[]): PastTurn[] {
  const shown = latestFirst.find(({ answer }) => answer?.table !== null && answer?.table !== undefined);
  return latestFirst
    .map((turn) => {
      if (turn.answer === null) return toPastTurn(turn.question, NOTHING);
      return toPastTurn(turn.question, turn === shown ? turn.answer : { ...turn.answer, table: null });
    })
    .toReversed();
}

const NOTHING: Answered = { outcome: 'failed', reading: null, table: null, clarification: null, presentation: null };

/** What a later question may refer to. */
export function toPastTurn(
  question: string,
  { outcome, reading, table, clarification, presentation }: Answered,
): PastTurn {
  const asked = clarification ?? reading?.settled ?? null;
  const result = table === null ? null : firstRows(table);
  const plan = reading?.plan ?? null;
  return pastTurnSchema.parse({ question, outcome, plan, result, clarification: asked, presentation });
}

function firstRows({ columns, rows }: AnswerTable): PastTurn['result'] {
  return { columns: columns.map(({ name }) => name), rows: rows.slice(0, MAX_PAST_ROWS) };
}
