export interface Ranked {
  readonly confidence: number;
  readonly isRight: boolean;
}

export interface CurvePoint {
  /** Fraction of all questions that are answered when the surest ones are. */
  readonly coverage: number;
  /** Fraction of those that are right. */
  readonly accuracy: number;
  readonly confidence: number;
}

/** Accuracy at each coverage, answering the surest first; equal confidences are answered together. */
export function accuracyCurve(answers: readonly Ranked[], questions: number): readonly CurvePoint[] {
  const ranked = answers.toSorted((left, right) => right.confidence - left.confidence);
  const points: CurvePoint[] = [];
  let right = 0;
  for (const [index, { confidence, isRight }] of ranked.entries()) {
    right += isRight ? 1 : 0;
    const isLastOfTie = ranked[index + 1]?.confidence !== confidence;
    if (isLastOfTie) points.push({ coverage: (index + 1) / questions, accuracy: right / (index + 1), confidence });
  }
  return points;
}

/** The most that can be answered at an accuracy; null when never so right. */
export function coverageAt(points: readonly CurvePoint[], accuracy: number): CurvePoint | null {
  return points.findLast((point) => point.accuracy >= accuracy) ?? null;
}

/** Wilson's score interval of a share at 95 %: Wilson 1927, JASA 22(158), eq. 10 as usually written. */
export function wilsonInterval(right: number, all: number): readonly [number, number] {
  if (all === 0) return [0, 1];
  const z = 1.96;
  const share = right / all;
  const scale = 1 + (z * z) / all;
  const centre = (share + (z * z) / (2 * all)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all))) / scale;
  return [centre - half, centre + half];
}
