import { afterAll, describe, expect, it } from 'vitest';
import { fingerprintOf } from './cloud.ts';
import { CALM, type FaultProfile } from './faults.ts';
import { checkPromises } from './promises.ts';
import { rightAnswers } from './right-answers.ts';
import { runSimulation, type SimulatedRun } from './run-simulation.ts';
import { turnStories } from './turn-stories.ts';

/** Turns to simulate, and the seeds that they are spread over: as many as it takes. */
const TURNS = 2_000;
const MOST_SEEDS = 400;

const figures = {
  turns: 0,
  seeds: 0,
  events: 0,
  calls: 0,
  seconds: 0,
  cpuSeconds: 0,
  faults: new Map<string, number>(),
};

function count(run: SimulatedRun): void {
  figures.turns += turnStories(run).length;
  figures.seeds += 1;
  figures.events += run.events;
  figures.calls += run.faults.calls;
  for (const [fault, times] of run.faults.counts) {
    figures.faults.set(fault, (figures.faults.get(fault) ?? 0) + times);
  }
}

afterAll(() => {
  const { turns, seeds, events, calls, seconds, cpuSeconds, faults } = figures;
  const injected = [...faults].map(([fault, times]) => `${times} ${fault}`).join(', ');
  process.stdout.write(
    `simulated ${turns} turns in ${seeds} seeds: ${calls} port calls, ${events} events, ${seconds.toFixed(1)} s ` +
      `(${cpuSeconds.toFixed(1)} s of processor time)\n` +
      `faults injected: ${injected}\n`,
  );
});

async function breachesOf(seed: number): Promise<readonly string[]> {
  const run = await runSimulation({ seed });
  count(run);
  const breaches = checkPromises(run, await rightAnswers());
  return breaches.map(({ promise, what }) => `${promise}: ${what} (npm run simulate -- --seed ${seed})`);
}

describe('the platform’s own handlers in a world where everything goes wrong', () => {
  it(`keep the nine promises over ${TURNS} turns`, async () => {
    const started = performance.now();
    const cpu = process.cpuUsage();
    const breaches: string[] = [];

    for (let seed = 1; seed <= MOST_SEEDS && figures.turns < TURNS; seed += 1)
      breaches.push(...(await breachesOf(seed)));

    const { user, system } = process.cpuUsage(cpu);
    figures.seconds = (performance.now() - started) / 1000;
    figures.cpuSeconds = (user + system) / 1e6;
    expect(breaches).toEqual([]);
    expect(figures.turns).toBeGreaterThanOrEqual(TURNS);
    // A history without faults would prove nothing.
    expect([...figures.faults.keys()].toSorted()).toEqual(
      'abort, cancel, crash, duplicate, freeze, lost ack, lost answer, outage, poison, redeploy, slow, unavailable'.split(
        ', ',
      ),
    );
  }, 600_000);

  it('go the same way twice from the same seed', async () => {
    const [one, other] = [await runSimulation({ seed: 9 }), await runSimulation({ seed: 9 })];

    expect(fingerprintOf(one.history)).toBe(fingerprintOf(other.history));
  }, 100_000);
});

const MILD: readonly (readonly [string, Partial<FaultProfile>])[] = [
  ['nothing goes wrong', {}],
  ['messages come twice and in any order', { duplicate: 0.5, delayMs: 3_000 }],
  ['acknowledgements are lost', { lostAck: 0.2 }],
  ['transactions are aborted', { abort: 0.3 }],
  ['answers of ports are lost', { lostAnswer: 0.02 }],
  ['clocks are seconds apart', { skewMs: 5_000 }],
  ['functions are deployed anew all the time', { redeploys: 12 }],
  ['poison is published', { poison: 12, duplicate: 0.2 }],
  ['instances die now and then', { crash: 0.004 }],
];

describe('faults that can be cured', () => {
  it.each(MILD)(
    'leave every question answered when %s',
    async (_, faults) => {
      const questions = ['revenue in October 2026', 'revenue by region in 2025'];
      for (const seed of [1, 2, 3]) {
        const run = await runSimulation({ seed, faults: { ...CALM, ...faults }, questions, hasDeadlyQuestions: false });
        const outcomes = turnStories(run).map(({ turn }) => turn.answer?.failure?.code ?? turn.answer?.outcome);

        expect(checkPromises(run, await rightAnswers())).toEqual([]);
        expect(new Set(outcomes)).toEqual(new Set(['answered']));
      }
    },
    200_000,
  );
});
