import { conversationFromData, turnFromData } from '#shared/handoff/stored-records.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import type { HistoryEvent } from './history.ts';
import type { SimulatedRun } from './run-simulation.ts';

type Commit = Extract<HistoryEvent, { kind: 'committed' }>;

/** What became of one turn, read from the history alone. */
export interface TurnStory {
  readonly turnId: string;
  readonly conversationId: string;
  /** As it stands in the end. */
  readonly turn: Turn;
  /** Every state it was in, oldest first. */
  readonly states: readonly { readonly at: number; readonly turn: Turn }[];
  /** True time at which it first was ended; null when it never was. */
  readonly endedAt: number | null;
  /** Whether a person was told that it was accepted. */
  readonly isAccepted: boolean;
}

const TURN = /^conversations\/[^/]+\/turns\/[^/]+$/;

/** The stories of all turns, in the order of their beginning. */
export function turnStories(run: SimulatedRun): readonly TurnStory[] {
  const accepted = new Set(run.history.of('accepted').map(({ turnId }) => turnId));
  const commits = new Map<string, Commit[]>();
  for (const commit of run.history.of('committed')) {
    if (!TURN.test(commit.path)) continue;
    commits.set(commit.path, [...(commits.get(commit.path) ?? []), commit]);
  }
  return [...commits.values()].flatMap((all) => {
    const states = all.flatMap(({ at, after }) => (after === null ? [] : [{ at, turn: turnFromData(after) }]));
    const last = states.at(-1);
    if (last === undefined) return [];
    const { turnId, conversationId } = last.turn;
    const endedAt = states.find(({ turn }) => turn.status === 'ended')?.at ?? null;
    return [{ turnId, conversationId, turn: last.turn, states, endedAt, isAccepted: accepted.has(turnId) }];
  });
}

/** Commits to the documents below a turn, by the name of their collection. */
export function commitsBelow(run: SimulatedRun, collection: 'handoffs' | 'runs'): readonly Commit[] {
  return run.history.of('committed').filter(({ path }) => path.split('/').at(-2) === collection);
}

/** Ids of all conversations that were begun. */
export function conversationsOf(run: SimulatedRun): readonly string[] {
  return [...run.database.documents]
    .filter(([path]) => /^conversations\/[^/]+$/.test(path))
    .map(([, data]) => conversationFromData(data).conversationId);
}
