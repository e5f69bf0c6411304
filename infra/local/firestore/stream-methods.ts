import { randomUUID } from 'node:crypto';
import type { ServerDuplexStream, status, UntypedServiceImplementation } from '@grpc/grpc-js';

import { toTimestamp } from './commit-clock.ts';
import type { Databases } from './databases.ts';
import { toGrpcStatus } from '../grpc/grpc-failure.ts';
import { checkedRequest } from '../grpc/call-handlers.ts';
import type { CallFaults } from '../grpc/call-faults.ts';
import type { IndexCatalog } from './index-catalog.ts';
import { type ListenCall, type ListenRequest, ListenStream } from './listen-stream.ts';
import type { Write } from './protocol.ts';
import { checkDatabase } from './resource-name.ts';

interface WriteRequest {
  readonly database: string;
  readonly writes: readonly Write[];
}

type WriteCall = ServerDuplexStream<WriteRequest, object>;

export function createStreamMethods(
  databases: Databases,
  faults: CallFaults,
  indexes: IndexCatalog | null,
): UntypedServiceImplementation {
  return {
    Listen: (call: ListenCall) => {
      const stream = new ListenStream(call, { databases, checkIndexes: (plan) => indexes?.check(plan) });
      const close = (): void => stream.close();
      let ready: Promise<unknown> = faults.strike('Listen', call);
      call.on('data', (request: ListenRequest) => {
        ready = ready
          .then(() => stream.receive(checkedRequest(request)))
          .catch((error: unknown) => {
            close();
            fail(call, toGrpcStatus(error));
          });
      });
      call.on('cancelled', close);
      call.on('error', close);
      call.on('end', () => {
        close();
        call.end();
      });
    },
    Write: (call: WriteCall) => serveWrites(call, databases),
  };
}

function fail(call: ListenCall | WriteCall, cause: { readonly code: status; readonly details: string }): void {
  call.emit('error', cause);
}

/** The first message opens the stream, each one after it is a commit; they are done in the order they came. */
function serveWrites(call: WriteCall, databases: Databases): void {
  const streamId = randomUUID();
  const ended = new AbortController();
  let database: ReturnType<Databases['get']> | null = null;
  let sent = 0;
  const receive = async (request: WriteRequest): Promise<void> => {
    const isFirst = database === null;
    database ??= databases.get(checkDatabase(request.database));
    sent += 1;
    const streamToken = Buffer.from(String(sent));
    if (isFirst) {
      call.write({ streamId, streamToken });
      return;
    }
    const { writeResults, commitTime } = await database.commit(request.writes, null, ended.signal);
    call.write({ streamToken, writeResults, commitTime: toTimestamp(commitTime) });
  };
  let done = Promise.resolve();
  call.on('data', (request: WriteRequest) => {
    done = done.then(() => receive(checkedRequest(request))).catch((error: unknown) => fail(call, toGrpcStatus(error)));
  });
  call.on('cancelled', () => ended.abort());
  call.on('end', () => {
    void done.then(() => call.end());
  });
}
