import { AppError, toAppError, type ErrorCode } from '#shared/errors/app-error.ts';
import { verifyTurnContext } from '#shared/identity/turn-context.ts';
import { abortError, unlessAborted } from '#shared/resilience/unless-aborted.ts';
import { commitWork, type Committed, type WorkResult } from './commit-work.ts';
import { failedAnalysis, failTurn } from './end-turn.ts';
import { requireToHold } from './handoff-checks.ts';
import type { HandoffReceiver, ReceiverDeps, TakenHandoff } from './handoff-receiver.ts';
import { keepLease } from './lease.ts';
import { publishHandoffs, republish } from './outbox.ts';
import { MAX_DELIVERY_ATTEMPTS } from './turn-limits.ts';
import { takeOn, type Arrival } from './take-on.ts';
import { deadlineError, workSignal } from './work-signal.ts';

/** How often work is done again at once because another delivery of the same turn won the race. */
const MAX_RACES = 5;

/** Failures that a last delivery must not turn into an end: another instance, or the store, is what is missing. */
const NEVER_FINAL: ReadonlySet<ErrorCode> = new Set([
  'instance_stopping',
  'state_contended',
  'state_unavailable',
  'messaging_unavailable',
]);

/** Failures that nobody further on can do anything with: the turn ends here and now. */
const ENDS_THE_TURN: ReadonlySet<ErrorCode> = new Set(['deadline_exceeded', 'cancelled', 'turn_limit_reached']);

export interface Delivery extends Arrival {
  /** True when Pub/Sub will not deliver again: a passing failure must then be told, or it would tell nothing. */
  readonly isLast: boolean;
}

export type WorkOutcome = 'unknown' | 'turn_ended' | 'already_done' | 'done';

/**
 * Works on a genuine handoff: take it on, check, work, commit, publish.
 *
 * @throws AppError whatever a second delivery may cure.
 */
export async function workOnHandoff(
  delivery: Delivery,
  receiver: HandoffReceiver,
  deps: ReceiverDeps,
): Promise<WorkOutcome> {
  for (let race = 0; ; race += 1) {
    try {
      return await takeAndWork(delivery, receiver, deps);
    } catch (error) {
      const { code } = toAppError(error);
      if (code === 'deadline_exceeded') return endLateTurn(delivery, receiver, deps);
      if (code !== 'state_contended' || race >= MAX_RACES) throw error;
    }
  }
}

async function takeAndWork(delivery: Delivery, receiver: HandoffReceiver, deps: ReceiverDeps): Promise<WorkOutcome> {
  const signal = workSignal(delivery.handoff, deps.stopping, deps.timers);
  try {
    for (;;) {
      const taken = await takeOn(delivery, receiver, deps);
      switch (taken.outcome) {
        case 'unknown':
        case 'turn_ended':
          return taken.outcome;
        case 'already_done':
          await republish(taken.handedOn, deps);
          return 'already_done';
        case 'busy':
          await awaitHolder(taken.until, signal.work, deps);
          break;
        case 'taken':
          return await workUnderLease({ ...delivery, ...taken, work: signal.work }, receiver, deps);
      }
    }
  } finally {
    signal.dispose();
  }
}

/**
 * Waits until a holder must have shown a sign of life. Asking for another delivery instead would use up the deliveries
 * that are left before the handoff becomes a dead letter.
 *
 * @throws AppError `deadline_exceeded`, `instance_stopping`.
 */
async function awaitHolder(until: number, work: AbortController, { timers }: ReceiverDeps): Promise<void> {
  try {
    await timers.sleep(Math.max(1, until - timers.now() + 1), work.signal);
  } catch {
    throw abortError(work.signal);
  }
}

/** Whoever waited for a holder until the deadline ends the turn: nothing else of it may be on its way. */
async function endLateTurn({ handoff }: Delivery, { name }: HandoffReceiver, deps: ReceiverDeps): Promise<WorkOutcome> {
  await failTurn(handoff, deadlineError(), { ...deps, now: deps.timers.now, starter: { bus: deps.bus, name } });
  return 'turn_ended';
}

