import { describe, expect, it } from 'vitest';
import { type GoldenSet, halfOf, readGoldenSet } from '#infra/local/golden/golden-set.ts';

const read = (name: string): GoldenSet => readGoldenSet(`infra/models/golden/${name}.yaml`);
const sets = ['retail', 'tpch'].map(read);
const blind = ['retail-everyday', 'tpch-everyday'].map(read);
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

  it('are joined by blind ones with as many wordings and questions to turn down', () => {
    const all = blind.flatMap((set) => set.questions);

    expect(all.filter(({ sql }) => sql !== undefined).length).toBeGreaterThanOrEqual(180);
    expect(all.filter(({ unanswerable }) => unanswerable !== undefined).length).toBeGreaterThanOrEqual(23);
    expect(all.filter((question) => question.also_asked.length >= 3).length).toBeGreaterThanOrEqual(80);
  });

  it('fall into two halves of about the same size', () => {
    const open = questions.filter((question) => halfOf(question) === 'open').length;

    expect(open / questions.length).toBeGreaterThan(0.4);
    expect(open / questions.length).toBeLessThan(0.6);
  });

  it('ask nothing twice', () => {
    const asked = [...sets, ...blind].flatMap((set) =>
      set.questions
        .filter(({ kind }) => kind !== 'conversation')
        .flatMap((one) => [one.ask, ...one.also_asked].map((ask) => `${set.model}: ${ask.toLowerCase()}`)),
    );

    expect(asked.filter((ask, at) => asked.indexOf(ask) !== at)).toEqual([]);
  });
});
