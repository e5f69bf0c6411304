import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { credentials, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFirestoreServer } from '#infra/local/firestore/firestore-server.ts';
import { loadFirestoreService } from '#infra/local/firestore/proto-service.ts';
import type { CallFault } from '#infra/local/grpc/call-faults.ts';
import { loadService } from '#infra/local/grpc/load-service.ts';
import { startPubSubServer } from '#infra/local/pubsub/pubsub-server.ts';
import { startSecretManagerServer } from '#infra/local/secrets/secret-manager-server.ts';
import { createRawClient, type RawClient } from '#tests/support/raw-grpc-client.ts';

interface FaultyServer {
  readonly address: string;
  readonly faults: {
    add(method: Capitalize<string>, fault: CallFault, times?: number): void;
    dropConnections(): number;
    clear(): void;
  };
  stop(): Promise<void>;
}

const DATABASE = 'projects/p/databases/(default)';
const DOCUMENT = `${DATABASE}/documents/a/b`;
const TOPIC = 'projects/p/topics/there';
const SECRET = 'projects/p/secrets/there';

/** A write and a read of it, so that a test sees whether a call has done its work. */
const SERVERS = [
  {
    name: 'Firestore',
    start: (): Promise<FaultyServer> => startFirestoreServer(),
    service: loadFirestoreService(),
    write: { method: 'Commit', request: { database: DATABASE, writes: [{ update: { name: DOCUMENT, fields: {} } }] } },
    undo: { method: 'DeleteDocument', request: { name: DOCUMENT } },
    read: { method: 'GetDocument', request: { name: DOCUMENT } },
  },
  {
    name: 'Pub/Sub',
    start: (): Promise<FaultyServer> => startPubSubServer(),
    service: loadService('@google-cloud/pubsub/build/protos/protos.json', 'google.pubsub.v1.Publisher'),
    write: { method: 'CreateTopic', request: { name: TOPIC } },
    undo: { method: 'DeleteTopic', request: { topic: TOPIC } },
    read: { method: 'GetTopic', request: { topic: TOPIC } },
  },
  {
    name: 'Secret Manager',
    start: (): Promise<FaultyServer> => startSecretManagerServer({ projectId: 'p' }),
    service: loadService(
      '@google-cloud/secret-manager/build/protos/protos.json',
      'google.cloud.secretmanager.v1.SecretManagerService',
    ),
    write: { method: 'CreateSecret', request: { parent: 'projects/p', secretId: 'there', secret: {} } },
    undo: { method: 'DeleteSecret', request: { name: SECRET } },
    read: { method: 'GetSecret', request: { name: SECRET } },
  },
] as const;

describe.each(SERVERS)('faults of the local $name', ({ start, service, write, undo, read }) => {
  let server: FaultyServer;
  let client: RawClient;

  beforeAll(async () => {
    server = await start();
    client = createRawClient(server.address, service);
  });
  afterAll(async () => {
    client.close();
    await server.stop();
  });

  const call = async ({ method, request }: { readonly method: string; readonly request: object }): Promise<status> =>
    (await client.call(method, request)).code;

  it('make a call late', async () => {
    server.faults.add(read.method, { kind: 'delay', ms: 80 });
    const before = performance.now();
    await call(read);

    expect(performance.now() - before).toBeGreaterThanOrEqual(79);
  });

  it('fail calls with a code, as often as told, without doing anything', async () => {
    server.faults.add(write.method, { kind: 'error', code: status.RESOURCE_EXHAUSTED, message: 'Too much.' }, 2);

    expect(await call(write)).toBe(status.RESOURCE_EXHAUSTED);
    expect(await call(write)).toBe(status.RESOURCE_EXHAUSTED);
    expect(await call(read)).toBe(status.NOT_FOUND);
    expect(await call(write)).toBe(status.OK);
    expect(await call(undo)).toBe(status.OK);
  });

  it('close the socket before a call has done anything', async () => {
    server.faults.add(write.method, { kind: 'drop' });

    expect(await call(write)).toBe(status.UNAVAILABLE);
    expect(await call(read)).toBe(status.NOT_FOUND);
  });

  it('close the socket after the work and before the answer', async () => {
    server.faults.add(write.method, { kind: 'drop-answer' });

    expect([status.UNAVAILABLE, status.INTERNAL]).toContain(await call(write));
    expect(await call(read)).toBe(status.OK);
    expect(await call(undo)).toBe(status.OK);
  });

  it('close all connections at once, and clients connect again', async () => {
    await call(read);

    expect(server.faults.dropConnections()).toBe(1);
    await expect.poll(() => call(read)).toBe(status.NOT_FOUND);
  });

  it('are forgotten when they are cleared', async () => {
    server.faults.add(read.method, { kind: 'error', code: status.INTERNAL, message: 'Never seen.' });
    server.faults.clear();

    expect(await call(read)).toBe(status.NOT_FOUND);
  });
});

it('a client of Secret Manager gets its secret past a connection that broke', async () => {
  const server = await startSecretManagerServer({ projectId: 'p', secrets: { key: 'abc' } });
  const [apiEndpoint = '', port] = server.address.split(':');
  const options = { projectId: 'p', apiEndpoint, port: Number(port), sslCreds: credentials.createInsecure() };
  const client = new SecretManagerServiceClient(options);
  server.faults.add('AccessSecretVersion', { kind: 'drop' });

  const [{ payload }] = await client.accessSecretVersion({ name: 'projects/p/secrets/key/versions/1' });

  expect(Buffer.from(payload?.data ?? '').toString()).toBe('abc');
  await client.close();
  await server.stop();
});
