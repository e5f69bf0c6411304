import { toAppError } from '#shared/errors/app-error.ts';
import type { TurnContext } from '#shared/identity/turn-context.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import type { Finding, Handoff } from '#shared/schemas/handoff.ts';
import type { OutgoingHandoff, WorkResult } from './commit-work.ts';
import { endedTurn, failedAnalysis } from './end-turn.ts';
import { firstDifference, type Difference } from './first-difference.ts';
import type { HandoffReceiver, TakenHandoff } from './handoff-receiver.ts';
import type { Run } from './stored-records.ts';
import type { RecordedHandoff } from './trail-document.ts';

export interface Recording {
  readonly turn: Turn;
  readonly handoffs: readonly RecordedHandoff[];
  readonly context: TurnContext;
}

export type ReplayedHandoff =
  | { readonly outcome: 'same' | 'recorded' | 'before' | 'open'; readonly handoff: Handoff }
  | { readonly outcome: 'different'; readonly handoff: Handoff; readonly difference: Difference };

/**
 * Works on the handoffs of a stored turn again, in the order in which they were worked on and with the clock of that
 * time, and compares what comes out with what is recorded. Stops at the first difference.
 *
 * Changes nothing. Only the given receivers work; of any other, which is of the tools, the recorded reply is used. So the
 * warehouse is not asked, and a difference is one of our code, our models or our configuration.
 *
 * @param from Place of the handoff to compare from, 1 for the first; those before it only build up the state of suspended
 * agents again. Null compares all.
 */
export async function replayTurn(
  recording: Recording,
  receivers: readonly HandoffReceiver[],
  from: number | null,
): Promise<readonly ReplayedHandoff[]> {
  const runs = new Map<string, Run>();
  const replayed: ReplayedHandoff[] = [];
  for (const one of inOrderOfWork(recording.handoffs)) {
    const { handoff, record } = one;
    const compares = replayed.length + 1 >= (from ?? 1);
    const receiver = receivers.find(({ name }) => name === handoff.to);
    if (record.doneAt === null || receiver === undefined) {
      replayed.push({ outcome: record.doneAt === null ? 'open' : 'recorded', handoff });
      continue;
    }
    const difference = await replayOne(one, receiver, recording, runs);
    if (compares && difference !== null) return [...replayed, { outcome: 'different', handoff, difference }];
    replayed.push({ outcome: compares ? 'same' : 'before', handoff });
  }
  return replayed;
}

function doneAt({ record }: RecordedHandoff): number {
  return record.doneAt ?? Number.POSITIVE_INFINITY;
}

/** Of two replies that came in within a millisecond, the one that only joined was first. */
function inOrderOfWork(handoffs: readonly RecordedHandoff[]): readonly RecordedHandoff[] {
  return handoffs.toSorted((one, other) =>
    doneAt(one) === doneAt(other)
      ? one.handoff.hop - other.handoff.hop || one.record.handedOn.length - other.record.handedOn.length
      : doneAt(one) - doneAt(other),
  );
}

async function replayOne(
  { record, handoff }: RecordedHandoff,
  receiver: HandoffReceiver,
  recording: Recording,
  runs: Map<string, Run>,
): Promise<Difference | null> {
  const { turn } = recording;
  const findings = turn.steps.filter(({ handoffId }) => handoffId === handoff.id);
  const now = findings[0]?.startedAt ?? record.doneAt ?? handoff.issuedAt;
  const run = handoff.correlation === null ? null : (runs.get(handoff.correlation.runId) ?? null);
  const taken = { handoff, turn: { ...turn, status: 'pending', answer: null }, run } as const;
  const result = await workAgain(taken, receiver, recording.context, now);
  if (result.run !== null) runs.set(result.run.runId, result.run);
  const handedOn = recording.handoffs.filter((other) => record.handedOn.includes(other.handoff.id));
  return firstDifference(
    comparable({
      findings,
      handedOn: handedOn.map((other) => other.handoff),
      answer: record.endedTurn ? turn.answer : null,
    }),
    comparable({
      findings: result.findings,
      handedOn: result.handoffs.map(toComparable),
      answer: result.end === null ? null : endedTurn(turn, result.end, now).answer,
    }),
  );
}

async function workAgain(
  taken: TakenHandoff,
  receiver: HandoffReceiver,
  context: TurnContext,
  now: number,
): Promise<WorkResult> {
  const { signal } = new AbortController();
  try {
    return await receiver.work({ ...taken, context }, { now: () => now, signal });
  } catch (error) {
    const failure = toAppError(error);
    const refused = receiver.refuse?.(taken, failure, now);
    return refused ?? { findings: [], handoffs: [], run: null, end: failedAnalysis(failure) };
  }
}

function toComparable({ draft, correlation }: OutgoingHandoff) {
  return { ...draft, correlation };
}

interface Outcome {
  readonly findings: readonly Finding[];
  readonly handedOn: readonly Pick<Handoff, 'kind' | 'to' | 'brief' | 'correlation'>[];
  readonly answer: Turn['answer'];
}

/** What must be the same again: not how long it took, and requests in whatever order they were read. */
function comparable({ findings, handedOn, answer }: Outcome): unknown {
  const plain = {
    findings: findings.map(({ agent, step, finding }) => ({ agent, step, finding })),
    handedOn: handedOn
      .map(({ kind, to, brief, correlation }) => ({ kind, to, brief, correlation }))
      .toSorted((one, other) => (one.correlation?.requestId ?? '').localeCompare(other.correlation?.requestId ?? '')),
    answer: answer === null ? null : { ...answer, timings: null, handoffs: null },
  };
  const json: unknown = JSON.parse(JSON.stringify(plain));
  return json;
}
