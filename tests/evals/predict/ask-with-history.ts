import { readTurn } from '#shared/conversation/read-turn.ts';
import type { PlannerContext, Planning } from '#shared/planner/plan-question.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';

function toPast(question: string, planning: Planning | null): PastTurn {
  const plan = planning?.outcome === 'planned' ? planning.plan : null;
  return { question, outcome: plan === null ? 'refused' : 'answered', plan, result: null, clarification: null };
}

/** Reads one turn after those before it; null where it is answered in words alone. */
function readOne(question: string, past: readonly PastTurn[], context: PlannerContext): Planning | null {
  const reading = readTurn(question, past, context);
  return reading.kind === 'planning' ? reading.planning : null;
}

/** The planning of a question after the earlier questions of its conversation, whose results nobody has looked at. */
export function askWithHistory(question: string, history: readonly string[], context: PlannerContext): Planning | null {
  const past: PastTurn[] = [];
  for (const earlier of history) past.push(toPast(earlier, readOne(earlier, past, context)));
  return readOne(question, past, context);
}
