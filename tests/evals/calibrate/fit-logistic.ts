export interface Example {
  readonly features: readonly number[];
  readonly isRight: boolean;
}

export interface LogisticModel {
  readonly bias: number;
  readonly weights: readonly number[];
}

export function probability({ bias, weights }: LogisticModel, features: readonly number[]): number {
  const score = weights.reduce((sum, weight, index) => sum + weight * (features[index] ?? 0), bias);
  return 1 / (1 + Math.exp(-score));
}

const ROUNDS = 3_000;
const RATE = 0.4;

/**
 * Fits a logistic regression by gradient descent on the whole set, with an L2 penalty on the weights but not on the bias.
 * Deterministic: it starts at zero.
 */
export function fitLogistic(examples: readonly Example[], penalty: number): LogisticModel {
  const width = examples[0]?.features.length ?? 0;
  const weights = Array.from({ length: width }, () => 0);
  let bias = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const slopes = weights.map((weight) => penalty * weight);
    let slope = 0;
    for (const { features, isRight } of examples) {
      const error = probability({ bias, weights }, features) - (isRight ? 1 : 0);
      slope += error / examples.length;
      for (let index = 0; index < width; index += 1) {
        slopes[index] = (slopes[index] ?? 0) + (error * (features[index] ?? 0)) / examples.length;
      }
    }
    bias -= RATE * slope;
    for (let index = 0; index < width; index += 1) weights[index] = (weights[index] ?? 0) - RATE * (slopes[index] ?? 0);
  }
  return { bias, weights };
}
