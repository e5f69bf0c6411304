import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What a service must do, by a sentence that says it; each is tried in a world of its own. */
export type Features<World> = Readonly<Record<string, (world: World) => Promise<void>>>;

/** Something that can be held to a contract: one of our servers, one of Google's emulators, a real project. */
export interface Subject<World> {
  /** A world in which no other feature has left anything. */
  createWorld(): World | Promise<World>;
  stop(): Promise<void>;
}

export interface ContractTerms {
  /** Why the subject cannot be held to the contract here; null to run. */
  readonly skipped: string | null;
  /** Features that the subject is known to lack, each with what it does instead. */
  readonly gaps?: Readonly<Record<string, string>>;
  /** For one feature. Other servers take their time. */
  readonly timeoutMs?: number;
  /** How often a feature is tried again: Google's emulators now and then never answer. Ours get no second try. */
  readonly retries?: number;
}

/** How long a feature that is known to be lacking is waited for. */
const GAP_PATIENCE_MS = 4_000;

/** Holds a subject to features, group by group and several at once. */
export function describeContract<World>(
  name: string,
  groups: Readonly<Record<string, Features<World>>>,
  start: () => Promise<Subject<World>>,
  { skipped, gaps = {}, timeoutMs = 20_000, retries = 0 }: ContractTerms,
): void {
  if (skipped !== null) process.stdout.write(`skipped: the contract on ${name}, ${skipped}\n`);
  describe.skipIf(skipped !== null)(`the contract on ${name}`, { timeout: timeoutMs, retry: retries }, () => {
    let subject: Subject<World>;
    beforeAll(async () => {
      subject = await start();
    });
    afterAll(() => subject.stop());

    describe.each(Object.entries(groups))('%s', (_, features) => {
      const known = Object.entries(features).filter(([sentence]) => Object.hasOwn(gaps, sentence));
      const expected = Object.entries(features).filter(([sentence]) => !Object.hasOwn(gaps, sentence));
      const lacking = known.map(([sentence, tryOut]) => [sentence, gaps[sentence] ?? '', tryOut] as const);

      it.concurrent.each(expected)('%s', async (_, tryOut) => {
        await expect(tryOut(await subject.createWorld())).resolves.toBeUndefined();
      });

      // One after another: an assertion that fails late must not be taken for another feature's.
      it.each(lacking)('%s: known gap, %s', async (sentence, _, tryOut) => {
        const outcome = await outcomeOf(tryOut(await subject.createWorld()));
        // A newer version may have closed it: then the list of gaps can shrink.
        if (outcome === 'works') process.stdout.write(`no gap any more in ${name}: ${sentence}\n`);

        expect(outcome).toMatch(/^(?:works|lacking)$/u);
      });
    });
  });
}

/** What is lacking may also never come. */
async function outcomeOf(attempt: Promise<void>): Promise<string> {
  const { promise: tooLate, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(resolve, GAP_PATIENCE_MS, 'lacking');
  try {
    return await Promise.race([attempt.then(() => 'works'), tooLate]);
  } catch {
    // What it does instead is in the list of gaps.
    return 'lacking';
  } finally {
    clearTimeout(timer);
  }
}
