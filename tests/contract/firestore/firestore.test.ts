import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Firestore } from '@google-cloud/firestore';
import { expect, it } from 'vitest';
import { startFirestoreServer } from '#infra/local/firestore/firestore-server.ts';
import { indexDeclarationsSchema } from '#infra/local/firestore/index-declarations.ts';
import { describeContract, type Features, type Subject } from '#tests/support/describe-contract.ts';
import { findGoogleEmulator, startGoogleEmulator } from '#tests/support/google-emulator.ts';
import { documentFeatures } from './features/documents.ts';
import { filterFeatures } from './features/filters.ts';
import { listenerFeatures } from './features/listeners.ts';
import { queryFeatures } from './features/queries.ts';
import { transactionFeatures } from './features/transactions.ts';
import { transformFeatures } from './features/transforms.ts';
import { writeFeatures } from './features/writes.ts';
import { connectFirestore } from './connect-firestore.ts';
import { GOOGLE_EMULATOR_GAPS } from './google-emulator-gaps.ts';
import { createWorld, type World } from './world.ts';

const GROUPS: Readonly<Record<string, Features<World>>> = {
  documents: documentFeatures,
  writes: writeFeatures,
  transforms: transformFeatures,
  transactions: transactionFeatures,
  filters: filterFeatures,
  queries: queryFeatures,
  listeners: listenerFeatures,
};
const FEATURES = Object.values(GROUPS).flatMap((features) => Object.keys(features));

function subjectOf(db: Firestore, stopServer: () => Promise<void>): Subject<World> {
  return {
    createWorld: () => createWorld(db),
    stop: async () => {
      await db.terminate();
      await stopServer();
    },
  };
}

describeContract(
  'the local Firestore',
  GROUPS,
  async () => {
    const indexes: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'firestore.indexes.json'), 'utf8'));
    const server = await startFirestoreServer({ indexes: indexDeclarationsSchema.parse(indexes) });
    return subjectOf(connectFirestore(server.address), () => server.stop());
  },
  { skipped: null },
);

const emulator = findGoogleEmulator('firestore');
describeContract(
  "Google's Firestore emulator",
  GROUPS,
  async () => {
    if (emulator === null) throw new Error('It is not installed.');
    const server = await startGoogleEmulator(emulator);
    const db = connectFirestore(server.address);
    // A listener that the emulator never answered is still open; it ends with the emulator.
    return {
      createWorld: () => createWorld(db),
      stop: async () => {
        await db.terminate().catch(() => undefined);
        await server.stop();
      },
    };
  },
  {
    skipped: emulator === null ? 'no Google Cloud SDK with the emulator and Java' : null,
    gaps: GOOGLE_EMULATOR_GAPS,
    timeoutMs: 60_000,
    retries: 2,
  },
);

const project = process.env['FIRESTORE_CONTRACT_PROJECT'];
describeContract(
  'Firestore in a real project',
  GROUPS,
  async () => {
    const databaseId = process.env['FIRESTORE_CONTRACT_DATABASE'] ?? '(default)';
    const db = new Firestore({ projectId: project ?? '', databaseId });
    const clean = new Firestore({ projectId: project ?? '', databaseId });
    return subjectOf(db, async () => {
      await clean.recursiveDelete(clean.collection('baton-contract'));
      await clean.terminate();
    });
  },
  { skipped: project === undefined ? 'FIRESTORE_CONTRACT_PROJECT is not set' : null, timeoutMs: 60_000 },
);

it('has a contract of at least 76 features, each with a name of its own', () => {
  process.stdout.write(`Firestore contract: ${FEATURES.length} features\n`);

  expect(new Set(FEATURES).size).toBe(FEATURES.length);
  expect(FEATURES.length).toBeGreaterThanOrEqual(76);
  expect(FEATURES).toEqual(expect.arrayContaining(Object.keys(GOOGLE_EMULATOR_GAPS)));
});
