import { createHash, createPublicKey, timingSafeEqual } from 'node:crypto';
import { compactVerify, decodeJwt, errors, jwtVerify } from 'jose';
import { z } from 'zod';

import type { Account, UserAccount } from './account.ts';
import type { LoginData } from './protocol-schemas.ts';
import { SnowflakeError } from './snowflake-error.ts';

/** Snowflake's default audience of a workload identity token. */
const SNOWFLAKE_AUDIENCE = 'snowflakecomputing.com';
/** A key pair token may not live longer than this. Seconds; docs.snowflake.com, key-pair authentication. */
const MAX_KEY_PAIR_LIFE_SECONDS = 3_600;
/** How far a client's clock may be ahead. Seconds. */
const CLOCK_SKEW_SECONDS = 60;

function loginFailure(code: string, message: string, cause?: unknown): SnowflakeError {
  return new SnowflakeError(code, '08001', message, cause === undefined ? {} : { cause });
}

const badPassword = (): SnowflakeError => loginFailure('390100', 'Incorrect username or password was specified.');
const badKeyPair = (cause?: unknown): SnowflakeError => loginFailure('390144', 'JWT token is invalid.', cause);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares secrets in constant time, whatever their lengths. */
function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function findUser(account: Account, name: string | undefined): UserAccount | undefined {
  return account.users.find((user) => user.name === name?.toUpperCase());
}

function byPassword(account: Account, data: LoginData): UserAccount {
  const user = findUser(account, data.LOGIN_NAME);
  if (user?.password === undefined || !isSameSecret(data.PASSWORD ?? '', user.password)) throw badPassword();
  return user;
}

/** `SHA256:` and the Base64 digest of the key's SPKI form, as DESCRIBE USER shows it in RSA_PUBLIC_KEY_FP. */
export function publicKeyFingerprint(pem: string): string {
  const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  return `SHA256:${createHash('sha256').update(der).digest('base64')}`;
}

const keyPairClaimsSchema = z.object({ iss: z.string(), sub: z.string(), iat: z.number(), exp: z.number() });

/** The driver writes `iat` and `exp` in milliseconds, other clients in seconds: Snowflake takes both. */
const toSeconds = (time: number): number => (time > 1e11 ? time / 1_000 : time);

async function byKeyPair(account: Account, data: LoginData, nowMs: number): Promise<UserAccount> {
  const token = data.TOKEN ?? '';
  try {
    const claims = keyPairClaimsSchema.parse(decodeJwt(token));
    const { user, key } = findKeyOwner(account, claims);
    checkKeyPairTimes(toSeconds(claims.iat), toSeconds(claims.exp), nowMs / 1_000);
    await compactVerify(token, createPublicKey(key), { algorithms: ['RS256'] });
    return user;
  } catch (error) {
    throw error instanceof SnowflakeError ? error : badKeyPair(error);
  }
}

/** The user a key pair token names, and the one of their public keys whose fingerprint it bears. */
function findKeyOwner(
  account: Account,
  claims: z.infer<typeof keyPairClaimsSchema>,
): { readonly user: UserAccount; readonly key: string } {
  const [accountName, userName, fingerprint] = splitIssuer(claims.iss);
  const isThisAccount = (account.name ?? accountName).toUpperCase() === accountName;
  const user = findUser(account, userName);
  const key = user?.publicKeys?.find((pem) => publicKeyFingerprint(pem) === fingerprint);
  const isConsistent = isThisAccount && claims.sub === `${accountName}.${userName}`;
  if (user === undefined || key === undefined || !isConsistent) throw badKeyPair();
  return { user, key };
}

/** `ACCOUNT.USER.SHA256:…` in its parts. A user name may hold dots, the account and the fingerprint may not. */
function splitIssuer(issuer: string): readonly [string, string, string] {
  const first = issuer.indexOf('.');
  const last = issuer.lastIndexOf('.');
  if (first < 0 || last <= first) throw badKeyPair();
  return [issuer.slice(0, first), issuer.slice(first + 1, last), issuer.slice(last + 1)];
}

function checkKeyPairTimes(issuedAt: number, expiresAt: number, now: number): void {
  const isCurrent = now < expiresAt && issuedAt <= now + CLOCK_SKEW_SECONDS;
  if (!isCurrent || now - issuedAt > MAX_KEY_PAIR_LIFE_SECONDS) throw badKeyPair();
}

