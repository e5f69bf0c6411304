import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadFirestoreService } from '#infra/local/firestore/proto-service.ts';
import { startFirestoreServer } from '#infra/local/firestore/firestore-server.ts';
import { Random } from '#tests/differential/random.ts';
import { findGoogleEmulator, startGoogleEmulator } from '#tests/support/google-emulator.ts';
import { randomDocuments, randomQuery, ROOT } from './random-query.ts';
import { createRawClient, type RawAnswer, type RawClient } from '#tests/support/raw-grpc-client.ts';

/** FIRESTORE_FUZZ_QUERIES asks for more or fewer; FIRESTORE_FUZZ_SEED repeats a run. */
const QUERIES = Number(process.env['FIRESTORE_FUZZ_QUERIES'] ?? 2_000);
const SEED = Number(process.env['FIRESTORE_FUZZ_SEED'] ?? 20_261_124);
const QUERIES_A_WORLD = 250;
const DOCUMENTS = 60;
const AT_ONCE = 4;
const DEADLINE_EXCEEDED = 4;
/** Google's emulator takes seconds for its first commit on a busy machine. */
const WRITE_TIMEOUT_MS = 60_000;

const answerSchema = z.looseObject({ document: z.looseObject({ name: z.string() }).nullish() });

const emulator = findGoogleEmulator('firestore');
if (emulator === null)
  process.stdout.write('skipped: no Google Cloud SDK with the Firestore emulator, so no differential fuzz\n');

interface Difference {
  readonly query: string;
  readonly ours: string;
  readonly google: string;
}

function describeAnswer({ code, messages }: RawAnswer): string {
  if (code !== 0) return `code ${code}`;
  const names = messages.flatMap((message) => answerSchema.parse(message).document?.name.slice(ROOT.length) ?? []);
  return names.join(' ');
}

async function write(client: RawClient, writes: readonly object[]): Promise<void> {
  const database = ROOT.slice(0, ROOT.lastIndexOf('/'));
  const { code, details } = await client.call('Commit', { database, writes }, WRITE_TIMEOUT_MS);
  if (code !== 0) throw new Error(`The documents were refused with ${code}: ${details}`);
}

describe.skipIf(emulator === null)("the local Firestore beside Google's emulator", () => {
  const clients: RawClient[] = [];
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const service = loadFirestoreService();
    const ours = await startFirestoreServer();
    stops.push(() => ours.stop());
    if (emulator === null) return;
    const google = await startGoogleEmulator(emulator);
    stops.push(() => google.stop());
    clients.push(createRawClient(ours.address, service), createRawClient(google.address, service));
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    for (const stop of stops) await stop();
  });

  async function ask(query: object): Promise<Difference | 'same' | 'refused' | 'late'> {
    const [ours, google] = await Promise.all(
      clients.map((client) => client.call('RunQuery', { parent: ROOT, structuredQuery: query })),
    );
    if (ours === undefined || google === undefined) throw new Error('Both servers must answer.');
    if (google.code === DEADLINE_EXCEEDED) return 'late';
    const [left, right] = [describeAnswer(ours), describeAnswer(google)];
    if (left === right) return google.code === 0 ? 'same' : 'refused';
    const reason = (answer: RawAnswer): string => (answer.code === 0 ? '' : ` (${answer.details.slice(0, 150)})`);
    return { query: JSON.stringify(query), ours: left + reason(ours), google: right + reason(google) };
  }

  it(`answers ${QUERIES} random queries the same way`, { timeout: QUERIES * 100 + 30_000 }, async () => {
    const random = new Random(SEED);
    const counts = { same: 0, refused: 0, late: 0 };
    const differences: Difference[] = [];
    let names: readonly string[] = [];
    for (let done = 0; done < QUERIES; done += AT_ONCE) {
      if (done % QUERIES_A_WORLD < AT_ONCE) {
        const documents = randomDocuments(random, DOCUMENTS);
        const writes = [...names.map((name) => ({ delete: name })), ...documents.map((update) => ({ update }))];
        for (const client of clients) await write(client, writes);
        names = documents.map(({ name }) => name);
      }
      const queries = Array.from({ length: Math.min(AT_ONCE, QUERIES - done) }, () => randomQuery(random));
      for (const outcome of await Promise.all(queries.map(ask))) {
        if (typeof outcome === 'string') counts[outcome] += 1;
        else differences.push(outcome);
      }
    }

    process.stdout.write(
      `differential fuzz, seed ${SEED}: ${JSON.stringify({ ...counts, different: differences.length })}\n`,
    );
    expect(differences.slice(0, 10)).toEqual([]);
    expect(counts.same).toBeGreaterThan(QUERIES / 2);
    expect(counts.late).toBeLessThan(QUERIES / 20);
  });
});
