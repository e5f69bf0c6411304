import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose';

export interface IdTokenClaims {
  readonly audience: string;
  /** E-mail of the service account that the token is for. */
  readonly email: string;
  /** Numeric id of the account; made from the e-mail when absent. */
  readonly subject?: string;
  /** An hour unless told otherwise. Negative makes a token that has expired, for tests. */
  readonly lifetimeSeconds?: number;
}

/** Signs ID tokens as Google does for service accounts, with a key of its own. */
export interface TokenIssuer {
  readonly issuer: string;
  /** A compact RS256 JWT. */
  sign(claims: IdTokenClaims): Promise<string>;
  /** The public keys, as Google publishes its own. */
  jwks(): JSONWebKeySet;
}

export interface TokenIssuerOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly issuer?: string;
}

const HOUR_SECONDS = 3_600;

/** A number of 21 digits that stands for an account, the same for the same e-mail. */
function subjectOf(email: string): string {
  let digits = 1n;
  for (const character of email) digits = (digits * 131n + BigInt(character.codePointAt(0) ?? 0)) % 10n ** 20n;
  return `1${digits.toString().padStart(20, '0')}`;
}

/** Makes an issuer with a new RSA key. */
export async function createTokenIssuer(options: TokenIssuerOptions): Promise<TokenIssuer> {
  const { now, issuer = 'https://accounts.google.com' } = options;
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const key = await exportJWK(publicKey);
  // Of the key itself: who kept the keys of an earlier run finds that this one is new, and fetches it.
  const kid = await calculateJwkThumbprint(key, 'sha256');
  const published = { keys: [{ ...key, kid, alg: 'RS256', use: 'sig' }] };
  return {
    issuer,
    jwks: () => published,
    sign({ audience, email, subject = subjectOf(email), lifetimeSeconds = HOUR_SECONDS }) {
      const issuedAt = Math.floor(now() / 1000);
      return new SignJWT({ azp: subject, email, email_verified: true })
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .sign(privateKey);
    },
  };
}
