import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createLocalJWKSet, exportJWK, type JWTPayload, SignJWT } from 'jose';
import type { Connection, ConnectionOptions } from 'snowflake-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { IdentityProvider } from '#infra/local/snowflake/account.ts';
import { publicKeyFingerprint } from '#infra/local/snowflake/authenticate.ts';
import { close, connectWith, values } from './driver.ts';
import {
  ACCESS_TOKEN,
  ACCOUNT,
  type LocalAccount,
  PASSWORD,
  PRIVATE_KEY,
  PUBLIC_KEY,
  startLocalAccount,
} from './local-account.ts';

const ISSUER = 'https://accounts.example.com';
const SUBJECT = '112233445566778899000';
const AUDIENCE = 'snowflakecomputing.com';
const issuerKeys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const strangerKeys = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

async function identityProvider(): Promise<IdentityProvider> {
  const key = { ...(await exportJWK(issuerKeys.publicKey)), kid: 'one', alg: 'RS256' };
  return { issuer: ISSUER, keys: createLocalJWKSet({ keys: [key] }) };
}

function identityToken(claims: JWTPayload = {}, expires: string | number = '1h'): Promise<string> {
  return new SignJWT({ iss: ISSUER, sub: SUBJECT, aud: AUDIENCE, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(issuerKeys.privateKey);
}

/** A key pair token as the driver makes it, with claims changed. Times in seconds unless given otherwise. */
function keyPairToken(claims: JWTPayload): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ sub: 'CONTRACT.READER_SERVICE', iat: now, exp: now + 60, ...claims })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(createPrivateKey(PRIVATE_KEY));
}

let account: LocalAccount;
const opened: Connection[] = [];

async function login(options: Partial<ConnectionOptions>): Promise<unknown> {
  const connection = await connectWith({ ...account.options, ...options });
  opened.push(connection);
  return values(connection, 'SELECT CURRENT_USER(), CURRENT_ROLE()');
}

