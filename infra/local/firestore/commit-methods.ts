import { status, type UntypedServiceImplementation } from '@grpc/grpc-js';

import { unary } from '../grpc/call-handlers.ts';
import { nameOfWrite } from './apply-write.ts';
import { toTimestamp } from './commit-clock.ts';
import { commitEach } from './database.ts';
import type { Databases } from './databases.ts';
import { GrpcFailure } from '../grpc/grpc-failure.ts';
import { invalidArgument } from './firestore-failure.ts';
import type { CallFaults } from '../grpc/call-faults.ts';
import type { TransactionOptions, Write } from './protocol.ts';
import { checkDatabase } from './resource-name.ts';

type BeginRequest = { readonly database: string; readonly options: TransactionOptions | null };
type CommitRequest = { readonly database: string; readonly writes: readonly Write[]; readonly transaction: Buffer };
type RollbackRequest = { readonly database: string; readonly transaction: Buffer };
type BatchWriteRequest = { readonly database: string; readonly writes: readonly Write[] };

/** Limit of BatchWrite: https://cloud.google.com/firestore/docs/reference/rpc/google.firestore.v1 */
const MAX_BATCH_WRITES = 500;

export function createCommitMethods(databases: Databases, faults: CallFaults): UntypedServiceImplementation {
  const databaseOf = (name: string) => databases.get(checkDatabase(name));
  return {
    BeginTransaction: unary('BeginTransaction', faults, ({ database, options }: BeginRequest) => {
      return { transaction: databaseOf(database).begin(options) };
    }),
    Commit: unary('Commit', faults, async ({ database, writes, transaction }: CommitRequest, signal) => {
      const id = transaction.length === 0 ? null : transaction;
      const { writeResults, commitTime } = await databaseOf(database).commit(writes, id, signal);
      return { writeResults, commitTime: toTimestamp(commitTime) };
    }),
    Rollback: unary('Rollback', faults, ({ database, transaction }: RollbackRequest) => {
      databaseOf(database).rollback(transaction);
      return {};
    }),
    BatchWrite: unary('BatchWrite', faults, async ({ database, writes }: BatchWriteRequest, signal) => {
      if (writes.length > MAX_BATCH_WRITES) throw invalidArgument(`At most ${MAX_BATCH_WRITES} writes in a batch.`);
      const names = writes.map(nameOfWrite);
      if (new Set(names).size < names.length) throw invalidArgument('A document can be written once in a batch.');
      const outcomes = await commitEach(databaseOf(database), writes, signal);
      return {
        writeResults: outcomes.map((outcome) =>
          outcome instanceof GrpcFailure ? { updateTime: null } : (outcome.writeResults[0] ?? {}),
        ),
        status: outcomes.map((outcome) =>
          outcome instanceof GrpcFailure
            ? { code: outcome.code, message: outcome.message }
            : { code: status.OK, message: '' },
        ),
      };
    }),
  };
}
