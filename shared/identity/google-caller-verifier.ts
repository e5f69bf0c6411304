import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import type { Caller, CallerVerifier } from './caller.ts';

export interface TokenRules {
  /** Where the issuer publishes its keys (JWKS). */
  readonly keysUrl: string;
  readonly issuers: readonly string[];
  readonly audience: string;
  readonly now: () => number;
}

const claimsSchema = z.looseObject({
  sub: z.string(),
  email: z.email(),
  email_verified: z.literal(true),
  roles: z.array(z.string()).default([]),
});

/** Verifies ID tokens of Google, Identity Platform or IAP: signature, issuer, audience, expiry, verified e-mail. */
export function createGoogleCallerVerifier(rules: TokenRules): CallerVerifier {
  const keys = createRemoteJWKSet(new URL(rules.keysUrl));
  return {
    async verify(authorization): Promise<Caller> {
      const token = /^Bearer ([^\s]+)$/.exec(authorization ?? '')?.[1];
      if (token === undefined) {
        throw new AppError('unauthenticated', 'Send an ID token in the header "Authorization: Bearer <token>".');
      }
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer: [...rules.issuers],
          audience: rules.audience,
          algorithms: ['RS256', 'ES256'],
          requiredClaims: ['exp'],
          currentDate: new Date(rules.now()),
        });
        const claims = claimsSchema.parse(payload);
        return { id: claims.sub, email: claims.email, roles: claims.roles };
      } catch (error) {
        throw new AppError('unauthenticated', 'The ID token is not valid here, or has expired. Sign in again.', {
          cause: error,
        });
      }
    },
  };
}
