import type { Database } from './database.ts';
import { commitEach } from './database.ts';
import { parseFieldPath, valueAt } from './field-path.ts';
import type { Write } from './protocol.ts';
import { idOf } from './resource-name.ts';
import { toMicros, toTimestamp } from './commit-clock.ts';
import { GrpcFailure } from '../grpc/grpc-failure.ts';

/** A field whose time, once past, makes its document expire. */
export interface TimeToLiveField {
  readonly collectionGroup: string;
  readonly fieldPath: string;
}

/** Firestore does not say when it sweeps (within a day); on a laptop one wants to see it. */
export const SWEEP_INTERVAL_MS = 5_000;

/** Deletes documents whose time has passed, unless they change meanwhile. @returns how many */
export async function sweepExpired(
  databases: Iterable<Database>,
  fields: readonly TimeToLiveField[],
  nowMs: number,
): Promise<number> {
  let deleted = 0;
  for (const database of databases) {
    const writes = fields.flatMap((field) => expired(database, field, nowMs));
    const outcomes = await commitEach(database, writes, AbortSignal.timeout(SWEEP_INTERVAL_MS));
    deleted += outcomes.filter((outcome) => !(outcome instanceof GrpcFailure)).length;
  }
  return deleted;
}

function expired(database: Database, { collectionGroup, fieldPath }: TimeToLiveField, nowMs: number): readonly Write[] {
  const path = parseFieldPath(fieldPath);
  const writes: Write[] = [];
  for (const document of database.store.documentsIn((collection) => idOf(collection) === collectionGroup)) {
    const value = valueAt(document.fields, path);
    if (value?.valueType !== 'timestampValue' || toMicros(value.timestampValue) > nowMs * 1_000) continue;
    writes.push({
      operation: 'delete',
      delete: document.name,
      updateMask: null,
      updateTransforms: [],
      currentDocument: { conditionType: 'updateTime', updateTime: toTimestamp(document.updateTime) },
    });
  }
  return writes;
}
