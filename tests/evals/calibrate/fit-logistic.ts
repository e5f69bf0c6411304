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

const ROUNDS = 600;
const RATE = 0.4;

/** Mean and standard deviation of each feature; 1 for the deviation of one that never changes. */
function scalesOf(examples: readonly Example[], width: number) {
  return Array.from({ length: width }, (_, index) => {
    const values = examples.map(({ features }) => features[index] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 };
  });
}

/**
 * Fits a logistic regression by gradient descent on the whole set, with an L2 penalty on the weights but not on the bias.
 * Features are standardised for the fit, so that the penalty is the same for each; the weights are for them as they were.
 * Deterministic: it starts at zero.
 */
export function fitLogistic(examples: readonly Example[], penalty: number): LogisticModel {
  const width = examples[0]?.features.length ?? 0;
  const scales = scalesOf(examples, width);
  const standard = examples.map(({ features, isRight }) => ({
    features: scales.map(({ mean, deviation }, index) => ((features[index] ?? 0) - mean) / deviation),
    isRight,
  }));
  const { bias, weights } = descend(standard, penalty, width);
  const raw = scales.map(({ deviation }, index) => (weights[index] ?? 0) / deviation);
  return { bias: scales.reduce((sum, { mean }, index) => sum - mean * (raw[index] ?? 0), bias), weights: raw };
}

function descend(examples: readonly Example[], penalty: number, width: number): LogisticModel {
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

/** The bias with which given weights are right as often as they claim on the whole of a set. */
export function fitBias(examples: readonly Example[], weights: readonly number[]): number {
  const wanted = examples.filter(({ isRight }) => isRight).length;
  let [low, high] = [-20, 20];
  for (let round = 0; round < ROUNDS && high - low > 1e-6; round += 1) {
    const bias = (low + high) / 2;
    const claimed = examples.reduce((sum, { features }) => sum + probability({ bias, weights }, features), 0);
    if (claimed < wanted) low = bias;
    else high = bias;
  }
  return (low + high) / 2;
}