interface Job extends Delivery {
  readonly taken: TakenHandoff;
  readonly fence: number | null;
  readonly work: AbortController;
}

async function workUnderLease(job: Job, receiver: HandoffReceiver, deps: ReceiverDeps): Promise<WorkOutcome> {
  const { fence, taken, work } = job;
  const { leaseMs } = receiver;
  const lease =
    fence === null || leaseMs === undefined ? null : keepLease(taken.handoff, { fence, leaseMs }, work, deps);
  let committed: Committed;
  try {
    const result = await resultOf(job, receiver, deps);
    committed = await commitOrRefuse(job, result, receiver, deps);
    lease?.end();
  } catch (error) {
    await lease?.giveBack();
    throw error;
  }
  if (committed.outcome === 'done') await publishHandoffs(committed.handoffs, deps);
  return committed.outcome;
}

/** What the receiver made of it: its result, or its refusal where a second delivery could not cure the failure. */
async function resultOf(job: Job, receiver: HandoffReceiver, deps: ReceiverDeps): Promise<WorkResult> {
  const { taken } = job;
  const { signal } = job.work;
  try {
    const now = deps.timers.now();
    if (now >= taken.handoff.deadlineAt) throw deadlineError();
    if (job.fence !== null && job.fence > MAX_DELIVERY_ATTEMPTS) throw triedTooOftenError();
    requireToHold('received', taken.handoff, taken.turn);
    const { conversationId, turnId } = taken.handoff;
    const context = await verifyTurnContext(taken.handoff.context, await deps.contextKeys(), {
      conversationId,
      turnId,
      now,
    });
    signal.throwIfAborted();
    const work = receiver.work({ ...taken, context }, { now: deps.timers.now, signal });
    const result = await unlessAborted(work, signal);
    // What was made after the work was stopped may be a failure that only the stop brought about.
    signal.throwIfAborted();
    return result;
  } catch (error) {
    const failure = signal.aborted ? abortError(signal) : toAppError(error);
    if (failure.retryable && (!job.isLast || NEVER_FINAL.has(failure.code))) throw failure;
    deps.log.error('work_failed', failure, { turnId: taken.handoff.turnId });
    return refusal(taken, failure, receiver, deps);
  }
}

/** Deliveries that Pub/Sub makes twice, or that the sweep makes again, are not in its count: the fence counts them all. */
function triedTooOftenError(): AppError {
  return new AppError('undeliverable', 'A step of the question was tried too often without coming to an end.');
}

function refusal(
  taken: TakenHandoff,
  failure: AppError,
  receiver: HandoffReceiver,
  { timers }: ReceiverDeps,
): WorkResult {
  if (receiver.refuse === undefined || ENDS_THE_TURN.has(failure.code)) return ending(failure);
  return receiver.refuse(taken, failure, timers.now());
}

function ending(failure: AppError): WorkResult {
  return { findings: [], handoffs: [], run: null, end: failedAnalysis(failure) };
}

/** Commits a result; one that may not be handed on is given back, and what can't be given back ends the turn. */
async function commitOrRefuse(
  { taken, fence }: Job,
  result: WorkResult,
  receiver: HandoffReceiver,
  deps: ReceiverDeps,
): Promise<Committed> {
  const commit = (made: WorkResult): Promise<Committed> =>
    commitWork(
      { handoff: taken.handoff, run: taken.run, receiver: receiver.name, fence, result: made },
      { store: deps.store, now: deps.timers.now },
    );
  try {
    return await commit(result);
  } catch (error) {
    const failure = finalFailure(error);
    deps.log.error('result_refused', failure, { turnId: taken.handoff.turnId });
    try {
      return await commit(refusal(taken, failure, receiver, deps));
    } catch (second) {
      finalFailure(second);
      return commit(ending(failure));
    }
  }
}

/** @throws AppError the failure itself, when a second delivery may cure it. */
function finalFailure(error: unknown): AppError {
  const failure = toAppError(error);
  if (failure.retryable) throw failure;
  return failure;
}
