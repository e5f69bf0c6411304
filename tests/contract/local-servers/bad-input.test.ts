import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { once } from 'node:events';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFirestoreServer } from '#infra/local/firestore/firestore-server.ts';
import { loadFirestoreService } from '#infra/local/firestore/proto-service.ts';
import { loadService } from '#infra/local/grpc/load-service.ts';
import { startPubSubServer } from '#infra/local/pubsub/pubsub-server.ts';
import { startSecretManagerServer } from '#infra/local/secrets/secret-manager-server.ts';
import { createRawClient, type RawClient } from '#tests/support/raw-grpc-client.ts';

interface Server {
  readonly address: string;
  stop(): Promise<void>;
}

interface Case {
  readonly what: string;
  readonly method: string;
  readonly request: object;
  readonly code: status;
}

const DATABASE = 'projects/p/databases/(default)';
const TOPIC = 'projects/p/topics/there';
const SECRET = 'projects/p/secrets/there';

const text = (stringValue: string) => ({ stringValue });
const nested = (depth: number): object =>
  depth === 0 ? text('end') : { mapValue: { fields: { in: nested(depth - 1) } } };

function writing(path: string, value: object): object {
  return { database: DATABASE, writes: [{ update: { name: `${DATABASE}/documents/${path}`, fields: { value } } }] };
}

const refused = status.INVALID_ARGUMENT;
const FIRESTORE: readonly Case[] = [
  { what: 'no database', method: 'Commit', request: {}, code: refused },
  { what: 'a database of another shape', method: 'Commit', request: { database: 'p/d' }, code: refused },
  { what: 'a document name with too few parts', method: 'Commit', request: writing('only', text('')), code: refused },
  { what: 'a reserved document id', method: 'Commit', request: writing('a/__b__', text('')), code: refused },
  { what: 'a relative document id', method: 'Commit', request: writing('a/..', text('')), code: refused },
  {
    what: 'a document over 1 MiB',
    method: 'Commit',
    request: writing('a/b', text('x'.repeat(1_048_576))),
    code: refused,
  },
  {
    what: 'a request over 10 MiB',
    method: 'Commit',
    request: writing('a/b', text('x'.repeat(12_000_000))),
    code: refused,
  },
  { what: 'maps nested 21 deep', method: 'Commit', request: writing('a/b', nested(21)), code: refused },
  { what: 'a value without a type', method: 'Commit', request: writing('a/b', {}), code: refused },
  {
    what: 'an array in an array',
    method: 'Commit',
    request: writing('a/b', { arrayValue: { values: [{ arrayValue: { values: [] } }] } }),
    code: refused,
  },
  {
    what: 'a write without an operation',
    method: 'Commit',
    request: { database: DATABASE, writes: [{}] },
    code: refused,
  },
  {
    what: 'an unknown transaction',
    method: 'Commit',
    request: { database: DATABASE, transaction: Buffer.from('none') },
    code: refused,
  },
  { what: 'a query of nothing', method: 'RunQuery', request: { parent: `${DATABASE}/documents` }, code: refused },
  {
    what: 'a field path that is none',
    method: 'RunQuery',
    request: {
      parent: `${DATABASE}/documents`,
      structuredQuery: { from: [{ collectionId: 'a' }], orderBy: [{ field: { fieldPath: 'a..b' } }] },
    },
    code: refused,
  },
  {
    what: 'a missing document',
    method: 'GetDocument',
    request: { name: `${DATABASE}/documents/a/b` },
    code: status.NOT_FOUND,
  },
];

const publishing = (message: object) => ({ topic: TOPIC, messages: [message] });
const PUBSUB: readonly Case[] = [
  { what: 'no topic', method: 'Publish', request: {}, code: refused },
  {
    what: 'a topic id of two letters',
    method: 'CreateTopic',
    request: { name: 'projects/p/topics/ab' },
    code: refused,
  },
  {
    what: 'a topic id that begins with goog',
    method: 'CreateTopic',
    request: { name: 'projects/p/topics/goog-a' },
    code: refused,
  },
  { what: 'a missing topic', method: 'GetTopic', request: { topic: 'projects/p/topics/none' }, code: status.NOT_FOUND },
  { what: 'no messages', method: 'Publish', request: { topic: TOPIC }, code: refused },
  { what: 'an empty message', method: 'Publish', request: publishing({}), code: refused },
  {
    what: 'a message over 10 MB',
    method: 'Publish',
    request: publishing({ data: Buffer.alloc(10_485_761) }),
    code: refused,
  },
  {
    what: 'a request over 16 MB',
    method: 'Publish',
    request: publishing({ data: Buffer.alloc(20_000_000) }),
    code: refused,
  },
  {
    what: 'an attribute over 1,024 bytes',
    method: 'Publish',
    request: publishing({ attributes: { a: 'x'.repeat(1_025) } }),
    code: refused,
  },
  {
    what: 'an attribute of Google’s own',
    method: 'Publish',
    request: publishing({ attributes: { googA: 'x' } }),
    code: refused,
  },
];

