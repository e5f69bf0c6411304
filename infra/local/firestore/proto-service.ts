import type { ServiceDefinition } from '@grpc/proto-loader';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';

import { limitRequests, loadService } from '../grpc/load-service.ts';
import type { Write } from './protocol.ts';

/** What the service's own refusal names; its documentation says 10 MiB: https://firebase.google.com/docs/firestore/quotas. */
const MAX_REQUEST_BYTES = 11 * 1_024 * 1_024;

/** google.firestore.v1.Firestore as Google's own client describes it. */
export function loadFirestoreService(): ServiceDefinition {
  const service = loadService('@google-cloud/firestore-api/protos/protos.json', 'google.firestore.v1.Firestore');
  return limitRequests(service, MAX_REQUEST_BYTES);
}

/** Turns the writes of a commit into bytes and back, by the service's own description. */
export interface CommitCodec {
  encode(writes: readonly object[]): Buffer;
  decode(bytes: Buffer): readonly Write[];
}

export function createCommitCodec(service: ServiceDefinition): CommitCodec {
  const commit = service['Commit'];
  if (commit === undefined) throw new AppError('internal', 'The service has no Commit method.');
  // The decoder makes exactly the shapes of protocol.ts.
  const commitSchema = z.custom<{ readonly writes: readonly Write[] }>((value) => typeof value === 'object');
  return {
    encode: (writes) => commit.requestSerialize({ writes }),
    decode: (bytes) => commitSchema.parse(commit.requestDeserialize(bytes)).writes,
  };
}
