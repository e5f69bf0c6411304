import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FieldValue, Timestamp, type Firestore } from '@google-cloud/firestore';
import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { startFirestoreServer, type FirestoreServerOptions } from '#infra/local/firestore/firestore-server.ts';
import { loadFirestoreService } from '#infra/local/firestore/proto-service.ts';
import { createRawClient } from '#tests/support/raw-grpc-client.ts';
import { connectFirestore } from './connect-firestore.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(options: FirestoreServerOptions = {}) {
  const server = await startFirestoreServer(options);
  const db = connectFirestore(server.address);
  const raw = createRawClient(server.address, loadFirestoreService());
  closers.push(
    () => server.stop(),
    () => db.terminate(),
    async () => raw.close(),
  );
  return { server, db, raw };
}

describe('what Google’s own emulator lacks', () => {
  const INDEXES: FirestoreServerOptions['indexes'] = {
    indexes: [
      {
        collectionGroup: 'cities',
        queryScope: 'COLLECTION',
        fields: [
          { fieldPath: 'country', order: 'ASCENDING' },
          { fieldPath: 'people', order: 'DESCENDING' },
        ],
      },
    ],
    fieldOverrides: [{ collectionGroup: 'sessions', fieldPath: 'expiresAt', ttl: true, indexes: [] }],
  };
  const equal = { fieldFilter: { field: { fieldPath: 'country' }, op: 'EQUAL', value: { stringValue: 'CH' } } };
  const orders = (direction: string) => [{ field: { fieldPath: 'people' }, direction }];
  const ask = (query: object, collectionId = 'cities', allDescendants = false) => ({
    parent: 'projects/p/databases/(default)/documents',
    structuredQuery: { from: [{ collectionId, allDescendants }], ...query },
  });

  it.each<[string, object]>([
    ['a single field', ask({ where: equal })],
    ['the declared fields in the declared order', ask({ where: equal, orderBy: orders('DESCENDING') })],
    ['one field up or down', ask({ orderBy: orders('ASCENDING') })],
  ])('a query for %s runs', async (_, request) => {
    const { raw } = await start({ indexes: INDEXES });

    expect(await raw.call('RunQuery', request)).toMatchObject({ code: status.OK });
  });

  it.each<[string, object, RegExp]>([
    [
      'one field more than declared',
      ask({ where: equal, orderBy: [...orders('DESCENDING'), { field: { fieldPath: 'area' } }] }),
      /"cities".*"COLLECTION".*"country".*"people","order":"DESCENDING".*"area","order":"ASCENDING"/u,
    ],
    ['a collection without the index', ask({ where: equal, orderBy: orders('DESCENDING') }, 'towns'), /"towns"/u],
    [
      'a whole collection group',
      ask({ where: equal }, 'cities', true),
      /"fieldOverrides".*"cities".*"country".*"COLLECTION_GROUP"/u,
    ],
  ])('a query for %s fails and names the index to declare', async (_, request, index) => {
    const { raw } = await start({ indexes: INDEXES });
    const answer = await raw.call('RunQuery', request);

    expect(answer.code).toBe(status.FAILED_PRECONDITION);
    expect(answer.details).toMatch(index);
  });

  it('deletes documents whose time has passed, and tells listeners', async () => {
    let now = Date.parse('2026-03-01T12:00:00Z');
    const { server, db } = await start({ indexes: INDEXES, now: () => now });
    const at = (minutes: number) => Timestamp.fromMillis(now + minutes * 60_000);
    await db.doc('sessions/soon').set({ expiresAt: at(5) });
    await db.doc('sessions/later').set({ expiresAt: at(50) });
    await db.doc('sessions/never').set({ expiresAt: 'no time' });
    await db.doc('other/soon').set({ expiresAt: at(5) });
    const sizes: number[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = db.collection('sessions').onSnapshot(({ size }) => sizes.push(size) === 2 && resolve());
    await expect.poll(() => sizes).toEqual([3]);

    now += 10 * 60_000;
    const deleted = await server.sweepExpired();
    await promise;
    stop();

    expect(deleted).toBe(1);
    expect(sizes).toEqual([3, 2]);
    expect((await db.doc('other/soon').get()).exists).toBe(true);
  });
});

describe('transactions', () => {
  it('notice a document that appeared in the result of their query', async () => {
    const { db } = await start();
    await db.doc('tasks/a').set({ open: true });
    let attempts = 0;

    await db.runTransaction(async (transaction) => {
      attempts += 1;
      const open = await transaction.get(db.collection('tasks').where('open', '==', true));
      if (attempts === 1) await db.doc('tasks/b').set({ open: true });
      transaction.set(db.doc('totals/tasks'), { count: open.size });
    });

    expect((await db.doc('totals/tasks').get()).data()).toEqual({ count: 2 });
    expect(attempts).toBe(2);
  });

  it('starve nobody: a hundred increments of one document at once need no second attempt', async () => {
    const { db } = await start();
    const counter = db.doc('counters/one');
    await counter.set({ count: 0 });
    let attempts = 0;

    const increment = () =>
      db.runTransaction(async (transaction) => {
        attempts += 1;
        const count: unknown = (await transaction.get(counter)).get('count');
        transaction.update(counter, { count: Number(count) + 1 });
      });
    await Promise.all(Array.from({ length: 100 }, increment));

    expect((await counter.get()).data()).toEqual({ count: 100 });
    expect(attempts).toBe(100);
  });

  it('are tried again after the fault of a lost commit', async () => {
    const { server, db } = await start();
    server.faults.add('Commit', { kind: 'error', code: status.ABORTED, message: 'Too much contention.' });

    await db.runTransaction((transaction) => Promise.resolve(transaction.create(db.doc('a/b'), { at: 1 })));

    expect((await db.doc('a/b').get()).data()).toEqual({ at: 1 });
  });
});

describe('a listener', () => {
  it('goes on after its connection broke, with what it missed', async () => {
    const { server, db } = await start();
    await db.doc('cities/a').set({ at: 1 });
    await db.doc('cities/gone').set({ at: 1 });
    const seen: string[] = [];
    const stop = db.collection('cities').onSnapshot(({ docs }) => seen.push(docs.map(({ id }) => id).join()));
    await expect.poll(() => seen).toEqual(['a,gone']);

    expect(server.faults.dropConnections()).toBeGreaterThan(0);
    const other: Firestore = connectFirestore(server.address);
    await other.doc('cities/b').set({ at: 2 });
    await other.doc('cities/gone').delete();
    await other.terminate();

    await expect.poll(() => seen.at(-1), { timeout: 15_000 }).toBe('a,b');
    stop();
  });
});

describe('a state file', () => {
  async function temporaryFile(): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), 'baton-firestore-'));
    closers.push(() => rm(directory, { recursive: true }));
    return join(directory, 'firestore.jsonl');
  }

  it('brings everything back, whatever its type, and only its owner may read it', async () => {
    const stateFile = await temporaryFile();
    const data = {
      nan: Number.NaN,
      bytes: Buffer.from([0, 255]),
      vector: FieldValue.vector([1, 2]),
      deep: { list: [1] },
    };
    const first = await start({ stateFile });
    await first.db.doc('a/kept').set(data);
    await first.db.doc('a/gone').set({ at: 1 });
    await first.db.doc('a/gone').delete();
    const before = await first.db.doc('a/kept').get();
    await first.server.stop();

    const second = await start({ stateFile });
    const after = await second.db.doc('a/kept').get();

    expect(after.data()).toEqual(data);
    expect([after.createTime, after.updateTime]).toEqual([before.createTime, before.updateTime]);
    expect((await second.db.collection('a').get()).size).toBe(1);
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
  });

  it('loses at most the commit that was being written when the process was killed', async () => {
    const stateFile = await temporaryFile();
    const first = await start({ stateFile });
    await first.db.doc('a/one').set({ at: 1 });
    await first.db.doc('a/two').set({ at: 2 });
    await first.server.stop();
    const lines = await readFile(stateFile, 'utf8');
    await writeFile(stateFile, lines.slice(0, -20));

    const second = await start({ stateFile });

    expect((await second.db.collection('a').get()).docs.map(({ id }) => id)).toEqual(['one']);
  });
});
