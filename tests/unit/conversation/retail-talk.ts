import { readTurn, type TurnReading } from '#shared/conversation/read-turn.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';
import { retailIndex, summarize, TODAY } from '#tests/unit/planner/retail-planner.ts';

const context = { index: retailIndex, today: TODAY, dataThrough: '2026-11-14' };

/** What a turn left behind; `rows` stand for the result that was shown. */
function toPast(question: string, reading: TurnReading, rows: Cell[][]): PastTurn {
  if (reading.kind === 'told')
    return { question, outcome: reading.outcome, plan: null, result: null, clarification: null };
  const { planning } = reading;
  if (planning.outcome === 'planned') {
    return { question, outcome: 'answered', plan: planning.plan, result: { columns: [], rows }, clarification: null };
  }
  const clarification =
    planning.outcome === 'ambiguous' ? { question: planning.question, options: [...planning.options] } : null;
  return {
    question,
    outcome: clarification === null ? 'refused' : 'clarification',
    plan: null,
    result: null,
    clarification,
  };
}

/** What was read before, by all turns up to it: conversations of a test begin alike. */
const known = new Map<string, TurnReading>();

/** Reads the turns one after the other; gives the reading of the last. */
export function talk(turns: readonly string[], rows: Cell[][] = []): TurnReading {
  const past: PastTurn[] = [];
  let reading: TurnReading | null = null;
  for (const [at, question] of turns.entries()) {
    const key = JSON.stringify([rows, turns.slice(0, at + 1)]);
    reading = known.get(key) ?? readTurn(question, past, context);
    known.set(key, reading);
    past.push(toPast(question, reading, rows));
  }
  if (reading === null) throw new Error('Nobody said anything.');
  return reading;
}

/** What the last turn asks for, in one line; what was said where nothing was planned. */
export function lastPlan(turns: readonly string[], rows: Cell[][] = []): string {
  const reading = talk(turns, rows);
  if (reading.kind === 'told') return `told: ${reading.text}`;
  const { planning } = reading;
  if (planning.outcome === 'planned') return summarize(planning);
  return planning.outcome === 'refused' ? `refused: ${planning.message}` : `asked: ${planning.question}`;
}
