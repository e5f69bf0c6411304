import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';

/** Checks that a push came from our own subscription. */
export interface PushSenderVerifier {
  /** @throws AppError `untrusted_sender` when the token is missing, foreign, expired or for another function. */
  verify(authorization: string | null): Promise<void>;
}

export interface PushSenderRules {
  /** Where the issuer publishes its keys (JWKS). */
  readonly keysUrl: string;
  readonly issuers: readonly string[];
  /** The audience set on our subscriptions: this function's own URL. */
  readonly audience: string;
  /** The service account that our subscriptions push as. */
  readonly serviceAccount: string;
  readonly now: () => number;
}

/** Tokens that are remembered as verified, and for how long, milliseconds: a withdrawn key is noticed after that. */
const MAX_VERIFIED = 100;
const BELIEVED_MS = 5 * 60_000;

/**
 * Verifies the OIDC token that Pub/Sub adds to a push: signature, issuer, audience, expiry, and the account's
 * verified e-mail (docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions).
 */
export function createPushSenderVerifier(rules: PushSenderRules): PushSenderVerifier {
  const keys = createRemoteJWKSet(new URL(rules.keysUrl));
  // Pub/Sub uses a token for many pushes: token → when it expires, epoch milliseconds.
  const verified = new Map<string, number>();
  return {
    async verify(authorization) {
      const token = /^Bearer ([^\s]+)$/.exec(authorization ?? '')?.[1];
      if (token === undefined) throw new AppError('untrusted_sender', 'The push bears no token.');
      if ((verified.get(token) ?? 0) > rules.now()) return;
      if (!isCanonical(token)) throw new AppError('untrusted_sender', 'The token is not written as tokens are.');
      const claims = await verifiedClaims(token, keys, rules);
      if (claims.email !== rules.serviceAccount || claims.email_verified !== true) {
        throw new AppError('untrusted_sender', 'The push was not sent by our subscription.');
      }
      if (verified.size >= MAX_VERIFIED) verified.clear();
      verified.set(token, Math.min(claims.exp * 1000, rules.now() + BELIEVED_MS));
    },
  };
}

/** Base64url has spare bits at its end: a token has one spelling only, so that no character of it changes unseen. */
function isCanonical(token: string): boolean {
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}

const claimsSchema = z.looseObject({ exp: z.number(), email: z.string(), email_verified: z.unknown() });

async function verifiedClaims(token: string, keys: ReturnType<typeof createRemoteJWKSet>, rules: PushSenderRules) {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: [...rules.issuers],
      audience: rules.audience,
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'email'],
      currentDate: new Date(rules.now()),
    });
    return claimsSchema.parse(payload);
  } catch (error) {
    throw new AppError('untrusted_sender', 'The push bears a token that is not valid here.', { cause: error });
  }
}
