import { handoffSchema, MAX_HANDOFF_BYTES, type Handoff } from '#shared/schemas/handoff.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { topicOf } from '#shared/schemas/edges.ts';
import type { MessageBus, OutgoingMessage } from '#shared/messaging/message-bus.ts';
import type { DocumentStore, Transaction } from '#shared/state/document-store.ts';
import { attributesOf } from './read-handoff.ts';
import { handoffFromData, handoffToData, outboxFromData, outboxToData, paths } from './stored-records.ts';

/** Ports that publishing needs. */
export interface OutboxDeps {
  readonly store: Pick<DocumentStore, 'getAll' | 'deleteAll'>;
  readonly bus: MessageBus;
}

const MAX_PUBLISHES_AT_ONCE = 16;

/**
 * Keeps handoffs without publishing them.
 *
 * @throws AppError `result_too_large` when one is larger than a message may be.
 */
export function writeHandoffs(transaction: Transaction, handoffs: readonly Handoff[]): void {
  for (const handoff of handoffs) {
    const data = handoffToData(handoff);
    if (Buffer.byteLength(String(data['json'])) > MAX_HANDOFF_BYTES) {
      throw new AppError('result_too_large', 'The result is too large to hand on. Ask for fewer rows or columns.');
    }
    transaction.create(paths.handoff(handoff.conversationId, handoff.turnId, handoff.id), data);
  }
}

/**
 * Adds handoffs to the transaction that makes them true: what is committed will be published, by this instance or,
 * after a crash, by a redelivery or the sweep.
 *
 * @throws AppError `result_too_large`, as {@link writeHandoffs}.
 */
export function writeToOutbox(transaction: Transaction, handoffs: readonly Handoff[], now: number): void {
  writeHandoffs(transaction, handoffs);
  for (const handoff of handoffs) {
    const handoffPath = paths.handoff(handoff.conversationId, handoff.turnId, handoff.id);
    transaction.create(
      paths.outbox(handoff.id),
      outboxToData({ topic: topicOf(handoff), handoffPath, createdAt: now }),
    );
  }
}

/** The exact text that is kept and published: its digest must match wherever it is read. */
interface Publication {
  readonly handoff: Handoff;
  readonly json: string;
}

function toMessage({ handoff, json }: Publication): OutgoingMessage {
  return { json, attributes: attributesOf(handoff) };
}

async function publishAll(publications: readonly Publication[], deps: OutboxDeps): Promise<void> {
  if (publications.length === 0) return;
  for (let at = 0; at < publications.length; at += MAX_PUBLISHES_AT_ONCE) {
    const batch = publications.slice(at, at + MAX_PUBLISHES_AT_ONCE);
    await Promise.all(
      batch.map((publication) => deps.bus.publish(topicOf(publication.handoff), toMessage(publication))),
    );
  }
  await deps.store.deleteAll(publications.map(({ handoff }) => paths.outbox(handoff.id)));
}

/** Publishes committed handoffs, then forgets their outbox rows. Publishing one twice is harmless. */
export async function publishHandoffs(handoffs: readonly Handoff[], deps: OutboxDeps): Promise<void> {
  await publishAll(
    handoffs.map((handoff) => ({ handoff, json: JSON.stringify(handoff) })),
    deps,
  );
}

/** Publishes as {@link publishHandoffs} does; what the bus does not take now is left to the sweep. */
export async function publishOrLeave(handoffs: readonly Handoff[], deps: OutboxDeps): Promise<void> {
  try {
    await publishHandoffs(handoffs, deps);
  } catch (error) {
    if (!(error instanceof AppError) || !error.retryable) throw error;
  }
}

/** Publishes again what is still in the outbox of these ids; answers how many there were. */
export async function republish(ids: readonly string[], deps: OutboxDeps): Promise<number> {
  const rows = (await deps.store.getAll(ids.map(paths.outbox))).filter((data) => data !== null).map(outboxFromData);
  const records = await deps.store.getAll(rows.map((row) => row.handoffPath));
  const publications = records
    .filter((data) => data !== null)
    .map((data) => handoffFromData(data).json)
    .map((json) => ({ json, handoff: handoffSchema.parse(JSON.parse(json)) }));
  await publishAll(publications, deps);
  return publications.length;
}
