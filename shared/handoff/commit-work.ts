import { AppError } from '#shared/errors/app-error.ts';
import type { Analysis } from '#shared/schemas/analysis.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import type { Note } from '#shared/schemas/note.ts';
import {
  HANDOFF_VERSION,
  handoffSchema,
  type Finding,
  type Handoff,
  type HandoffDraft,
} from '#shared/schemas/handoff.ts';
import type { DocumentData, DocumentStore, Transaction } from '#shared/state/document-store.ts';
import { endedTurn } from './end-turn.ts';
import { requireToHold } from './handoff-checks.ts';
import { handoffId } from './handoff-id.ts';
import { writeToOutbox } from './outbox.ts';
import {
  handoffFromData,
  paths,
  runFromData,
  runToData,
  turnFromData,
  turnToData,
  type Run,
} from './stored-records.ts';
import { digestOfRequest, requireWithinLimits } from './turn-limits.ts';
import { readForNotes, writeNotes } from './turn-notes.ts';
import { readDeparture, writeDeparture } from './turn-queue.ts';

/** A handoff to be handed on, and whom its reply is for. */
export interface OutgoingHandoff {
  readonly draft: HandoffDraft;
  /** For a request: our run and the request's name. For a reply: what the request came with. Else null. */
  readonly correlation: Handoff['correlation'];
}

/** All that a function wants changed; the runtime makes it so in one transaction. */
export interface WorkResult {
  readonly findings: readonly Finding[];
  readonly handoffs: readonly OutgoingHandoff[];
  /** The state to keep until replies are in; null when nothing is awaited. */
  readonly run: Run | null;
  /** The final answer, when this work ends the turn. */
  readonly end: Analysis | null;
  /** What is kept beyond the turn. */
  readonly notes?: readonly Note[];
}

export interface Work {
  readonly handoff: Handoff;
  /** Name of the function that did the work. */
  readonly receiver: string;
  /** The run as it was when the work began. */
  readonly run: Run | null;
  /** The fencing number of the lease that the work was done under; null when none was needed. */
  readonly fence: number | null;
  readonly result: WorkResult;
}

export interface CommitDeps {
  readonly store: DocumentStore;
  readonly now: () => number;
}

export type Committed =
  | {
      readonly outcome: 'done';
      /** What is in the outbox for this function to publish: what it hands on, and the conversation's next turn. */
      readonly handoffs: readonly Handoff[];
    }
  | { readonly outcome: 'already_done' | 'turn_ended' };

/**
 * Makes a function's work true at once: done-mark, findings, run, outbox and, when it ends the turn, the answer.
 *
 * Refused when another delivery did the same work first or the turn has ended meanwhile.
 *
 * @throws AppError `state_contended` when the run changed under the work, or somebody else took the handoff on: read
 * again and work again; `check_failed` when a handoff does not hold what its kind must; `turn_limit_reached`;
 * `result_too_large`.
 */
export function commitWork(work: Work, deps: CommitDeps): Promise<Committed> {
  const { handoff, result } = work;
  const { conversationId, turnId } = handoff;
  const now = deps.now();
  const handoffs = result.handoffs.map((outgoing) => seal(outgoing, work, now));
  const runId = result.run?.runId ?? work.run?.runId;
  const runPath = runId === undefined ? null : paths.run(conversationId, turnId, runId);
  const recordPath = paths.handoff(conversationId, turnId, handoff.id);
  const turnPath = paths.turn(conversationId, turnId);

  return deps.store.transact<Committed>(async (transaction) => {
    const readPaths = [recordPath, turnPath, ...(runPath === null ? [] : [runPath])];
    const standing = judge(work, await transaction.getAll(readPaths));
    if (standing.outcome !== 'open') return standing;
    const { turn } = standing;
    refuseForbidden(handoffs, turn);
    const departure = result.end === null ? null : await readDeparture(transaction, turn, work.receiver);
    const noted = await readForNotes(transaction, turn, result.notes ?? []);

    const toPublish = [...handoffs, ...(departure?.mayPublish ? [departure.next] : [])];
    const handedOn = toPublish.map(({ id }) => id);
    transaction.update(recordPath, { doneAt: now, handedOn, endedTurn: result.end !== null });
    transaction.set(turnPath, turnToData(advancedTurn(turn, work, handoffs.length, now)));
    keepRun(transaction, runPath, result.run, now);
    writeToOutbox(transaction, handoffs, now);
    if (departure !== null) writeDeparture(transaction, departure, now);
    writeNotes(transaction, noted, now);
    return { outcome: 'done', handoffs: toPublish };
  });
}

type Standing = { readonly outcome: 'already_done' | 'turn_ended' } | { readonly outcome: 'open'; readonly turn: Turn };

/** Whether the work may still be committed. @throws AppError `state_contended`, `invalid_state`. */
function judge(work: Work, [record, turnData, runData]: readonly (DocumentData | null)[]): Standing {
  if (!record || !turnData) throw new AppError('invalid_state', 'The turn is gone.');
  const { doneAt, fence } = handoffFromData(record);
  if (doneAt !== null) return { outcome: 'already_done' };
  const turn = turnFromData(turnData);
  if (turn.status === 'ended') return { outcome: 'turn_ended' };
  refuseStale(work, runData ? runFromData(runData) : null, fence);
  return { outcome: 'open', turn };
}

/** What does not hold what its kind must, or is more than a turn may take, is not handed on. */
function refuseForbidden(handoffs: readonly Handoff[], turn: Turn): void {
  for (const handoff of handoffs) requireToHold('handed-on', handoff, turn);
  requireWithinLimits(turn, handoffs);
}

/** Whoever worked from what is not true any more must not commit it. */
function refuseStale({ run, fence }: Work, stored: Run | null, storedFence: number): void {
  if (run?.revision !== stored?.revision) {
    throw new AppError('state_contended', 'Another reply of the same run came in meanwhile.');
  }
  if (fence !== null && fence !== storedFence) {
    throw new AppError('state_contended', 'Another instance has taken this handoff on.');
  }
}

function keepRun(transaction: Transaction, path: string | null, run: Run | null, now: number): void {
  if (path === null || run === null) return;
  transaction.set(path, runToData(run, now));
}

function advancedTurn(turn: Turn, { result, handoff }: Work, handedOn: number, now: number): Turn {
  const findings = result.findings.map((finding) => ({ ...finding, handoffId: handoff.id }));
  const advanced = { ...turn, steps: [...turn.steps, ...findings], handoffs: turn.handoffs + handedOn };
  return result.end === null ? advanced : endedTurn(advanced, result.end, now);
}

/** Adds the envelope: the same work always seals the same id. */
function seal({ draft, correlation }: OutgoingHandoff, work: Work, now: number): Handoff {
  const { handoff, receiver, result } = work;
  const { conversationId, turnId } = handoff;
  const trail = result.run?.trail ?? [...(work.run?.trail ?? handoff.trail), ...result.findings];
  return handoffSchema.parse({
    version: HANDOFF_VERSION,
    id: handoffId([turnId, handoff.id, draft.kind, draft.to, correlation?.requestId ?? '']),
    kind: draft.kind,
    from: receiver,
    to: draft.to,
    conversationId,
    turnId,
    issuedAt: now,
    deadlineAt: handoff.deadlineAt,
    hop: handoff.hop + 1,
    lineage: [...handoff.lineage, digestOfRequest(draft)],
    context: handoff.context,
    traceparent: handoff.traceparent,
    correlation,
    brief: draft.brief,
    trail,
  });
}
