import type { Ranked } from './curve.ts';

interface CalibrationStep {
  /** Mean confidence, and share that is right. */
  readonly said: number;
  readonly right: number;
  readonly answers: number;
}

/** Confidence against truth in ten equal steps of confidence; steps without an answer are left out. */
export function calibrationSteps(answers: readonly Ranked[]): readonly CalibrationStep[] {
  return Array.from({ length: 10 }, (_, step) =>
    answers.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === step),
  )
    .filter((own) => own.length > 0)
    .map((own) => ({
      said: own.reduce((sum, { confidence }) => sum + confidence, 0) / own.length,
      right: own.filter(({ isRight }) => isRight).length / own.length,
      answers: own.length,
    }));
}

/** Mean gap between confidence and truth, weighted by the size of each step (ECE, Naeini et al. 2015, AAAI). */
export function calibrationError(answers: readonly Ranked[]): number {
  const gaps = calibrationSteps(answers).map((step) => Math.abs(step.said - step.right) * step.answers);
  return gaps.reduce((sum, gap) => sum + gap, 0) / Math.max(1, answers.length);
}