const SECRETS: readonly Case[] = [
  {
    what: 'an id with a space',
    method: 'CreateSecret',
    request: { parent: 'projects/p', secretId: 'a b' },
    code: refused,
  },
  {
    what: 'a version name of another shape',
    method: 'AccessSecretVersion',
    request: { name: 'nonsense' },
    code: refused,
  },
  { what: 'an empty payload', method: 'AddSecretVersion', request: { parent: SECRET, payload: {} }, code: refused },
  {
    what: 'a payload over 64 KiB',
    method: 'AddSecretVersion',
    request: { parent: SECRET, payload: { data: Buffer.alloc(65_537) } },
    code: refused,
  },
  {
    what: 'a request over 4 MiB',
    method: 'AddSecretVersion',
    request: { parent: SECRET, payload: { data: Buffer.alloc(5_000_000) } },
    code: refused,
  },
  {
    what: 'a page token of another server',
    method: 'ListSecrets',
    request: { parent: 'projects/p', pageToken: 'x' },
    code: refused,
  },
  {
    what: 'a missing secret',
    method: 'GetSecret',
    request: { name: 'projects/p/secrets/none' },
    code: status.NOT_FOUND,
  },
];

const SERVERS = [
  {
    name: 'Firestore',
    start: (): Promise<Server> => startFirestoreServer(),
    service: loadFirestoreService(),
    path: '/google.firestore.v1.Firestore',
    alive: { method: 'Commit', request: { database: DATABASE } },
    cases: FIRESTORE,
  },
  {
    name: 'Pub/Sub',
    start: (): Promise<Server> => startPubSubServer(),
    service: loadService('@google-cloud/pubsub/build/protos/protos.json', 'google.pubsub.v1.Publisher'),
    path: '/google.pubsub.v1.Publisher',
    alive: { method: 'ListTopics', request: { project: 'projects/p' } },
    cases: PUBSUB,
  },
  {
    name: 'Secret Manager',
    start: (): Promise<Server> => startSecretManagerServer({ projectId: 'p', secrets: { there: 'value' } }),
    service: loadService(
      '@google-cloud/secret-manager/build/protos/protos.json',
      'google.cloud.secretmanager.v1.SecretManagerService',
    ),
    path: '/google.cloud.secretmanager.v1.SecretManagerService',
    alive: { method: 'ListSecrets', request: { parent: 'projects/p' } },
    cases: SECRETS,
  },
] as const;

async function isOpen(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false; // Refused: nobody listens there.
  } finally {
    socket.destroy();
  }
}

describe.each(SERVERS)('the local $name', ({ start, service, path, alive, cases }) => {
  let server: Server;
  let client: RawClient;

  beforeAll(async () => {
    server = await start();
    client = createRawClient(server.address, service);
    if (path.endsWith('Publisher')) await client.call('CreateTopic', { name: TOPIC });
  });
  afterAll(async () => {
    client.close();
    await server.stop();
  });

  it.each<Case>(cases)('refuses $what, and lives on', async ({ method, request, code }) => {
    const answer = await client.call(method, request);

    expect([answer.code, answer.details]).toEqual([code, expect.stringMatching(/\S/u)]);
    expect((await client.call(alive.method, alive.request)).code).toBe(status.OK);
  });

  it.each([
    ['bytes that are no protobuf', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x07, 0x01])],
    ['a message that is cut off', Buffer.from([0x0a, 0x20, 0x61])],
  ])('answers INTERNAL to %s, as gRPC has it, and lives on', async (_, bytes) => {
    // https://grpc.io/docs/guides/status-codes/: “Error parsing request proto”.
    const answer = await client.callBytes(`${path}/${alive.method}`, bytes);

    expect(answer.code).toBe(status.INTERNAL);
    expect((await client.call(alive.method, alive.request)).code).toBe(status.OK);
  });

  it.each(['/Nonsense', '/'])('answers UNIMPLEMENTED to an unknown RPC %s, and lives on', async (method) => {
    const answer = await client.callBytes(path + method, Buffer.alloc(0));

    expect(answer.code).toBe(status.UNIMPLEMENTED);
    expect((await client.call(alive.method, alive.request)).code).toBe(status.OK);
  });

  it('lives on when a client sends what is not HTTP/2 at all', async () => {
    const [host = '', port = ''] = server.address.split(':');
    const socket = connect({ host, port: Number(port) });
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    socket.end('GET / HTTP/1.1\r\n\r\n\0\0\0');
    socket.resume();
    await once(socket, 'close');

    expect((await client.call(alive.method, alive.request)).code).toBe(status.OK);
  });

  it('listens on 127.0.0.1 and on no other address of the machine', async () => {
    const [host = '', port = ''] = server.address.split(':');
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, scopeid }) => address !== '127.0.0.1' && (scopeid ?? 0) === 0)
      .map(({ address }) => address);
    const open = await Promise.all([...others, '127.0.0.2'].map((address) => isOpen(address, Number(port))));

    expect(host).toBe('127.0.0.1');
    expect(open.every((answer) => !answer)).toBe(true);
    expect(await isOpen(host, Number(port))).toBe(true);
  });

  it('refuses to start in the cloud', async () => {
    process.env['K_SERVICE'] = 'some-service';
    try {
      await expect(start()).rejects.toMatchObject({ code: 'invalid_configuration' });
    } finally {
      delete process.env['K_SERVICE'];
    }
  });
});
