import { AppError } from '#shared/errors/app-error.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import { failTurn } from './end-turn.ts';
import { republish, type OutboxDeps } from './outbox.ts';
import { turnFromData } from './stored-records.ts';

/** An outbox row older than this was not published by the instance that wrote it. */
const OUTBOX_AGE_MS = 10_000;
const BATCH = 100;

export interface SweepDeps extends OutboxDeps {
  readonly store: DocumentStore;
  readonly now: () => number;
}

export interface Swept {
  readonly republished: number;
  readonly failed: number;
}

/** Publishes what a crash kept in the outbox, and ends turns whose time is up, visibly. Safe to run at any time, twice. */
export async function sweep(deps: SweepDeps): Promise<Swept> {
  const republished = await sweepOutbox(deps);
  const failed = await sweepLateTurns(deps);
  return { republished, failed };
}

async function sweepOutbox(deps: SweepDeps): Promise<number> {
  const rows = await deps.store.find({
    collection: 'outbox',
    where: [{ field: 'createdAt', operator: '<', value: deps.now() - OUTBOX_AGE_MS }],
    orderBy: [{ field: 'createdAt', direction: 'asc' }],
    limit: BATCH,
  });
  return republish(
    rows.map(({ path }) => path.split('/').at(-1) ?? path),
    deps,
  );
}

async function sweepLateTurns(deps: SweepDeps): Promise<number> {
  const late = await deps.store.find({
    collection: 'turns',
    group: true,
    where: [
      { field: 'status', operator: '==', value: 'pending' },
      { field: 'deadlineAt', operator: '<', value: deps.now() },
    ],
    orderBy: [{ field: 'deadlineAt', direction: 'asc' }],
    limit: BATCH,
  });
  const tooLate = new AppError('deadline_exceeded', 'The turn’s time was up.');
  for (const { data } of late) {
    await failTurn(turnFromData(data), tooLate, { ...deps, starter: { bus: deps.bus, name: null } });
  }
  return late.length;
}
