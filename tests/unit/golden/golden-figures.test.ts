import { expect, it } from 'vitest';
import { figuresOf, rateOf } from '#infra/local/golden/golden-figures.ts';
import type { Verdict } from '#infra/local/golden/run-golden.ts';

const TURN = { question: '?', outcome: 'refused', plan: null, result: null, clarification: null } as const;

function verdict(outcome: Verdict['outcome'], isAnswerable: boolean): Verdict {
  const reply = { kind: 'abstained', outcome: 'refused', message: '', ms: 1, turn: TURN } as const;
  const base = { id: 'q', kind: 'metric', half: 'open', isFollowUp: false, ask: '?', expected: null } as const;
  return { ...base, reply, outcome, isAnswerable };
}

it('gives the interval that Wilson’s formula gives', () => {
  // Brown, Cai and DasGupta (2001), table of the score interval: 9 of 10 lies in 0.596 to 0.982.
  const { low, high } = rateOf(9, 10);

  expect(low).toBeCloseTo(0.5958, 3);
  expect(high).toBeCloseTo(0.9821, 3);
});

it('counts only answers to what has an answer as right or wrong', () => {
  const verdicts = [
    verdict('right', true),
    verdict('wrong', true),
    verdict('abstained', true),
    verdict('right', false),
    verdict('wrong', false),
  ];

  const { accuracy, coverage, abstention } = figuresOf({ verdicts, paraphrases: [] });

  expect([accuracy.hits, accuracy.of]).toEqual([1, 2]);
  expect([coverage.hits, coverage.of]).toEqual([2, 3]);
  expect([abstention.hits, abstention.of]).toEqual([1, 2]);
});

it('says nothing about what was not asked', () => {
  expect(rateOf(0, 0).rate).toBeNull();
});
