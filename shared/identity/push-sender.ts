import { createRemoteJWKSet, jwtVerify } from 'jose';
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

/**
 * Verifies the OIDC token that Pub/Sub adds to a push: signature, issuer, audience, expiry, and the account's
 * verified e-mail (docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions).
 */
export function createPushSenderVerifier(rules: PushSenderRules): PushSenderVerifier {
  const keys = createRemoteJWKSet(new URL(rules.keysUrl));
  return {
    async verify(authorization) {
      const token = /^Bearer ([^\s]+)$/.exec(authorization ?? '')?.[1];
      if (token === undefined) throw new AppError('untrusted_sender', 'The push bears no token.');
      const claims = await verifiedClaims(token, keys, rules);
      if (claims['email'] !== rules.serviceAccount || claims['email_verified'] !== true) {
        throw new AppError('untrusted_sender', 'The push was not sent by our subscription.');
      }
    },
  };
}

async function verifiedClaims(token: string, keys: ReturnType<typeof createRemoteJWKSet>, rules: PushSenderRules) {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: [...rules.issuers],
      audience: rules.audience,
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'email'],
      currentDate: new Date(rules.now()),
    });
    return payload;
  } catch (error) {
    throw new AppError('untrusted_sender', 'The push bears a token that is not valid here.', { cause: error });
  }
}
