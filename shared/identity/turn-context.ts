import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { callerSchema, type Caller } from './caller.ts';

/** Who asked, in which turn. Signed once at the entry; agents carry it on, tools verify it, no model can write it. */
export interface TurnContext {
  readonly caller: Caller;
  readonly conversationId: string;
  readonly turnId: string;
}

const ISSUER = 'baton-entry';
const ALGORITHM = 'EdDSA';
const jwkSchema = z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), kid: z.string() });
const privateJwkSchema = jwkSchema.extend({ d: z.string() });
const keySetSchema = z.looseObject({ keys: z.array(jwkSchema).min(1) });
const claimsSchema = z.looseObject({ caller: callerSchema, conversationId: z.string(), turnId: z.string() });

/** A new key pair: `privateKey` for the entry's secret (JWK), `publicKeys` (JWKS) for everyone who verifies. */
export async function createTurnContextKeys(keyId: string): Promise<{ privateKey: string; publicKeys: string }> {
  const pair = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  const names = { kid: keyId, alg: ALGORITHM };
  return {
    privateKey: JSON.stringify({ ...(await exportJWK(pair.privateKey)), ...names }),
    publicKeys: JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), ...names }] }),
  };
}

/** Signs contexts with the entry's private key (a JWK as JSON text). */
export async function signTurnContext(context: TurnContext, privateKey: string, expiresAt: number): Promise<string> {
  const jwk = privateJwkSchema.parse(JSON.parse(privateKey));
  return new SignJWT({ caller: context.caller, conversationId: context.conversationId, turnId: context.turnId })
    .setProtectedHeader({ alg: ALGORITHM, kid: jwk.kid })
    .setIssuer(ISSUER)
    .setExpirationTime(Math.ceil(expiresAt / 1000))
    .sign(await importJWK(jwk, ALGORITHM));
}

/** Key sets by their text: each keeps the keys that it imported, which costs more than a verification. */
const keySets = new Map<string, ReturnType<typeof createLocalJWKSet>>();

function keySetOf(publicKeys: string): ReturnType<typeof createLocalJWKSet> {
  const known = keySets.get(publicKeys);
  if (known !== undefined) return known;
  const keySet = createLocalJWKSet(keySetSchema.parse(JSON.parse(publicKeys)));
  // Keys are rotated a few times a year.
  if (keySets.size >= 4) keySets.clear();
  keySets.set(publicKeys, keySet);
  return keySet;
}

/**
 * Verifies a context and that it was signed for this very turn, so that it can't be replayed in another.
 *
 * @param publicKeys JWKS as JSON text.
 * @throws AppError `untrusted_sender`.
 */
export async function verifyTurnContext(
  token: string,
  publicKeys: string,
  expected: { readonly conversationId: string; readonly turnId: string; readonly now: number },
): Promise<TurnContext> {
  try {
    const { payload } = await jwtVerify(token, keySetOf(publicKeys), {
      issuer: ISSUER,
      algorithms: [ALGORITHM],
      requiredClaims: ['exp'],
      currentDate: new Date(expected.now),
    });
    const context = claimsSchema.parse(payload);
    if (context.turnId !== expected.turnId || context.conversationId !== expected.conversationId) {
      throw new AppError('untrusted_sender', 'The context was signed for another turn.');
    }
    return { caller: context.caller, conversationId: context.conversationId, turnId: context.turnId };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('untrusted_sender', 'The signed context is not valid.', { cause: error });
  }
}