beforeAll(async () => {
  const [reader, keeper] = ACCOUNT.users;
  if (reader === undefined || keeper === undefined) throw new Error('The account has no users.');
  const workload = { issuer: ISSUER, subject: SUBJECT };
  account = await startLocalAccount({
    identityProviders: [await identityProvider()],
    users: [
      {
        ...reader,
        workloadIdentities: [
          { provider: 'GCP', ...workload },
          { provider: 'OIDC', ...workload, audience: 'my-snowflake' },
        ],
        oauthIdentities: [workload],
      },
      keeper,
    ],
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const connection of opened.splice(0)) await close(connection);
});
afterAll(() => account.stop());

const AS_READER = [['READER_SERVICE', 'READER']];

describe('a login with good credentials', () => {
  it.each<[string, () => Promise<Partial<ConnectionOptions>>]>([
    ['password', async () => ({ username: 'reader_service', password: PASSWORD })],
    ['key pair', async () => ({ username: 'reader_service', authenticator: 'SNOWFLAKE_JWT', privateKey: PRIVATE_KEY })],
    ['access token', async () => ({ authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: ACCESS_TOKEN })],
    ['OAuth', async () => ({ authenticator: 'OAUTH', token: await identityToken() })],
  ])('succeeds by %s', async (_, options) => {
    expect(await login(await options())).toEqual(AS_READER);
  });

  it('succeeds by workload identity with a token of the platform', async () => {
    vi.stubEnv('SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES', '127.0.0.1');
    const token = await identityToken({ aud: 'my-snowflake' });

    const options: Partial<ConnectionOptions> = {
      authenticator: 'WORKLOAD_IDENTITY',
      workloadIdentityProvider: 'OIDC',
      token,
    };
    expect(await login(options)).toEqual(AS_READER);
  });

  it('succeeds by workload identity with the token of a metadata server', async () => {
    const asked: string[] = [];
    const metadata = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('metadata-flavor', 'Google');
      void identityToken().then((token) =>
        response.end(request.url?.includes('/identity') === true ? token : 'project'),
      );
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    metadata.listen(0, '127.0.0.1', resolve);
    await promise;
    const address = metadata.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    vi.stubEnv('SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES', '127.0.0.1');
    vi.stubEnv('GCE_METADATA_HOST', `127.0.0.1:${port}`);
    vi.stubEnv('METADATA_SERVER_DETECTION', 'assume-present');
    vi.stubEnv('GOOGLE_CLOUD_PROJECT', 'contract');

    expect(await login({ authenticator: 'WORKLOAD_IDENTITY', workloadIdentityProvider: 'GCP' })).toEqual(AS_READER);
    expect(asked.some((url) => url.includes(`audience=${AUDIENCE}`))).toBe(true);
    metadata.close();
  });

  it('takes key pair tokens whose times are in seconds', async () => {
    const iss = `CONTRACT.READER_SERVICE.${publicKeyFingerprint(PUBLIC_KEY)}`;

    await expect(
      rawLogin({ AUTHENTICATOR: 'SNOWFLAKE_JWT', TOKEN: await keyPairToken({ iss }) }),
    ).resolves.toMatchObject({
      success: true,
    });
  });
});

describe('a login with bad credentials', () => {
  it.each<[string, string, () => Promise<Partial<ConnectionOptions>>]>([
    ['a wrong password', '390100', async () => ({ username: 'reader_service', password: 'wrong' })],
    ['an unknown user', '390100', async () => ({ username: 'nobody', password: PASSWORD })],
    [
      'the key of somebody else',
      '390144',
      async () => ({ username: 'reader_service', authenticator: 'SNOWFLAKE_JWT', privateKey: strangerKeys.privateKey }),
    ],
    [
      'the key of another user',
      '390144',
      async () => ({ username: 'keeper', authenticator: 'SNOWFLAKE_JWT', privateKey: PRIVATE_KEY }),
    ],
    [
      'a key pair token for another account',
      '390144',
      async () => ({
        account: 'OTHER',
        username: 'reader_service',
        authenticator: 'SNOWFLAKE_JWT',
        privateKey: PRIVATE_KEY,
      }),
    ],
    [
      'an unknown access token',
      '394400',
      async () => ({ authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: 'pat-of-nobody' }),
    ],
    [
      "somebody else's access token",
      '394400',
      async () => ({ username: 'keeper', authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: ACCESS_TOKEN }),
    ],
    ['text that is no OAuth token', '390303', async () => ({ authenticator: 'OAUTH', token: 'nonsense' })],
    [
      'the OAuth token of an unknown subject',
      '390303',
      async () => ({ authenticator: 'OAUTH', token: await identityToken({ sub: 'stranger' }) }),
    ],
    [
      'an expired OAuth token',
      '390318',
      async () => ({ authenticator: 'OAUTH', token: await identityToken({}, 1_000_000_000) }),
    ],
    ['a role that does not exist', '390186', async () => ({ username: 'keeper', password: PASSWORD, role: 'NOBODY' })],
    [
      'a role that is not granted',
      '390189',
      async () => ({ username: 'reader_service', password: PASSWORD, role: 'OWNER' }),
    ],
  ])('fails for %s with %s', async (_, code, options) => {
    await expect(login(await options())).rejects.toMatchObject({ code });
  });

  it.each<[string, JWTPayload]>([
    ['a workload token for another audience', { aud: 'somebody-else' }],
    ['a workload token of another subject', { sub: 'stranger' }],
    ['a workload token of another issuer', { iss: 'https://elsewhere.example.com' }],
  ])('fails for %s', async (_, claims) => {
    const TOKEN = await identityToken({ aud: 'my-snowflake', ...claims });

    const answer = await rawLogin({ AUTHENTICATOR: 'WORKLOAD_IDENTITY', PROVIDER: 'OIDC', TOKEN });

    expect(answer).toMatchObject({ success: false, code: '390100' });
  });

  it.each<[string, JWTPayload]>([
    ['has expired', { exp: Math.floor(Date.now() / 1_000) - 1 }],
    [
      'comes from the future',
      { iat: Math.floor(Date.now() / 1_000) + 3_600, exp: Math.floor(Date.now() / 1_000) + 7_200 },
    ],
    ['has lived for more than an hour', { iat: Math.floor(Date.now() / 1_000) - 3_700 }],
    ['names another subject', { sub: 'CONTRACT.KEEPER' }],
  ])('refuses a key pair token that %s', async (_, claims) => {
    const iss = `CONTRACT.READER_SERVICE.${publicKeyFingerprint(PUBLIC_KEY)}`;

    const answer = await rawLogin({ AUTHENTICATOR: 'SNOWFLAKE_JWT', TOKEN: await keyPairToken({ iss, ...claims }) });

    expect(answer).toMatchObject({ success: false, code: '390144' });
  });

  it('refuses a key pair token whose signature is not the key owner’s', async () => {
    const iss = `CONTRACT.READER_SERVICE.${publicKeyFingerprint(PUBLIC_KEY)}`;
    const good = await keyPairToken({ iss });
    const forged = `${good.split('.').slice(0, 2).join('.')}.${'A'.repeat(342)}`;

    expect(await rawLogin({ AUTHENTICATOR: 'SNOWFLAKE_JWT', TOKEN: forged })).toMatchObject({ code: '390144' });
  });

  it('refuses an authenticator it does not know', async () => {
    expect(await rawLogin({ AUTHENTICATOR: 'EXTERNALBROWSER' })).toMatchObject({ success: false, code: '390101' });
  });
});

async function rawLogin(data: Readonly<Record<string, string>>): Promise<unknown> {
  const response = await fetch(`${account.server.accessUrl}/session/v1/login-request`, {
    method: 'POST',
    body: JSON.stringify({ data }),
  });
  return response.json();
}
