import { createTokenIssuer, type TokenIssuer } from '../identity/token-issuer.ts';
import type { PubSubFaults, TokenFlaw } from './pubsub-faults.ts';
import type { SubscriptionRecord } from './records.ts';

/** Tokens are used again for so long, well below their hour. */
const REUSE_MS = 45 * 60_000;

interface KnownToken {
  readonly token: Promise<string>;
  readonly until: number;
}

interface Claims {
  readonly audience: string;
  readonly email: string;
}

/** Signs pushes as the subscription's service account; a token serves many pushes, as in the cloud. */
export class PushTokens {
  readonly #issuer: TokenIssuer;
  readonly #faults: PubSubFaults;
  readonly #now: () => number;
  readonly #known = new Map<string, KnownToken>();

  constructor(issuer: TokenIssuer, faults: PubSubFaults, now: () => number) {
    this.#issuer = issuer;
    this.#faults = faults;
    this.#now = now;
  }

  /** The value of the Authorization header; null when the subscription asks for none. */
  async authorization({ pushConfig }: SubscriptionRecord): Promise<string | null> {
    const { oidcToken, pushEndpoint } = pushConfig;
    if (oidcToken === null || oidcToken === undefined) return null;
    const audience = oidcToken.audience === '' ? pushEndpoint : oidcToken.audience;
    const claims = { audience, email: oidcToken.serviceAccountEmail };
    const flaw = this.#faults.takeToken();
    if (flaw === 'missing') return null;
    const token = await (flaw === null ? this.#good(claims) : this.#flawed(claims, flaw));
    return `Bearer ${token}`;
  }

  #good(claims: Claims): Promise<string> {
    const key = `${claims.email} ${claims.audience}`;
    const known = this.#known.get(key);
    if (known !== undefined && this.#now() < known.until) return known.token;
    const token = this.#issuer.sign(claims);
    this.#known.set(key, { token, until: this.#now() + REUSE_MS });
    return token;
  }

  async #flawed(claims: Claims, flaw: Exclude<TokenFlaw, 'missing'>): Promise<string> {
    switch (flaw) {
      case 'expired':
        return this.#issuer.sign({ ...claims, lifetimeSeconds: -60 });
      case 'wrong-audience':
        return this.#issuer.sign({ ...claims, audience: 'https://elsewhere.example.com' });
      case 'wrong-key': {
        const stranger = await createTokenIssuer({ now: this.#now, issuer: this.#issuer.issuer });
        return stranger.sign(claims);
      }
    }
  }
}
