import { afterAll, describe, expect, it } from 'vitest';
import { CALM, type CrashPoint } from './faults.ts';
import { checkPromises } from './promises.ts';
import { rightAnswers } from './right-answers.ts';
import { runSimulation, type SimulatedRun } from './run-simulation.ts';
import { turnStories } from './turn-stories.ts';

const QUESTION = 'revenue by region in 2025';
const figures = { calls: 0, runs: 0, seconds: 0 };

afterAll(() => {
  const { calls, runs, seconds } = figures;
  process.stdout.write(`crashed before and after each of ${calls} port calls: ${runs} runs, ${seconds.toFixed(1)} s\n`);
});

/** One conversation with one question, in which at most one instance dies. */
function runWith(crashPoint?: CrashPoint): Promise<SimulatedRun> {
  const crash = crashPoint === undefined ? {} : { crashPoint };
  const options = { seed: 1, faults: CALM, conversations: 1, turns: 1, questions: [QUESTION], probeAfterMinutes: null };
  return runSimulation({ ...options, ...crash });
}

describe('an instance that dies once, wherever that is', () => {
  it('breaks no promise, and costs nobody an answer', async () => {
    const started = performance.now();
    const answers = await rightAnswers();
    const clean = await runWith();
    figures.calls = clean.faults.calls;
    const broken: string[] = [];

    for (let call = 1; call <= figures.calls; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const run = await runWith({ call, when });
        figures.runs += 1;
        const failed = turnStories(run).filter(({ turn }) => turn.answer?.outcome !== 'answered');
        const breaches = checkPromises(run, answers).map(({ promise, what }) => `${promise}: ${what}`);
        const unanswered = failed.map(({ turnId }) => `turn ${turnId} was not answered`);
        broken.push(...[...breaches, ...unanswered].map((what) => `${when} call ${call}: ${what}`));
      }
    }

    figures.seconds = (performance.now() - started) / 1000;
    expect(broken).toEqual([]);
    expect(figures.runs).toBeGreaterThan(150);
    expect(turnStories(clean).map(({ turn }) => turn.answer?.outcome)).toEqual(['answered']);
  }, 400_000);
});
