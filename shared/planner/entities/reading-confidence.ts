import type { ReadingFeatures } from './reading-features.ts';

const BIAS = 3.57;

/**
 * What each feature says for a reading, in log-odds of its being right.
 *
 * Fitted by `npm run eval -- calibrate` to the answers to 1,543 questions over 35 databases with generated models, each
 * database judged by a fit that had not seen it. The bias is that of the databases that nobody looked at while rules
 * were written. docs/planner.md has the figures.
 */
const WEIGHTS: Readonly<Record<keyof ReadingFeatures, number>> = {
  lostCues: -1.38,
  unknownWords: -0.81,
  lightWords: -0.28,
  unknownNames: -1.71,
  looseNouns: -0.86,
  assumptions: -1.79,
  words: -1.08,
  shownByName: -1.07,
  shownNames: 0.27,
  ranksByCount: 0.52,
  joins: -0.32,
  figureOnly: 0.6,
  modelSize: -0.36,
};
const WEIGHT_OF: ReadonlyMap<string, number> = new Map(Object.entries(WEIGHTS));

/** Probability, from 0 to 1, that a reading is right: a logistic function of its features. */
export function confidenceOf(features: ReadingFeatures): number {
  const score = Object.entries(features).reduce((sum, [name, value]) => sum + (WEIGHT_OF.get(name) ?? 0) * value, BIAS);
  return 1 / (1 + Math.exp(-score));
}