function byProgrammaticAccessToken(account: Account, data: LoginData): UserAccount {
  const token = data.TOKEN ?? data.PASSWORD ?? '';
  const user = account.users.find((candidate) =>
    candidate.programmaticAccessTokens?.some((known) => isSameSecret(token, known)),
  );
  const isOther =
    data.LOGIN_NAME !== undefined && data.LOGIN_NAME !== '' && user?.name !== data.LOGIN_NAME.toUpperCase();
  if (user === undefined || isOther) throw loginFailure('394400', 'Programmatic access token is invalid.');
  return user;
}

/** Issuer and subject of a token whose signature and times hold. */
async function verifyToken(
  account: Account,
  token: string,
  options: { readonly nowMs: number; readonly audience?: string },
): Promise<{ readonly issuer: string; readonly subject: string }> {
  const issuer = decodeJwt(token).iss ?? '';
  const provider = account.identityProviders.find((candidate) => candidate.issuer === issuer);
  if (provider === undefined) throw new errors.JWTInvalid(`No identity provider for the issuer ${issuer}.`);
  const { payload } = await jwtVerify(token, provider.keys, {
    issuer,
    currentDate: new Date(options.nowMs),
    algorithms: ['RS256', 'ES256', 'PS256', 'EdDSA'],
    requiredClaims: ['sub', 'exp'],
    ...(options.audience === undefined ? {} : { audience: options.audience }),
  });
  return { issuer, subject: payload.sub ?? '' };
}

async function byOAuth(account: Account, data: LoginData, nowMs: number): Promise<UserAccount> {
  try {
    const { issuer, subject } = await verifyToken(account, data.TOKEN ?? '', { nowMs });
    const user = account.users.find((candidate) =>
      candidate.oauthIdentities?.some((identity) => identity.issuer === issuer && identity.subject === subject),
    );
    if (user === undefined) throw loginFailure('390303', 'Invalid OAuth access token.');
    return user;
  } catch (error) {
    if (error instanceof SnowflakeError) throw error;
    if (error instanceof errors.JWTExpired) throw loginFailure('390318', 'OAuth access token expired.', error);
    throw loginFailure('390303', 'Invalid OAuth access token.', error);
  }
}

/** The code of a refused workload identity is not published; 390100 is what any refused login gives. */
const refusedWorkload = (cause?: unknown): SnowflakeError =>
  loginFailure('390100', 'The workload identity is not associated with a user or is invalid.', cause);

async function byWorkloadIdentity(account: Account, data: LoginData, nowMs: number): Promise<UserAccount> {
  const token = data.TOKEN ?? '';
  try {
    const { iss, sub } = decodeJwt(token);
    for (const user of account.users) {
      const identity = user.workloadIdentities?.find(
        (candidate) => candidate.provider === data.PROVIDER && candidate.issuer === iss && candidate.subject === sub,
      );
      if (identity === undefined) continue;
      await verifyToken(account, token, { nowMs, audience: identity.audience ?? SNOWFLAKE_AUDIENCE });
      return user;
    }
    throw refusedWorkload();
  } catch (error) {
    throw error instanceof SnowflakeError ? error : refusedWorkload(error);
  }
}

/**
 * Finds the user whom the credentials of a login prove.
 *
 * Throws SnowflakeError with the code of the login: 390100 password or workload identity, 390144 key pair, 394400 programmatic
 * access token, 390303 or 390318 OAuth, 390101 an authenticator that this server does not know.
 */
export async function authenticate(account: Account, data: LoginData, nowMs: number): Promise<UserAccount> {
  const authenticator = (data.AUTHENTICATOR ?? 'SNOWFLAKE').toUpperCase();
  switch (authenticator) {
    case 'SNOWFLAKE':
      return byPassword(account, data);
    case 'SNOWFLAKE_JWT':
      return byKeyPair(account, data, nowMs);
    case 'PROGRAMMATIC_ACCESS_TOKEN':
      return byProgrammaticAccessToken(account, data);
    case 'OAUTH':
      return byOAuth(account, data, nowMs);
    case 'WORKLOAD_IDENTITY':
      return byWorkloadIdentity(account, data, nowMs);
    default:
      throw loginFailure('390101', `Authenticator '${authenticator}' is not supported.`);
  }
}
