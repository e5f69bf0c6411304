import { randomBytes } from 'node:crypto';

import type { DuckDBConnection } from '@duckdb/node-api';

import type { UserAccount } from './account.ts';
import type { SessionVariable } from './session-variable.ts';
import { SnowflakeError } from './snowflake-error.ts';

/** What a login leaves behind. Statements of the session change the upper, mutable half. */
export interface Session {
  database: string | null;
  schema: string | null;
  role: string;
  warehouse: string | null;
  /** Parameters the session has set, names upper-case. */
  parameters: Readonly<Record<string, string>>;
  variables: readonly SessionVariable[];
  /** USE SECONDARY ROLES ALL: the rights of all the user's roles, beside the current one's. */
  hasSecondaryRoles: boolean;
  /** The connection an open transaction lives on; null outside a transaction. */
  transaction: DuckDBConnection | null;
  readonly id: string;
  readonly user: UserAccount;
  /** Who logged in, as CLIENT_APP_ID says. */
  readonly application: string;
}

interface Tokens {
  sessionToken: string;
  sessionTokenEndsAt: number;
  masterToken: string;
  masterTokenEndsAt: number;
}

export interface TokenLife {
  /** Seconds a session token is good for; Snowflake's is 3,600. */
  readonly sessionTokenSeconds: number;
  /** Seconds a master token is good for; Snowflake's is 14,400. */
  readonly masterTokenSeconds: number;
}

/** Tokens and their lives in seconds, as login and renewal answer them. */
export interface IssuedTokens {
  readonly sessionToken: string;
  readonly masterToken: string;
  readonly sessionSeconds: number;
  readonly masterSeconds: number;
}

const newToken = (): string => randomBytes(32).toString('base64url');

function sessionFailure(code: string, message: string): SnowflakeError {
  return new SnowflakeError(code, '08001', message);
}

/** Open sessions by token. Guards the tokens: nothing else can turn one into a session. */
export class SessionStore {
  readonly #life: TokenLife;
  readonly #now: () => number;
  readonly #tokens = new Map<Session, Tokens>();
  readonly #byToken = new Map<string, Session>();
  #lastId = 1_000_000;

  constructor(life: TokenLife, now: () => number) {
    this.#life = life;
    this.#now = now;
  }

  get size(): number {
    return this.#tokens.size;
  }

  open(facts: Omit<Session, 'id'>): { readonly session: Session; readonly tokens: IssuedTokens } {
    this.#dropEnded();
    this.#lastId += 1;
    const session: Session = { ...facts, id: String(this.#lastId) };
    return { session, tokens: this.#issue(session) };
  }

  /** The session of a session token. Throws 390104 unknown, 390112 expired. */
  find(token: string): Session {
    const session = this.#byToken.get(token);
    const tokens = session && this.#tokens.get(session);
    if (session === undefined || tokens === undefined) {
      throw sessionFailure('390104', 'Session no longer exists. New login required to access the service.');
    }
    if (tokens.sessionToken !== token || this.#now() >= tokens.sessionTokenEndsAt) {
      throw sessionFailure('390112', 'Authentication token has expired. The user must authenticate again.');
    }
    return session;
  }

  /** New tokens for a master token. Throws 390114 when it is unknown or expired. */
  renew(masterToken: string): { readonly session: Session; readonly tokens: IssuedTokens } {
    const session = this.#byToken.get(masterToken);
    const tokens = session && this.#tokens.get(session);
    const isGood = tokens?.masterToken === masterToken && this.#now() < tokens.masterTokenEndsAt;
    if (session === undefined || !isGood) {
      throw sessionFailure('390114', 'Authentication token has expired. The user must authenticate again.');
    }
    this.#forgetTokens(session);
    return { session, tokens: this.#issue(session) };
  }

  /** Ends the life of all session tokens at once, so that each client must renew. The master tokens stay good. */
  expireSessionTokens(): void {
    for (const tokens of this.#tokens.values()) tokens.sessionTokenEndsAt = this.#now();
  }

  close(session: Session): void {
    this.#forgetTokens(session);
    this.#tokens.delete(session);
  }

  #issue(session: Session): IssuedTokens {
    const now = this.#now();
    const { sessionTokenSeconds: sessionSeconds, masterTokenSeconds: masterSeconds } = this.#life;
    const tokens: Tokens = {
      sessionToken: newToken(),
      sessionTokenEndsAt: now + sessionSeconds * 1_000,
      masterToken: newToken(),
      masterTokenEndsAt: now + masterSeconds * 1_000,
    };
    this.#tokens.set(session, tokens);
    this.#byToken.set(tokens.sessionToken, session);
    this.#byToken.set(tokens.masterToken, session);
    return { sessionToken: tokens.sessionToken, masterToken: tokens.masterToken, sessionSeconds, masterSeconds };
  }

  #forgetTokens(session: Session): void {
    const tokens = this.#tokens.get(session);
    if (tokens === undefined) return;
    this.#byToken.delete(tokens.sessionToken);
    this.#byToken.delete(tokens.masterToken);
  }

  /** Clients that vanish never close: a session whose master token has run out can never come back. */
  #dropEnded(): void {
    const now = this.#now();
    for (const [session, tokens] of this.#tokens) {
      if (now >= tokens.masterTokenEndsAt) this.close(session);
    }
  }
}
