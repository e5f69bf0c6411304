import { createServer } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { createPushSenderVerifier } from '#shared/identity/push-sender.ts';

const ISSUER = 'https://accounts.google.com';

interface SigningOptions {
  readonly key?: CryptoKey;
  readonly kid?: string;
}

/** Signs pushes as Google would, with keys of its own at an address of its own, and in every wrong way. */
export async function createPushSigner(push: { audience: string; serviceAccount: string; now: () => number }) {
  const keys = await generateKeyPair('RS256', { extractable: true });
  const others = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] })),
  );
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { audience, serviceAccount, now } = push;
  const claimsWith = (changes: Readonly<Record<string, unknown>>) => ({
    iss: ISSUER,
    aud: audience,
    email: serviceAccount,
    email_verified: true,
    iat: Math.floor(now() / 1000) - 10,
    exp: Math.floor(now() / 1000) + 3_600,
    ...changes,
  });
  const sign = async (changes: Readonly<Record<string, unknown>> = {}, options: SigningOptions = {}) =>
    `Bearer ${await new SignJWT(claimsWith(changes))
      .setProtectedHeader({ alg: 'RS256', kid: options.kid ?? 'k1' })
      .sign(options.key ?? keys.privateKey)}`;

  return {
    verifier: createPushSenderVerifier({
      keysUrl: `http://127.0.0.1:${port}/certs`,
      issuers: [ISSUER],
      audience,
      serviceAccount,
      now,
    }),
    sign,
    /** Signed by somebody else under the name of the right key. */
    forge: () => sign({}, { key: others.privateKey }),
    unsigned: () => Promise.resolve(`Bearer ${new UnsecuredJWT(claimsWith({})).encode()}`),
    /** With the public key as the secret of a symmetric signature. */
    confuse: async () => {
      const secret = new TextEncoder().encode(await exportSPKI(keys.publicKey));
      const token = new SignJWT(claimsWith({})).setProtectedHeader({ alg: 'HS256', kid: 'k1' });
      return `Bearer ${await token.sign(secret)}`;
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
