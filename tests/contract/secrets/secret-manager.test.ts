import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { credentials, status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type SecretManagerServer,
  type SecretManagerServerOptions,
  startSecretManagerServer,
} from '#infra/local/secrets/secret-manager-server.ts';
import { describeSecretManager } from './secret-manager-contract.ts';

const PROJECT = 'contract-tests';

function clientOf(server: SecretManagerServer): SecretManagerServiceClient {
  const [apiEndpoint = '', port] = server.address.split(':');
  return new SecretManagerServiceClient({
    projectId: PROJECT,
    apiEndpoint,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
  });
}

describeSecretManager('the local Secret Manager', async () => {
  const server = await startSecretManagerServer({ projectId: PROJECT });
  const client = clientOf(server);
  const close = async (): Promise<void> => {
    await client.close();
    await server.stop();
  };
  return { client, project: `projects/${PROJECT}`, close };
});

const realProject = process.env['SECRET_MANAGER_CONTRACT_PROJECT'];
describeSecretManager(
  'Google Secret Manager',
  async () => {
    const client = new SecretManagerServiceClient({ projectId: realProject ?? '' });
    return { client, project: `projects/${realProject ?? ''}`, close: () => client.close() };
  },
  realProject === undefined ? 'SECRET_MANAGER_CONTRACT_PROJECT is not set' : null,
);

describe('the local Secret Manager on its own', () => {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function start(options: Partial<SecretManagerServerOptions> = {}) {
    const server = await startSecretManagerServer({ projectId: PROJECT, ...options });
    const client = clientOf(server);
    closers.push(
      () => server.stop(),
      () => client.close(),
    );
    const read = async (name: string): Promise<string> => {
      const [{ payload }] = await client.accessSecretVersion({ name: `projects/${PROJECT}/secrets/${name}` });
      return Buffer.from(payload?.data ?? '').toString('utf8');
    };
    return { server, client, read };
  }

  async function temporaryFile(): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), 'baton-secrets-'));
    closers.push(() => rm(directory, { recursive: true }));
    return join(directory, 'secrets.json');
  }

  it('has the secrets it was started with', async () => {
    const { read } = await start({ secrets: { 'api-key': 'abc' } });

    expect(await read('api-key/versions/latest')).toBe('abc');
  });

  it('keeps secrets in its state file, which only its owner may read', async () => {
    const stateFile = await temporaryFile();
    const first = await start({ stateFile, secrets: { kept: 'one' } });
    await first.server.stop();

    const second = await start({ stateFile, secrets: { kept: 'two' } });

    expect(await second.read('kept/versions/1')).toBe('one');
    expect(await second.read('kept/versions/latest')).toBe('two');
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
    expect(await readFile(stateFile, 'utf8')).toContain('"state":"ENABLED"');
  });

  it('fails as it was told to, once, and then works again', async () => {
    const { server, client, read } = await start({ secrets: { key: 'abc' } });
    server.faults.add('AccessSecretVersion', {
      kind: 'error',
      code: status.PERMISSION_DENIED,
      message: 'Permission denied.',
    });

    const name = `projects/${PROJECT}/secrets/key/versions/1`;
    await expect(client.accessSecretVersion({ name })).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
    expect(await read('key/versions/1')).toBe('abc');
  });

  it('answers UNIMPLEMENTED for what it does not serve, and lives on', async () => {
    const { client, read } = await start({ secrets: { key: 'abc' } });

    await expect(client.getIamPolicy({ resource: `projects/${PROJECT}/secrets/key` })).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
    });
    expect(await read('key/versions/1')).toBe('abc');
  });

  it('refuses to start in the cloud', async () => {
    process.env['K_SERVICE'] = 'some-service';
    try {
      await expect(startSecretManagerServer({ projectId: PROJECT })).rejects.toMatchObject({
        code: 'invalid_configuration',
      });
    } finally {
      delete process.env['K_SERVICE'];
    }
  });
});
