import { randomUUID } from 'node:crypto';
import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A Secret Manager to hold to its contract: ours, or Google's in a project made for it. */
export interface SecretManagerUnderTest {
  readonly client: SecretManagerServiceClient;
  /** `projects/ID`. */
  readonly project: string;
  close(): Promise<void>;
}

/** gRPC codes by number, as errors of the client carry them. */
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const FAILED_PRECONDITION = 9;

/** CRC32C of `123456789`, the check value of the catalogue of parametrised CRC algorithms. */
const CHECK_TEXT = '123456789';
const CHECK_CRC32C = '3808858755';

function textOf(payload: { data?: Uint8Array | string | null } | null | undefined): string {
  const data = payload?.data ?? '';
  return typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
}

/**
 * What the product, or a person who uses the server alone, may rely on. Every test makes its own secrets.
 *
 * @param skipped why it cannot be held to the contract here; null to run.
 */
export function describeSecretManager(
  name: string,
  connect: () => Promise<SecretManagerUnderTest>,
  skipped: string | null = null,
): void {
  if (skipped !== null) process.stdout.write(`skipped: the contract on ${name}, ${skipped}\n`);
  describe.skipIf(skipped !== null)(`${name}${skipped === null ? '' : `: skipped, ${skipped}`}`, () => {
    let subject: SecretManagerUnderTest;
    const created: string[] = [];

    beforeAll(async () => {
      subject = await connect();
    });
    afterAll(async () => {
      for (const secret of created) await subject.client.deleteSecret({ name: secret }).catch(() => undefined);
      await subject.close();
    });

    async function createSecret(labels: Record<string, string> = {}): Promise<string> {
      const secretId = `contract-${randomUUID()}`;
      const secret = { replication: { automatic: {} }, labels };
      const [made] = await subject.client.createSecret({ parent: subject.project, secretId, secret });
      created.push(made.name ?? '');
      return made.name ?? '';
    }

    async function addVersion(parent: string, text: string): Promise<string> {
      const [version] = await subject.client.addSecretVersion({ parent, payload: { data: Buffer.from(text) } });
      return version.name ?? '';
    }

    const access = async (version: string) => (await subject.client.accessSecretVersion({ name: version }))[0];

    it('gives the newest version for latest and an older one by its number', async () => {
      const secret = await createSecret();
      await addVersion(secret, 'first');
      await addVersion(secret, 'second');

      expect(textOf((await access(`${secret}/versions/latest`)).payload)).toBe('second');
      expect(textOf((await access(`${secret}/versions/1`)).payload)).toBe('first');
    });

    it('names the numbered version in the answer to latest', async () => {
      const secret = await createSecret();
      await addVersion(secret, 'only');

      expect((await access(`${secret}/versions/latest`)).name).toMatch(/\/versions\/1$/u);
    });

    it('sends the CRC32C of the payload', async () => {
      const secret = await createSecret();
      await addVersion(secret, CHECK_TEXT);

      expect(String((await access(`${secret}/versions/1`)).payload?.dataCrc32c)).toBe(CHECK_CRC32C);
    });

    it('takes a payload whose checksum is right and remembers that it had one', async () => {
      const secret = await createSecret();

      const [version] = await subject.client.addSecretVersion({
        parent: secret,
        payload: { data: Buffer.from(CHECK_TEXT), dataCrc32c: CHECK_CRC32C },
      });

      expect(version.clientSpecifiedPayloadChecksum).toBe(true);
    });

    it('refuses a payload whose checksum is wrong', async () => {
      const secret = await createSecret();
      const payload = { data: Buffer.from(CHECK_TEXT), dataCrc32c: '1' };

      await expect(subject.client.addSecretVersion({ parent: secret, payload })).rejects.toMatchObject({
        code: INVALID_ARGUMENT,
      });
    });

    it('keeps bytes that are no text', async () => {
      const secret = await createSecret();
      const bytes = Buffer.from([0, 255, 128, 10, 13]);
      await subject.client.addSecretVersion({ parent: secret, payload: { data: bytes } });

      const { payload } = await access(`${secret}/versions/latest`);

      expect(Buffer.from(payload?.data ?? '')).toEqual(bytes);
    });

    it.each(['secret', 'version'])('answers NOT_FOUND for a missing %s', async (what) => {
      const secret = what === 'secret' ? `${subject.project}/secrets/contract-${randomUUID()}` : await createSecret();

      await expect(access(`${secret}/versions/7`)).rejects.toMatchObject({ code: NOT_FOUND });
      await expect(access(`${secret}/versions/latest`)).rejects.toMatchObject({ code: NOT_FOUND });
    });

    it('answers ALREADY_EXISTS when a secret is created twice', async () => {
      const name = await createSecret();
      const secretId = name.split('/').at(-1) ?? '';
      const secret = { replication: { automatic: {} } };

      await expect(subject.client.createSecret({ parent: subject.project, secretId, secret })).rejects.toMatchObject({
        code: ALREADY_EXISTS,
      });
    });

    it.each(['', 'with space', 'with/slash', 'x'.repeat(256)])('refuses the secret id %j', async (secretId) => {
      const secret = { replication: { automatic: {} } };

      await expect(subject.client.createSecret({ parent: subject.project, secretId, secret })).rejects.toMatchObject({
        code: INVALID_ARGUMENT,
      });
    });

    it('refuses a payload of more than 64 KiB', async () => {
      const secret = await createSecret();

      await expect(addVersion(secret, 'x'.repeat(65_537))).rejects.toMatchObject({ code: INVALID_ARGUMENT });
      await expect(addVersion(secret, 'x'.repeat(65_536))).resolves.toMatch(/\/versions\/1$/u);
    });

    it('refuses a disabled version until it is enabled again', async () => {
      const secret = await createSecret();
      const version = await addVersion(secret, 'value');
      await subject.client.disableSecretVersion({ name: version });

      await expect(access(version)).rejects.toMatchObject({ code: FAILED_PRECONDITION });
      const [enabled] = await subject.client.enableSecretVersion({ name: version });
      expect(enabled.state).toBe('ENABLED');
      expect(textOf((await access(version)).payload)).toBe('value');
    });

    it('does not fall back to an older version when the latest is disabled', async () => {
      const secret = await createSecret();
      await addVersion(secret, 'old');
      await subject.client.disableSecretVersion({ name: await addVersion(secret, 'new') });

      await expect(access(`${secret}/versions/latest`)).rejects.toMatchObject({ code: FAILED_PRECONDITION });
    });

    it('destroys a version for good', async () => {
      const secret = await createSecret();
      const version = await addVersion(secret, 'value');

      const [destroyed] = await subject.client.destroySecretVersion({ name: version });

      expect(destroyed.state).toBe('DESTROYED');
      expect(destroyed.destroyTime).toBeTruthy();
      await expect(access(version)).rejects.toMatchObject({ code: FAILED_PRECONDITION });
      await expect(subject.client.enableSecretVersion({ name: version })).rejects.toMatchObject({
        code: FAILED_PRECONDITION,
      });
    });

    it('lists versions newest first, with their states', async () => {
      const secret = await createSecret();
      await subject.client.disableSecretVersion({ name: await addVersion(secret, 'one') });
      await addVersion(secret, 'two');

      const [versions] = await subject.client.listSecretVersions({ parent: secret });

      expect(versions.map((version) => [version.name?.split('/').at(-1), version.state])).toEqual([
        ['2', 'ENABLED'],
        ['1', 'DISABLED'],
      ]);
    });

    it('keeps labels, and changes only what the mask names', async () => {
      const secret = await createSecret({ team: 'baton' });
      await subject.client.updateSecret({
        secret: { name: secret, labels: { team: 'other' }, annotations: { note: 'ignored' } },
        updateMask: { paths: ['labels'] },
      });

      const [changed] = await subject.client.getSecret({ name: secret });

      expect(changed.labels).toEqual({ team: 'other' });
      expect(changed.annotations ?? {}).toEqual({});
    });

    it('refuses an update whose etag is stale and takes the current one', async () => {
      const name = await createSecret();
      const [{ etag }] = await subject.client.getSecret({ name });
      const update = (given: string | null | undefined, team: string) =>
        subject.client.updateSecret({
          secret: { name, labels: { team }, etag: given ?? '' },
          updateMask: { paths: ['labels'] },
        });
      await update(etag, 'first');

      await expect(update(etag, 'second')).rejects.toMatchObject({ code: FAILED_PRECONDITION });
    });

    it('finds a version by its alias', async () => {
      const secret = await createSecret();
      await addVersion(secret, 'one');
      await addVersion(secret, 'two');
      await subject.client.updateSecret({
        secret: { name: secret, versionAliases: { stable: 1 } },
        updateMask: { paths: ['version_aliases'] },
      });

      expect(textOf((await access(`${secret}/versions/stable`)).payload)).toBe('one');
    });

    it('lists secrets page by page', async () => {
      const names = [await createSecret(), await createSecret(), await createSecret()];

      const found: string[] = [];
      for await (const secret of subject.client.listSecretsAsync({ parent: subject.project, pageSize: 2 })) {
        found.push(secret.name ?? '');
      }

      expect(found).toEqual(expect.arrayContaining(names));
      expect(new Set(found).size).toBe(found.length);
    });

    it('lists versions page by page, and says how many there are', async () => {
      const parent = await createSecret();
      for (const text of ['one', 'two', 'three']) await addVersion(parent, text);

      const found: string[] = [];
      for await (const version of subject.client.listSecretVersionsAsync({ parent, pageSize: 2 })) {
        found.push(version.name?.split('/').at(-1) ?? '');
      }
      const [, , first] = await subject.client.listSecretVersions({ parent, pageSize: 2 }, { autoPaginate: false });

      expect(found).toEqual(['3', '2', '1']);
      expect(first?.totalSize).toBe(3);
      expect(first?.nextPageToken).not.toBe('');
    });

    it('refuses to delete a secret by a stale etag', async () => {
      const name = await createSecret();
      const [{ etag }] = await subject.client.getSecret({ name });
      await subject.client.updateSecret({ secret: { name, labels: { a: 'b' } }, updateMask: { paths: ['labels'] } });

      await expect(subject.client.deleteSecret({ name, etag: etag ?? '' })).rejects.toMatchObject({
        code: FAILED_PRECONDITION,
      });
    });

    it('gives a version a new etag with each state, and destroys it by the current one only', async () => {
      const name = await addVersion(await createSecret(), 'value');
      const [before] = await subject.client.getSecretVersion({ name });
      const [disabled] = await subject.client.disableSecretVersion({ name });

      await expect(subject.client.destroySecretVersion({ name, etag: before.etag ?? '' })).rejects.toMatchObject({
        code: FAILED_PRECONDITION,
      });
      const [destroyed] = await subject.client.destroySecretVersion({ name, etag: disabled.etag ?? '' });
      expect(destroyed.state).toBe('DESTROYED');
    });

    it('counts on after a version that was destroyed', async () => {
      const secret = await createSecret();
      await subject.client.destroySecretVersion({ name: await addVersion(secret, 'one') });

      expect(await addVersion(secret, 'two')).toMatch(/\/versions\/2$/u);
    });

    it('refuses labels whose keys begin with a capital', async () => {
      await expect(createSecret({ Team: 'baton' })).rejects.toMatchObject({ code: INVALID_ARGUMENT });
    });

    it('refuses to change what cannot change', async () => {
      const name = await createSecret();

      await expect(
        subject.client.updateSecret({ secret: { name }, updateMask: { paths: ['replication'] } }),
      ).rejects.toMatchObject({ code: INVALID_ARGUMENT });
    });

    it('forgets a deleted secret', async () => {
      const secret = await createSecret();
      await addVersion(secret, 'value');

      await subject.client.deleteSecret({ name: secret });

      await expect(access(`${secret}/versions/1`)).rejects.toMatchObject({ code: NOT_FOUND });
      await expect(subject.client.getSecret({ name: secret })).rejects.toMatchObject({ code: NOT_FOUND });
    });
  });
}
