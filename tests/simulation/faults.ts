import { Random } from '#tests/differential/random.ts';

export type Dependency = 'store' | 'bus' | 'warehouse' | 'secrets' | 'chat';

/** How likely each fault is, from 0 to 1, and how bad. */
export interface FaultProfile {
  /** A message is delivered once more than it had to be. */
  readonly duplicate: number;
  /** An acknowledgement does not arrive. */
  readonly lostAck: number;
  /** Longest time that a message travels, milliseconds: what is longer than the gap between two reorders them. */
  readonly delayMs: number;
  /** The instance dies, before or after a call of a port. */
  readonly crash: number;
  /** A port fails without effect. */
  readonly unavailable: number;
  /** A port's effect happens and its answer is lost. */
  readonly lostAnswer: number;
  /** A transaction is aborted, as when another one wins. */
  readonly abort: number;
  /** A port answers slowly. */
  readonly slow: number;
  readonly slowMs: number;
  /** The instance stands still for a while, as under SIGSTOP. */
  readonly freeze: number;
  readonly freezeMs: number;
  /** How far the clock of an instance may be off, milliseconds to either side. */
  readonly skewMs: number;
  /** How many times a dependency is down for a while. */
  readonly outages: number;
  readonly outageMs: number;
  /** How many times a function is deployed anew, in another version. */
  readonly redeploys: number;
  /** How many poisoned messages are published. */
  readonly poison: number;
  /** How likely a person cancels a question. */
  readonly cancel: number;
}

/** Nothing goes wrong. */
export const CALM: FaultProfile = {
  duplicate: 0,
  lostAck: 0,
  delayMs: 20,
  crash: 0,
  unavailable: 0,
  lostAnswer: 0,
  abort: 0,
  slow: 0,
  slowMs: 0,
  freeze: 0,
  freezeMs: 0,
  skewMs: 0,
  outages: 0,
  outageMs: 0,
  redeploys: 0,
  poison: 0,
  cancel: 0,
};

/**
 * The faults of a seed: each kind is left out in half of the seeds, so that some histories show what one fault does alone
 * and others what many do together ("swarm testing", Groce et al., ISSTA 2012).
 */
export function profileOf(seed: number): FaultProfile {
  const random = new Random(seed ^ 0x5eed);
  const upTo = (most: number): number => (random.chance(0.5) ? random.next() * most : 0);
  return {
    duplicate: upTo(0.3),
    lostAck: upTo(0.1),
    delayMs: 20 + upTo(4_000),
    crash: upTo(0.02),
    unavailable: upTo(0.04),
    lostAnswer: upTo(0.03),
    abort: upTo(0.2),
    slow: upTo(0.05),
    slowMs: 1_000 + random.next() * 20_000,
    freeze: upTo(0.005),
    freezeMs: 5_000 + random.next() * 150_000,
    // Mostly seconds, as between machines that keep time; at times minutes, as where one does not.
    skewMs: random.chance(0.1) ? 300_000 : upTo(10_000),
    outages: Math.round(upTo(4)),
    outageMs: 1_000 + random.next() * 60_000,
    redeploys: Math.round(upTo(6)),
    poison: Math.round(upTo(6)),
    cancel: upTo(0.3),
  };
}

/** What becomes of one call of a port. */
export type Strike = 'none' | 'crash-before' | 'crash-after' | 'unavailable' | 'lost-answer' | 'freeze';

/** One crash at a chosen call, for going through all of them. */
export interface CrashPoint {
  /** Number of the call, from 1. */
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** Decides by the seed what goes wrong, and counts it. */
export class FaultPlan {
  readonly profile: FaultProfile;
  readonly counts = new Map<string, number>();
  /** Calls of ports so far. */
  calls = 0;
  readonly #random: Random;
  readonly #crashPoint: CrashPoint | null;
  readonly #outages: readonly { readonly dependency: Dependency; readonly from: number; readonly until: number }[];
  readonly #endsAt: number;

  /** @param endsAt When faults stop, so that what is left can be seen to settle. */
  constructor(
    profile: FaultProfile,
    random: Random,
    span: { readonly startsAt: number; readonly endsAt: number },
    crashPoint: CrashPoint | null,
  ) {
    this.profile = profile;
    this.#random = random;
    this.#crashPoint = crashPoint;
    this.#endsAt = span.endsAt;
    this.#outages = Array.from({ length: profile.outages }, () => {
      const from = random.int(span.startsAt, span.endsAt);
      const dependency = random.pick<Dependency>(['store', 'bus', 'warehouse', 'secrets', 'chat']);
      return { dependency, from, until: Math.min(span.endsAt, from + random.int(500, Math.ceil(profile.outageMs))) };
    });
  }

  /** Whether a fault of this rate strikes now; counted when it does. */
  strikes(fault: string, rate: number, now: number): boolean {
    if (rate === 0 || now >= this.#endsAt || !this.#random.chance(rate)) return false;
    this.count(fault);
    return true;
  }

  count(fault: string): void {
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
  }

  /** What happens to the next call of a port. */
  strikeCall(dependency: Dependency, now: number): Strike {
    this.calls += 1;
    if (this.#crashPoint?.call === this.calls) {
      this.count('crash');
      return this.#crashPoint.when === 'before' ? 'crash-before' : 'crash-after';
    }
    if (this.#outages.some((outage) => outage.dependency === dependency && outage.from <= now && now < outage.until)) {
      this.count('outage');
      return 'unavailable';
    }
    const { crash, unavailable, lostAnswer, freeze } = this.profile;
    if (this.strikes('crash', crash, now)) return this.#random.chance(0.5) ? 'crash-before' : 'crash-after';
    if (this.strikes('unavailable', unavailable, now)) return 'unavailable';
    if (this.strikes('lost answer', lostAnswer, now)) return 'lost-answer';
    return this.strikes('freeze', freeze, now) ? 'freeze' : 'none';
  }

  /** How long one way of a call takes, milliseconds. */
  latency(now: number): number {
    const usual = 1 + this.#random.next() * 5;
    return this.strikes('slow', this.profile.slow, now) ? usual + this.#random.next() * this.profile.slowMs : usual;
  }
}
