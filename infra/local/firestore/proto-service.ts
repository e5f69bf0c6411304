import { createRequire } from 'node:module';
import { fromJSON, type ServiceDefinition } from '@grpc/proto-loader';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';

import type { Write } from './protocol.ts';

const SERVICE = 'google.firestore.v1.Firestore';

/** The service's description out of Google's own client, so that it knows what the client knows. */
export function loadFirestoreService(): ServiceDefinition {
  const protos: unknown = createRequire(import.meta.url)('@google-cloud/firestore-api/protos/protos.json');
  const root = z.custom<Parameters<typeof fromJSON>[0]>(
    (value) => z.looseObject({ nested: z.unknown() }).safeParse(value).success,
  );
  const definition = fromJSON(root.parse(protos), { longs: String, enums: String, defaults: true, oneofs: true })[
    SERVICE
  ];
  if (definition === undefined || 'format' in definition) {
    throw new AppError('internal', `${SERVICE} is not described.`);
  }
  // A message has a `format`; what has none is a service.
  return z.custom<ServiceDefinition>((value) => typeof value === 'object').parse(definition);
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
