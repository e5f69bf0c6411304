import type { ReadingFeatures } from './reading-features.ts';

const BIAS = 3.11;

/**
 * What each feature says for a reading, in log-odds of its being right.
 *
 * Fitted by `npm run eval -- calibrate` to the answers to 1,543 questions over 35 databases with generated models, each
 * database judged by a fit that had not seen it. The bias is that of the databases that nobody looked at while rules
 * were written. docs/planner.md has the figures.
 */
const WEIGHTS: Readonly<Record<keyof ReadingFeatures, number>> = {
  lostCues: -1.23,
  unknownWords: -0.77,
  lightWords: -0.31,
  looseNouns: -0.73,
  assumptions: -1.62,
  words: -0.87,
  shownByName: -1.0,
  shownNames: 0.21,
  joins: -0.29,
  figureOnly: 0.51,
  grouped: 0.32,
  ambiguous: -0.54,
  modelSize: -0.26,
};
const WEIGHT_OF: ReadonlyMap<string, number> = new Map(Object.entries(WEIGHTS));

/** Probability, from 0 to 1, that a reading is right: a logistic function of its features. */
export function confidenceOf(features: ReadingFeatures): number {
  const score = Object.entries(features).reduce((sum, [name, value]) => sum + (WEIGHT_OF.get(name) ?? 0) * value, BIAS);
  return 1 / (1 + Math.exp(-score));
}
