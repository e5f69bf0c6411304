import { AppError } from '#shared/errors/app-error.ts';
import type { Timers } from '#shared/resilience/timers.ts';
import type { Handoff } from '#shared/schemas/handoff.ts';
import type { DocumentData, DocumentStore } from '#shared/state/document-store.ts';
import { handoffFromData, paths, turnFromData } from './stored-records.ts';

/*
 * A lease is the right to work on a handoff, so that two instances do not pay twice for one slow call. It saves money;
 * that work is committed once is the done-mark's business. Its fencing number grows with each holder, and what an
 * earlier holder commits is refused (M. Kleppmann, "How to do distributed locking", 2016).
 */

export type LeaseOutcome =
  | { readonly outcome: 'held'; readonly fence: number; readonly record: DocumentData }
  /** Somebody else is at work, at least until this time. */
  | { readonly outcome: 'busy'; readonly until: number }
  /** Nothing to work on: it is done, not what was handed on, or not there. */
  | { readonly outcome: 'over'; readonly record: DocumentData | null };

export interface LeaseDeps {
  readonly store: DocumentStore;
  readonly timers: Timers;
}

/** Takes a handoff on, unless somebody else is at work on it. */
export function leaseHandoff(
  recordPath: string,
  digest: string,
  leaseMs: number,
  { store, timers }: LeaseDeps,
): Promise<LeaseOutcome> {
  return store.transact<LeaseOutcome>(async (transaction) => {
    const [record = null] = await transaction.getAll([recordPath]);
    if (record === null) return { outcome: 'over', record };
    const stored = handoffFromData(record);
    if (stored.doneAt !== null || stored.digest !== digest) return { outcome: 'over', record };
    const now = timers.now();
    if (stored.leasedUntil > now) return { outcome: 'busy', until: stored.leasedUntil };
    const fence = stored.fence + 1;
    transaction.update(recordPath, { fence, leasedUntil: now + leaseMs });
    return { outcome: 'held', fence, record };
  });
}

type Standing = 'ours' | 'lost' | 'turn_ended';

/** Sets the end of a lease that is still ours while the turn is open. */
function renewLease(handoff: Handoff, fence: number, leasedUntil: number, store: DocumentStore): Promise<Standing> {
  const path = paths.handoff(handoff.conversationId, handoff.turnId, handoff.id);
  return store.transact<Standing>(async (transaction) => {
    const [data, turn] = await transaction.getAll([path, paths.turn(handoff.conversationId, handoff.turnId)]);
    if (!data || !turn || turnFromData(turn).status === 'ended') return 'turn_ended';
    const record = handoffFromData(data);
    if (record.fence !== fence || record.doneAt !== null) return 'lost';
    transaction.update(path, { leasedUntil });
    return 'ours';
  });
}

/** Why work under a lease is stopped. Lost: whoever holds it now goes on with what we began, so it is not cancelled. */
const STOPPED: Readonly<Record<Exclude<Standing, 'ours'>, () => AppError>> = {
  lost: () => new AppError('state_contended', 'Another instance has taken this handoff on.'),
  turn_ended: () => new AppError('cancelled', 'The turn has ended.'),
};

export interface HeldLease {
  readonly fence: number;
  readonly leaseMs: number;
}

/** A lease that is kept alive. */
export interface KeptLease {
  /** Lets it run out by itself: what it was for is done. */
  end(): void;
  /** Gives the handoff back, so that the next delivery need not wait until the lease has run out. */
  giveBack(): Promise<void>;
}

/**
 * Keeps a lease alive while its holder works, and aborts the work when the lease is lost, the turn has ended or was
 * cancelled: the warehouse need not finish what nobody will read.
 */
export function keepLease(handoff: Handoff, held: HeldLease, work: AbortController, deps: LeaseDeps): KeptLease {
  const over = new AbortController();
  const { store, timers } = deps;

  async function live(): Promise<void> {
    for (;;) {
      await timers.sleep(held.leaseMs / 4, over.signal);
      // A store that can't be reached for a moment is no reason to stop: the fence guards what is committed.
      const standing = await renewLease(handoff, held.fence, timers.now() + held.leaseMs, store).catch(
        () => 'ours' as const,
      );
      if (standing === 'ours') continue;
      work.abort(STOPPED[standing]());
      return;
    }
  }
  // It ends, by rejecting, when the lease is ended or given back.
  live().catch(() => undefined);
  return {
    end: () => over.abort('done'),
    async giveBack() {
      over.abort('given back');
      // What can't be given back now runs out by itself.
      await renewLease(handoff, held.fence, 0, store).catch(() => undefined);
    },
  };
}
