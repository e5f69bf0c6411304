import { isReply, type Handoff } from '#shared/schemas/handoff.ts';
import type { DocumentData } from '#shared/state/document-store.ts';
import type { HandoffReceiver, TakenHandoff } from './handoff-receiver.ts';
import { leaseHandoff, type LeaseDeps } from './lease.ts';
import { handoffFromData, paths, runFromData, turnFromData } from './stored-records.ts';

/** A handoff as it was published: its text's digest must match what was stored. */
export interface Arrival {
  readonly handoff: Handoff;
  readonly digest: string;
}

export type Taken =
  /** Nobody handed this on, or it was changed on the way. */
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'turn_ended' }
  | { readonly outcome: 'already_done'; readonly handedOn: readonly string[] }
  /** Another instance is believed to be at work, until this time, epoch milliseconds. */
  | { readonly outcome: 'busy'; readonly until: number }
  /** It is ours to work on; `fence` is null where no lease is needed. */
  | { readonly outcome: 'taken'; readonly taken: TakenHandoff; readonly fence: number | null };

/** Reads what is stored around a handoff and takes it on, under a lease where the receiver wants one. */
export async function takeOn(
  arrival: Arrival,
  { leaseMs }: Pick<HandoffReceiver, 'leaseMs'>,
  deps: LeaseDeps,
): Promise<Taken> {
  const { handoff } = arrival;
  const recordPath = paths.handoff(handoff.conversationId, handoff.turnId, handoff.id);
  const turnAndRun = [paths.turn(handoff.conversationId, handoff.turnId), ...runPaths(handoff)];
  if (leaseMs === undefined) {
    const [record, turn, run] = await deps.store.getAll([recordPath, ...turnAndRun]);
    return judge(arrival, { record, turn, run }, null);
  }
  const [leased, [turn, run]] = await Promise.all([
    leaseHandoff(recordPath, arrival.digest, leaseMs, deps),
    deps.store.getAll(turnAndRun),
  ]);
  if (leased.outcome === 'busy') return leased;
  return judge(arrival, { record: leased.record, turn, run }, leased.outcome === 'held' ? leased.fence : null);
}

function runPaths(handoff: Handoff): readonly string[] {
  const { conversationId, turnId, correlation } = handoff;
  return isReply(handoff) && correlation !== null ? [paths.run(conversationId, turnId, correlation.runId)] : [];
}

interface Stored {
  readonly record: DocumentData | null | undefined;
  readonly turn: DocumentData | null | undefined;
  readonly run: DocumentData | null | undefined;
}

function judge({ handoff, digest }: Arrival, stored: Stored, fence: number | null): Taken {
  if (!stored.record || !stored.turn) return { outcome: 'unknown' };
  const record = handoffFromData(stored.record);
  if (record.digest !== digest) return { outcome: 'unknown' };
  if (record.doneAt !== null) return { outcome: 'already_done', handedOn: record.handedOn };
  const turn = turnFromData(stored.turn);
  if (turn.status === 'ended') return { outcome: 'turn_ended' };
  const run = stored.run ? runFromData(stored.run) : null;
  return { outcome: 'taken', taken: { handoff, turn, run }, fence };
}
