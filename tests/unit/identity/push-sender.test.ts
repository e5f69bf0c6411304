import { createServer, type Server } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPushSenderVerifier, type PushSenderVerifier } from '#shared/identity/push-sender.ts';

const AUDIENCE = 'https://coordinator.example.com';
const ACCOUNT = 'push-coordinator@baton.iam.gserviceaccount.com';
const ISSUER = 'https://accounts.google.com';
const NOW = Date.UTC(2026, 10, 15, 12);
const SECONDS = NOW / 1000;

let server: Server;
let verifier: PushSenderVerifier;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let others: Awaited<ReturnType<typeof generateKeyPair>>;

beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true });
  others = await generateKeyPair('RS256', { extractable: true });
  const jwks = JSON.stringify({
    keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }],
  });
  server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(jwks));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  verifier = createPushSenderVerifier({
    keysUrl: `http://127.0.0.1:${port}/certs`,
    issuers: [ISSUER],
    audience: AUDIENCE,
    serviceAccount: ACCOUNT,
    now: () => NOW,
  });
});

afterAll(() => {
  server.close();
});

const CLAIMS = {
  iss: ISSUER,
  aud: AUDIENCE,
  email: ACCOUNT,
  email_verified: true,
  iat: SECONDS - 10,
  exp: SECONDS + 3_600,
};

function token(claims: Record<string, unknown> = {}, options: { key?: CryptoKey; kid?: string } = {}): Promise<string> {
  const payload = { ...CLAIMS, ...claims };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'RS256', kid: options.kid ?? 'k1' })
    .sign(options.key ?? keys.privateKey);
}

describe('the verifier of push senders', () => {
  it('accepts a push of our own subscription', async () => {
    await expect(verifier.verify(`Bearer ${await token()}`)).resolves.toBeUndefined();
  });

  it.each<[string, () => Promise<string | null> | string | null]>([
    ['no token', () => null],
    ['no bearer token', () => 'Basic YTpi'],
    ['no JWT', () => 'Bearer abc'],
    ['an unsigned token', () => `Bearer ${new UnsecuredJWT(CLAIMS).encode()}`],
    [
      'a token signed with the public key as a shared secret',
      async () => {
        const secret = new TextEncoder().encode(await exportSPKI(keys.publicKey));
        return `Bearer ${await new SignJWT(CLAIMS).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret)}`;
      },
    ],
    ['another key', async () => `Bearer ${await token({}, { key: others.privateKey })}`],
    ['an unknown key id', async () => `Bearer ${await token({}, { kid: 'k2' })}`],
    ['another issuer', async () => `Bearer ${await token({ iss: 'https://evil.example.com' })}`],
    ['another audience', async () => `Bearer ${await token({ aud: 'https://other.example.com' })}`],
    ['another account', async () => `Bearer ${await token({ email: 'push-other@baton.iam.gserviceaccount.com' })}`],
    ['an account that is not verified', async () => `Bearer ${await token({ email_verified: false })}`],
    ['no account', async () => `Bearer ${await token({ email: undefined })}`],
    ['an expired token', async () => `Bearer ${await token({ exp: SECONDS - 1 })}`],
    ['a token without an end', async () => `Bearer ${await token({ exp: undefined })}`],
    ['a token that is not valid yet', async () => `Bearer ${await token({ nbf: SECONDS + 600 })}`],
  ])('refuses %s', async (_, authorization) => {
    await expect(verifier.verify(await authorization())).rejects.toMatchObject({ code: 'untrusted_sender' });
  });
});
