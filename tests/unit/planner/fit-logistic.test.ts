import { describe, expect, it } from 'vitest';
import { calibrationError } from '../../evals/report/calibration-error.ts';
import { fitBias, fitLogistic, probability } from '../../evals/calibrate/fit-logistic.ts';

/** A hundred examples of one feature: right three times in four where it is 0, once in four where it is `scale`. */
function quarters(scale: number) {
  return Array.from({ length: 100 }, (_, index) => {
    const isLarge = index % 2 === 1;
    return { features: [isLarge ? scale : 0], isRight: index % 8 < 6 !== isLarge };
  });
}

describe('the fit of the confidence', () => {
  it('finds the share of right answers behind each value of a feature', () => {
    const examples = [0, 0, 0, 0, 1, 1, 1, 1].map((value, index) => ({
      features: [value],
      isRight: [0, 1, 2, 4].includes(index),
    }));

    const model = fitLogistic(examples, 0);

    expect(probability(model, [0])).toBeCloseTo(0.75, 2);
    expect(probability(model, [1])).toBeCloseTo(0.25, 2);
  });

  it('does not depend on the unit of a feature', () => {
    const [small, large] = [fitLogistic(quarters(1), 0.01), fitLogistic(quarters(1_000), 0.01)];

    expect(probability(large, [1_000])).toBeCloseTo(probability(small, [1]), 6);
    expect(probability(large, [0])).toBeCloseTo(probability(small, [0]), 6);
  });

  it('gives no weight to a feature that never changes', () => {
    const model = fitLogistic(
      [true, true, false].map((isRight) => ({ features: [5], isRight })),
      0.01,
    );

    expect(model.weights).toEqual([0]);
    expect(probability(model, [5])).toBeCloseTo(2 / 3, 2);
  });
});

describe('the bias for a set that the weights were not fitted to', () => {
  it('makes it as sure on the whole as it is right', () => {
    const examples = quarters(1).map(({ features }, index) => ({ features, isRight: index % 10 < 3 }));

    const bias = fitBias(examples, [-2]);

    const claimed = examples.map(({ features }) => probability({ bias, weights: [-2] }, features));
    expect(claimed.reduce((sum, one) => sum + one, 0) / examples.length).toBeCloseTo(0.3, 4);
  });
});

describe('the calibration error', () => {
  it('is the mean gap between what is said and what is right, by steps of confidence', () => {
    const answers = [
      { confidence: 0.95, isRight: true },
      { confidence: 0.95, isRight: false },
      { confidence: 0.25, isRight: false },
      { confidence: 0.25, isRight: false },
    ];

    expect(calibrationError(answers)).toBeCloseTo((0.45 + 0.25) / 2, 10);
  });
});
