import { afterAll, describe, expect, it } from 'vitest';
import { TEETH, type Tooth } from './planted-bugs.ts';
import { checkPromises, type Breach } from './promises.ts';
import { rightAnswers } from './right-answers.ts';
import { runSimulation } from './run-simulation.ts';
import { turnStories } from './turn-stories.ts';

/** A bug that hides for longer than this is not caught. */
const MOST_SEEDS = 25;

const caught: string[] = [];

afterAll(() => {
  process.stdout.write(`planted bugs caught: ${caught.length} of ${TEETH.length}\n${caught.toSorted().join('\n')}\n`);
});

interface Catch {
  readonly breach: Breach;
  readonly seed: number;
  readonly turns: number;
}

/** Runs seed after seed until a promise is broken that this bug must break. */
async function hunt(tooth: Tooth): Promise<Catch | null> {
  let turns = 0;
  for (let seed = 1; seed <= MOST_SEEDS; seed += 1) {
    const run = await runSimulation({ seed, bug: tooth });
    turns += turnStories(run).length;
    const breach = checkPromises(run, await rightAnswers()).find(({ promise }) => tooth.breaks.includes(promise));
    if (breach !== undefined) return { breach, seed, turns };
  }
  return null;
}

describe('a bug that is planted around the real handlers', () => {
  it.each(TEETH)(
    'is caught: $name ($mistake)',
    async (tooth) => {
      const found = await hunt(tooth);

      expect(found?.breach.promise).toBeOneOf([...tooth.breaks]);
      if (found === null) return;
      const { breach, seed, turns } = found;
      caught.push(`  ${tooth.name}: ${breach.promise} at seed ${seed}, after ${turns} turns: ${breach.what}`);
    },
    60_000,
  );
});
