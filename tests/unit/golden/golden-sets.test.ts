import { describe, expect, it } from 'vitest';
import { halfOf, readGoldenSet } from '#infra/local/golden/golden-set.ts';

const sets = ['retail', 'tpch'].map((name) => readGoldenSet(`infra/models/golden/${name}.yaml`));
const questions = sets.flatMap((set) => set.questions);

describe('the golden sets', () => {
  it('hold enough of each sort to measure with', () => {
    const answerable = questions.filter(({ sql }) => sql !== undefined);
    const unanswerable = questions.filter((question) => question.unanswerable !== undefined);
    const paraphrased = questions.filter((question) => question.also_asked.length >= 3);
    const followUps = questions.flatMap((question) => question.follow_ups);

    expect(answerable.length).toBeGreaterThanOrEqual(250);
    expect(unanswerable.length).toBeGreaterThanOrEqual(40);
    expect(paraphrased.length).toBeGreaterThanOrEqual(50);
    expect(followUps.length).toBeGreaterThanOrEqual(60);
  });

  it('fall into two halves of about the same size', () => {
    const open = questions.filter((question) => halfOf(question) === 'open').length;

    expect(open / questions.length).toBeGreaterThan(0.4);
    expect(open / questions.length).toBeLessThan(0.6);
  });

  it('ask nothing twice', () => {
    const asked = sets.flatMap((set) =>
      set.questions
        .filter(({ kind }) => kind !== 'conversation')
        .flatMap((one) => [one.ask, ...one.also_asked].map((ask) => `${set.model}: ${ask.toLowerCase()}`)),
    );

    expect(asked.filter((ask, at) => asked.indexOf(ask) !== at)).toEqual([]);
  });
});
